/* The folders (or files) that an index is made from.
 *
 * In the manifest a root below the folder that holds the index directory is written relative to
 * it ("." or "./sub"), so that folder and index can move together; others are absolute, or no paths
 * (ROOT_STANDARD). Roots are ordered by their absolute paths, so that walking them in order gives
 * documents in path order.
 */
#ifndef FOUILLE_INDEXER_ROOTS_H
#define FOUILLE_INDEXER_ROOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/index/manifest.h"

struct root {
    char *path;       /* as the system resolves it: absolute, no links; owned */
    char *recorded;   /* as the manifest has it; owned */
    bool update;      /* to be walked in this run */
    bool holds_index; /* it is the folder that the index lies in */
    bool standard;    /* it came from standard input, and cannot be walked */
    bool named;       /* it is one of the paths of this run */
    bool holds_named; /* one of them lies in it */
    bool outside;     /* roots_confine: it is not to be walked */
    char *real;       /* roots_confine: where it leads to, without links; owned, or NULL */
};

/* What the paths, and records, of roots begin with that came from standard input; the name that
 * they were given follows. */
#define ROOT_STANDARD "stdin:"

struct roots {
    size_t count;
    struct root *items;
};

/* Resolves the paths, which are to be updated; a root within another, or named twice, is left out.
 * `index` is the path of the index directory; the folder that holds it must exist. 0, ERROR_SYSTEM
 * (a path that does not exist) or ERROR_MEMORY. The caller releases. */
int roots_resolve(struct roots *roots, char *const *paths, size_t count, const char *index);

/* Adds the roots that a manifest records, whether they are there or not, to be updated or not. One
 * that lies within another goes with that. 0, ERROR_SYSTEM or ERROR_MEMORY. */
int roots_add_recorded(struct roots *roots, const struct manifest *manifest, const char *index,
                       bool update);

/* Adds one that is given on standard input under that name now, which has no '/'. 0 or
 * ERROR_MEMORY. */
int roots_add_standard(struct roots *roots, const char *name);

/* Of an index that was only found, which anybody may have put there: what it records may be walked
 * as far as it leads to places within the folder that holds the index. Marks the others, unless
 * they are named. 0, ERROR_SYSTEM or ERROR_MEMORY. */
int roots_confine(struct roots *roots, const char *index);

/* Takes those out. */
void roots_drop_outside(struct roots *roots);

/* ERROR_INPUT, with a message that says why a root that is outside is not walked. */
int roots_refuse_outside(const struct root *root, const char *index);

/* Takes out the root at `path`, which need not exist; ROOT_STANDARD by itself: all that came from
 * standard input. 0; ERROR_NOT_FOUND; ERROR_SYSTEM. */
int roots_forget(struct roots *roots, const char *path);

/* For each root of a manifest, its number among these, or ROOT_GONE; `map` has root_count of room.
 * *ascending: whether the order is the same. 0, ERROR_SYSTEM or ERROR_MEMORY. */
int roots_map(const struct roots *roots, const struct manifest *manifest, const char *index,
              uint32_t *map, bool *ascending);

/* What stands behind `folder` in `path`: "" for itself, "/sub…" for what lies below; else NULL. */
const char *roots_below(const char *path, const char *folder);

/* A path as the system resolves it; of what is gone, its name in the folder that held it.
 * malloc'ed, NULL when memory ran out. */
char *roots_absolute(const char *path);

void roots_release(struct roots *roots);

#endif
