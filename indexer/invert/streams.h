/* In-memory postings of a segment under construction: for each term a stream of its occurrences.
 * The newest few stand in the stream itself, one cache line, which is all that most occurrences
 * touch; from there they go to chained slices of an arena, so that appending never moves what is
 * there (after Lucene's ByteBlockPool).
 *
 * An occurrence is one to three units of 16 bits: position delta × 4 + other form × 2 + new
 * document; for a new document its distance from the one before; for another form than the one
 * before, its number within the term. That is written and read without branches that depend on the
 * text. A value too large for its unit makes them all wide: a mark, and 32 bits each.
 */
#ifndef FOUILLE_INVERT_STREAMS_H
#define FOUILLE_INVERT_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/analysis/analyzer.h"
#include "common/base/arena.h"

struct slice;

/* The units of a stream that are not in slices yet. */
enum { STAGE = 16 };

/* Fills a cache line. */
struct stream {
    uint16_t staged[STAGE];
    struct slice *first;    /* NULL: all is staged */
    uint16_t *at;           /* behind the last unit of the newest slice */
    uint32_t last_document; /* + 1; 0: the term has no occurrence in this segment */
    uint32_t last_position;
    uint32_t last_form; /* analyser's number + 1, of the newest occurrence; 0 before the first */
    uint8_t staged_count;
    uint8_t slice_class; /* how often the newest slice's size was doubled */
    uint16_t room;       /* units left in it */
};

struct streams {
    struct arena arena;
    struct stream *by_term; /* by the analyser's term numbers */
    uint32_t term_count;    /* reserved */
    uint32_t term_capacity; /* zeroed; memory behind term_count is not touched, so costs nothing */
    bool failed;            /* memory ran out; sticky */
};

void streams_init(struct streams *streams);
void streams_release(struct streams *streams);

/* Empties all streams, for the next segment. */
void streams_reset(struct streams *streams);

/* Room for term numbers below this count. 0 or ERROR_MEMORY. Amortised O(1). */
int streams_reserve(struct streams *streams, uint32_t terms);

/* Adds an occurrence of its term, behind all those added before. Of a term that comes twice at one
 * position of a document, the first counts. No allocation but the arena's. */
void streams_add(struct streams *streams, const struct occurrence *occurrence, uint32_t document);

/* Fetches ahead what streams_add will touch. */
static inline void streams_fetch(const struct streams *streams, uint32_t term)
{
    __builtin_prefetch(&streams->by_term[term], 1);
}

/* Fetches ahead the first of what stream_read will read. */
static inline void stream_fetch_slices(const struct stream *stream)
{
    if (stream->first != NULL)
        __builtin_prefetch(stream->first);
}

/* Bytes held. */
size_t streams_memory(const struct streams *streams);

/* --- reading a term's stream back --- */

/* A term's occurrences as arrays: document_count documents and frequencies, occurrence_count
 * positions (each the distance from the one before in its document, the first from 0) and form
 * numbers. The arrays are the caller's, with room for stream_units items each. */
struct stream_arrays {
    uint32_t *documents, *frequencies, *positions, *forms;
    uint32_t document_count, occurrence_count;
};

/* At least as many as there are occurrences. O(log occurrences). */
size_t stream_units(const struct stream *stream);

/* Reads a stream with an occurrence; sets the counts. O(occurrences). */
void stream_read(const struct stream *stream, struct stream_arrays *into);

#endif
