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

/* Open addressing; entries are in order of first appearance until they are sorted. */
struct tally {
    struct arena arena; /* owns the names */
    size_t count, capacity;
    struct tally_entry *entries; /* owned */
    uint32_t *slots;             /* owned: number of an entry + 1; twice the capacity */
    int status;                  /* sticky: ERROR_MEMORY */
};

void tally_init(struct tally *tally);
void tally_release(struct tally *tally);

/* Adds to what a name has. O(1). */
void tally_add(struct tally *tally, const char *name, size_t size, uint64_t count);

/* By count, the largest first, then by name; by name. No tally_add afterwards. */
void tally_sort_by_count(struct tally *tally);
void tally_sort_by_name(struct tally *tally);

#endif
