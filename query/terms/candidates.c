#include "query/terms/candidates.h"

#include <stdio.h>
#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/analysis/relatives.h"
#include "common/base/ascii.h"
#include "common/base/error.h"
#include "query/language/function_words.h"
#include "query/terms/entries.h"
#include "query/terms/segment_lookup.h"

enum { FOLD_TERMS = 256 };

/* A related form adds its term if it and other related forms are at least one in RELATED_SHARE of
 * the term's occurrences: employeuse is rare, and its stem is that of emploi. */
enum { RELATED_SHARE = 4 };

/* Adds a term unless it is a candidate already. Sets *added to its number, or to SIZE_MAX when
 * there is no room for it. */
static int add_candidate(struct candidates *candidates, const char *term, size_t size,
                         size_t *added)
{
    *added = SIZE_MAX;
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->items[i].size == size &&
            memcmp(candidates->items[i].term, term, size) == 0) {
            *added = i;
            return 0;
        }
    if (candidates->count == CANDIDATES_MAX)
        return 0;
    struct alternative *item = &candidates->items[candidates->count];
    candidates->related[candidates->count] = 0;
    *item = (struct alternative){.term = arena_copy(&candidates->expansion->arena, term, size),
                                 .size = size};
    if (item->term == NULL)
        return error_memory();
    *added = candidates->count++;
    return entries_alloc(candidates->expansion, item);
}

/* What is looked for: the word, and the fold key of its other spellings. */
struct sought {
    struct candidates *candidates;
    const struct query_word *word;
    bool accented;
    size_t key_size;
    char key[ANALYSIS_WORD_MAX + 8];
};

/* Whether a term that was found, NUL-terminated, is one of those sought. */
typedef bool term_test(const struct query_word *word, const char *term, size_t size);

static bool is_same_spelling(const struct query_word *word, const char *term, size_t size)
{
    return analyzer_same_spelling(word->term, word->term_size, term, size);
}

/* Unrelated words share keys shorter than this (maïs and mai): these are distinguished by stems
 * without accents. */
enum { DISTINCTIVE_KEY_MIN = 4 };

/* With a long suffix, a word is at least SUFFIX_LENGTH_MIN letters longer than its stem, and shares
 * at least SUFFIX_SHARED_MIN letters with it. */
enum { SUFFIX_LENGTH_MIN = 2, SUFFIX_SHARED_MIN = 3 };

static bool vowel_keeps_s(char letter)
{
    return letter == 'a' || letter == 'i' || letter == 'o' || letter == 'u';
}

/* Whether an accented term may be that of a word without accents. Without its accents it is one of
 *
 *     the word's stem
 *     the beginning of the word, except that stems have i for y: employe, emploi
 *     nearly that, if the word has a long suffix: publicite, publiqu
 *     one of the plurals that the stemmer leaves: scenario, scénarios
 *
 * The same key is not enough: cas has that of cassé, prix that of prîs. */
static bool is_accented_stem(const struct query_word *word, const char *term, size_t size)
{
    char stem[ANALYSIS_WORD_MAX + 1];
    const size_t stem_size = analyzer_fold(term, size, stem), word_size = word->surface_size;
    if (key_compare(stem, stem_size, word->term, word->term_size) == 0)
        return true;
    size_t same = 0;
    while (same < stem_size && same < word_size &&
           (stem[same] == word->surface[same] || (stem[same] == 'i' && word->surface[same] == 'y')))
        same++;
    if (same == stem_size ||
        (same >= SUFFIX_SHARED_MIN && stem_size + SUFFIX_LENGTH_MIN <= word_size))
        return true;
    return same == word_size && word_size >= DISTINCTIVE_KEY_MIN && stem_size == word_size + 1 &&
           stem[same] == 's' && vowel_keeps_s(word->surface[same - 1]);
}

/* Whether a spelling without accents is a different word, and one so common that it was not meant
 * (sûr and sur, où and ou, maïs and mais). Where the first letter is accented it may still be the
 * same word, since capitals are often typed without accents: À and A. */
static bool is_another_word(const struct query_word *word, const char *spelling)
{
    return word->surface[0] == spelling[0] && is_function_word_as_spelled(spelling);
}

static bool has_distinctive_key(const struct query_word *word, const char *term, size_t size)
{
    (void)size;
    return !is_another_word(word, term);
}

static bool has_short_key(const struct query_word *word, const char *term, size_t size)
{
    return word->unaccented_size == size && memcmp(word->unaccented, term, size) == 0 &&
           !is_another_word(word, term);
}

/* A term that was found in a segment. */
struct found_term {
    size_t segment;
    uint32_t ordinal; /* there */
    uint64_t related; /* occurrences of the related form that it was found by, or 0 */
};

/* Adds a term, if it passes the test (NULL: always). Keeps the entry that was read, if it is of the
 * candidates' field, so that it need not be looked up. */
