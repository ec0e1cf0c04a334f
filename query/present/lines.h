/* Formats with one line per hit, for pipes; and the parts of lines. */
#ifndef FOUILLE_PRESENT_LINES_H
#define FOUILLE_PRESENT_LINES_H

#include "common/base/slice.h"
#include "query/present/shown_hit.h"

/* Each of these appends one hit. */
void format_plain(struct buffer *to, const struct shown_hit *hit);
void format_tsv(struct buffer *to, const struct shown_hit *hit);
void format_path(struct buffer *to, const struct shown_hit *hit);
void format_path_nul(struct buffer *to, const struct shown_hit *hit); /* raw, then a NUL */

/* A run as trec_eval reads it (https://github.com/usnistgov/trec_eval): query, Q0, document, rank,
 * score and tag, separated by blanks. */
void format_trec(struct buffer *to, const struct shown_hit *hit);

/* Appends a name for a TREC run, without blanks: blanks, control characters and % are written as
 * %XX. */
void format_trec_name(struct buffer *to, struct slice name);

/* Appends the names of format_tsv's columns; with `query`, also that of the query's name. */
void format_tsv_header(struct buffer *to, bool query);

/* Appends the path as format_path shows it, without a line end: PATH, or PATH#ID in a file of
 * several articles. */
void format_location(struct buffer *to, const struct shown_hit *hit);

/* Appends the title for one line, of bounded width (cut.h). */
void format_title(struct buffer *to, const struct shown_hit *hit);

/* Append a date: at its own precision, or, for lists, at most to the day. */
void format_moment(struct buffer *to, const struct moment *moment);
void format_day(struct buffer *to, const struct moment *moment);

#endif
