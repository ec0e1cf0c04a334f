/* Whose index it is, where nobody has named one: git's safe.directory, for the same reason.
 *
 * An index that is only found, here or in a folder above, may have been put there by somebody else.
 * Who searches it would be told what they like. Who brings it up to date would have the folders
 * that it records read, and their text written to where they can read it. To name an index
 * (--index, $FOUILLE_INDEX) is to trust it.
 */
#ifndef FOUILLE_INDEX_INDEX_OWNER_H
#define FOUILLE_INDEX_INDEX_OWNER_H

#include <stdbool.h>

/* Whether the index directory at `path` (and the link, if there is one in its place) belongs to the
 * user or, for reading, to root or to whom the folder around it belongs. 0, also when there is
 * nothing; ERROR_SYSTEM with a message that says what to do. */
int index_check_owner(const char *path, bool writing);

#endif
