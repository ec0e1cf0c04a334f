/* The documents of a phrase in one segment: of any of its variants, each a sequence of words at
 * fixed distances, or near each other.
 *
 * Two phases, positions last: next and advance give candidates, documents that hold all words of a
 * variant; phrase_cursor_frequency then reads positions and gives 0 for a false candidate.
 */
#ifndef FOUILLE_MATCH_PHRASE_CURSOR_H
#define FOUILLE_MATCH_PHRASE_CURSOR_H

#include "query/match/word_cursor.h"

struct phrase_variant {
    uint32_t document; /* candidate */
    size_t number;     /* among the clause's variants */
    size_t count;
    struct word_cursor *words; /* owned */
    size_t *by_rarity;         /* owned; numbers of the words, the rarest first */
    const struct query_sequence *sequence;
};

struct phrase_cursor {
    uint32_t document;
    struct segment *segment;
    bool in_title; /* only places within the title count */
    bool loose;    /* its parts in any order, with at most `slack` positions between (near.h) */
    uint32_t slack;
    size_t variant_count;
    struct phrase_variant *variants; /* owned */
    struct buffer starts, positions; /* uint32_t */
    uint64_t document_count;         /* at most so many candidates: its cost */
    int status;                      /* sticky */
};

/* 0, ERROR_CORRUPT or ERROR_MEMORY; the caller closes, also after failure. */
int phrase_cursor_open(struct phrase_cursor *cursor, const struct expanded_clause *clause,
                       struct segment *segment, size_t segment_number);
void phrase_cursor_close(struct phrase_cursor *cursor);

uint32_t phrase_cursor_next(struct phrase_cursor *cursor);
uint32_t phrase_cursor_advance(struct phrase_cursor *cursor, uint32_t target);

/* Places where any variant begins in the current document; 0: it does not match. Once a document.
 */
uint32_t phrase_cursor_frequency(struct phrase_cursor *cursor);

/* Whether it matches: looks no further than for a place. Once a document, and not beside the above.
 */
bool phrase_cursor_matches(struct phrase_cursor *cursor);

int phrase_cursor_status(const struct phrase_cursor *cursor);

#endif
