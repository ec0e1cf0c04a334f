/* A segment of as many documents as there can be, and of more occurrences than 32 bits count, made
 * without writing them: its columns are holes of the file. */
#ifndef FOUILLE_TESTS_VAST_SEGMENT_H
#define FOUILLE_TESTS_VAST_SEGMENT_H

#include <stdint.h>

#include "tests/corrupt/sample.h"

/* A word in small letters without accents, and its documents, ascending. */
struct vast_word {
    const char *word;
    uint32_t count;
    const uint32_t *documents, *frequencies, *lengths;
    uint32_t claimed;     /* documents that the dictionary says it has; 0: as many as it has */
    uint64_t occurrences; /* of its form, as the dictionary of forms says; 0: as many as it has */
    bool has_positions;   /* it has positions, the first ones of each document */
};

struct vast {
    struct sample sample; /* the index */
    struct manifest_segment entry;
};

/* Writes a segment of the words, which are sorted, as their terms are, into a new index, of which
 * it is the only one; with `recorded` there are records for its documents. Ends the program when it
 * can't. */
void vast_build(struct vast *vast, uint32_t documents, const struct vast_word *words, size_t count,
                bool recorded);

/* Lists the segment again in the manifest, under other names (links) and with other roots, so that
 * the index has `segments` of them. */
void vast_repeat(struct vast *vast, unsigned segments);

#endif