static int add_term(struct candidates *candidates, struct found_term found, term_test *test,
                    const struct query_word *word)
{
    struct term_entry entry;
    char term[TERM_KEY_MAX + 1];
    size_t size, added;
    int status = term_at(&candidates->expansion->index->segments[found.segment].terms,
                         found.ordinal, &entry, term, &size);
    if (status != 0 || size < 2)
        return status;
    if (test != NULL && !test(word, term + 1, size - 1))
        return 0;
    status = add_candidate(candidates, term + 1, size - 1, &added);
    if (status != 0 || added == SIZE_MAX)
        return status;
    if (term[0] == (char)candidates->field)
        candidates->items[added].entries[found.segment] = entry;
    candidates->related[added] += found.related;
    return 0;
}

/* Adds the terms of accented forms with the word's key: for a word without accents, those that may
 * be its own; for an accented one, its spelling variants. */
static int add_fold_terms(void *context, size_t number, uint32_t block)
{
    struct sought *sought = context;
    uint32_t ordinals[FOLD_TERMS];
    int count = fold_find_in(&sought->candidates->expansion->index->segments[number].folds, block,
                             (struct slice){sought->key, sought->key_size}, ordinals, FOLD_TERMS);
    int status = 0;
    for (int i = 0; i < count && i < FOLD_TERMS && status == 0; i++)
        status = add_term(sought->candidates, (struct found_term){number, ordinals[i], 0},
                          sought->accented ? is_same_spelling : is_accented_stem, sought->word);
    return count < 0 ? count : status;
}

static int add_accented(struct candidates *candidates, struct sought *sought)
{
    return segment_lookup_run(&(struct segment_lookup){.index = candidates->expansion->index,
                                                       .dictionary = DICTIONARY_FOLDS,
                                                       .key = sought->key,
                                                       .size = sought->key_size,
                                                       .find_in_block = add_fold_terms,
                                                       .context = sought});
}

/* A form by its key (form_key). */
struct sought_form {
    struct candidates *candidates;
    const char *key;
    size_t size;
};

static int add_form_term(void *context, size_t number, uint32_t block)
{
    const struct sought_form *form = context;
    struct form_entry entry;
    int status = form_find_in(&form->candidates->expansion->index->segments[number].forms, block,
                              form->key, form->size, &entry);
    return status == 1 ? add_term(form->candidates,
                                  (struct found_term){number, entry.term, entry.count}, NULL, NULL)
                       : status;
}

/* Adds the terms of a form in the segments that have it. */
static int add_related_form(struct candidates *candidates, const char *key, size_t size)
{
    struct sought_form form = {candidates, key, size};
    return segment_lookup_run(&(struct segment_lookup){.index = candidates->expansion->index,
                                                       .dictionary = DICTIONARY_FORMS,
                                                       .key = key,
                                                       .size = size,
                                                       .find_in_block = add_form_term,
                                                       .context = &form});
}

/* Endings of the forms without accents that share a fold key, in the order of the forms' keys. */
static const char *const unaccented_endings[] = {"", "e", "es", "s", "se", "ses", "x"};
enum { UNACCENTED_COUNT = sizeof unaccented_endings / sizeof *unaccented_endings };

struct sought_forms {
    const struct sought *sought;
    struct form_search_key forms[UNACCENTED_COUNT];
    size_t count;
    size_t segment; /* the one being searched */
    char keys[UNACCENTED_COUNT][ANALYSIS_WORD_MAX + 12];
};

static int add_unaccented_term(void *context, size_t number, const struct form_entry *form)
{
    const struct sought_forms *forms = context;
    const struct sought *sought = forms->sought;
    (void)number;
    return add_term(sought->candidates, (struct found_term){forms->segment, form->term, 0},
                    sought->key_size < DISTINCTIVE_KEY_MIN ? has_short_key : has_distinctive_key,
                    sought->word);
}

static int add_forms_in_block(void *context, size_t number, uint32_t block)
{
    struct sought_forms *forms = context;
    forms->segment = number;
    return form_find_all_in(&forms->sought->candidates->expansion->index->segments[number].forms,
                            block,
                            &(struct form_search){.keys = forms->forms,
                                                  .count = forms->count,
                                                  .found = add_unaccented_term,
                                                  .context = forms});
}

/* Adds the terms of forms without accents that have an accented word's key: they are close together
 * in the dictionary, so one look-up finds them all. */
static int add_unaccented(struct candidates *candidates, const struct sought *sought)
{
    struct sought_forms forms = {.sought = sought};
    for (size_t i = 0; i < UNACCENTED_COUNT; i++) {
        char *key = forms.keys[forms.count];
        const size_t more = strlen(unaccented_endings[i]);
        memcpy(key, sought->key, sought->key_size);
        memcpy(key + sought->key_size, unaccented_endings[i], more + 1);
        if (!is_another_word(sought->word, key))
            forms.forms[forms.count++] = (struct form_search_key){key, sought->key_size + more};
    }
    return segment_lookup_run(&(struct segment_lookup){.index = candidates->expansion->index,
                                                       .dictionary = DICTIONARY_FORMS,
                                                       .key = sought->key,
                                                       .size = sought->key_size,
                                                       .find_in_block = add_forms_in_block,
                                                       .context = &forms});
}

