/* --files-from: the files that a list names, instead of those that a walk finds. Each lies below a
 * root of the index. What the list does not name stays as the index has it; a file that is named
 * but does not exist is deleted from the index. */
#ifndef FOUILLE_STATE_LISTED_H
#define FOUILLE_STATE_LISTED_H

#include "common/base/buffer.h"
#include "common/base/vector.h"
#include "indexer/run/report.h"
#include "indexer/state/roots.h"

struct listed_file {
    uint32_t root;
    char *path;        /* absolute; owned */
    const char *below; /* part of `path` after the root; "" when it is the root */
};

struct file_list {
    VECTOR(struct listed_file) files; /* in walk order, without duplicates */
};

/* Appends the paths in the list file `name` ("-": standard input), each ended by a NUL. In the list
 * they end in NULs if it contains any, else in newlines. Returns 0, ERROR_SYSTEM, ERROR_INPUT (more
 * than 1 GiB) or ERROR_MEMORY. */
int file_list_read(struct buffer *paths, const char *name);

/* Finds the roots of paths in memory, each ended by a NUL. Reports those that lie below no root.
 * Returns 0 or ERROR_MEMORY; the caller releases, also after failure. */
int file_list_resolve(struct file_list *file_list, const struct buffer *paths,
                      const struct roots *roots, struct report *report);
void file_list_release(struct file_list *file_list);

#endif
