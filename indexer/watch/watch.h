/* --watch: an index is kept current until a signal comes. */
#ifndef FOUILLE_INDEXER_WATCH_H
#define FOUILLE_INDEXER_WATCH_H

#include "indexer/run/options.h"

/* Adds options->paths to the index, if there are any, and keeps all of its folders current: a run,
 * with the index's lock held for as long as it takes, for each batch of changes. Where the system
 * watches no more folders they are looked through every so many seconds instead. Who else writes to
 * the index meanwhile is waited for; what fails otherwise is said, and tried again.
 *
 * Ends at SIGINT or SIGTERM, with what has changed by then published, and 0; or, with an error,
 * when the first run fails or the index cannot be brought up to date any more. */
int watch_index(const struct options *options);

#endif
