/* Opening the files that a walk found. */
#ifndef FOUILLE_UPDATE_WALKED_FILE_H
#define FOUILLE_UPDATE_WALKED_FILE_H

#include <stdbool.h>

#include "indexer/sources/walk/walk.h"

/* Opens a file that a walk found, in its open folder; or a listed file by its path, which had no
 * symbolic links when it was resolved, and must not have any now. Returns a descriptor, or -1 with
 * errno. Does not wait for a FIFO. */
int walked_file_open(const struct walk_file *file);

enum walked_page { WALKED_PAGE, WALKED_OTHER, WALKED_UNREADABLE };

/* Whether a file, whose name does not tell, is a web page. */
enum walked_page walked_file_is_page(const struct walk_file *file);

#endif
