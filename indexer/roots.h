/* The folders (or files) that an index is made from.
 *
 * In the manifest a root below the folder that holds the index directory is written relative to
 * it ("." or "./sub"), so that folder and index can move together; others are absolute. Roots are
 * ordered by their absolute paths, so that walking them in order gives documents in path order.
 */
#ifndef FOUILLE_INDEXER_ROOTS_H
#define FOUILLE_INDEXER_ROOTS_H

#include <stddef.h>

#include "index/manifest.h"

struct root {
    char *path;     /* as the system resolves it: absolute, no links; owned */
    char *recorded; /* as the manifest has it; owned */
};

struct roots {
    size_t count;
    struct root *items;
};

/* Resolves the paths; a root within another, or named twice, is left out. `index` is the path of
 * the index directory; the folder that holds it must exist. 0, ERROR_SYSTEM (a path that does not
 * exist) or ERROR_MEMORY. The caller releases. */
int roots_resolve(struct roots *roots, char *const *paths, size_t count, const char *index);

/* The roots that a manifest records, as paths: what fouille-index without PATH indexes again.
 * paths is malloc'ed, count + 1 long, NULL-terminated; the caller frees it and each. */
int roots_recorded(const struct manifest *manifest, const char *index, char ***paths,
                   size_t *count);

void roots_release(struct roots *roots);

#endif
