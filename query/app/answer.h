/* A whole search: read the query, open the index, rank, show. */
#ifndef FOUILLE_QUERY_ANSWER_H
#define FOUILLE_QUERY_ANSWER_H

#include "query/app/options.h"
#include "query/app/question.h"

/* Writes the answer to standard output. 0 with *found, or an error. */
int answer(const struct options *options, question_notice notice, bool *found);

#endif
