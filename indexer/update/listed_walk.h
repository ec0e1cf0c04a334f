/* A run over the files of a list (state/file_list.h) instead of those that a walk finds. */
#ifndef FOUILLE_UPDATE_LISTED_WALK_H
#define FOUILLE_UPDATE_LISTED_WALK_H

#include "indexer/update/scheduler.h"

/* Visits the run's listed files, in all roots, as root_walk does with those of one. What is not
 * listed stays as the index has it. Returns 0 or an error that ends the run; even with 0 the run
 * may have failed (run_may_continue). */
int listed_walk(struct scheduler *scheduler);

#endif
