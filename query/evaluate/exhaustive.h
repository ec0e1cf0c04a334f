/* All documents of a list of clauses, each scored: what the other ways are compared with. */
#ifndef FOUILLE_EVALUATE_EXHAUSTIVE_H
#define FOUILLE_EVALUATE_EXHAUSTIVE_H

#include "query/evaluate/evaluation.h"

/* Adds the documents that have every MUST clause or, if there is none, any SHOULD clause. Returns 0
 * or ERROR_MEMORY. */
int evaluate_all(struct evaluation *evaluation);

#endif
