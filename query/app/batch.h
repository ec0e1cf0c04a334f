/* Many queries over one open index. */
#ifndef FOUILLE_QUERY_BATCH_H
#define FOUILLE_QUERY_BATCH_H

#include "query/app/options.h"
#include "query/app/question.h"
#include "query/present/output.h"

/* Answers each line of standard input, "ID<TAB>QUERY" or "QUERY", whose name is then the number of
 * its line, on the threads that the options ask for, and writes the hits in the order of the lines.
 * A query that cannot be read is told of, and the others are answered; the batch is then
 * ERROR_SYNTAX. 0 with *found when a query found something, or an error. */
int batch_answer(const struct options *options, struct index *index, struct output *output,
                 question_notice notice, bool *found);

#endif
