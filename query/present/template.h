/* --format: a line made to order, such as '{score}\t{date}\t{path}'.
 *
 * {field} is a field of the hit, \t \n \\ \{ and \0 the characters that they name; everything else
 * stands for itself. docs/output.md has the fields. What comes from articles and file systems is
 * made safe for a line, as in every format.
 */
#ifndef FOUILLE_PRESENT_TEMPLATE_H
#define FOUILLE_PRESENT_TEMPLATE_H

#include "query/present/formats.h"

/* 0, or ERROR_SYNTAX naming the field or escape that there is not. */
int template_check(const char *text);

/* Whether {snippet} is in it, so that the hit must have its passage. `text` was checked. */
bool template_wants_passage(const char *text);

/* Appends the hit, and a line end unless the text ends with \0. `text` was checked. */
void format_template(struct buffer *to, const struct shown_hit *hit, const char *text);

#endif
