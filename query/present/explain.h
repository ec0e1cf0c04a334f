/* --explain: how the query was read, and how each score was computed. */
#ifndef FOUILLE_PRESENT_EXPLAIN_H
#define FOUILLE_PRESENT_EXPLAIN_H

#include "query/present/shown_hit.h"

/* Appends how each clause was read: words, the terms they stand for, document frequencies. Lines
 * begin with "# ". */
void explain_query(struct buffer *to, const struct expansion *expansion);

/* Appends the parts of a hit's score, one such line per clause. */
void explain_hit(struct buffer *to, const struct explanation *explanation);

/* Appends both as one JSON object. */
void explain_json(struct buffer *to, const struct explanation *explanation);

#endif
