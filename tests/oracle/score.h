/* BM25 by the book, on plain arrays: for each document, each clause, count and apply the formula.
 *
 *     idf = ln(1 + (N − df + 0.5) / (df + 0.5))
 *     Σ idf × tf × (k1 + 1) / (tf + k1 × (1 − b + b × length / average)),  k1 = 1.2, b = 0.75
 *
 * Function words beside others weigh 0.3. The 20 best then get, for each word by itself, what
 * docs/query.md gives for its first place, for its form as typed and for its family, and are sorted
 * anew.
 */
#ifndef FOUILLE_ORACLE_SCORE_H
#define FOUILLE_ORACLE_SCORE_H

#include <stdbool.h>

#include "tests/oracle/collection.h"
#include "tests/oracle/filters.h"
#include "tests/oracle/words.h"

enum { ORACLE_WORDS = 8, ORACLE_VARIANTS = 2, ORACLE_CLAUSES = 16 };

enum oracle_occur { ORACLE_SHOULD, ORACLE_MUST, ORACLE_MUST_NOT };

struct oracle_sequence {
    size_t count;
    struct oracle_word words[ORACLE_WORDS];
};

struct oracle_clause {
    enum oracle_occur occur;
    bool in_title;
    double boost;      /* 0 stands for 1 */
    unsigned list;     /* clauses with the same number are next to each other, */
    bool beside_group; /* or next to a group */
    bool quoted;
    bool in_capitals; /* two or more */
    bool elided;      /* typed after an elision: d'une */
    bool loose; /* words in any order, at most `slack` positions between the first and the last */
    uint32_t slack;
    bool joined; /* clauses number joined_of and the next as one word */
    size_t joined_of;
    size_t variant_count;
    struct oracle_sequence variants[ORACLE_VARIANTS];
    /* set by content_mark: */
    bool score_only;    /* it matches nothing by itself */
    bool function_word; /* it weighs less */
    /* filled by oracle_match: */
    double idf;
};

/* Queries with operators, of three clauses: the first one and the others as they are named. */
enum oracle_shape {
    SHAPE_LIST,       /* the occur of the clauses is what counts */
    SHAPE_ANY_AND,    /* (a OU b) ET c */
    SHAPE_ALL_OR,     /* a ET b OU c */
    SHAPE_NOT_BOTH,   /* a SAUF (b ET c) */
    SHAPE_OR_WITHOUT, /* a OU (b SAUF c) */
    SHAPES
};

struct oracle_query {
    size_t filter_count; /* all of them must accept; of a SHAPE_LIST */
    struct oracle_filter filters[ORACLE_FILTERS];
    enum oracle_shape shape;
    size_t count;
    struct oracle_clause clauses[ORACLE_CLAUSES];
};

struct oracle_hit {
    double score;
    size_t document; /* in the sorted collection */
};

/* The tf of a clause in a document, or its title, of a query that has been ranked: for a word, the
 * positions of each of its terms, so that a position of two terms counts twice (porte-parole,
 * porteparole).
 */
uint32_t oracle_frequency(const struct plain_document *document,
                          const struct oracle_clause *clause);

/* The positions in the text at which a clause that is not in titles begins. */
uint32_t oracle_places(const struct plain_document *document, const struct oracle_clause *clause);

/* The first stage: scores all documents; returns how many match, best first in `hits`
 * (collection->count of room). */
size_t oracle_match(const struct collection *collection, struct oracle_query *query,
                    struct oracle_hit *hits);

/* The second stage: the first ones in a new order; equals keep the one that they had. */
void oracle_rerank(const struct collection *collection, const struct oracle_query *query,
                   struct oracle_hit *hits, size_t count);

/* Both. */
size_t oracle_rank(const struct collection *collection, struct oracle_query *query,
                   struct oracle_hit *hits);

#endif
