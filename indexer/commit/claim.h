/* Folders to write to: nothing is written to one that is neither empty nor fouille-index's own
 * (index/index_folder.h).
 */
#ifndef FOUILLE_COMMIT_CLAIM_H
#define FOUILLE_COMMIT_CLAIM_H

/* Opens the folder of an index, and makes it if it is not there (its parent must be); one that is
 * free is marked. The descriptor; ERROR_NOT_FOUND when it holds something else, with a message that
 * says what to do; ERROR_SYSTEM; ERROR_MEMORY. */
int claim_index(const char *path);

/* The same of a folder within an index that shares are put into, or of one share's. */
int claim_staging(const char *path);

/* What these would say of a folder, but nothing is made or marked: 0, also when it is not there.
 * The second is of the folder `name` in an open one, which `shown` names. */
int claim_check_index(const char *path);
int claim_check_staging(int directory, const char *name, const char *shown);

#endif
