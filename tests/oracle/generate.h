/* Queries on a collection, from a seed. */
#ifndef FOUILLE_ORACLE_GENERATE_H
#define FOUILLE_ORACLE_GENERATE_H

#include "tests/oracle/collection.h"
#include "tests/oracle/score.h"

enum query_kind {
    QUERY_ONE,
    QUERY_ANY,
    QUERY_ALL,
    QUERY_PHRASE,
    QUERY_SIGNS, /* +must −mustnot */
    QUERY_TITLE,
    QUERY_HYPHEN,
    QUERY_FORMS,    /* =exact, wild*, fuzzy~ */
    QUERY_TREE,     /* ET, OU, SAUF and groups */
    QUERY_NEAR,     /* "loose phrase"~N, a PROCHE/N b */
    QUERY_WEIGHTS,  /* word^3, "a phrase"^0.5 */
    QUERY_FILTERS,  /* date: site: url: chemin: */
    QUERY_SENTENCE, /* a content word among function words */
    QUERY_JOINED,   /* two words that are also one */
    QUERY_MIXED,
    QUERY_KINDS
};

/* Makes a query of the kind: its text as a user types it, and what the oracle is to rank. */
void generate_query(const struct collection *collection, enum query_kind kind, uint64_t *random,
                    char text[1024], struct oracle_query *query);

#endif
