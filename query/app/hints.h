/* What a user is told besides the hits, so that the next query finds more. */
#ifndef FOUILLE_APP_HINTS_H
#define FOUILLE_APP_HINTS_H

#include "query/app/options.h"
#include "query/app/question.h"
#include "query/terms/suggest.h"

/* Fewer hits than this are few. */
enum { HINTS_FEW = 3 };

struct hints {
    const struct options *options;
    struct question_notice notice;
    const struct expansion *expansion;
};

/* Says on a terminal how ET, OU and SAUF were read in a query that is all capitals. */
void hints_capitals(const struct hints *hints);

/* Finds suggestions for a query with so many hits. 0, ERROR_CORRUPT or ERROR_MEMORY. */
int hints_find_suggestions(const struct hints *hints, size_t hits, struct suggestions *suggestions);

/* Asks about the words for which there are suggestions. */
void hints_suggest(const struct hints *hints, const struct suggestions *suggestions);

/* Says on a terminal, when hits are few, which word of the query has a family that is in many more
 * articles. */
void hints_family(const struct hints *hints, size_t hits);

/* Says on a terminal that nothing was found: an empty answer looks like one that is still to come.
 */
void hints_nothing_found(const struct hints *hints);

#endif
