/* The folders (or files) that an index is made from.
 *
 * In the manifest a root below the folder that holds the index directory is written relative to
 * that folder ("." or "./sub"), so that folder and index can move together; the others are
 * absolute, or not paths at all (ROOT_STDIN). Roots are ordered by their absolute paths, so that
 * walking them in order gives documents in path order.
 */
#ifndef FOUILLE_STATE_ROOTS_H
#define FOUILLE_STATE_ROOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/index/manifest.h"

struct root {
    char *path;       /* as the system resolves it: absolute, no links; owned */
    char *recorded;   /* as the manifest records it; owned */
    bool update;      /* to be walked in this run */
    bool holds_index; /* it is the folder that contains the index */
    bool from_stdin;  /* it came from standard input, and cannot be walked */
    bool named;       /* it is one of the paths given to this run */
    bool holds_named; /* one of those lies in it */
    bool outside;     /* roots_confine: it must not be walked */
    char *real;       /* roots_confine: its path without links; owned, or NULL */
};

/* Prefix of the path, and of the record, of roots that came from standard input; the name that they
 * were given follows. */
#define ROOT_STDIN "stdin:"

struct roots {
    size_t count;
    struct root *items;
};

/* Resolves the paths, which are to be updated; leaves out a root within another, or named twice.
 * `index` is the path of the index directory; the folder that holds it must exist. Returns 0,
 * ERROR_SYSTEM (as for a path that does not exist) or ERROR_MEMORY. The caller releases. */
int roots_resolve(struct roots *roots, char *const *paths, size_t count, const char *index);

/* Adds the roots that a manifest records, whether or not they exist; `update`: whether they are to
 * be updated, except for standard input. One within another root is merged into that. Returns 0,
 * ERROR_SYSTEM or ERROR_MEMORY. */
int roots_add_recorded(struct roots *roots, const struct manifest *manifest, const char *index,
                       bool update);

/* Adds a root for what this run is given on standard input under that name, which has no '/'.
 * Returns 0 or ERROR_MEMORY. */
int roots_add_stdin(struct roots *roots, const char *name);

/* For an index that was only found, which anybody may have put there: the roots that it records may
 * be walked only if they lead to places within the folder that holds the index. Marks the others as
 * outside, unless they are named. Returns 0, ERROR_SYSTEM or ERROR_MEMORY. */
int roots_confine(struct roots *roots, const char *index);

/* Removes the roots that are outside. */
void roots_drop_outside(struct roots *roots);

/* Returns ERROR_INPUT, with a message that says why a root that is outside is not walked. */
int roots_refuse_outside(const struct root *root, const char *index);

/* Removes the root at `path`, which need not exist; ROOT_STDIN by itself: all roots that came
 * from standard input. Returns 0; ERROR_NOT_FOUND; ERROR_SYSTEM. */
int roots_forget(struct roots *roots, const char *path);

/* Sets map[i] to the number of the manifest's root i among these, or to ROOT_GONE; `map` has room
 * for root_count numbers. *ascending: whether the order is the same. Returns 0, ERROR_SYSTEM or
 * ERROR_MEMORY. */
int roots_map(const struct roots *roots, const struct manifest *manifest, const char *index,
              uint32_t *map, bool *ascending);

/* Returns the part of `path` after `folder`: "" for the folder itself, "/sub…" for what lies below
 * it; else NULL. */
const char *roots_below(const char *path, const char *folder);

/* Returns a path as the system resolves it; if it no longer exists, its name in the folder that
 * held it. malloc'ed; NULL when memory ran out. */
char *roots_absolute(const char *path);

void roots_release(struct roots *roots);

#endif
