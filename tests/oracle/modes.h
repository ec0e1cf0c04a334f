/* What else may be asked about the matches of a query, against the oracle's: their number, another
 * order, a part of them, counts by month, year and site, a concordance; and the list of words.
 */
#ifndef FOUILLE_ORACLE_MODES_H
#define FOUILLE_ORACLE_MODES_H

#include "tests/oracle/program.h"
#include "tests/oracle/score.h"

/* A line of `fouille --tsv`. */
struct shown_hit {
    double score;
    char *path, *id; /* in the line */
};

/* False when the line has another form. The line is changed. */
bool shown_hit_read(struct shown_hit *hit, char *line);
bool shown_hit_is(const struct shown_hit *hit, const struct collection *collection,
                  const struct oracle_hit *expected);

struct mode_case {
    const char *fouille, *index;
    const struct collection *collection;
    const struct oracle_query *query; /* matched */
    const char *text;
    const struct oracle_hit *hits; /* all matches, as oracle_match gives them */
    size_t count;
};

/* Asks one thing, drawn at random; false when the answer is another one, with what is wrong. */
enum { MODE_MESSAGE = 600 };
bool mode_check(const struct mode_case *asked, uint64_t *random, char what[MODE_MESSAGE]);

#endif