/* Adds terms that differ only in a circumflex of the reform of 1990: the stem of brûlé for that of
 * bruler, whose forms have no fold key in common. Those that the index does not have are dropped
 * later. */
static int add_circumflexes(struct candidates *candidates, const struct query_word *word)
{
    static const struct {
        const char *plain, *circumflex;
    } letters[] = {{"i", "î"}, {"u", "û"}};
    int status = 0;
    for (size_t at = 0; at < word->term_size && status == 0; at++)
        for (size_t i = 0; i < 4 && status == 0; i++) {
            const char *from = i % 2 == 0 ? letters[i / 2].plain : letters[i / 2].circumflex;
            const char *to = i % 2 == 0 ? letters[i / 2].circumflex : letters[i / 2].plain;
            size_t added;
            char term[ANALYSIS_WORD_MAX + 8];
            if (strncmp(word->term + at, from, strlen(from)) != 0)
                continue;
            int size = snprintf(term, sizeof term, "%.*s%s%s", (int)at, word->term, to,
                                word->term + at + strlen(from));
            if (size <= ANALYSIS_WORD_MAX &&
                analyzer_same_spelling(word->term, word->term_size, term, (size_t)size))
                status = add_candidate(candidates, term, (size_t)size, &added);
        }
    return status;
}

/* Adds the terms of the related words that the index has. */
static int add_relatives(struct candidates *candidates, const struct relatives *relatives)
{
    int status = 0;
    for (size_t i = 0; i < relatives->count && status == 0; i++) {
        const char *surface = relatives->surfaces[i];
        char folded[ANALYSIS_WORD_MAX + 1], key[KEY_MAX];
        size_t size = strlen(surface), folded_size = analyzer_fold(surface, size, folded);
        size = form_key(folded, folded_size, surface, size, key);
        status = add_related_form(candidates, key, size);
    }
    return status;
}

static int find_all_candidates(struct candidates *candidates, const struct query_word *word)
{
    struct sought sought = {.candidates = candidates, .word = word};
    char folded[ANALYSIS_WORD_MAX + 1];
    size_t folded_size = analyzer_fold(word->surface, word->surface_size, folded);
    sought.accented = key_compare(folded, folded_size, word->surface, word->surface_size) != 0;
    sought.key_size = analyzer_fold_key(word->surface, word->surface_size, sought.key);
    struct relatives relatives;
    relatives_find(word->surface, word->surface_size, &relatives);
    size_t added;
    int status = add_candidate(candidates, word->term, word->term_size, &added);
    if (status == 0)
        status = add_circumflexes(candidates, word);
    if (status == 0 && sought.accented)
        status = add_unaccented(candidates, &sought);
    if (status == 0)
        status = add_accented(candidates, &sought);
    candidates->own_count = candidates->count;
    if (status == 0)
        status = add_relatives(candidates, &relatives);
    return status;
}

/* Sets *swamped to whether a candidate that was found by related forms is mostly another word.
 * Numerals are exempt: XIIe rarely occurs where XII does. */
static int is_dominated(const struct candidates *candidates, size_t number,
                        const struct query_word *word, bool *dominated)
{
    const struct alternative *item = &candidates->items[number];
    struct alternative in_text = {.term = item->term, .size = item->size};
    uint64_t occurrences = 0;
    *dominated = false;
    if (number < candidates->own_count || ascii_is_digit(word->surface[0]))
        return 0;
    int status = 0;
    if (candidates->field != FIELD_TEXT) {
        status = entries_find(candidates->expansion, &in_text, FIELD_TEXT);
        item = &in_text;
    }
    for (size_t i = 0; i < candidates->expansion->index->segment_count && status == 0; i++)
        occurrences += item->entries[i].document_count > 0 ? item->entries[i].occurrence_count : 0;
    *dominated = candidates->related[number] * RELATED_SHARE < occurrences;
    return status;
}

int candidates_find(struct candidates *candidates, struct expansion *expansion,
                    const struct query_word *word, enum term_field field)
{
    candidates->expansion = expansion;
    candidates->field = field;
    candidates->count = candidates->own_count = 0;
    int status = find_all_candidates(candidates, word);
    size_t kept = 0;
    for (size_t i = 0; i < candidates->count && status == 0; i++) {
        bool dominated = false;
        status = entries_find(expansion, &candidates->items[i], field);
        if (status == 0)
            status = is_dominated(candidates, i, word, &dominated);
        if (candidates->items[i].document_count > 0 && !dominated)
            candidates->items[kept++] = candidates->items[i];
    }
    candidates->count = kept;
    alternatives_sort(candidates->items, kept);
    return status;
}
