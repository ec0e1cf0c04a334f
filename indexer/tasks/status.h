/* fouille-index --status: which index, how old, of what, and what a run would change. */
#ifndef FOUILLE_INDEXER_STATUS_H
#define FOUILLE_INDEXER_STATUS_H

#include "indexer/run/options.h"

/* Prints it to standard output, in the user's language. Folders are walked as by a run that has
 * nothing to do; no file is opened, nothing is written, no lock is taken. The options name the
 * index and say which files a run would take in. 0 or an error. */
int status_print(const struct options *options);

#endif
