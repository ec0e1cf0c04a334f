/* In-memory postings of a segment under construction: for each term a byte stream of its
 * occurrences, in chained slices of an arena, so that appending never moves what is there (after
 * Lucene's ByteBlockPool).
 *
 * An occurrence is a varint, position delta × 4 + new form × 2 + new document; then, for a new
 * document, its distance from the one before; then, for a new form, the form's number within its
 * term. Terms and forms are numbered as the analyser does.
 */
#ifndef FOUILLE_INVERT_STREAMS_H
#define FOUILLE_INVERT_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/arena.h"

struct slice;

struct stream {
    unsigned char *at, *end; /* room left in the newest slice */
    struct slice *newest;
    struct slice *first;    /* NULL: the term has no occurrence in this segment */
    uint32_t last_document; /* + 1; 0 before the first */
    uint32_t last_position;
    uint32_t last_form; /* analyser's number, of the newest occurrence */
    uint32_t document_count;
    uint32_t form_count; /* forms numbered so far */
    uint32_t occurrence_count;
    uint64_t reserved; /* one stream, one cache line */
};

struct streams {
    struct arena arena;
    struct stream *by_term; /* by the analyser's term numbers */
    uint32_t term_capacity;
    uint32_t *form_numbers; /* by the analyser's form numbers: number within its term + 1, or 0 */
    uint32_t form_capacity;
    bool failed; /* memory ran out; sticky */
};

void streams_init(struct streams *streams);
void streams_release(struct streams *streams);

/* Empties all streams, for the next segment. */
void streams_reset(struct streams *streams);

/* Room for term and form numbers below these counts. 0 or ERROR_MEMORY. Amortised O(1). */
int streams_reserve(struct streams *streams, uint32_t terms, uint32_t forms);

/* Adds an occurrence, behind all those added before. Of a term that comes twice at one position of
 * a document, the first counts. No allocation but the arena's. */
void streams_add(struct streams *streams, uint32_t term, uint32_t form, uint32_t document,
                 uint32_t position);

/* Fetches ahead what streams_add will touch. */
static inline void streams_fetch(const struct streams *streams, uint32_t term)
{
    __builtin_prefetch(&streams->by_term[term], 1);
}

static inline void streams_fetch_end(const struct streams *streams, uint32_t term)
{
    __builtin_prefetch(streams->by_term[term].at, 1);
}

/* Bytes held. */
size_t streams_memory(const struct streams *streams);

/* --- reading a term's stream back --- */

struct stream_reader {
    const struct slice *slice;
    const unsigned char *at, *end;
    const unsigned char *last; /* end of the newest slice's bytes */
};

struct stream_occurrence {
    uint32_t document_delta; /* 0: the same document; else distance, from −1 for the first */
    uint32_t position_delta; /* from the one before in this document, from 0 for the first */
    uint32_t form;           /* number within the term, from 0 */
};

void stream_open(struct stream_reader *reader, const struct stream *stream);

/* The next occurrence; call occurrence_count times. `occurrence` is carried from call to call. */
void stream_next(struct stream_reader *reader, struct stream_occurrence *occurrence);

#endif
