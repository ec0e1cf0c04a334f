#include "query/language/loose.h"

#include <string.h>

#include "common/base/error.h"
#include "query/language/spellings.h"

/* The variants under construction. */
struct loose_draft {
    struct clause_builder *builder;
    size_t count;
    struct query_sequence variants[SPELLINGS_MAX];
};

static struct query_word *join_words(struct clause_builder *builder,
                                     const struct query_sequence *before,
                                     const struct query_sequence *after)
{
    size_t bytes = before->count * sizeof *before->words;
    struct query_word *words =
        arena_alloc(&builder->query->arena, bytes + after->count * sizeof *words);
    if (words == NULL) {
        builder->status = error_memory();
        return NULL;
    }
    if (bytes > 0)
        memcpy(words, before->words, bytes);
    memcpy(words + before->count, after->words, after->count * sizeof *words);
    return words;
}

/* Numbers the parts of the words from `from` on. */
static void number_parts(struct loose_draft *draft, struct query_sequence *sequence, size_t from,
                         bool by_word)
{
    uint32_t part = from == 0 ? 0 : sequence->words[from - 1].part + 1;
    for (size_t i = from; i < sequence->count; i++) {
        sequence->words[i].part = part;
        if (by_word) {
            sequence->words[i].offset = 0;
            part++;
        }
    }
    if (sequence->words[sequence->count - 1].part >= QUERY_PARTS_MAX)
        draft->builder->status =
            error_set(ERROR_SYNTAX, "at most %d words may be near each other", QUERY_PARTS_MAX);
}

/* Appends each variant of the clause to each of the draft's. */
static void append_clause_variants(struct loose_draft *draft, const struct query_clause *clause,
                                   bool by_word)
{
    struct query_sequence made[SPELLINGS_MAX];
    size_t count = 0;
    for (size_t v = 0; v < draft->count; v++)
        for (size_t k = 0; k < clause->variant_count && count < SPELLINGS_MAX; k++) {
            const struct query_sequence *before = &draft->variants[v];
            struct query_sequence *sequence = &made[count++];
            sequence->count = before->count + clause->variants[k].count;
            sequence->words = join_words(draft->builder, before, &clause->variants[k]);
            if (sequence->words == NULL)
                return;
            number_parts(draft, sequence, before->count, by_word);
        }
    memcpy(draft->variants, made, count * sizeof *made);
    draft->count = count;
}

void loose_join(struct clause_builder *builder, size_t first, bool by_word, uint32_t slack,
                struct slice text)
{
    struct query_clause *clauses = builder->clauses.items;
    size_t count = vector_count(&builder->clauses);
    struct loose_draft draft = {.builder = builder, .count = 1};
    if (first >= count || builder->status != 0)
        return;
    struct query_clause joined = clauses[first];
    joined.boost = 1;
    for (size_t i = first; i < count && builder->status == 0; i++) {
        append_clause_variants(&draft, &clauses[i], by_word);
        joined.boost *= clauses[i].boost;
        joined.quoted |= clauses[i].quoted;
        if (clauses[i].field == FIELD_TITLE)
            joined.field = FIELD_TITLE;
    }
    const struct query_sequence *made = &draft.variants[0];
    if (builder->status != 0 || made->words == NULL || made->words[made->count - 1].part == 0)
        return;
    joined.loose = true;
    joined.slack = slack;
    joined.text = arena_copy(&builder->query->arena, text.data, text.size);
    joined.variant_count = draft.count;
    joined.variants = arena_alloc(&builder->query->arena, draft.count * sizeof *joined.variants);
    if (joined.text == NULL || joined.variants == NULL) {
        builder->status = error_memory();
        return;
    }
    memcpy(joined.variants, draft.variants, draft.count * sizeof *joined.variants);
    clauses[first] = joined;
    vector_truncate(&builder->clauses, first + 1);
}
