/* The documents of a segment that match the tree of a query, one after another: for queries with
 * operators, groups and filters, and for callers who want all matches of any query.
 *
 * Each node gives the first document, from a given one on, that it may match, and then whether it
 * does: groups leapfrog over their required children, filters are checked last, and positions are
 * read only where everything else matches.
 */
#ifndef FOUILLE_EVALUATE_BOOLEAN_H
#define FOUILLE_EVALUATE_BOOLEAN_H

#include "query/evaluate/evaluation.h"
#include "query/match/filter.h"

struct boolean_node;

struct boolean {
    struct evaluation *evaluation; /* with open clauses; outlives this */
    const struct query *query;
    struct filter_reader filters;
    struct arena arena; /* owns what follows */
    struct boolean_node *root;
    struct boolean_leaf *leaves; /* one per clause */
    int status;                  /* sticky */
};

/* A query without a root is evaluated as its list of clauses. Returns 0 or ERROR_MEMORY; the caller
 * closes, also after failure. */
int boolean_open(struct boolean *boolean, struct evaluation *evaluation,
                 const struct expansion *expansion);
void boolean_close(struct boolean *boolean);

/* Returns the first match >= target, or POSTINGS_END. `target` never decreases. */
uint32_t boolean_advance(struct boolean *boolean, uint32_t target);

/* Returns the score of the document that boolean_advance has just returned. At most once per
 * document. */
double boolean_score(struct boolean *boolean, uint32_t document);

/* Returns 0, ERROR_CORRUPT or ERROR_MEMORY; does not cover the evaluation's clauses. */
int boolean_status(const struct boolean *boolean);

/* Called for each match, which it may score; a result other than 0 ends the walk. */
typedef int boolean_visit(void *context, struct boolean *boolean, uint32_t document);

/* Visits all matches of a query in the evaluation's segment, in ascending order. Returns 0,
 * ERROR_CORRUPT, ERROR_MEMORY, or the visitor's result other than 0. Inline, so that the visitor
 * is. */
static inline int boolean_each(struct evaluation *evaluation, const struct expansion *expansion,
                               boolean_visit *visit, void *context)
{
    struct boolean boolean;
    int status = boolean_open(&boolean, evaluation, expansion);
    for (uint32_t document = 0; status == 0; document++) {
        document = boolean_advance(&boolean, document);
        if (document == POSTINGS_END)
            break;
        status = visit(context, &boolean, document);
    }
    if (status == 0)
        status = boolean_status(&boolean);
    boolean_close(&boolean);
    return status;
}

/* Adds the documents that match the tree to evaluation->top, or counts them. */
int evaluate_boolean(struct evaluation *evaluation, const struct expansion *expansion);

#endif
