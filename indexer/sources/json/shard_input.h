/* Which part of the input belongs to one shard. The choice is by hash, so that shards are about
 * equal in size, and the same wherever and whenever they are built.
 *
 * A file is chosen by its path; JSON Lines, which may be one file that holds everything, line by
 * line.
 */
#ifndef FOUILLE_JSON_SHARD_INPUT_H
#define FOUILLE_JSON_SHARD_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHARDS_MAX = 10000 };

struct shard {
    uint32_t number; /* from 0 */
    uint32_t count;  /* of shards; 0 or 1: everything belongs to it */
};

/* Whether the file at `path` below root number `root` belongs to the shard. */
bool shard_input_has_file(const struct shard *shard, uint32_t root, const char *path);

/* Whether a line, given without its end, belongs to the shard. Only its first 4096 bytes count: of
 * a long line, the first, middle and last 32 of these and their number. So it does not matter where
 * a line that is too long is cut, and little is read of the lines of other shards. */
bool shard_input_has_line(const struct shard *shard, const char *line, size_t size);

#endif
