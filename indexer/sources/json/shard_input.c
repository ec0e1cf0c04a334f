#include "indexer/sources/json/shard_input.h"

#include <string.h>

#include "indexer/sources/article/hash.h"

/* Long lines are hashed by three samples: hashing every line of an archive whole would take each
 * task as long as finding the line ends. */
enum { HASHED_BYTES = 4096, SAMPLE_SIZE = 32, SAMPLES = 3 };

static bool has_hash(const struct shard *shard, uint64_t hash)
{
    return (uint32_t)((hash >> 32) * shard->count >> 32) == shard->number;
}

bool shard_input_has_file(const struct shard *shard, uint32_t root, const char *path)
{
    const uint64_t salt = UINT64_C(0x9e3779b97f4a7c15); /* roots that are files have empty paths */
    return shard->count <= 1 || has_hash(shard, hash_bytes(path, strlen(path)) + root * salt);
}

bool shard_input_has_line(const struct shard *shard, const char *line, size_t size)
{
    char samples[SAMPLES * SAMPLE_SIZE];
    if (shard->count <= 1)
        return true;
    if (size > HASHED_BYTES)
        size = HASHED_BYTES;
    if (size <= sizeof samples)
        return has_hash(shard, hash_bytes(line, size));
    memcpy(samples, line, SAMPLE_SIZE);
    memcpy(samples + SAMPLE_SIZE, line + size / 2, SAMPLE_SIZE);
    memcpy(samples + sizeof samples - SAMPLE_SIZE, line + size - SAMPLE_SIZE, SAMPLE_SIZE);
    return has_hash(shard, hash_bytes(samples, sizeof samples) + size);
}
