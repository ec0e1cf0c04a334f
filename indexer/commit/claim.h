/* Claims folders to write to: nothing is written to a folder that is neither empty nor
 * fouille-index's own (common/index/index_folder.h).
 */
#ifndef FOUILLE_COMMIT_CLAIM_H
#define FOUILLE_COMMIT_CLAIM_H

/* Opens the folder of an index, making it if it does not exist (its parent must), and marks it if
 * it is free. Returns the descriptor; ERROR_NOT_FOUND when the folder holds something else, with a
 * message that says what to do; ERROR_SYSTEM; or ERROR_MEMORY. */
int claim_index(const char *path);

/* The same for a folder within an index that holds shards, or for the folder of one shard. */
int claim_staging(const char *path);

/* Checks a folder as these do, but makes and marks nothing. 0, also when it does not exist; or the
 * error. The second checks the folder `name` in the open folder `directory`, which messages call
 * `display_path`. */
int claim_check_index(const char *path);
int claim_check_staging(int directory, const char *name, const char *display_path);

#endif
