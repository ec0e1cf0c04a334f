/* --repair: what is intact of a damaged index is kept, the rest named. */
#ifndef FOUILLE_INDEXER_REPAIR_H
#define FOUILLE_INDEXER_REPAIR_H

#include "indexer/run/options.h"
#include "indexer/run/report.h"

/* Checks every segment of the index (segment_check), and publishes a commit without those that are
 * damaged, missing, or have damaged amendments, since then nobody knows which of their articles are
 * deleted. On standard output goes what must be indexed again: files and articles, or, where the
 * records cannot be read either, their folders. Files of which only a part may be left are stamped,
 * so that the next run reads them again. Nothing changes when all is intact.
 *
 * 0; ERROR_CORRUPT when the manifest cannot be read, for only there stand the folders, and which
 * segments are a commit's: the message has the command that indexes anew; ERROR_VERSION,
 * ERROR_BUSY, ERROR_SYSTEM, ERROR_MEMORY. O(all of it). */
int repair_index(const struct options *options, struct report *report);

#endif
