/* The documents of a segment that match a query's tree, one after another: the way for queries
 * with operators, groups and filters, and for those who want all matches of any query.
 *
 * Each node of the tree tells the first document, from a given one on, that it may match, and then
 * whether it does: groups leapfrog over what they need, filters are asked last, and positions are
 * read only where everything else agrees.
 */
#ifndef FOUILLE_RANK_BOOLEAN_H
#define FOUILLE_RANK_BOOLEAN_H

#include "query/evaluate/evaluate.h"
#include "query/match/filter.h"

struct boolean_node;

struct boolean {
    struct evaluation *evaluation; /* its clauses are open; outlives this */
    const struct query *query;
    struct filter_reader filters;
    struct arena arena; /* owns what follows */
    struct boolean_node *root;
    struct boolean_leaf *leaves; /* one a clause */
    int status;                  /* sticky */
};

/* A query without a root is taken as the list that it is. 0 or ERROR_MEMORY; the caller closes,
 * also after failure. */
int boolean_open(struct boolean *boolean, struct evaluation *evaluation,
                 const struct expansion *expansion);
void boolean_close(struct boolean *boolean);

/* The first matching document >= target, which never falls; POSTINGS_END when there is none. */
uint32_t boolean_advance(struct boolean *boolean, uint32_t target);

/* The score of the document that boolean_advance has just returned; once a document. */
double boolean_score(struct boolean *boolean, uint32_t document);

/* 0, ERROR_CORRUPT or ERROR_MEMORY; that of evaluation's clauses is not among it. */
int boolean_status(const struct boolean *boolean);

/* Documents that match the tree, into evaluation->top or counted. */
int evaluate_boolean(struct evaluation *evaluation, const struct expansion *expansion);

#endif
