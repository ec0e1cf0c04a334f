#include "match/expand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analyzer.h"
#include "analysis/relatives.h"
#include "language/function_words.h"
#include "match/expand_forms.h"
#include "match/pattern.h"
#include "match/segments_look_up.h"
#include "platform/error.h"

/* A word stands for at most this many terms; the most frequent are kept. */
enum { ALTERNATIVES_MAX = 64, FOLD_TERMS = 256 };

/* The number of documents of an entry that has not been looked up yet. */
static const uint32_t not_known = UINT32_MAX;

/* Candidate spellings of one word's terms, each once. */
struct candidates {
    struct expansion *expansion;
    enum term_field field;
    size_t count;
    struct alternative items[ALTERNATIVES_MAX];
};

/* Room for an alternative's entries, none of which is known. */
static int make_entries(struct expansion *expansion, struct alternative *alternative)
{
    const size_t count = expansion->index->segment_count;
    alternative->entries =
        arena_alloc(&expansion->arena, (count + 1) * sizeof *alternative->entries);
    if (alternative->entries == NULL)
        return error_memory();
    for (size_t i = 0; i < count; i++)
        alternative->entries[i].document_count = not_known;
    return 0;
}

/* The candidate is *added, unless there is no room for it. */
static int add_candidate(struct candidates *candidates, const char *term, size_t size,
                         struct alternative **added)
{
    *added = NULL;
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->items[i].size == size &&
            memcmp(candidates->items[i].term, term, size) == 0) {
            *added = &candidates->items[i];
            return 0;
        }
    if (candidates->count == ALTERNATIVES_MAX)
        return 0;
    struct alternative *item = &candidates->items[candidates->count];
    *item = (struct alternative){.term = arena_copy(&candidates->expansion->arena, term, size),
                                 .size = size};
    if (item->term == NULL)
        return error_memory();
    candidates->count++;
    *added = item;
    return make_entries(candidates->expansion, item);
}

/* What is looked for: the word, and the key under which its other spellings are. */
struct sought {
    struct candidates *candidates;
    const struct query_word *word;
    bool accented;
    size_t key_size;
    char key[ANALYSIS_WORD_MAX + 8];
};

/* Whether a term that was found, NUL-terminated, is one that is sought. */
typedef bool term_test(const struct query_word *word, const char *term, size_t size);

static bool is_same_spelling(const struct query_word *word, const char *term, size_t size)
{
    return analyzer_same_spelling(word->term, word->term_size, term, size);
}

/* Where what is found without accents is another word, and one that is everywhere (sûr and sur, où
 * and ou, maïs and mais), it was not meant. But capitals often go without: À and A. */
static bool is_another_word(const struct query_word *word, const char *spelling)
{
    return word->surface[0] == spelling[0] && function_words_have_so(spelling);
}

/* Shorter keys are shared by words that have nothing to do with each other (maïs and mai): of these
 * the stem without accents tells. */
enum { TELLING_KEY = 4 };

static bool is_of_telling_key(const struct query_word *word, const char *term, size_t size)
{
    (void)size;
    return !is_another_word(word, term);
}

static bool is_of_short_key(const struct query_word *word, const char *term, size_t size)
{
    return word->unaccented_size == size && memcmp(word->unaccented, term, size) == 0 &&
           !is_another_word(word, term);
}

/* The term of that number in a segment, if it passes the test, where there is one. What was read of
 * it need not be looked up. */
static int add_term(struct candidates *candidates, size_t number, uint32_t ordinal, term_test *test,
                    const struct query_word *word)
{
    struct term_entry entry;
    struct alternative *added;
    char term[TERM_KEY_MAX + 1];
    size_t size;
    int status = term_at(&candidates->expansion->index->segments[number].terms, ordinal, &entry,
                         term, &size);
    if (status != 0 || size < 2)
        return status;
    if (test != NULL && !test(word, term + 1, size - 1))
        return 0;
    status = add_candidate(candidates, term + 1, size - 1, &added);
    if (status == 0 && added != NULL && term[0] == (char)candidates->field)
        added->entries[number] = entry;
    return status;
}

