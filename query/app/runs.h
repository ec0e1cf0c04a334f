/* A batch of queries answered by several tasks, each from its share of the segments with the
 * statistics of all: the run that each task writes, and the TREC run merged from them.
 *
 * A run is lines of text with fields separated by tabs:
 *
 *     fouille run 1    K/N    generation    limit
 *     query's line    name    first score    second score    root    path    ordinal    document
 *     end    queries
 *
 * Names are as in a TREC run, scores in C's hexadecimal notation. The lines of a query are in order
 * of the first score, BM25's; the second score is used for the first hits of all shares together
 * (query/search/rerank.h), which are among the first of their own shares.
 */
#ifndef FOUILLE_APP_RUNS_H
#define FOUILLE_APP_RUNS_H

#include "common/base/slice.h"
#include "query/app/options.h"
#include "query/app/question.h"
#include "query/present/output.h"

/* Append the first and the last line of a run. */
void runs_begin(struct buffer *to, const struct options *options, const struct index *index);
void runs_end(struct buffer *to, uint64_t queries);

/* Appends the hits of one query, from line `number` (from 1). Sets no ranks. Returns 0,
 * ERROR_CORRUPT or ERROR_MEMORY. */
int runs_add(struct buffer *to, const struct options *options, const struct question *question,
             uint64_t number, struct slice name, const struct search_result *result);

/* Merges the runs in the files options->words and writes the result as a TREC run. They must be all
 * N runs, in any order, of one commit, limit and batch. Returns 0; ERROR_INPUT when a run is
 * missing or duplicate, or naming a file that is truncated or of another batch, before anything is
 * written of the query where this is noticed; ERROR_SYSTEM; ERROR_MEMORY. Memory: the hits of one
 * query. */
int runs_merge(const struct options *options, struct output *output, bool *found);

#endif
