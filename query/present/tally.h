/* Counts by name. */
#ifndef FOUILLE_PRESENT_TALLY_H
#define FOUILLE_PRESENT_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "common/base/arena.h"

struct tally_entry {
    const char *name; /* NUL-terminated; may hold any other byte */
    size_t size;
    uint64_t count;
};

/* A hash table with open addressing; entries stay in order of first appearance until sorted. */
struct tally {
    struct arena arena; /* owns the names */
    size_t count, capacity;
    struct tally_entry *entries; /* owned */
    uint32_t *slots;             /* owned: number of an entry + 1, by hash; twice the capacity */
    int status;                  /* sticky: ERROR_MEMORY */
};

void tally_init(struct tally *tally);
void tally_release(struct tally *tally);

/* Adds `count` to the count of a name. O(1). */
void tally_add(struct tally *tally, const char *name, size_t size, uint64_t count);

/* Sort by count, the largest first, then by name; or by name. Nothing may be added afterwards. */
void tally_sort_by_count(struct tally *tally);
void tally_sort_by_name(struct tally *tally);

#endif
