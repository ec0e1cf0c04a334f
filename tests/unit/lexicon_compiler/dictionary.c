/* Over the whole dictionary: that the lexicon gives its forms and lemmas, and that words of queries
 * find the forms of their readings and no others. What a form's lemmas and readings are is worked
 * out here from the dictionary, as grammars would. */
#include "tests/unit/lexicon_compiler/dictionary.h"

#include "common/analysis/analyzer.h"
#include "common/analysis/reading.h"
#include "common/analysis/term.h"
#include "tests/unit/suite.h"

/* Only every so manieth form is tried where that takes long. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { STEP = 8 };
#elif !defined(__OPTIMIZE__)
enum { STEP = 4 };
#else
enum { STEP = 1 };
#endif

#define NONE UINT32_MAX
enum { OF_FORM_MAX = 64, TERMS_MAX = 64, NOUNS_MIN = 500 };

/* That a form is one of a lemma. */
struct membership {
    struct slice form;
    uint32_t lemma;
};

static struct {
    struct lemmas lemmas;
    struct analyzer *analyzer;
    size_t count;               /* of memberships */
    struct membership *members; /* by form, then lemma */
    size_t form_count;
    uint32_t *starts;       /* of forms, in members; one more than forms */
    uint32_t *group_starts; /* of the forms of a lemma in all its spellings, in group_forms */
    uint32_t *group_forms;
    uint32_t *form_terms; /* numbers of the terms of forms */
    size_t term_count;
    uint32_t *slots; /* a hash table of terms */
    size_t slot_mask;
    struct slice *terms;
    uint32_t *term_forms; /* the first form of each */
    uint32_t *stamps;     /* of terms: the last word that found it */
    struct arena arena;   /* owns the terms */
} words;

/* --- tables --- */

static int compare_members(const void *one, const void *other)
{
    const struct membership *a = one, *b = other;
    const int order = slice_compare(a->form, b->form);
    return order != 0 ? order : (a->lemma > b->lemma) - (a->lemma < b->lemma);
}

static void *allocate(size_t count, size_t size)
{
    void *items = calloc(count + 1, size);
    assert_non_null(items);
    return items;
}

static void collect_members(void)
{
    const struct lemma *lemmas = words.lemmas.items.items;
    const size_t count = vector_count(&words.lemmas.items);
    for (size_t i = 0; i < count; i++)
        words.count += lemmas[i].form_count;
    words.members = allocate(words.count, sizeof *words.members);
    words.starts = allocate(words.count, sizeof *words.starts);
    size_t at = 0;
    for (uint32_t i = 0; i < count; i++)
        for (size_t k = 0; k < lemmas[i].form_count; k++)
            words.members[at++] = (struct membership){lemmas[i].forms[k], i};
    qsort(words.members, words.count, sizeof *words.members, compare_members);
    for (at = 0; at < words.count; at++)
        if (at == 0 || !slice_equals(words.members[at].form, words.members[at - 1].form))
            words.starts[words.form_count++] = (uint32_t)at;
    words.starts[words.form_count] = (uint32_t)words.count;
}

static struct slice form_at(size_t number)
{
    return words.members[words.starts[number]].form;
}

/* Returns the number of a form, or NONE. */
static uint32_t find_form(struct slice form)
{
    size_t low = 0, high = words.form_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (slice_compare(form_at(middle), form) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < words.form_count && slice_equals(form_at(low), form) ? (uint32_t)low : NONE;
}

static size_t group_of(size_t member)
{
    const struct lemma *lemmas = words.lemmas.items.items;
    return (size_t)(lemmas_group(&words.lemmas, &lemmas[words.members[member].lemma]) - lemmas);
}

static void collect_groups(void)
{
    const size_t count = vector_count(&words.lemmas.items);
    words.group_starts = allocate(count + 1, sizeof *words.group_starts);
    words.group_forms = allocate(words.count, sizeof *words.group_forms);
    uint32_t *next = allocate(count, sizeof *next);
    for (size_t at = 0; at < words.count; at++)
        words.group_starts[group_of(at) + 1]++;
    for (size_t i = 0; i < count; i++) {
        next[i] = words.group_starts[i];
        words.group_starts[i + 1] += words.group_starts[i];
    }
    for (uint32_t form = 0; form < words.form_count; form++)
        for (size_t at = words.starts[form]; at < words.starts[form + 1]; at++)
            words.group_forms[next[group_of(at)]++] = form;
    free(next);
}

/* The numbers of the forms of a lemma that stands for a group. */
static const uint32_t *forms_of(const struct lemma *lemma, const uint32_t **end)
{
    const size_t group = (size_t)(lemma - words.lemmas.items.items);
    *end = words.group_forms + words.group_starts[group + 1];
    return words.group_forms + words.group_starts[group];
}

static uint32_t *find_slot(struct slice term)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < term.size; i++)
        hash = (hash ^ (unsigned char)term.data[i]) * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t at = (size_t)(hash >> 20);; at++) {
        uint32_t *slot = &words.slots[at & words.slot_mask];
        if (*slot == 0 || slice_equals(words.terms[*slot - 1], term))
            return slot;
    }
}

