/* What matches and what only adds to scores, in a list of words and phrases next to each other.
 *
 * Beside content words, function words (function_words.h) without a sign only add to scores; so do
 * the words of a quoted phrase, one by one: an article is about état d'urgence if it has both words
 * apart. A list of function words alone is matched by them. Two capitals or more are a content word
 * (SA), unless the whole query is in capitals.
 */
#ifndef FOUILLE_LANGUAGE_CONTENT_H
#define FOUILLE_LANGUAGE_CONTENT_H

#include "query/language/clauses.h"

struct content_rules {
    double function_weight; /* of function words beside content words */
    bool mixed_case;        /* the query has small letters, so that capitals mean something */
};

/* Marks the nodes and clauses of a list that only score as SCORE_ONLY, and adds nodes for the words
 * of phrases. Failure is builder->status. */
void content_split(struct clause_builder *builder, struct query_node *list,
                   const struct content_rules *rules);

/* Makes a clause of a finished query, whose word has turned out to be a function word, one that
 * only scores if it has content words beside it. */
void content_demote(struct query *query, size_t clause, const struct query_options *options);

#endif
