/* --format: user-defined lines, such as '{score}\t{date}\t{path}'.
 *
 * {field} is a field of the hit; \t \n \\ \{ and \0 are the usual escapes; everything else is
 * literal. docs/output.md lists the fields. Text from articles and file systems is made safe for
 * one line, as in every format.
 */
#ifndef FOUILLE_PRESENT_TEMPLATE_H
#define FOUILLE_PRESENT_TEMPLATE_H

#include "query/present/shown_hit.h"

/* Returns 0, or ERROR_SYNTAX naming the unknown field or escape. */
int template_check(const char *text);

/* Whether the text contains {snippet}, so that the hit needs its passage. `text` must have been
 * checked. */
bool template_wants_passage(const char *text);

/* Appends the hit, and a line end unless the text ends with \0. `text` must have been checked. */
void format_template(struct buffer *to, const struct shown_hit *hit, const char *text);

#endif
