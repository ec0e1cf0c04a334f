/* Many queries over one open index. */
#ifndef FOUILLE_APP_BATCH_H
#define FOUILLE_APP_BATCH_H

#include "query/app/options.h"
#include "query/app/question.h"
#include "query/present/output.h"

/* Answers each line of standard input, "ID<TAB>QUERY" or "QUERY" (named by its line number), on as
 * many threads as the options say, and writes the hits in the order of the lines. A query that
 * cannot be read is reported while the others are answered; the batch then returns ERROR_SYNTAX.
 * Otherwise returns 0, with *found set when a query found something, or an error. */
int batch_answer(const struct options *options, struct index *index, struct output *output,
                 struct question_notice notice, bool *found);

#endif
