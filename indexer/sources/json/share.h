/* Which part of the input one task of several takes in: by hashes, so that parts are about even,
 * and the same wherever and whenever they are taken.
 *
 * A file goes by its path; JSON Lines, which may be one file of everything, by their lines.
 */
#ifndef FOUILLE_SOURCES_SHARE_H
#define FOUILLE_SOURCES_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHARES_MOST = 10000 };

struct share {
    uint32_t number; /* from 0 */
    uint32_t count;  /* of shares; 0 or 1: everything is taken */
};

/* Whether the file at `path` below the root of that number is the share's. */
bool share_has_file(const struct share *share, uint32_t root, const char *path);

/* Whether a line, without its end, is. Of its first 4096 bytes the first, middle and last 32 count,
 * and how many they are: so it does not matter where a line that is too long is cut, and little is
 * read of the lines of others. */
bool share_has_line(const struct share *share, const char *line, size_t size);

#endif
