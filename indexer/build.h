/* A whole run of indexing: walk the roots, read the sources, build segments, publish them. */
#ifndef FOUILLE_INDEXER_BUILD_H
#define FOUILLE_INDEXER_BUILD_H

#include "options.h"
#include "report.h"

/* Indexes options->paths, or, without any, the roots that the existing index records, and replaces
 * the index in one atomic step. Until then, and if the process dies, the old one answers.
 * 0; or an error with nothing changed. What could not be read is in the report. */
int build_index(const struct options *options, struct report *report);

#endif
