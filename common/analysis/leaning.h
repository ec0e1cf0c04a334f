/* Chunks that are read differently before certain others: their own reading gives way.
 *
 *     l' école        an elision, where the apostrophe was parted from its word, as in tokenised
 * text aujourd' hui    one word a t il          the t of a-t-il art. 5          article L. 122-4
 * the letter and the numbers are typed as one: they share a group
 */
#ifndef FOUILLE_ANALYSIS_LEANING_H
#define FOUILLE_ANALYSIS_LEANING_H

#include "common/analysis/analyzer_state.h"

/* Returns MEANING_LEANING if a chunk may be one of these, else 0. */
uint16_t leaning_flags(const char *chunk, size_t size);

/* Reads a chunk, the next of the analyser's, that has the flag: writes at most one occurrence and
 * goes on after the chunk or the two. Returns whether it was one of these. If memory runs out, it
 * sets the analyser's status. */
bool leaning_read(struct analyzer *analyzer, const struct chunk *chunk, struct occurrence *out,
                  size_t *count);

#endif
