#include "query/language/clauses.h"

#include "common/base/error.h"
#include "query/language/spellings.h"

int occurrences_read(struct occurrence_list *out, struct analyzer *analyzer, const char *text,
                     size_t size)
{
    analyzer_begin(analyzer, text, size, 0);
    for (;;) {
        if (vector_reserve(out, ANALYSIS_BATCH_MIN) != 0)
            return ERROR_MEMORY;
        size_t got = analyzer_next(analyzer, vector_end(out), ANALYSIS_BATCH_MIN);
        if (got == 0)
            return analyzer_status(analyzer);
        vector_extend(out, got);
    }
}

void *clauses_copy(struct clause_builder *builder, const void *bytes, size_t size)
{
    void *piece = arena_copy(&builder->query->arena, bytes, size);
    if (piece == NULL)
        builder->status = error_memory();
    return piece;
}

void clauses_append(struct clause_builder *builder, const struct piece *piece, struct slice typed,
                    struct query_sequence *variants, size_t count)
{
    if (vector_count(&builder->clauses) == QUERY_CLAUSES_MAX) {
        builder->status = error_set(ERROR_SYNTAX, "a query may have at most %d words and phrases",
                                    QUERY_CLAUSES_MAX);
        return;
    }
    struct query_clause clause = {.occur = piece->sign,
                                  .field = piece->field,
                                  .quoted = piece->quoted,
                                  .boost = piece->boost,
                                  .text = clauses_copy(builder, typed.data, typed.size),
                                  .variant_count = count,
                                  .variants = variants};
    if (builder->status != 0)
        return;
    vector_append(&builder->clauses, clause);
    builder->status = vector_status(&builder->clauses);
}

/* Applies = and ~ to the words. */
static void set_kinds(const struct piece *piece, struct query_sequence *variants, size_t count)
{
    for (size_t v = 0; v < count; v++)
        for (size_t i = 0; i < variants[v].count; i++) {
            struct query_word *word = &variants[v].words[i];
            word->edits = piece->edits;
            if (piece->exact)
                word->kind = WORD_EXACT;
            else if (piece->edits > 0)
                word->kind = WORD_FUZZY;
        }
}

/* Adds one clause for the words among the occurrences, which were typed so. */
static void append_words_clause(struct clause_builder *builder, const struct piece *piece,
                                struct slice typed, const struct occurrence *occurrences,
                                size_t count)
{
    struct query_sequence variants[SPELLINGS_MAX];
    size_t made = spellings_of(builder, piece, occurrences, count, variants);
    if (builder->status != 0 || made == 0)
        return;
    set_kinds(piece, variants, made);
    struct query_sequence *kept = clauses_copy(builder, variants, made * sizeof *variants);
    if (kept != NULL)
        clauses_append(builder, piece, typed, kept, made);
}

/* Whether `one` continues the typed word of `last`, the word before it. */
static bool continues_word(const struct piece *piece, const struct occurrence *last,
                           const struct occurrence *one)
{
    if (one->group != last->group)
        return false;
    if (piece->sign == OCCUR_MUST_NOT)
        return true;
    return one->kind != OCCURRENCE_CLITIC && spellings_are_joined(piece, last, one);
}

/* Returns the end of the occurrences in the clause that begins at `first`: words that are joined,
 * or that a joined reading covers (across a line end, even several typed words). */
static size_t clause_end(const struct piece *piece, const struct occurrence *occurrences,
                         size_t first, size_t count)
{
    const struct occurrence *last = &occurrences[first];
    uint32_t covered = 0; /* a joined reading covers the positions below this */
    for (size_t i = first; i < count; i++) {
        const struct occurrence *one = &occurrences[i];
        if (one->kind == OCCURRENCE_JOINED && one->position + one->span > covered)
            covered = one->position + one->span;
        if (!occurrence_takes_position(one) || i == first)
            continue;
        if (one->position >= covered && !continues_word(piece, last, one))
            return i;
        last = one;
    }
    return count;
}

static size_t text_end(const struct occurrence *occurrences, size_t first, size_t end)
{
    size_t last = occurrences[first].end;
    for (size_t i = first; i < end; i++)
        if (occurrences[i].end > last)
            last = occurrences[i].end;
    return last;
}

void clauses_add_words(struct clause_builder *builder, const struct piece *piece,
                       const struct occurrence *occurrences, size_t count)
{
    for (size_t first = 0, end; first < count && builder->status == 0; first = end) {
        end = clause_end(piece, occurrences, first, count);
        const struct slice typed = slice_between(piece->text + occurrences[first].start,
                                                 piece->text + text_end(occurrences, first, end));
        append_words_clause(builder, piece, typed, &occurrences[first], end - first);
    }
}

void clauses_add_phrase(struct clause_builder *builder, const struct piece *piece,
                        const struct occurrence *occurrences, size_t count)
{
    append_words_clause(builder, piece, (struct slice){piece->text, piece->size}, occurrences,
                        count);
}

void clauses_add_form(struct clause_builder *builder, const struct piece *piece, uint32_t form)
{
    const struct query_sequence sequence = spelling_of_form(builder, form);
    if (builder->status != 0)
        return;
    struct query_sequence *kept = clauses_copy(builder, &sequence, sizeof sequence);
    const struct query_word *word = &sequence.words[0];
    if (kept != NULL)
        clauses_append(builder, piece, (struct slice){word->surface, word->surface_size}, kept, 1);
}
