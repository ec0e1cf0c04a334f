#include "query/match/clause_cursor.h"

static enum clause_kind kind_of(const struct query_clause *clause)
{
    if (!clause_is_phrase(clause))
        return CLAUSE_WORD;
    bool one_word = clause->variant_count == 1 && clause->variants[0].count == 1;
    return one_word && clause->field == FIELD_TEXT ? CLAUSE_FORMS : CLAUSE_PHRASE;
}

int clause_cursor_open(struct clause_cursor *cursor, const struct expanded_clause *clause,
                       struct segment *segment, size_t segment_number)
{
    int status;
    *cursor = (struct clause_cursor){.document = POSTINGS_END, .kind = kind_of(clause->clause)};
    if (cursor->kind == CLAUSE_PHRASE) {
        status = phrase_cursor_open(&cursor->phrase, clause, segment, segment_number);
        cursor->document_count = cursor->phrase.document_count;
        return status;
    }
    const struct expanded_word *word = &clause->variants[0].words[0];
    status = cursor->kind == CLAUSE_FORMS
                 ? word_cursor_open_window(&cursor->word, word, segment, segment_number)
                 : word_cursor_open(&cursor->word, word, segment, segment_number);
    cursor->document_count = cursor->word.document_count;
    return status;
}

void clause_cursor_close(struct clause_cursor *cursor)
{
    if (cursor->kind == CLAUSE_PHRASE)
        phrase_cursor_close(&cursor->phrase);
    else
        word_cursor_close(&cursor->word);
}

bool clause_cursor_matches(struct clause_cursor *cursor)
{
    return cursor->kind != CLAUSE_PHRASE || phrase_cursor_matches(&cursor->phrase);
}

static void gather_phrase(struct clause_cursor *cursor, uint32_t end, struct posting_batch *into)
{
    into->count = 0;
    for (; cursor->document < end; clause_cursor_next(cursor)) {
        uint32_t frequency = phrase_cursor_frequency(&cursor->phrase);
        into->documents[into->count] = cursor->document;
        into->frequencies[into->count] = frequency;
        into->count += frequency > 0;
    }
}

void clause_cursor_gather(struct clause_cursor *cursor, uint32_t end, struct posting_batch *into,
                          struct posting_batch *scratch)
{
    switch (cursor->kind) {
    case CLAUSE_PHRASE:
        gather_phrase(cursor, end, into);
        break;
    case CLAUSE_FORMS:
        into->count =
            cursor_window_gather(cursor->word.window, end, into->documents, into->frequencies);
        cursor->document = cursor->word.window->document;
        break;
    case CLAUSE_WORD:
    default:
        word_cursor_gather(&cursor->word, end, into, scratch);
        cursor->document = cursor->word.document;
    }
}

void clause_cursor_look_up(struct clause_cursor *cursor, const uint32_t *documents, size_t count,
                           uint32_t *frequencies)
{
    if (cursor->kind == CLAUSE_WORD) {
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
    if (cursor->kind == CLAUSE_WORD)
        return word_cursor_work(&cursor->word);
    if (cursor->kind == CLAUSE_FORMS)
        return 0;
    for (size_t i = 0; i < cursor->phrase.variant_count; i++)
        for (size_t k = 0; k < cursor->phrase.variants[i].count; k++)
            work += word_cursor_work(&cursor->phrase.variants[i].words[k]);
    return work;
}

int clause_cursor_status(const struct clause_cursor *cursor)
{
    return cursor->kind == CLAUSE_PHRASE ? phrase_cursor_status(&cursor->phrase)
                                         : word_cursor_status(&cursor->word);
}
