/* The ids that a file has given so far, so that none counts twice: the first line wins, whoever
 * reads it. Readers that share a file take turns, in the order of their blocks, for the moment that
 * the look-up takes.
 *
 * Ids are known by 64-bit hashes, 8 to 24 bytes each. When they take more than the limit, later
 * ones are only held against those before.
 */
#ifndef FOUILLE_SOURCES_JSON_IDS_H
#define FOUILLE_SOURCES_JSON_IDS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indexer/sources/json/id_set.h"

struct json_ids {
    struct id_set set;
    size_t limit; /* bytes */
    pthread_mutex_t lock;
    pthread_cond_t turned;
    size_t turn; /* the block whose turn it is */
};

void json_ids_init(struct json_ids *ids, size_t limit);
void json_ids_release(struct json_ids *ids);

/* 1: new; 0: was there; ERROR_MEMORY. For a file that one reader has by itself. */
int json_ids_add(struct json_ids *ids, uint64_t hash);

/* Waits for the block's turn, takes it and ends it. Each hash that was there already becomes 0, and
 * so it is no use to ask with 0. Every block of a file has to take its turn, if only with a count
 * of 0, or the ones behind it wait forever. 0 or ERROR_MEMORY. */
int json_ids_take_turn(struct json_ids *ids, size_t block, uint64_t *hashes, size_t count);

#endif
