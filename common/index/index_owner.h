/* Whose index it is, where nobody has named one: git's safe.directory, for the same reason.
 *
 * An index that is only found, here or in a folder above, may have been put there by somebody else.
 * Who searches it would be told what they like. Who brings it up to date would have the folders
 * that it records read, and their text written to where they can read it. To name an index
 * (--index, $FOUILLE_INDEX, the settings) is to trust it. An archive that the user has unpacked is
 * the user's own: of what such an index records, indexer/update/roots.h says what is read.
 */
#ifndef FOUILLE_INDEX_INDEX_OWNER_H
#define FOUILLE_INDEX_INDEX_OWNER_H

#include <stdbool.h>

/* Whether the index directory at `path` (and the link, if there is one in its place) belongs to the
 * user or, for reading, to root or to whom the folder around it belongs. 0, also when there is
 * nothing; ERROR_SYSTEM with a message that says what to do. */
int index_check_owner(const char *path, bool writing);

/* What to say when the system does not let the user read the index at `path` (errno tells, of the
 * folder or of a file in it): whose it is, and how its owner can share it. ERROR_SYSTEM, errno as
 * it was. */
int index_refuse_reader(const char *path);

#endif