static void number_term(void *context, struct slice term)
{
    const uint32_t *form = context;
    uint32_t *slot = find_slot(term);
    assert_in_range(term.size, 1, ANALYSIS_WORD_MAX);
    if (*slot == 0) {
        const char *copy = arena_copy(&words.arena, term.data, term.size);
        assert_non_null(copy);
        words.terms[words.term_count] = (struct slice){copy, term.size};
        words.term_forms[words.term_count] = *form;
        *slot = (uint32_t)++words.term_count;
    }
    words.form_terms[*form] = *slot - 1;
}

static void find_terms(void)
{
    words.slot_mask = 1;
    while (words.slot_mask < 2 * words.form_count)
        words.slot_mask *= 2;
    words.slots = allocate(words.slot_mask--, sizeof *words.slots);
    words.terms = allocate(words.form_count, sizeof *words.terms);
    words.term_forms = allocate(words.form_count, sizeof *words.term_forms);
    words.form_terms = allocate(words.form_count, sizeof *words.form_terms);
    words.stamps = allocate(words.form_count, sizeof *words.stamps);
    for (uint32_t form = 0; form < words.form_count; form++)
        analyzer_read_form(words.analyzer, form_at(form), number_term, &form);
}

static int create(void **state)
{
    (void)state;
    arena_init(&words.arena, 1 << 20);
    read_dictionary(&words.lemmas);
    words.analyzer = analyzer_create();
    assert_non_null(words.analyzer);
    collect_members();
    collect_groups();
    find_terms();
    return 0;
}

static int destroy(void **state)
{
    (void)state;
    free(words.members);
    free(words.starts);
    free(words.group_starts);
    free(words.group_forms);
    free(words.slots);
    free(words.terms);
    free(words.term_forms);
    free(words.form_terms);
    free(words.stamps);
    arena_release(&words.arena);
    lemmas_release(&words.lemmas);
    analyzer_destroy(words.analyzer);
    return 0;
}

/* --- lemmas of forms --- */

/* A lemma of a form: all its spellings are one. */
struct meaning {
    const struct lemma *lemma; /* that stands for the group */
    bool is_head;              /* of any spelling */
};

struct meanings {
    size_t count;
    struct meaning items[OF_FORM_MAX];
};

static struct meanings meanings_of(size_t form)
{
    struct meanings meanings = {.count = 0};
    for (size_t at = words.starts[form]; at < words.starts[form + 1]; at++) {
        const struct lemma *lemma = &words.lemmas.items.items[words.members[at].lemma];
        const struct lemma *group = lemmas_group(&words.lemmas, lemma);
        size_t place = 0;
        while (place < meanings.count && meanings.items[place].lemma != group)
            place++;
        assert_true(place < OF_FORM_MAX);
        meanings.count += place == meanings.count;
        meanings.items[place].lemma = group;
        meanings.items[place].is_head |= slice_equals(lemma->head, form_at(form));
    }
    return meanings;
}

static bool has_meaning(const struct meanings *meanings, const struct lemma *lemma)
{
    for (size_t i = 0; i < meanings->count; i++)
        if (meanings->items[i].lemma == lemma)
            return true;
    return false;
}

static bool have_common_meaning(const struct meanings *one, const struct meanings *other)
{
    for (size_t i = 0; i < one->count; i++)
        if (has_meaning(other, one->items[i].lemma))
            return true;
    return false;
}

/* Whether what was found is one of the meanings. */
static bool is_meant(const struct meanings *meanings, const struct lexicon_lemma *found)
{
    char headword[LEXICON_WORD_MAX];
    const struct slice head = {headword, lexicon_headword(found, headword)};
    for (size_t i = 0; i < meanings->count; i++)
        if (slice_equals(meanings->items[i].lemma->head, head) &&
            meanings->items[i].lemma->class == found->class)
            return true;
    return false;
}

