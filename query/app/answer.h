/* A whole search: reads the query, opens the index, ranks and shows. */
#ifndef FOUILLE_APP_ANSWER_H
#define FOUILLE_APP_ANSWER_H

#include "query/app/options.h"
#include "query/app/question.h"

/* Writes the answer to standard output. Returns 0 and sets *found, or returns an error. */
int answer(const struct options *options, struct question_notice notice, bool *found);

#endif
