/* The walk of a root, as a run sees it: which files are visited, and which folders entered. */
#ifndef FOUILLE_UPDATE_ROOT_WALK_H
#define FOUILLE_UPDATE_ROOT_WALK_H

#include "indexer/update/scheduler.h"

/* Walks a root and schedules what is new or changed in it. A root that is not to be updated, or
 * does not exist, keeps its articles. Roots must come in the order of their numbers. Returns 0 or
 * the error that ended the walk; even with 0 the run may have failed (run_may_continue). */
int root_walk(struct scheduler *scheduler, const struct root *root, uint32_t number);

#endif
