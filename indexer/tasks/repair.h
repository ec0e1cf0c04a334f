/* --repair: keeps what is intact of a damaged index, and lists the rest. */
#ifndef FOUILLE_TASKS_REPAIR_H
#define FOUILLE_TASKS_REPAIR_H

#include "indexer/run/options.h"
#include "indexer/run/report.h"

/* Checks every segment of the index (segment_check), and publishes a commit without those that are
 * damaged or missing, or have damaged amendments, without which nobody knows which of their
 * articles are deleted. Prints to standard output what must be indexed again: files and articles,
 * or, where the records cannot be read either, their folders. Files of which only a part may be
 * left are stamped, so that the next run reads them again. Nothing changes when all is intact.
 *
 * 0; ERROR_CORRUPT when the manifest cannot be read, since only it names the folders, and the
 * segments of the commit: the message has the command that indexes everything again; ERROR_VERSION,
 * ERROR_BUSY, ERROR_SYSTEM, ERROR_MEMORY. O(size of the index). */
int repair_index(const struct options *options, struct report *report);

#endif
