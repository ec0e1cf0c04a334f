/* The positions of a cursor's document, and the ranks of its surface forms. */
#ifndef FOUILLE_POSTINGS_POSTINGS_OCCURRENCES_H
#define FOUILLE_POSTINGS_POSTINGS_OCCURRENCES_H

#include "common/index/postings/postings_cursor.h"

/* Prefetches the current block's positions, or ranks, which are about to be read. The block need
 * not be decoded. */
void postings_prefetch_positions(const struct postings_cursor *cursor);
void postings_prefetch_ranks(const struct postings_cursor *cursor);

/* Whether `frequency` occurrences are plausible for the current document, given its length and the
 * size of the block's positions, where each of several occurrences takes at least a bit. Call this
 * before allocating room for `frequency` positions (text field only): a forged frequency must not
 * allocate gigabytes, and the length may be forged, too. */
bool postings_occurrences_fit(const struct postings_cursor *cursor, uint32_t frequency,
                              uint32_t length);

/* Reads the positions of the current document, ascending; `out` has room for postings_frequency()
 * of them. At most once per document; only for terms of the text field. */
void postings_positions(struct postings_cursor *cursor, uint32_t *out);

/* Returns the first position of the current document, without the gap after the title. Instead of
 * postings_positions, and faster: neither the others nor the length of the title are read. 0 when
 * it is damaged. */
uint32_t postings_first_position(struct postings_cursor *cursor);

/* Reads the ranks of the surface forms of its occurrences, as many as positions; zeros for a term
 * with one form. At most once per document. */
void postings_ranks(struct postings_cursor *cursor, uint32_t *out);

/* Returns the number of occurrences in the current document that have the rank. Instead of
 * postings_ranks. */
uint32_t postings_count_rank(struct postings_cursor *cursor, uint32_t rank);

#endif
