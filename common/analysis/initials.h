/* Letters that stand by themselves and are one word: initials and acronyms with spaces, names with
 * an ampersand, words spaced out for emphasis. The letters are words by themselves, and joined they
 * are one more: J. K. is j, k and jk; H & M is h, m and h&m; P A R I S is also paris. */
#ifndef FOUILLE_ANALYSIS_INITIALS_H
#define FOUILLE_ANALYSIS_INITIALS_H

#include "common/analysis/joined.h"

/* Returns MEANING_INITIAL if a chunk may begin these, else 0: one to three capitals. */
uint16_t initials_flags(const char *chunk, size_t size);

/* Adds the joined reading to the occurrences of a chunk, the last of the batch, if it forms one
 * with the chunks after it. Sets *groups_left to the number of those. If memory runs out, it sets
 * the analyser's status. */
void joined_add_initials(struct analyzer *analyzer, const struct chunk *chunk,
                         struct occurrence_batch *batch, size_t *groups_left);

#endif