/* The terms of accented forms with the word's key: all of them for a word without accents,
 * accepted spellings of the word's own term for an accented one. */
static int add_of_fold(void *context, size_t number, uint32_t block)
{
    struct sought *sought = context;
    uint32_t ordinals[FOLD_TERMS];
    int count = fold_find_in(&sought->candidates->expansion->index->segments[number].folds, block,
                             sought->key, sought->key_size, ordinals, FOLD_TERMS);
    int status = 0;
    for (int i = 0; i < count && i < FOLD_TERMS && status == 0; i++)
        status = add_term(sought->candidates, number, ordinals[i],
                          sought->accented ? is_same_spelling : NULL, sought->word);
    return count < 0 ? count : status;
}

static int add_accented(struct candidates *candidates, struct sought *sought)
{
    return segments_look_up(&(struct segments_look_up){.index = candidates->expansion->index,
                                                       .dictionary = DICTIONARY_FOLDS,
                                                       .key = sought->key,
                                                       .size = sought->key_size,
                                                       .look = add_of_fold,
                                                       .context = sought});
}

/* A form by its key (form_key). */
struct sought_form {
    struct candidates *candidates;
    const char *key;
    size_t size;
};

static int add_of_form(void *context, size_t number, uint32_t block)
{
    const struct sought_form *form = context;
    struct form_entry entry;
    int status = form_find_in(&form->candidates->expansion->index->segments[number].forms, block,
                              form->key, form->size, &entry);
    return status == 1 ? add_term(form->candidates, number, entry.term, NULL, NULL) : status;
}

/* The terms of a form, where it was seen. */
static int add_form(struct candidates *candidates, const char *key, size_t size)
{
    struct sought_form form = {candidates, key, size};
    return segments_look_up(&(struct segments_look_up){.index = candidates->expansion->index,
                                                       .dictionary = DICTIONARY_FORMS,
                                                       .key = key,
                                                       .size = size,
                                                       .look = add_of_form,
                                                       .context = &form});
}

/* The forms without accents that have a fold key, in the order of their keys. */
static const char *const unaccented_endings[] = {"", "e", "es", "s", "se", "ses", "x"};
enum { UNACCENTED = sizeof unaccented_endings / sizeof *unaccented_endings };

struct sought_forms {
    const struct sought *sought;
    struct form_sought forms[UNACCENTED];
    size_t count;
    size_t segment; /* that is being searched */
    char keys[UNACCENTED][ANALYSIS_WORD_MAX + 12];
};

static int add_found(void *context, size_t number, const struct form_entry *form)
{
    const struct sought_forms *forms = context;
    const struct sought *sought = forms->sought;
    (void)number;
    return add_term(sought->candidates, forms->segment, form->term,
                    sought->key_size < TELLING_KEY ? is_of_short_key : is_of_telling_key,
                    sought->word);
}

static int add_of_forms(void *context, size_t number, uint32_t block)
{
    struct sought_forms *forms = context;
    forms->segment = number;
    return form_find_all_in(
        &forms->sought->candidates->expansion->index->segments[number].forms, block,
        &(struct form_search){
            .sought = forms->forms, .count = forms->count, .found = add_found, .context = forms});
}

/* The terms of forms without accents that have an accented word's key: they stand close together,
 * so that one look-up finds them all. */
static int add_unaccented(struct candidates *candidates, const struct sought *sought)
{
    struct sought_forms forms = {.sought = sought};
    for (size_t i = 0; i < UNACCENTED; i++) {
        char *key = forms.keys[forms.count];
        const size_t more = strlen(unaccented_endings[i]);
        memcpy(key, sought->key, sought->key_size);
        memcpy(key + sought->key_size, unaccented_endings[i], more + 1);
        if (!is_another_word(sought->word, key))
            forms.forms[forms.count++] = (struct form_sought){key, sought->key_size + more};
    }
    return segments_look_up(&(struct segments_look_up){.index = candidates->expansion->index,
                                                       .dictionary = DICTIONARY_FORMS,
                                                       .key = sought->key,
                                                       .size = sought->key_size,
                                                       .look = add_of_forms,
                                                       .context = &forms});
}

