/* The ids seen so far in a file, as 64-bit hashes: an open-addressing table. */
#ifndef FOUILLE_JSON_ID_SET_H
#define FOUILLE_JSON_ID_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct id_set {
    uint64_t *slots; /* 0: free */
    size_t capacity; /* a power of two */
    size_t count;
};

/* 1: added; 0: already there; ERROR_MEMORY. An empty set is all zeros. */
int id_set_add(struct id_set *set, uint64_t hash);

bool id_set_has(const struct id_set *set, uint64_t hash);

/* Returns the bytes that the set will take with one more id. */
size_t id_set_memory_after_add(const struct id_set *set);

/* Empties the set; frees its storage if that is large. */
void id_set_clear(struct id_set *set);
void id_set_release(struct id_set *set);

#endif
