/* In-memory postings of a segment under construction: for each term a stream of its occurrences.
 * The newest few are staged in the stream itself, one cache line, which is all that most
 * occurrences touch; from there they go to chained slices of an arena, so that appending never
 * moves older ones (after Lucene's ByteBlockPool).
 *
 * An occurrence is one to three units of 16 bits: position delta × 4 + new form × 2 + new document;
 * if the document is new, its distance from the previous one; if the form differs from the previous
 * one, its number within the term. Units are written and read without branches that depend on the
 * text. If a value is too large for its unit, the occurrence is wide: a mark, then 32 bits for each
 * value.
 */
#ifndef FOUILLE_INVERT_STREAMS_H
#define FOUILLE_INVERT_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/analysis/analyzer.h"
#include "common/base/arena.h"

struct stream_slice;

/* Units of a stream that may be staged, not yet in slices. */
enum { STAGE_SIZE = 16 };

/* Fills a cache line. */
struct stream {
    uint16_t staged[STAGE_SIZE];
    struct stream_slice *first; /* NULL: all is staged */
    uint16_t *at;               /* after the last unit of the newest slice */
    uint32_t last_document;     /* + 1; 0: the term has no occurrence in this segment */
    uint32_t last_position;
    uint32_t last_form; /* of the newest occurrence: analyser's number + 1; 0 before the first */
    uint8_t staged_count;
    uint8_t slice_class; /* how often the newest slice's size was doubled */
    uint16_t room;       /* units left in it */
};

struct streams {
    struct arena arena;
    struct stream *by_term; /* by the analyser's term numbers */
    uint32_t term_count;    /* reserved */
    uint32_t term_capacity; /* zeroed; memory past term_count is not touched, so it costs nothing */
    bool failed;            /* memory ran out; sticky */
};

void streams_init(struct streams *streams);
void streams_release(struct streams *streams);

/* Empties all streams, for the next segment. */
void streams_reset(struct streams *streams);

/* Makes room for term numbers below `terms`. 0 or ERROR_MEMORY. Amortised O(1). */
int streams_reserve(struct streams *streams, uint32_t terms);

/* Appends an occurrence to its term's stream; it must come after all those added before. If a term
 * occurs twice at one position of a document, only the first counts. Allocates only in the arena.
 */
void streams_add(struct streams *streams, const struct occurrence *occurrence, uint32_t document);

/* Prefetches what streams_add will touch. */
static inline void streams_prefetch(const struct streams *streams, uint32_t term)
{
    __builtin_prefetch(&streams->by_term[term], 1);
}

/* Prefetches the first slice that stream_read will read. */
static inline void stream_prefetch_slices(const struct stream *stream)
{
    if (stream->first != NULL)
        __builtin_prefetch(stream->first);
}

/* Returns the bytes of memory held. */
size_t streams_memory(const struct streams *streams);

/* --- reading a term's stream back --- */

/* A term's occurrences as arrays: document_count documents and frequencies, occurrence_count
 * positions (each the distance from the previous one in its document, the first from 0) and form
 * numbers. The caller owns the arrays, with room for stream_units items each. */
struct stream_arrays {
    uint32_t *documents, *frequencies, *positions, *forms;
    uint32_t document_count, occurrence_count;
};

/* Returns the number of units in the stream, at least the number of its occurrences. O(slices). */
size_t stream_units(const struct stream *stream);

/* Reads a stream that has at least one occurrence; sets the counts. O(occurrences). */
void stream_read(const struct stream *stream, struct stream_arrays *into);

#endif
