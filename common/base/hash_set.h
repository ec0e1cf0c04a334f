/* A set of keys of one or two 64-bit words: open addressing with linear probing, at most three
 * quarters full. A key whose words are all 0 marks a free slot and is never added. */
#ifndef FOUILLE_BASE_HASH_SET_H
#define FOUILLE_BASE_HASH_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HASH_SET_MAX_WORDS = 2 };

struct hash_set {
    size_t words;    /* of a key, 1 to HASH_SET_MAX_WORDS; set by hash_set_init */
    uint64_t *slots; /* owned; `words` each */
    size_t capacity; /* slots: 0 or a power of two */
    size_t count;    /* keys */
};

void hash_set_init(struct hash_set *set, size_t words);
void hash_set_release(struct hash_set *set);

/* Whether the key is in the set. O(1). */
bool hash_set_contains(const struct hash_set *set, const uint64_t *key);

/* 1: added; 0: it was there; ERROR_MEMORY. O(1) amortised. */
int hash_set_add(struct hash_set *set, const uint64_t *key);

/* Bytes that the slots will take once one more key is in it. */
size_t hash_set_memory_after_add(const struct hash_set *set);

/* Empties it. Storage of more than a megabyte is given back. */
void hash_set_clear(struct hash_set *set);

#endif
