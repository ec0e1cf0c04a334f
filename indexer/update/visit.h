/* What a run does with a file that it finds: skips it, keeps what the index has of it, or has it
 * read. The cost of a run depends on what has changed, because most files are only looked up. */
#ifndef FOUILLE_UPDATE_VISIT_H
#define FOUILLE_UPDATE_VISIT_H

#include "indexer/update/scheduler.h"

/* Decides by its path and name how a file is read, for the visit that may follow. Returns false if
 * it belongs to another shard, and is to be skipped without spending a system call on it. */
bool visit_announce(struct scheduler *scheduler, const char *path, const char *name);

/* Visits a file, after visit_announce for it. Files come in the order of the walk. Returns 0;
 * ERROR_STOPPED when the run is not to go on; or an error that ends the run. */
int visit_file(struct scheduler *scheduler, const struct walk_file *walked);

#endif