static bool is_found(const struct meaning *meaning, const struct lexicon_lemma *found, size_t count)
{
    bool there = false, is_head = false;
    for (size_t i = 0; i < count; i++) {
        char headword[LEXICON_WORD_MAX];
        const struct slice head = {headword, lexicon_headword(&found[i], headword)};
        if (meaning->lemma->class != found[i].class || !slice_equals(meaning->lemma->head, head))
            continue;
        there = true;
        is_head |= found[i].is_head;
    }
    return there && is_head == meaning->is_head;
}

static void every_form_has_its_lemmas_and_no_others(void **state)
{
    (void)state;
    for (size_t form = 0; form < words.form_count; form += STEP) {
        struct lexicon_lemma found[LEXICON_LEMMAS_MAX];
        bool lost;
        const struct meanings meanings = meanings_of(form);
        const size_t count = lexicon_find(form_at(form), found, &lost);
        bool right = count > 0 && count < LEXICON_LEMMAS_MAX && !lost;
        for (size_t i = 0; i < count; i++)
            right &= is_meant(&meanings, &found[i]);
        for (size_t i = 0; i < meanings.count; i++)
            right &= is_found(&meanings.items[i], found, count);
        if (!right)
            fail_msg("%.*s", (int)form_at(form).size, form_at(form).data);
    }
}

struct form_check {
    const struct lemma *lemma;
    size_t seen;
};

static void check_form(void *context, struct slice form)
{
    struct form_check *check = context;
    const uint32_t number = find_form(form);
    assert_true(number != NONE);
    const struct meanings meanings = meanings_of(number);
    assert_true(has_meaning(&meanings, check->lemma));
    check->seen++;
}

static void every_lemma_has_its_forms_and_no_others(void **state)
{
    (void)state;
    for (size_t i = 0; i < vector_count(&words.lemmas.items); i += STEP) {
        const struct lemma *lemma = &words.lemmas.items.items[i];
        struct lexicon_lemma found[LEXICON_LEMMAS_MAX];
        const size_t count = lexicon_find(lemma->head, found, NULL);
        struct form_check check = {.lemma = lemmas_group(&words.lemmas, lemma)};
        size_t place = 0;
        while (place < count && !is_found(&(struct meaning){check.lemma, true}, &found[place], 1))
            place++;
        assert_true(place < count);
        lexicon_each_form(&found[place], check_form, &check);
        const uint32_t *end, *forms = forms_of(check.lemma, &end);
        assert_int_equal(check.seen, end - forms);
    }
}

/* --- terms --- */

static bool same_meanings(const struct meanings *one, const struct meanings *other)
{
    bool same = one->count == other->count;
    for (size_t i = 0; same && i < one->count; i++)
        same = has_meaning(other, one->items[i].lemma);
    return same;
}

/* A term stands for one set of lemmas. */
static void forms_share_a_term_only_if_they_have_the_same_lemmas(void **state)
{
    (void)state;
    for (size_t form = 0; form < words.form_count; form++) {
        const struct meanings own = meanings_of(form);
        const struct meanings first = meanings_of(words.term_forms[words.form_terms[form]]);
        if (!same_meanings(&own, &first))
            fail_msg("%.*s", (int)form_at(form).size, form_at(form).data);
    }
}

static int compare_slices(const void *one, const void *other)
{
    return slice_compare(*(const struct slice *)one, *(const struct slice *)other);
}

/* Forms with the same lemmas have one term, so that there are as many terms as sets. */
static void forms_with_the_same_lemmas_share_a_term(void **state)
{
    (void)state;
    struct slice *sets = allocate(words.form_count, sizeof *sets);
    struct arena arena;
    size_t distinct = 0;
    arena_init(&arena, 1 << 20);
    for (size_t form = 0; form < words.form_count; form++) {
        struct meanings meanings = meanings_of(form);
        const struct lemma *set[OF_FORM_MAX];
        for (size_t i = 0; i < meanings.count; i++) { /* in order */
            size_t place = i;
            for (; place > 0 && set[place - 1] > meanings.items[i].lemma; place--)
                set[place] = set[place - 1];
            set[place] = meanings.items[i].lemma;
        }
        const size_t size = meanings.count * sizeof *set;
        sets[form] = (struct slice){arena_copy(&arena, (const char *)set, size), size};
        assert_non_null(sets[form].data);
    }
    qsort(sets, words.form_count, sizeof *sets, compare_slices);
    for (size_t i = 0; i < words.form_count; i++)
        distinct += i == 0 || !slice_equals(sets[i], sets[i - 1]);
    assert_int_equal(words.term_count, distinct);
    arena_release(&arena);
    free(sets);
}

/* --- readings --- */

