/* Readings that span several chunks: words that are hyphenated at the end of a line, and numbers
 * whose groups are separated by plain spaces. */
#ifndef FOUILLE_ANALYSIS_JOINED_H
#define FOUILLE_ANALYSIS_JOINED_H

#include "common/analysis/analyzer_state.h"

/* Returns MEANING_GROUP and MEANING_TRIPLE of a chunk: whether it may begin or continue a
 * number. */
uint16_t joined_flags(const char *chunk, size_t size);

/* A batch of occurrences, as far as it has been read. */
struct occurrence_batch {
    struct occurrence *items; /* with room for one more */
    size_t first;             /* of the chunk that was read last */
    size_t count;
};

/* Inserts into the batch a joined reading of the chunk that was read last and those after it up to
 * `last`, each one word, `span` in all. */
void joined_insert(const struct analyzer *analyzer, struct occurrence_batch *batch, uint32_t form,
                   const struct chunk *last, size_t span);

/* Both add a reading to the occurrences of a chunk, the last of the batch, if it forms one with the
 * chunks after it. If memory runs out, they set the analyser's status.
 *
 * gouverne-⏎ment: the halves are words by themselves, and joined they are one more. A page may end
 * between them. */
void joined_add_line(struct analyzer *analyzer, const struct chunk *chunk,
                     struct occurrence_batch *batch);

/* 10 000: the groups are words, and joined they are one more. Sets *groups_left to the number of
 * groups that are still to be read, if there is such a number. */
void joined_add_number(struct analyzer *analyzer, const struct chunk *chunk,
                       struct occurrence_batch *batch, size_t *groups_left);

#endif