/* Terms that differ in one circumflex of 1990 alone: the stem of brûlé for that of bruler, whose
 * forms have no fold key in common. Those that the index does not have fall out later. */
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
            struct alternative *added;
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

/* The terms of related words that were seen. */
static int add_relatives(struct candidates *candidates, const struct relatives *relatives)
{
    int status = 0;
    for (size_t i = 0; i < relatives->count && status == 0; i++) {
        const char *surface = relatives->surfaces[i];
        char folded[ANALYSIS_WORD_MAX + 1], key[KEY_MAX];
        size_t size = strlen(surface), folded_size = analyzer_fold(surface, size, folded);
        size = form_key(folded, folded_size, surface, size, key);
        status = add_form(candidates, key, size);
    }
    return status;
}

static int find_candidates(struct candidates *candidates, const struct query_word *word)
{
    struct sought sought = {.candidates = candidates, .word = word};
    char folded[ANALYSIS_WORD_MAX + 1];
    size_t folded_size = analyzer_fold(word->surface, word->surface_size, folded);
    sought.accented = key_compare(folded, folded_size, word->surface, word->surface_size) != 0;
    sought.key_size = analyzer_fold_key(word->surface, word->surface_size, sought.key);
    struct relatives relatives;
    relatives_of(word->surface, word->surface_size, &relatives);
    struct alternative *added;
    int status = add_candidate(candidates, word->term, word->term_size, &added);
    if (status == 0)
        status = add_circumflexes(candidates, word);
    if (status == 0 && sought.accented)
        status = add_unaccented(candidates, &sought);
    if (status == 0)
        status = add_accented(candidates, &sought);
    if (status == 0)
        status = add_relatives(candidates, &relatives);
    return status;
}

/* An alternative's term, by its key in the dictionaries. */
struct sought_term {
    struct expansion *expansion;
    struct alternative *alternative;
    size_t size;
    char key[TERM_KEY_MAX];
};

static bool is_unknown(void *context, size_t number)
{
    const struct sought_term *term = context;
    return term->alternative->entries[number].document_count == not_known;
}

static int find_entry(void *context, size_t number, uint32_t block)
{
    const struct sought_term *term = context;
    struct term_entry *entry = &term->alternative->entries[number];
    int found = term_find_in(&term->expansion->index->segments[number].terms, block, term->key,
                             term->size, entry);
    if (found == 0)
        entry->document_count = 0;
    return found;
}

int expand_entries(struct expansion *expansion, struct alternative *alternative,
                   enum term_field field)
{
    struct sought_term term = {.expansion = expansion, .alternative = alternative};
    term.size = term_key(field, alternative->term, alternative->size, term.key);
    int status = alternative->entries == NULL ? make_entries(expansion, alternative) : 0;
    if (status == 0)
        status = segments_look_up(&(struct segments_look_up){.index = expansion->index,
                                                             .dictionary = DICTIONARY_TERMS,
                                                             .key = term.key,
                                                             .size = term.size,
                                                             .wanted = is_unknown,
                                                             .look = find_entry,
                                                             .context = &term});
    for (size_t i = 0; i < expansion->index->segment_count && status == 0; i++) {
        struct term_entry *entry = &alternative->entries[i];
        if (entry->document_count == not_known) /* an empty dictionary */
            entry->document_count = 0;
        alternative->document_count += entry->document_count;
    }
    return status;
}

static int compare_alternatives(const void *one, const void *other)
{
    const struct alternative *a = one, *b = other;
    if (a->document_count != b->document_count)
        return a->document_count > b->document_count ? -1 : 1;
    return key_compare(a->term, a->size, b->term, b->size);
}

