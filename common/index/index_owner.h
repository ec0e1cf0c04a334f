/* Checks who owns an index that was found rather than named, for the same reason as git's
 * safe.directory.
 *
 * An index that is found, here or in a folder above, may have been put there by somebody else.
 * Searching it would show whatever they like. Updating it would read the folders that it records,
 * and write their text where they can read it. To name an index (--index, $FOUILLE_INDEX, the
 * settings) is to trust it. The contents of an archive that the user has unpacked belong to the
 * user: indexer/state/roots.h says which of the folders recorded by such an index are read.
 */
#ifndef FOUILLE_INDEX_INDEX_OWNER_H
#define FOUILLE_INDEX_INDEX_OWNER_H

#include <stdbool.h>

/* Checks that the index folder at `path` (and the link, if `path` is one) belongs to the user or,
 * for reading, to root or the owner of the folder that holds it; for writing, it must not be a
 * link. 0, also when there is nothing at `path`; ERROR_SYSTEM with a message that says what to do.
 */
int index_check_owner(const char *path, bool writing);

/* Sets the message for an index at `path`, or a file in it, that could not be opened (see errno).
 * If the user may not read it, the message names its owner and says how they can share it. Returns
 * ERROR_SYSTEM; errno is unchanged. */
int index_open_error(const char *path);

#endif
