/* The ids seen so far in a file, so that no id is indexed twice: the first line wins, whichever
 * reader reads it. Readers that share a file look their ids up in turn, in the order of their
 * blocks.
 *
 * Ids are stored as 64-bit hashes, 8 to 24 bytes each. Once they take more than the limit, no more
 * are stored: later ones are only compared with those.
 */
#ifndef FOUILLE_JSON_JSON_IDS_H
#define FOUILLE_JSON_JSON_IDS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/hash_set.h"

struct json_ids {
    struct hash_set set; /* hashes; 0 counts as 1 */
    size_t limit;        /* bytes */
    pthread_mutex_t lock;
    pthread_cond_t turn_changed;
    size_t turn; /* the block whose turn it is */
};

void json_ids_init(struct json_ids *ids, size_t limit);
void json_ids_release(struct json_ids *ids);

/* For a file with one reader. 1: new; 0: already there; ERROR_MEMORY. */
int json_ids_add(struct json_ids *ids, uint64_t hash);

/* Waits for the block's turn, looks up and adds its hashes, and passes the turn on. Sets each hash
 * that was already there to 0; a hash that is 0 is skipped. Every block of a file must take its
 * turn, even with a count of 0, or the following ones wait forever. 0 or ERROR_MEMORY. */
int json_ids_add_in_turn(struct json_ids *ids, size_t block, uint64_t *hashes, size_t count);

#endif
