#include "indexer/sources/json/share.h"

#include <string.h>

#include "indexer/sources/article/hash.h"

/* Long lines are hashed by three samples: hashing every line of an archive whole would take each
 * task as long as finding the line ends. */
enum { LINE_BYTES = 4096, PIECE = 32, PIECES = 3 };

static bool has(const struct share *share, uint64_t hash)
{
    return (uint32_t)((hash >> 32) * share->count >> 32) == share->number;
}

bool share_has_file(const struct share *share, uint32_t root, const char *path)
{
    const uint64_t apart = UINT64_C(0x9e3779b97f4a7c15); /* roots that are files have empty paths */
    return share->count <= 1 || has(share, hash_bytes(path, strlen(path)) + root * apart);
}

bool share_has_line(const struct share *share, const char *line, size_t size)
{
    char pieces[PIECES * PIECE];
    if (share->count <= 1)
        return true;
    if (size > LINE_BYTES)
        size = LINE_BYTES;
    if (size <= sizeof pieces)
        return has(share, hash_bytes(line, size));
    memcpy(pieces, line, PIECE);
    memcpy(pieces + PIECE, line + size / 2, PIECE);
    memcpy(pieces + sizeof pieces - PIECE, line + size - PIECE, PIECE);
    return has(share, hash_bytes(pieces, sizeof pieces) + size);
}
