/* The best documents of a list of clauses, reading as few postings as the bounds allow.
 *
 * MaxScore (Turtle and Flood 1995) with block-max bounds (Ding and Suel 2011), in windows of
 * documents, as in Lucene's MaxScoreBulkScorer and Mackenzie, Petri and Moffat ("Efficient query
 * processing techniques for next-page retrieval", 2022): in each window, the clauses whose bounds
 * together cannot reach a competitive score are non-essential and only looked up for the candidates
 * of the essential ones. Candidates pass through the non-essential clauses one list at a time, and
 * are dropped as soon as the remaining bounds cannot make them competitive. With MUST clauses, the
 * rarest of them is the only essential clause.
 *
 * Parts of scores and bounds are multiples of one quantum (bm25.h), so sums are exact in any order,
 * and the results are those of exhaustive.h to the last bit.
 */
#ifndef FOUILLE_EVALUATE_MAXSCORE_H
#define FOUILLE_EVALUATE_MAXSCORE_H

#include "query/evaluate/evaluation.h"

/* Adds the best documents of a list of clauses: those of evaluate_all, without the postings that
 * cannot compete. evaluation->kept must be set. Returns 0 or ERROR_MEMORY. */
int evaluate_maxscore(struct evaluation *evaluation);
void maxscore_destroy(struct maxscore *kept);

#endif
