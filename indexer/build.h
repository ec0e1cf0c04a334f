/* A whole run of indexing: walk the roots, read what is new, build segments, publish them. */
#ifndef FOUILLE_INDEXER_BUILD_H
#define FOUILLE_INDEXER_BUILD_H

#include "options.h"
#include "report.h"

/* Brings the index up to date with options->paths, or, without any, with the roots that it records;
 * roots that are not named keep their articles. Everything is indexed anew when there is no index,
 * when options->rebuild says so, and when the old one was made otherwise. For TASK_FORGET a root
 * is taken out. All of it is one atomic step: until then, and if the process dies, the old index
 * answers; when nothing has changed, there is no new commit.
 * 0; or an error with nothing changed. What could not be read is in the report, and keeps the
 * articles that the index has of it. */
int build_index(const struct options *options, struct report *report);

#endif