static bool any_of_class(const struct meanings *meanings, enum lexicon_class class, bool heads)
{
    for (size_t i = 0; i < meanings->count; i++)
        if (meanings->items[i].lemma->class == class && (meanings->items[i].is_head || !heads))
            return true;
    return false;
}

/* What a reader takes a word in small letters for: the words that it heads; if none, its nouns and
 * adjectives; if none, its verbs; and names always. */
static struct meanings reading_of(const struct meanings *meanings)
{
    struct meanings reading = {.count = 0};
    const bool heads =
        any_of_class(meanings, LEXICON_NOMINAL, true) || any_of_class(meanings, LEXICON_VERB, true);
    const bool nominal = any_of_class(meanings, LEXICON_NOMINAL, false);
    for (size_t i = 0; i < meanings->count; i++) {
        const struct meaning *meaning = &meanings->items[i];
        const enum lexicon_class class = meaning->lemma->class;
        if (class == LEXICON_PROPER ||
            (heads ? meaning->is_head : class == LEXICON_NOMINAL || !nominal))
            reading.items[reading.count++] = *meaning;
    }
    return reading;
}

/* The terms that a word finds. */
struct finding {
    uint32_t stamp;
    size_t count;
    uint32_t terms[TERMS_MAX]; /* those of forms, not of words that lost accents */
};

static void add_finding(void *context, struct slice term)
{
    struct finding *finding = context;
    const uint32_t number = *find_slot(term);
    if (number == 0)
        return;
    assert_true(finding->count < TERMS_MAX);
    finding->terms[finding->count++] = number - 1;
    words.stamps[number - 1] = finding->stamp;
}

static void find_word(size_t form, bool capital, struct finding *finding)
{
    static uint32_t stamp;
    *finding = (struct finding){.stamp = ++stamp};
    assert_true(analyzer_read_word(words.analyzer, form_at(form), capital, add_finding, finding));
}

/* Whether a word found a form, and the words that it should not have. */
static bool found_form(const struct finding *finding, uint32_t form)
{
    return words.stamps[words.form_terms[form]] == finding->stamp;
}

static bool found_all(const struct finding *finding, const struct meanings *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        const uint32_t *end, *form = forms_of(reading->items[i].lemma, &end);
        for (; form < end; form++)
            if (!found_form(finding, *form))
                return false;
    }
    return true;
}

static bool found_no_others(const struct finding *finding, const struct meanings *meanings)
{
    for (size_t i = 0; i < finding->count; i++) {
        const struct meanings of_term = meanings_of(words.term_forms[finding->terms[i]]);
        if (!have_common_meaning(meanings, &of_term))
            return false;
    }
    return true;
}

/* At most one word in a thousand may fail. */
static void expect_few(const char *what, size_t failed, size_t tried)
{
    if (failed > 0)
        print_message("%s: %zu of %zu\n", what, failed, tried);
    assert_true(tried > 0 && failed <= tried / 1000);
}

static void every_word_finds_the_forms_of_its_reading_and_no_others(void **state)
{
    (void)state;
    size_t tried = 0, incomplete = 0, wrong = 0;
    for (size_t form = 0; form < words.form_count; form += STEP) {
        struct finding finding;
        const struct meanings meanings = meanings_of(form), reading = reading_of(&meanings);
        find_word(form, false, &finding);
        tried++;
        incomplete += !found_all(&finding, &reading);
        wrong += !found_no_others(&finding, &meanings);
    }
    expect_few("words that do not find all forms of their reading", incomplete, tried);
    expect_few("words that find others", wrong, tried);
}

/* Heads a noun or an adjective, and is a form of another verb: marché, président, livre, note. */
static bool is_noun_like_a_verb(const struct meanings *meanings)
{
    return any_of_class(meanings, LEXICON_NOMINAL, true) &&
           any_of_class(meanings, LEXICON_VERB, false) &&
           !any_of_class(meanings, LEXICON_VERB, true);
}

static void nouns_do_not_find_the_verbs_that_look_like_them(void **state)
{
    (void)state;
    size_t nouns = 0;
    for (size_t form = 0; form < words.form_count; form++) {
        struct finding finding;
        const struct meanings meanings = meanings_of(form), reading = reading_of(&meanings);
        if (!is_noun_like_a_verb(&meanings) || ++nouns % STEP != 0)
            continue;
        find_word(form, false, &finding);
        if (!found_no_others(&finding, &reading))
            fail_msg("%.*s", (int)form_at(form).size, form_at(form).data);
    }
    assert_true(nouns >= NOUNS_MIN);
}