static int expand_word(struct expansion *expansion, const struct query_word *word,
                       enum term_field field, struct expanded_word *expanded)
{
    struct candidates candidates = {.expansion = expansion, .field = field};
    int status = find_candidates(&candidates, word);
    size_t kept = 0;
    for (size_t i = 0; i < candidates.count && status == 0; i++) {
        status = expand_entries(expansion, &candidates.items[i], field);
        if (candidates.items[i].document_count > 0)
            candidates.items[kept++] = candidates.items[i];
    }
    if (status != 0)
        return status;
    qsort(candidates.items, kept, sizeof *candidates.items, compare_alternatives);
    size_t bytes = kept * sizeof *candidates.items;
    *expanded = (struct expanded_word){.word = word, .count = kept};
    expanded->alternatives = arena_alloc(&expansion->arena, bytes + 1);
    if (expanded->alternatives == NULL)
        return error_memory();
    memcpy(expanded->alternatives, candidates.items, bytes);
    expanded->document_count = kept > 0 ? candidates.items[0].document_count : 0;
    return 0;
}

static int expand_sequence(struct expansion *expansion, const struct query_sequence *sequence,
                           enum term_field field, struct expanded_sequence *expanded)
{
    expanded->count = sequence->count;
    expanded->words = arena_alloc(&expansion->arena, sequence->count * sizeof *expanded->words);
    if (expanded->words == NULL)
        return error_memory();
    int status = 0;
    for (size_t i = 0; i < sequence->count && status == 0; i++)
        status = sequence->words[i].kind == WORD_TERM
                     ? expand_word(expansion, &sequence->words[i], field, &expanded->words[i])
                     : expand_forms(expansion, &sequence->words[i], &expanded->words[i]);
    return status;
}

bool clause_is_phrase(const struct query_clause *clause)
{
    return clause->variant_count > 1 || clause->variants[0].count > 1 ||
           clause->variants[0].words[0].kind != WORD_TERM;
}

bool expanded_word_accepts(const struct expanded_word *word, const struct form *form)
{
    const struct query_word *sought = word->word;
    if (sought->kind == WORD_EXACT)
        return key_compare(sought->surface, sought->surface_size, form->surface,
                           form->surface_size) == 0;
    if (sought->kind == WORD_PATTERN) {
        struct pattern pattern;
        pattern_init(&pattern, sought->surface, sought->surface_size);
        return pattern_fits(&pattern, form->surface, form->surface_size);
    }
    for (size_t i = 0; i < word->count; i++)
        if (key_compare(word->alternatives[i].term, word->alternatives[i].size, form->term,
                        form->term_size) == 0)
            return true;
    return false;
}

static int expand_clause(struct expansion *expansion, const struct query_clause *clause,
                         struct expanded_clause *expanded)
{
    *expanded = (struct expanded_clause){
        .clause = clause, .expansion = expansion, .variant_count = clause->variant_count};
    expanded->variants =
        arena_alloc(&expansion->arena, clause->variant_count * sizeof *expanded->variants);
    if (expanded->variants == NULL)
        return error_memory();
    /* Titles by themselves have no positions: a phrase is looked up in the text, whose first
     * positions are the title's. */
    enum term_field field = clause_is_phrase(clause) ? FIELD_TEXT : clause->field;
    int status = 0;
    for (size_t i = 0; i < clause->variant_count && status == 0; i++)
        status = expand_sequence(expansion, &clause->variants[i], field, &expanded->variants[i]);
    return status;
}

int expand_query(struct expansion *expansion, struct index *index, const struct query *query)
{
    *expansion =
        (struct expansion){.index = index, .query = query, .clause_count = query->clause_count};
    arena_init(&expansion->arena, 1 << 14);
    expansion->clauses =
        arena_alloc(&expansion->arena, query->clause_count * sizeof *expansion->clauses + 1);
    if (expansion->clauses == NULL) {
        expansion_release(expansion);
        return error_memory();
    }
    int status = 0;
    for (size_t i = 0; i < query->clause_count && status == 0; i++)
        status = expand_clause(expansion, &query->clauses[i], &expansion->clauses[i]);
    if (status != 0)
        expansion_release(expansion);
    return status;
}

void expansion_release(struct expansion *expansion)
{
    arena_release(&expansion->arena);
    expansion->clause_count = 0;
}
