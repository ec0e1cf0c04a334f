/* What a user is told besides the hits, so that the next query finds more. */
#ifndef FOUILLE_APP_HINTS_H
#define FOUILLE_APP_HINTS_H

#include "query/app/options.h"
#include "query/app/question.h"

struct hints {
    const struct options *options;
    struct question_notice notice;
    const struct expansion *expansion;
};

/* Says on a terminal how ET, OU and SAUF were read in a query that is all capitals. */
void hints_capitals(const struct hints *hints);

/* Suggests words, when hits are few, for those that are in no article. 0, ERROR_CORRUPT or
 * ERROR_MEMORY. */
int hints_suggest(const struct hints *hints, size_t hits);

/* Says on a terminal, when hits are few, which word of the query has a family that is in many more
 * articles. */
void hints_family(const struct hints *hints, size_t hits);

/* Says on a terminal that nothing was found: an empty answer looks like one that is still to come.
 */
void hints_nothing_found(const struct hints *hints);

#endif
