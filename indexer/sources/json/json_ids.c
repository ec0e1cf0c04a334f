#include "indexer/sources/json/json_ids.h"

void json_ids_init(struct json_ids *ids, size_t limit)
{
    *ids = (struct json_ids){.limit = limit};
    hash_set_init(&ids->set, 1);
    pthread_mutex_init(&ids->lock, NULL);
    pthread_cond_init(&ids->turn_changed, NULL);
}

void json_ids_release(struct json_ids *ids)
{
    hash_set_release(&ids->set);
    pthread_mutex_destroy(&ids->lock);
    pthread_cond_destroy(&ids->turn_changed);
}

int json_ids_add(struct json_ids *ids, uint64_t hash)
{
    hash += hash == 0;
    if (hash_set_memory_after_add(&ids->set) > ids->limit)
        return !hash_set_contains(&ids->set, &hash);
    return hash_set_add(&ids->set, &hash);
}

int json_ids_add_in_turn(struct json_ids *ids, size_t block, uint64_t *hashes, size_t count)
{
    int status = 0;
    pthread_mutex_lock(&ids->lock);
    while (ids->turn != block)
        pthread_cond_wait(&ids->turn_changed, &ids->lock);
    for (size_t i = 0; i < count && status >= 0; i++) {
        if (hashes[i] == 0)
            continue;
        status = json_ids_add(ids, hashes[i]);
        if (status == 0)
            hashes[i] = 0;
    }
    ids->turn++;
    pthread_cond_broadcast(&ids->turn_changed);
    pthread_mutex_unlock(&ids->lock);
    return status < 0 ? status : 0;
}
