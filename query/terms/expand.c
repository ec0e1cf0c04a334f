#include "query/terms/expand.h"

#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "query/language/expression.h"
#include "query/terms/candidates.h"
#include "query/terms/entries.h"
#include "query/terms/expand_forms.h"
#include "query/terms/family.h"
#include "query/terms/pattern.h"

/* Adds its family to the alternatives of a word, which have room for it. */
static int append_family(const struct stem_terms *stems, struct expanded_word *expanded)
{
    struct expanded_word family;
    int status = family_expand(stems, expanded, &family);
    if (status != 0 || family.count == 0)
        return status;
    memcpy(expanded->alternatives + expanded->count, family.alternatives,
           family.count * sizeof *family.alternatives);
    expanded->count += family.count;
    alternatives_sort(expanded->alternatives, expanded->count);
    expanded->document_count = expanded->alternatives[0].document_count;
    return 0;
}

/* Finds the terms that a word stands for without its family. */
static int expand_own_terms(struct candidates *candidates, const struct query_word *word,
                            struct expanded_word *expanded)
{
    int status = candidates_find(candidates, word);
    if (status != 0)
        return status;
    const size_t own = candidates->count;
    *expanded = (struct expanded_word){.word = word, .count = own};
    expanded->alternatives =
        arena_alloc(&candidates->expansion->arena,
                    (own + (word->family ? FAMILY_MAX : 1)) * sizeof *candidates->items);
    if (expanded->alternatives == NULL)
        return error_memory();
    memcpy(expanded->alternatives, candidates->items, own * sizeof *candidates->items);
    expanded->document_count = own > 0 ? expanded->alternatives[0].document_count : 0;
    return 0;
}

int expand_word(struct expansion *expansion, const struct query_word *word, enum term_field field,
                struct expanded_word *expanded)
{
    struct candidates candidates = {.expansion = expansion, .field = field};
    if (!word->family)
        return expand_own_terms(&candidates, word, expanded);
    struct stem_terms stems;
    candidates.stems = &stems;
    int status = stem_terms_find(&stems, expansion, word, field);
    if (status == 0)
        status = expand_own_terms(&candidates, word, expanded);
    if (status == 0)
        status = append_family(&stems, expanded);
    stem_terms_release(&stems);
    return status;
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

enum term_field clause_field(const struct query_clause *clause)
{
    return clause_is_phrase(clause) ? FIELD_TEXT : clause->field;
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
    if (sought->kind == WORD_EXPRESSION)
        return expression_fits(sought->expression, form->surface, form->surface_size) == 1;
    for (size_t i = 0; i < word->count; i++)
        if (key_compare(word->alternatives[i].term, word->alternatives[i].size, form->term,
                        form->term_size) == 0)
            return true;
    return false;
}

/* Whether the family of a clause adds to scores. */
static bool has_family(const struct expansion *expansion, const struct query_clause *clause)
{
    return expansion->query->family_weight > 0 && clause->field == FIELD_TEXT &&
           clause->occur != OCCUR_MUST_NOT && !clause->function_word && !clause_is_phrase(clause) &&
           !clause->variants[0].words[0].family;
}

static int keep_family(const struct stem_terms *stems, struct expanded_clause *expanded)
{
    struct expanded_word *family = arena_alloc(&stems->expansion->arena, sizeof *family);
    if (family == NULL)
        return error_memory();
    int status = family_expand(stems, &expanded->variants[0].words[0], family);
    if (status == 0 && family->count > 0)
        expanded->family = family;
    return status;
}

int expand_clause_family(struct expansion *expansion, struct expanded_clause *expanded)
{
    expanded->family = NULL;
    if (!has_family(expansion, expanded->clause))
        return 0;
    struct stem_terms stems;
    int status =
        stem_terms_find(&stems, expansion, expanded->variants[0].words[0].word, FIELD_TEXT);
    if (status == 0)
        status = keep_family(&stems, expanded);
    stem_terms_release(&stems);
    return status;
}

/* Expands the only word of a clause, and its family, which is looked up with it. */
static int expand_with_family(struct expansion *expansion, const struct query_word *word,
                              struct expanded_clause *expanded)
{
    struct stem_terms stems;
    struct candidates candidates = {.expansion = expansion, .stems = &stems, .field = FIELD_TEXT};
    expanded->variants[0] =
        (struct expanded_sequence){1, arena_alloc(&expansion->arena, sizeof(struct expanded_word))};
    if (expanded->variants[0].words == NULL)
        return error_memory();
    int status = stem_terms_find(&stems, expansion, word, FIELD_TEXT);
    if (status == 0)
        status = expand_own_terms(&candidates, word, expanded->variants[0].words);
    if (status == 0)
        status = keep_family(&stems, expanded);
    stem_terms_release(&stems);
    return status;
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
    if (has_family(expansion, clause))
        return expand_with_family(expansion, &clause->variants[0].words[0], expanded);
    int status = 0;
    for (size_t i = 0; i < clause->variant_count && status == 0; i++)
        status = expand_sequence(expansion, &clause->variants[i], clause_field(clause),
                                 &expanded->variants[i]);
    return status;
}

int expand_query(struct expansion *expansion, struct index *index, const struct query *query)
{
    *expansion =
        (struct expansion){.index = index, .query = query, .clause_count = query->clause_count};
    arena_init(&expansion->arena, 1 << 14);
    expansion->clauses =
        arena_alloc(&expansion->arena, query->clause_count * sizeof *expansion->clauses + 1);
    form_budget_init(&expansion->forms, index, query);
    int status = expansion->clauses == NULL ? error_memory() : expand_forms_init(expansion);
    for (size_t i = 0; i < query->clause_count && status == 0; i++)
        status = expand_clause(expansion, &query->clauses[i], &expansion->clauses[i]);
    if (status != 0)
        expansion_release(expansion);
    return status;
}

/* The words of the other variants stay where they are. */
int expand_add_variant(struct expansion *expansion, struct query *query, size_t number,
                       const struct query_sequence *variant)
{
    struct query_clause *clause = &query->clauses[number];
    struct expanded_clause *expanded = &expansion->clauses[number];
    const size_t count = clause->variant_count;
    struct query_sequence *variants =
        arena_alloc(&query->arena, (count + 1) * sizeof *clause->variants);
    struct expanded_sequence *sequences =
        arena_alloc(&expansion->arena, (count + 1) * sizeof *expanded->variants);
    if (variants == NULL || sequences == NULL)
        return error_memory();
    memcpy(variants, clause->variants, count * sizeof *variants);
    memcpy(sequences, expanded->variants, count * sizeof *sequences);
    variants[count] = *variant;
    int status = expand_sequence(expansion, &variants[count], FIELD_TEXT, &sequences[count]);
    if (status != 0)
        return status;
    clause->variants = variants;
    clause->variant_count = count + 1;
    expanded->variants = sequences;
    expanded->variant_count = count + 1;
    return expand_clause_family(expansion, expanded);
}

void expansion_release(struct expansion *expansion)
{
    arena_release(&expansion->arena);
    expansion->clause_count = 0;
}
