/* The TREC run of a batch whose queries were answered by several tasks (runs_write.h). */
#ifndef FOUILLE_APP_RUNS_MERGE_H
#define FOUILLE_APP_RUNS_MERGE_H

#include "query/app/options.h"
#include "query/present/output.h"

/* Merges the runs in the files options->words and writes the result as a TREC run. They must be all
 * N runs, in any order, of one commit, limit and batch. Returns 0; ERROR_INPUT when a run is
 * missing or duplicate, or naming a file that is truncated or of another batch, before anything is
 * written of the query where this is noticed; ERROR_SYSTEM; ERROR_MEMORY. Memory: the hits of one
 * query. */
int runs_merge(const struct options *options, struct output *output, bool *found);

#endif
