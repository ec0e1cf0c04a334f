/* A whole search: read the query, open the index, rank, show. */
#ifndef FOUILLE_QUERY_ANSWER_H
#define FOUILLE_QUERY_ANSWER_H

#include "options.h"
#include "present/output.h"

/* Something the user should know beside the answer, such as a word read otherwise than typed. */
typedef void (*answer_notice)(void *context, const char *message);

/* Writes the answer to standard output. 0 with *found, or an error. */
int answer(const struct options *options, answer_notice notice, bool *found);

#endif
