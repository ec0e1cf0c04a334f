#include "match/expand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analyzer.h"
#include "analysis/relatives.h"
#include "match/expand_forms.h"
#include "match/pattern.h"
#include "platform/error.h"

/* A word stands for at most this many terms; the most frequent are kept. */
enum { ALTERNATIVES_MAX = 64, FOLD_TERMS = 256 };

/* Candidate spellings of one word's terms, each once. */
struct candidates {
    struct expansion *expansion;
    size_t count;
    struct alternative items[ALTERNATIVES_MAX];
};

static int add_candidate(struct candidates *candidates, const char *term, size_t size)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->items[i].size == size && memcmp(candidates->items[i].term, term, size) == 0)
            return 0;
    if (candidates->count == ALTERNATIVES_MAX)
        return 0;
    char *copy = arena_copy(&candidates->expansion->arena, term, size);
    if (copy == NULL)
        return error_memory();
    candidates->items[candidates->count++] = (struct alternative){.term = copy, .size = size};
    return 0;
}

/* What is looked for: the word, and the key under which its other spellings are. */
struct sought {
    const struct query_word *word;
    bool accented;
    size_t key_size;
    char key[ANALYSIS_WORD_MAX + 8];
};

static int add_term(struct candidates *candidates, struct segment *segment, uint32_t ordinal,
                    const struct query_word *same_spelling_as)
{
    struct term_entry entry;
    char term[TERM_KEY_MAX + 1];
    size_t size;
    int status = term_at(&segment->terms, ordinal, &entry, term, &size);
    if (status != 0 || size < 2)
        return status;
    if (same_spelling_as != NULL &&
        !analyzer_same_spelling(same_spelling_as->term, same_spelling_as->term_size, term + 1,
                                size - 1))
        return 0;
    return add_candidate(candidates, term + 1, size - 1);
}

/* The terms of accented forms with the word's key: all of them for a word without accents,
 * accepted spellings of the word's own term for an accented one. */
static int add_accented(struct candidates *candidates, struct segment *segment,
                        const struct sought *sought)
{
    uint32_t ordinals[FOLD_TERMS];
    int count = fold_find(&segment->folds, sought->key, sought->key_size, ordinals, FOLD_TERMS),
        status = 0;
    for (int i = 0; i < count && i < FOLD_TERMS && status == 0; i++)
        status = add_term(candidates, segment, ordinals[i], sought->accented ? sought->word : NULL);
    return count < 0 ? count : status;
}

/* The terms of forms without accents that have an accented word's key. */
static int add_unaccented(struct candidates *candidates, struct segment *segment,
                          const struct sought *sought)
{
    static const char *const endings[] = {"", "e", "s", "x", "es", "se", "ses"};
    int status = 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings && status == 0; i++) {
        char form[ANALYSIS_WORD_MAX + 8];
        size_t more = strlen(endings[i]);
        struct form_entry entry;
        memcpy(form, sought->key, sought->key_size);
        memcpy(form + sought->key_size, endings[i], more);
        status = form_find(&segment->forms, form, sought->key_size + more, &entry);
        if (status == 1)
            status = add_term(candidates, segment, entry.term, NULL);
    }
    return status;
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
            char term[ANALYSIS_WORD_MAX + 8];
            if (strncmp(word->term + at, from, strlen(from)) != 0)
                continue;
            int size = snprintf(term, sizeof term, "%.*s%s%s", (int)at, word->term, to,
                                word->term + at + strlen(from));
            if (size <= ANALYSIS_WORD_MAX &&
                analyzer_same_spelling(word->term, word->term_size, term, (size_t)size))
                status = add_candidate(candidates, term, (size_t)size);
        }
    return status;
}

/* The terms of related words that the segment has seen. */
static int add_relatives(struct candidates *candidates, struct segment *segment,
                         const struct relatives *relatives)
{
    int status = 0;
    for (size_t i = 0; i < relatives->count && status == 0; i++) {
        const char *surface = relatives->surfaces[i];
        char folded[ANALYSIS_WORD_MAX + 1], key[KEY_MAX];
        struct form_entry entry;
        size_t size = strlen(surface), folded_size = analyzer_fold(surface, size, folded);
        size = form_key(folded, folded_size, surface, size, key);
        status = form_find(&segment->forms, key, size, &entry);
        if (status == 1)
            status = add_term(candidates, segment, entry.term, NULL);
    }
    return status;
}

static int find_candidates(struct candidates *candidates, const struct query_word *word)
{
    struct index *index = candidates->expansion->index;
    struct sought sought = {.word = word};
    char folded[ANALYSIS_WORD_MAX + 1];
    size_t folded_size = analyzer_fold(word->surface, word->surface_size, folded);
    sought.accented = key_compare(folded, folded_size, word->surface, word->surface_size) != 0;
    sought.key_size = analyzer_fold_key(word->surface, word->surface_size, sought.key);
    struct relatives relatives;
    relatives_of(word->surface, word->surface_size, &relatives);
    int status = add_candidate(candidates, word->term, word->term_size);
    if (status == 0)
        status = add_circumflexes(candidates, word);
    for (size_t i = 0; i < index->segment_count && status == 0; i++) {
        if (sought.accented)
            status = add_unaccented(candidates, &index->segments[i], &sought);
        if (status == 0)
            status = add_accented(candidates, &index->segments[i], &sought);
        if (status == 0)
            status = add_relatives(candidates, &index->segments[i], &relatives);
    }
    return status;
}

int expand_entries(struct expansion *expansion, struct alternative *alternative,
                   enum term_field field)
{
    struct index *index = expansion->index;
    char key[TERM_KEY_MAX];
    size_t size = term_key(field, alternative->term, alternative->size, key);
    alternative->entries =
        arena_alloc(&expansion->arena, (index->segment_count + 1) * sizeof *alternative->entries);
    if (alternative->entries == NULL)
        return error_memory();
    for (size_t i = 0; i < index->segment_count; i++) {
        struct term_entry *entry = &alternative->entries[i];
        int found = term_find(&index->segments[i].terms, key, size, entry);
        if (found < 0)
            return found;
        if (found == 0)
            entry->document_count = 0;
        alternative->document_count += entry->document_count;
    }
    return 0;
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
    struct candidates candidates = {.expansion = expansion};
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
    int status = expansion->clauses == NULL ? error_memory() : 0;
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
