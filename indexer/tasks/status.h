/* fouille-index --status: which index, how old, of what, and what a run would change. */
#ifndef FOUILLE_TASKS_STATUS_H
#define FOUILLE_TASKS_STATUS_H

#include "indexer/run/options.h"

/* Prints the status to standard output, in the user's language. Walks the folders like a run that
 * has nothing to do; opens no article, writes nothing, takes no lock. The options name the index
 * and decide which files a run would read. 0 or an error. */
int status_print(const struct options *options);

#endif
