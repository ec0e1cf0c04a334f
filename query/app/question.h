/* A query made ready to be answered: parsed, with its words looked up in the index. */
#ifndef FOUILLE_APP_QUESTION_H
#define FOUILLE_APP_QUESTION_H

#include "query/language/query.h"
#include "query/terms/expand.h"

/* Tells the user something besides the answer, such as a word not read as typed. */
typedef void (*question_notice)(void *context, const char *message);

struct question {
    struct query query;
    struct expansion expansion; /* of query, in the index */
};

/* Parses the text, looks its words up, and repairs words that have lost an apostrophe; sends a
 * notice for what was not read as typed, and where an expansion is limited. Returns 0;
 * ERROR_SYNTAX, also for a query that seeks nothing; ERROR_CORRUPT or ERROR_MEMORY. The caller
 * releases, also after failure. The index is that of `documents`, which searches use, and which
 * must outlive the question. */
int question_prepare(struct question *question, struct index_documents *documents,
                     struct analyzer *analyzer, const char *text, size_t size,
                     const struct query_options *options, question_notice notice, void *context);
void question_release(struct question *question);

#endif
