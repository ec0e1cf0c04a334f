#include "match/clause_cursor.h"

int clause_cursor_open(struct clause_cursor *cursor, const struct expanded_clause *clause,
                       struct segment *segment, size_t segment_number)
{
    *cursor = (struct clause_cursor){.document = POSTINGS_END};
    cursor->is_phrase = clause_is_phrase(clause->clause);
    if (cursor->is_phrase) {
        int status = phrase_cursor_open(&cursor->phrase, clause, segment, segment_number);
        cursor->document_count = cursor->phrase.document_count;
        return status;
    }
    int status =
        word_cursor_open(&cursor->word, &clause->variants[0].words[0], segment, segment_number);
    cursor->document_count = cursor->word.document_count;
    return status;
}

void clause_cursor_close(struct clause_cursor *cursor)
{
    if (cursor->is_phrase)
        phrase_cursor_close(&cursor->phrase);
    else
        word_cursor_close(&cursor->word);
}

uint32_t clause_cursor_next(struct clause_cursor *cursor)
{
    return cursor->document = cursor->is_phrase ? phrase_cursor_next(&cursor->phrase)
                                                : word_cursor_next(&cursor->word);
}

uint32_t clause_cursor_advance(struct clause_cursor *cursor, uint32_t target)
{
    return cursor->document = cursor->is_phrase ? phrase_cursor_advance(&cursor->phrase, target)
                                                : word_cursor_advance(&cursor->word, target);
}

uint32_t clause_cursor_frequency(struct clause_cursor *cursor)
{
    return cursor->is_phrase ? phrase_cursor_frequency(&cursor->phrase)
                             : word_cursor_frequency(&cursor->word);
}

int clause_cursor_status(const struct clause_cursor *cursor)
{
    return cursor->is_phrase ? phrase_cursor_status(&cursor->phrase)
                             : word_cursor_status(&cursor->word);
}
