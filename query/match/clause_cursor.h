/* The documents of one clause in one segment, whatever the clause is. */
#ifndef FOUILLE_MATCH_CLAUSE_CURSOR_H
#define FOUILLE_MATCH_CLAUSE_CURSOR_H

#include "query/match/phrase_cursor.h"
#include "query/match/word_cursor.h"

enum clause_kind {
    CLAUSE_WORD,  /* a WORD_TERM */
    CLAUSE_FORMS, /* one word of the text that is not a WORD_TERM: word.window is walked */
    CLAUSE_PHRASE
};

struct clause_cursor {
    uint32_t document; /* a candidate; POSTINGS_END after the last */
    enum clause_kind kind;
    uint64_t document_count; /* upper bound on its documents: its cost */
    union {
        struct word_cursor word;
        struct phrase_cursor phrase;
    };
};

/* 0, ERROR_CORRUPT or ERROR_MEMORY; the caller closes, also after failure. */
int clause_cursor_open(struct clause_cursor *cursor, const struct expanded_clause *clause,
                       struct segment *segment, size_t segment_number);
void clause_cursor_close(struct clause_cursor *cursor);

/* Moves to the next candidate, or to the first >= target; never goes back. Inline, as they are in
 * the loops over all documents. */
static inline uint32_t clause_cursor_next(struct clause_cursor *cursor)
{
    if (cursor->kind == CLAUSE_WORD)
        return cursor->document = word_cursor_next(&cursor->word);
    return cursor->document = cursor->kind == CLAUSE_PHRASE
                                  ? phrase_cursor_next(&cursor->phrase)
                                  : cursor_window_next(cursor->word.window);
}

static inline uint32_t clause_cursor_advance(struct clause_cursor *cursor, uint32_t target)
{
    if (cursor->kind == CLAUSE_WORD)
        return cursor->document = word_cursor_advance(&cursor->word, target);
    return cursor->document = cursor->kind == CLAUSE_PHRASE
                                  ? phrase_cursor_advance(&cursor->phrase, target)
                                  : cursor_window_advance(cursor->word.window, target);
}

/* Returns the tf in the current document; 0 when it is a false candidate. Call once per document.
 */
static inline uint32_t clause_cursor_frequency(struct clause_cursor *cursor)
{
    if (cursor->kind == CLAUSE_WORD)
        return word_cursor_frequency(&cursor->word);
    return cursor->kind == CLAUSE_PHRASE ? phrase_cursor_frequency(&cursor->phrase)
                                         : cursor_window_frequency(cursor->word.window);
}

/* Whether the current document is not a false candidate. Call once per document, and not together
 * with clause_cursor_frequency. */
bool clause_cursor_matches(struct clause_cursor *cursor);

/* As word_cursor_gather, without false candidates. */
void clause_cursor_gather(struct clause_cursor *cursor, uint32_t end, struct posting_batch *into,
                          struct posting_batch *scratch);

/* As word_cursor_look_up; 0 for false candidates. */
void clause_cursor_look_up(struct clause_cursor *cursor, const uint32_t *documents, size_t count,
                           uint32_t *frequencies);

/* The number of postings decoded so far; those of CLAUSE_FORMS are not counted. */
uint64_t clause_cursor_work(const struct clause_cursor *cursor);

int clause_cursor_status(const struct clause_cursor *cursor);

#endif