static void names_with_a_capital_find_names_only(void **state)
{
    (void)state;
    size_t names = 0;
    for (size_t form = 0; form < words.form_count; form++) {
        struct finding finding;
        struct meanings meanings = meanings_of(form), reading = {.count = 0};
        for (size_t i = 0; i < meanings.count; i++)
            if (meanings.items[i].lemma->class == LEXICON_PROPER)
                reading.items[reading.count++] = meanings.items[i];
        if (reading.count == 0 || ++names % STEP != 0)
            continue;
        find_word(form, true, &finding);
        if (!found_all(&finding, &reading) || !found_no_others(&finding, &reading))
            fail_msg("%.*s", (int)form_at(form).size, form_at(form).data);
    }
    assert_true(names >= NOUNS_MIN);
}

/* --- lost accents --- */

/* Returns the plain letter of an accented one of two bytes, or 0. */
static char plain_letter(const char *letter)
{
    static const char *const letters[] = {"aàâä", "cç", "eéèêë", "iîï", "nñ", "oôö", "uùûü", "yÿ"};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        for (const char *accented = letters[i] + 1; *accented != '\0'; accented += 2)
            if (memcmp(accented, letter, 2) == 0)
                return *letters[i];
    return 0;
}

/* Writes a form without its accents, all of them or only the first; 0 if it has none. */
static size_t lose_accents(struct slice form, bool all, char lost[LEXICON_WORD_MAX])
{
    size_t size = 0, at = 0;
    while (at < form.size) {
        const bool may_lose = (all || size == at) && at + 1 < form.size;
        const char plain = may_lose ? plain_letter(form.data + at) : 0;
        lost[size++] = plain != 0 ? plain : form.data[at];
        at += plain != 0 ? 2 : 1;
    }
    return size == form.size ? 0 : size;
}

struct term_search {
    struct slice term;
    bool found;
};

static void keep_term(void *context, struct slice term)
{
    struct slice *kept = context;
    const char *copy = arena_copy(&words.arena, term.data, term.size);
    assert_non_null(copy);
    *kept = (struct slice){copy, term.size};
}

static void seek_term(void *context, struct slice term)
{
    struct term_search *search = context;
    search->found |= slice_equals(search->term, term);
}

/* A text's word that lost accents is found by what it could be, unless it is a word itself. */
static void words_find_their_spellings_without_accents(void **state)
{
    (void)state;
    size_t tried = 0, failed = 0;
    for (size_t form = 0; form < words.form_count; form += 5 * STEP)
        for (int all = 0; all < 2; all++) {
            char bytes[LEXICON_WORD_MAX];
            const struct slice lost = {bytes, lose_accents(form_at(form), all == 1, bytes)};
            struct term_search search = {.found = false};
            if (lost.size == 0 || find_form(lost) != NONE)
                continue;
            analyzer_read_form(words.analyzer, lost, keep_term, &search.term);
            analyzer_read_word(words.analyzer, form_at(form), false, seek_term, &search);
            tried++;
            failed += !search.found;
        }
    expect_few("words that do not find a spelling without accents", failed, tried);
}

/* The other way round: a word of a query that lacks accents. */
static void words_without_accents_find_what_they_could_be(void **state)
{
    (void)state;
    size_t tried = 0, failed = 0;
    for (size_t form = 0; form < words.form_count; form += 5 * STEP) {
        char bytes[LEXICON_WORD_MAX];
        const struct slice lost = {bytes, lose_accents(form_at(form), true, bytes)};
        struct term_search search = {.found = false};
        if (lost.size == 0 || find_form(lost) != NONE)
            continue;
        search.term = words.terms[words.form_terms[form]];
        analyzer_read_word(words.analyzer, lost, false, seek_term, &search);
        tried++;
        failed += !search.found;
    }
    expect_few("words without accents that do not find what they could be", failed, tried);
}

SUITE(dictionary)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_has_its_lemmas_and_no_others),
        cmocka_unit_test(every_lemma_has_its_forms_and_no_others),
        cmocka_unit_test(forms_share_a_term_only_if_they_have_the_same_lemmas),
        cmocka_unit_test(forms_with_the_same_lemmas_share_a_term),
        cmocka_unit_test(every_word_finds_the_forms_of_its_reading_and_no_others),
        cmocka_unit_test(nouns_do_not_find_the_verbs_that_look_like_them),
        cmocka_unit_test(names_with_a_capital_find_names_only),
        cmocka_unit_test(words_find_their_spellings_without_accents),
        cmocka_unit_test(words_without_accents_find_what_they_could_be),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
