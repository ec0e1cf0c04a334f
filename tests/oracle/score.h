/* BM25 by the book, on plain arrays: for each document, each clause, count and apply the formula.
 *
 *     idf = ln(1 + (N − df + 0.5) / (df + 0.5))
 *     Σ idf × tf × (k1 + 1) / (tf + k1 × (1 − b + b × length / average)),  k1 = 1.2, b = 0.75
 *
 * Function words beside others weigh 0.3. The 20 best then get, for each word by itself, what
 * docs/query.md gives for its first place and for its form as typed, and are sorted anew.
 */
#ifndef FOUILLE_ORACLE_SCORE_H
#define FOUILLE_ORACLE_SCORE_H

#include <stdbool.h>

#include "tests/oracle/collection.h"
#include "tests/oracle/filters.h"

enum { ORACLE_WORDS = 8, ORACLE_VARIANTS = 2, ORACLE_CLAUSES = 8, ORACLE_TERMS = 512 };

enum oracle_occur { ORACLE_SHOULD, ORACLE_MUST, ORACLE_MUST_NOT };

/* Forms of a collection are fewer. */
enum { ORACLE_FORMS = 4096 };

enum oracle_kind { ORACLE_WORD, ORACLE_EXACT, ORACLE_PATTERN, ORACLE_FUZZY };

/* A word as typed: it has the surface form and the term that the analyser gives it; of a pattern
 * the surface is the pattern. */
struct oracle_word {
    enum oracle_kind kind;
    unsigned edits; /* of ORACLE_FUZZY */
    char surface[ANALYSIS_WORD_MAX + 1];
    char term[ANALYSIS_WORD_MAX + 1];
    /* filled by oracle_match: */
    size_t term_count;
    uint32_t terms[ORACLE_TERMS];
    bool forms[ORACLE_FORMS]; /* which of them count */
    uint64_t df;              /* the largest of the terms' */
};

struct oracle_sequence {
    size_t count;
    struct oracle_word words[ORACLE_WORDS];
};

struct oracle_clause {
    enum oracle_occur occur;
    bool in_title;
    double boost; /* 0 stands for 1 */
    bool loose;   /* words in any order, at most `slack` positions between the first and the last */
    uint32_t slack;
    size_t variant_count;
    struct oracle_sequence variants[ORACLE_VARIANTS];
    /* filled by oracle_match: */
    double idf;
    bool function_word; /* it weighs less */
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

/* Positions of a clause in a document of a query that has been ranked. */
uint32_t oracle_frequency(const struct plain_document *document,
                          const struct oracle_clause *clause);

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
