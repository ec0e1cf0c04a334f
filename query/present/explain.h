/* --explain: how the query was read, and how a score came about. */
#ifndef FOUILLE_PRESENT_EXPLAIN_H
#define FOUILLE_PRESENT_EXPLAIN_H

#include "present/formats.h"

/* Appends how each clause was read: words, terms that stand for them, document frequencies. */
void explain_query(struct buffer *to, const struct expansion *expansion);

/* Appends the parts of a hit's score, one line a clause. */
void explain_hit(struct buffer *to, const struct expansion *expansion,
                 const struct search_options *options, const struct score_part *parts);

#endif
