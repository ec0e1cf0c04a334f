/* A batch of queries answered by several tasks, each from its subset of the segments with the
 * statistics of all: the run that each task writes. (runs_merge.h makes a TREC run of them.)
 *
 * A run is lines of text with fields separated by tabs:
 *
 *     fouille run 1    K/N    generation    limit
 *     query's line    its name    first score    second score    root    path    place    document
 *     end    queries
 *
 * Names are as in a TREC run, scores in C's hexadecimal notation. The lines of a query are in order
 * of the first score, BM25's; the second score is used for the first hits of all subsets together
 * (query/search/rerank.h), which are among the first of their own subsets.
 */
#ifndef FOUILLE_APP_RUNS_WRITE_H
#define FOUILLE_APP_RUNS_WRITE_H

#include "common/base/slice.h"
#include "query/app/options.h"
#include "query/app/question.h"

/* Append the first and the last line of a run. */
void runs_begin(struct buffer *to, const struct options *options, const struct index *index);
void runs_end(struct buffer *to, uint64_t queries);

/* A query of the batch. */
struct run_query {
    uint64_t number; /* of its line, from 1 */
    struct slice name;
};

/* Appends the hits of one query. Sets no ranks. Returns 0, ERROR_CORRUPT or ERROR_MEMORY. */
int runs_add(struct buffer *to, const struct options *options, const struct question *question,
             const struct run_query *query, const struct search_result *result);

#endif
