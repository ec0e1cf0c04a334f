/* Looks one key up in the dictionaries of all segments. The time of a look-up is mostly cache
 * misses, so several are prefetched before the first is read, and each look-up begins where the key
 * was in the segment before. */
#ifndef FOUILLE_TERMS_SEGMENT_LOOKUP_H
#define FOUILLE_TERMS_SEGMENT_LOOKUP_H

#include "common/index/index.h"

enum dictionary { DICTIONARY_TERMS, DICTIONARY_FORMS };

struct segment_lookup {
    const struct index *index;
    enum dictionary dictionary;
    const char *key;
    size_t size;
    /* Whether the key is to be looked for in that segment; NULL: in all. */
    bool (*wanted)(void *context, size_t segment);
    /* Looks for the key in the block of the segment's dictionary that holds it, or would. A
     * negative result ends the look-up. */
    int (*find_in_block)(void *context, size_t segment, uint32_t block);
    void *context;
};

/* 0, ERROR_CORRUPT, or what `find_in_block` returned. */
int segment_lookup_run(const struct segment_lookup *lookup);

#endif
