#include "query/match/clause_cursor.h"

/* Whether the clause is one word of the text that is not a WORD_TERM. */
static bool is_union(const struct query_clause *clause)
{
    return clause->variant_count == 1 && clause->variants[0].count == 1 &&
           clause->field == FIELD_TEXT && clause_is_phrase(clause);
}

int clause_cursor_open(struct clause_cursor *cursor, const struct expanded_clause *clause,
                       struct segment *segment, size_t segment_number)
{
    *cursor = (struct clause_cursor){.document = POSTINGS_END};
    cursor->is_union = is_union(clause->clause);
    cursor->is_phrase = !cursor->is_union && clause_is_phrase(clause->clause);
    int status;
    if (cursor->is_phrase) {
        status = phrase_cursor_open(&cursor->phrase, clause, segment, segment_number);
        cursor->document_count = cursor->phrase.document_count;
        return status;
    }
    const struct expanded_word *word = &clause->variants[0].words[0];
    if (cursor->is_union) {
        status = union_cursor_open(&cursor->several, word, segment, segment_number);
        cursor->document_count = cursor->several.document_count;
        return status;
    }
    status = word_cursor_open(&cursor->word, word, segment, segment_number);
    cursor->document_count = cursor->word.document_count;
    return status;
}

void clause_cursor_close(struct clause_cursor *cursor)
{
    if (cursor->is_phrase)
        phrase_cursor_close(&cursor->phrase);
    else if (cursor->is_union)
        union_cursor_close(&cursor->several);
    else
        word_cursor_close(&cursor->word);
}

uint32_t clause_cursor_next(struct clause_cursor *cursor)
{
    if (cursor->is_phrase)
        return cursor->document = phrase_cursor_next(&cursor->phrase);
    if (cursor->is_union)
        return cursor->document = union_cursor_next(&cursor->several);
    return cursor->document = word_cursor_next(&cursor->word);
}

uint32_t clause_cursor_advance(struct clause_cursor *cursor, uint32_t target)
{
    if (cursor->is_phrase)
        return cursor->document = phrase_cursor_advance(&cursor->phrase, target);
    if (cursor->is_union)
        return cursor->document = union_cursor_advance(&cursor->several, target);
    return cursor->document = word_cursor_advance(&cursor->word, target);
}

uint32_t clause_cursor_frequency(struct clause_cursor *cursor)
{
    if (cursor->is_phrase)
        return phrase_cursor_frequency(&cursor->phrase);
    return cursor->is_union ? union_cursor_frequency(&cursor->several)
                            : word_cursor_frequency(&cursor->word);
}

bool clause_cursor_matches(struct clause_cursor *cursor)
{
    return !cursor->is_phrase || phrase_cursor_matches(&cursor->phrase);
}

void clause_cursor_gather(struct clause_cursor *cursor, uint32_t end, struct posting_batch *into,
                          struct posting_batch *scratch)
{
    if (!cursor->is_phrase && !cursor->is_union) {
        word_cursor_gather(&cursor->word, end, into, scratch);
        cursor->document = cursor->word.document;
        return;
    }
    if (cursor->is_union) {
        into->count =
            union_cursor_gather(&cursor->several, end, into->documents, into->frequencies);
        cursor->document = cursor->several.document;
        return;
    }
    into->count = 0;
    for (; cursor->document < end; clause_cursor_next(cursor)) {
        uint32_t frequency = clause_cursor_frequency(cursor);
        into->documents[into->count] = cursor->document;
        into->frequencies[into->count] = frequency;
        into->count += frequency > 0;
    }
}

void clause_cursor_look_up(struct clause_cursor *cursor, const uint32_t *documents, size_t count,
                           uint32_t *frequencies)
{
    if (!cursor->is_phrase && !cursor->is_union) {
        word_cursor_look_up(&cursor->word, documents, count, frequencies);
        cursor->document = cursor->word.document;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (cursor->document == POSTINGS_END || cursor->document < documents[i])
            clause_cursor_advance(cursor, documents[i]);
        frequencies[i] = cursor->document == documents[i] ? clause_cursor_frequency(cursor) : 0;
    }
}

uint64_t clause_cursor_work(const struct clause_cursor *cursor)
{
    uint64_t work = 0;
    if (cursor->is_union)
        return 0;
    if (!cursor->is_phrase)
        return word_cursor_work(&cursor->word);
    for (size_t i = 0; i < cursor->phrase.variant_count; i++)
        for (size_t k = 0; k < cursor->phrase.variants[i].count; k++)
            work += word_cursor_work(&cursor->phrase.variants[i].words[k]);
    return work;
}

int clause_cursor_status(const struct clause_cursor *cursor)
{
    if (cursor->is_phrase)
        return phrase_cursor_status(&cursor->phrase);
    return cursor->is_union ? union_cursor_status(&cursor->several)
                            : word_cursor_status(&cursor->word);
}
