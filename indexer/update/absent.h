/* Roots and mount points that are not there, or are empty all at once, as where a disk is not
 * mounted: the index keeps its articles of them, until --allow-empty or --forget says that they are
 * gone. */
#ifndef FOUILLE_UPDATE_ABSENT_H
#define FOUILLE_UPDATE_ABSENT_H

#include "indexer/update/scheduler.h"

/* All of these concern the scheduler's current root. They report what they keep, and return 0 or an
 * error that ends the run, as when an index that is made anew could keep nothing. */

/* Keeps the articles of a root that cannot be opened. `error`: errno of that; its message is
 * error_message(). */
int absent_keep_root(struct scheduler *scheduler, int error);

/* Keeps the articles of a root in which the walk has found nothing. */
int absent_keep_emptied(struct scheduler *scheduler);

/* Keeps the articles of disks that are no longer mounted. To be called before the walk, which would
 * take them for deleted. */
int absent_keep_mounts(struct scheduler *scheduler);

#endif
