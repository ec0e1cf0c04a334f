/* --watch: keeps an index current until a signal comes. */
#ifndef FOUILLE_WATCH_WATCH_H
#define FOUILLE_WATCH_WATCH_H

#include "indexer/run/options.h"

/* Adds options->paths to the index, if there are any, and keeps all of its folders current, with
 * one run for each batch of changes, which holds the index's lock only for as long as it takes.
 * Where the system cannot watch more folders, they are walked every few seconds instead. Waits for
 * other writers of the index; reports other failures, and tries again.
 *
 * Returns at SIGINT or SIGTERM, with 0 and with everything published that has changed by then; or
 * with an error when the first run fails or the index can no longer be brought up to date.
 */
int watch_index(const struct options *options);

#endif
