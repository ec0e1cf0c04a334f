/* The documents of a phrase in one segment: those of any of its variants, each a sequence of words
 * at fixed distances, or near each other.
 *
 * There are two phases, positions last: next and advance return candidates, documents that have all
 * words of a variant; phrase_cursor_frequency then reads positions and returns 0 for a false
 * candidate.
 */
#ifndef FOUILLE_MATCH_PHRASE_CURSOR_H
#define FOUILLE_MATCH_PHRASE_CURSOR_H

#include "query/match/word_cursor.h"

struct phrase_variant {
    uint32_t document; /* candidate */
    size_t number;     /* among the clause's variants */
    size_t count;
    struct word_cursor *words; /* owned */
    size_t *by_rarity;         /* owned; indexes into words, the rarest first */
    const struct query_sequence *sequence;
};

struct phrase_cursor {
    uint32_t document;
    struct segment *segment;
    bool in_title; /* only occurrences within the title count */
    bool loose;    /* its parts in any order, with at most `slack` positions between (near.h) */
    uint32_t slack;
    size_t variant_count;
    struct phrase_variant *variants; /* owned */
    struct position_list starts, positions;
    uint64_t document_count; /* upper bound on its candidates: its cost */
    int status;              /* sticky */
};

/* 0, ERROR_CORRUPT or ERROR_MEMORY; the caller closes, also after failure. */
int phrase_cursor_open(struct phrase_cursor *cursor, const struct expanded_clause *clause,
                       struct segment *segment, size_t segment_number);
void phrase_cursor_close(struct phrase_cursor *cursor);

uint32_t phrase_cursor_next(struct phrase_cursor *cursor);
uint32_t phrase_cursor_advance(struct phrase_cursor *cursor, uint32_t target);

/* Returns the number of positions at which a variant begins in the current document; 0: it does not
 * match. Call once per document. */
uint32_t phrase_cursor_frequency(struct phrase_cursor *cursor);

/* Whether the current document matches; stops at the first variant that does. Call once per
 * document, and not together with phrase_cursor_frequency. */
bool phrase_cursor_matches(struct phrase_cursor *cursor);

int phrase_cursor_status(const struct phrase_cursor *cursor);

#endif
