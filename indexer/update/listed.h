/* --files-from: the files that a list names, instead of those that a walk finds. Each lies below a
 * root of the index; what the list does not name stays as the index has it, and a file that is
 * named and not there is taken out.
 */
#ifndef FOUILLE_INDEXER_LISTED_H
#define FOUILLE_INDEXER_LISTED_H

#include "common/base/buffer.h"
#include "indexer/run/report.h"
#include "indexer/update/roots.h"

struct listed_file {
    uint32_t root;
    char *path;        /* absolute; owned */
    const char *below; /* in it, what stands behind the root; "" when it is the root */
};

struct listed {
    struct buffer files; /* struct listed_file, in the order of a walk, each once */
};

/* Appends the paths of the list in the file `name`, "-": standard input, each ended by a NUL. In
 * the list they end in NUL if there is one in it, else in a newline. 0, ERROR_SYSTEM, ERROR_INPUT
 * (more than 1 GiB) or ERROR_MEMORY. */
int listed_read(struct buffer *paths, const char *name);

/* Finds the roots of paths in memory, each ended by a NUL. One that lies below no root is
 * complained of. 0 or ERROR_MEMORY; the caller releases, also after failure. */
int listed_take(struct listed *listed, const struct buffer *paths, const struct roots *roots,
                struct report *report);
void listed_release(struct listed *listed);

#endif
