/* JSON Lines; docs/output.md lists the fields. Written by hand: this program links no JSON library,
 * for a fast start, and writing JSON takes little code. */
#ifndef FOUILLE_PRESENT_JSON_H
#define FOUILLE_PRESENT_JSON_H

#include "query/present/shown_hit.h"

/* Appends a hit. */
void format_json(struct buffer *to, const struct shown_hit *hit);

#endif
