/* A query made ready to be answered: parsed, with its words looked up in the index. */
#ifndef FOUILLE_APP_QUESTION_H
#define FOUILLE_APP_QUESTION_H

#include "common/base/slice.h"
#include "query/language/query.h"
#include "query/terms/expand.h"

/* Receives what the user is told besides the answer, such as a word not read as typed. */
struct question_notice {
    void (*notify)(void *context, const char *message);
    void *context;
};

/* What questions are made with. */
struct question_base {
    struct index_documents *documents; /* of the index; searches use them; they outlive questions */
    struct analyzer *analyzer;
    const struct query_options *options;
    struct question_notice notice;
};

struct question {
    struct query query;
    struct expansion expansion; /* of query, in the index */
};

/* Parses the text, completes the question, and reads one word as two and two as one (respell.h),
 * with a notice. Returns 0, ERROR_SYNTAX, ERROR_CORRUPT or ERROR_MEMORY. The caller releases, also
 * after failure. */
int question_prepare(struct question *question, const struct question_base *base,
                     struct slice text);

/* Completes a question that has its query and nothing else: looks its words up, and repairs words
 * that have lost an apostrophe; sends a notice for what
 * was not read as typed, and where an expansion is limited. Returns 0; ERROR_SYNTAX, also for a
 * query that seeks nothing; ERROR_CORRUPT or ERROR_MEMORY. The caller releases, also after failure.
 */
int question_complete(struct question *question, const struct question_base *base);
void question_release(struct question *question);

#endif
