/* One batch of queries, answered by several tasks from a share of the segments each, with the
 * statistics of all of them: the runs that they write, and the run that these make together.
 *
 * A run is text of lines, fields between tabs:
 *
 *     fouille run 1    K/N    generation    limit
 *     query's line    its name    first score    second score    root    path    place    document
 *     end    queries
 *
 * Names are as in a TREC run, scores in C's hexadecimal notation. Lines of a query are in the order
 * of hits by the first score, BM25's; the second one counts for the first hits of all shares
 * together (query/search/rerank.h), which are among the first of their own.
 */
#ifndef FOUILLE_QUERY_RUNS_H
#define FOUILLE_QUERY_RUNS_H

#include "query/app/options.h"
#include "query/app/question.h"
#include "query/present/output.h"

/* A run's first line, and its last one. */
void runs_begin(struct buffer *to, const struct options *options, const struct index *index);
void runs_end(struct buffer *to, uint64_t queries);

/* The hits of one query, on line `number` from 1. Sets no rank. 0, ERROR_CORRUPT or ERROR_MEMORY.
 */
int runs_add(struct buffer *to, const struct options *options, const struct question *question,
             uint64_t number, struct bytes name, const struct search_result *result);

/* Writes, as a TREC run, what the runs in the files options->words make together: all N of them, in
 * any order, of one commit, one limit and one batch. 0; ERROR_INPUT naming a file that is missing
 * among them, doubled, cut short or of another batch, before anything is written of the query where
 * that shows; ERROR_SYSTEM; ERROR_MEMORY. Memory: the hits of one query. */
int runs_merge(const struct options *options, struct output *output, bool *found);

#endif
