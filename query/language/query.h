/* A parsed query, before it is looked up in any index: its clauses with the words they need, its
 * filters, and how they combine.
 *
 * The words have gone through the same analysis as documents. A typed word that the analysis
 * splits (porte-parole) is a phrase of its parts, with the joined reading (porteparole) as a
 * variant; a number in a phrase has its grouped and its ungrouped spelling as variants. So a
 * clause is a set of variants, each a sequence of words; most have one variant of one word.
 */
#ifndef FOUILLE_LANGUAGE_QUERY_H
#define FOUILLE_LANGUAGE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/arena.h"
#include "common/base/slice.h"
#include "common/index/dictionary/term_dictionary.h"

struct analyzer;
struct expression;

/* What a word of a query stands for. */
enum word_kind {
    WORD_TERM,       /* all forms that a reader takes it for (analysis/reading.h) */
    WORD_EXACT,      /* its own surface form (=mot) */
    WORD_PATTERN,    /* all surface forms that fit its wildcards: * any text, ? one character */
    WORD_EXPRESSION, /* all surface forms that fit its regular expression: /…/ */
    WORD_FUZZY       /* all forms of the terms that have a form of nearly its spelling (mot~) */
};

/* One word at one position of a sequence. */
struct query_word {
    const char *surface; /* normalised form, accents kept; NUL-terminated */
    size_t surface_size;
    const struct slice *terms; /* WORD_TERM: what it stands for, each NUL-terminated */
    size_t term_count;
    bool known;   /* WORD_TERM: other forms of the index need not be looked at for lost accents */
    bool capital; /* WORD_TERM: it was typed as names are */
    bool family;  /* WORD_TERM: it also stands for its family (terms/family.h) */
    uint32_t offset; /* positions after the sequence's first word; in a loose clause, its part's */
    uint32_t part;   /* in a loose clause: words of the same part are at fixed distances */
    enum word_kind kind;
    struct expression *expression; /* WORD_EXPRESSION */
    unsigned edits;                /* WORD_FUZZY: the number of letters that may differ */
};

/* Words at fixed distances from each other. In a loose clause the distances hold within each part,
 * and the parts must be near each other. */
struct query_sequence {
    size_t count; /* at least 1 */
    struct query_word *words;
};

/* A clause that is SCORE_ONLY adds to the scores of documents that match without it. */
enum occur { OCCUR_SHOULD, OCCUR_MUST, OCCUR_MUST_NOT, OCCUR_SCORE_ONLY };

struct query_clause {
    enum occur occur;
    enum term_field field; /* FIELD_TITLE for titre:… */
    bool quoted;           /* typed as a phrase */
    bool loose;            /* its parts may be in any order */
    uint32_t slack;        /* loose: the most other words from the first part to the last */
    double boost;          /* factor of its score; above 0 */
    bool function_word;    /* a function word beside content words: SCORE_ONLY */
    bool joined;           /* two typed words as one, beside them (joins.h) */
    size_t joined_of;      /* joined: the number of the first word's clause */
    const char *text;      /* as typed, for messages and --explain; NUL-terminated */
    size_t variant_count;  /* at least 1 */
    struct query_sequence *variants;
};

enum filter_kind { FILTER_NONE, FILTER_DATE, FILTER_SITE, FILTER_URL, FILTER_PATH };

/* A condition on documents that is not about their words: it decides whether they match and adds
 * nothing to their scores. */
struct query_filter {
    enum filter_kind kind;
    const char *text;    /* what is sought, in lower case; paths keep their case and are composed
                          * (analysis/compose.h); NUL-terminated */
    int32_t first, last; /* FILTER_DATE: days since 1970-01-01, both included */
};

enum node_kind { NODE_GROUP, NODE_CLAUSE, NODE_FILTER };

/* A query as a tree. A group matches when all its MUST children match, none of its MUST_NOT
 * children does, and, if it has SHOULD children and no MUST child with a clause, at least one
 * SHOULD child does; SCORE_ONLY children decide nothing. (So a filter next to words does not make
 * the words optional; a group of MUST_NOT alone matches everything else.) */
struct query_node {
    enum node_kind kind;
    enum occur occur;
    bool filters_only;               /* no clause below it */
    bool split;                      /* the list that it was typed in was split (content.h) */
    size_t number;                   /* of its clause, or its filter */
    struct query_node *first, *last; /* a group's children */
    struct query_node *next;         /* the next child of its group */
};

/* A query that is all capitals (capitals.h), and how its words ET, OU, SAUF were read; each a bit.
 */
enum { CAPITALS_ONLY = 1, CAPITALS_OPERATORS = 2, CAPITALS_WORDS = 4 };

/* A query without operators, groups or filters is a plain list of clauses, without a root. Only the
 * occur of its clauses counts: a document matches when it has every MUST clause, no MUST_NOT
 * clause, and, if there is no MUST clause, at least one SHOULD clause.
 *
 * With a root, the tree decides what matches; the occur of a clause is then MUST_NOT if it is under
 * an odd number of exclusions, else SHOULD or SCORE_ONLY.
 *
 * The score of a document is the sum over its clauses that are not MUST_NOT, in query order,
 * wherever they are in the tree. */
struct query {
    struct arena arena; /* owns everything below */
    size_t clause_count;
    struct query_clause *clauses;
    size_t filter_count;
    struct query_filter *filters;
    struct query_node *root; /* a group, or NULL */
    unsigned capitals;       /* CAPITALS_… */
    double family_weight;    /* of the families of words in scores (terms/family.h) */
};

struct query_options {
    bool all_words;            /* a word without a sign is MUST */
    bool phrase;               /* the whole text is one phrase (-p) */
    bool plain_words;          /* no operators: every sign is text (--words) */
    const char *since, *until; /* only documents from `since` to `until`, both included; or NULL */
    double function_weight;    /* weight of function words beside content words */
    double family_weight;      /* weight of the families of words; 0: none is looked up */
    bool family;               /* words also stand for their families */
    bool any_accents;          /* words also stand for those that differ in accents */
};

/* Limits: bytes of a query's text, depth of its tree, number of its clauses, number of its filters,
 * and bytes of a filter's text. */
enum {
    QUERY_SIZE_MAX = 1 << 20,
    QUERY_DEPTH_MAX = 64,
    QUERY_CLAUSES_MAX = 4096,
    QUERY_FILTERS_MAX = 4096,
    QUERY_FILTER_SIZE_MAX = 4096
};

/* The most parts that a loose clause may have. */
enum { QUERY_PARTS_MAX = 32 };

/* Parses `text` (any bytes; read as decode_text reads documents) in the language of docs/query.md.
 * Text without any word gives an empty query (no clause, no filter), not an error.
 *
 *     query    = and { OU and }
 *     and      = [ SAUF ] list { ( ET | SAUF | ET SAUF ) list }
 *     list     = item { item }                  as a flat query: words, +words, -words
 *     item     = words | words PROCHE/N words { PROCHE/N words } | filter
 *              | [ sign ] [ "titre:" ] "(" query ")" [ "^" number ]
 *
 * A filter in a list that also has words applies to the whole group or query that contains it; in a
 * list of filters only, it is an operand like words.
 *
 * 0; ERROR_SYNTAX, with the column and what was expected (an unclosed quote is closed at the end of
 * the text, silently); ERROR_MEMORY. The caller releases on success. */
int query_parse(struct query *query, struct analyzer *analyzer, const char *text, size_t size,
                const struct query_options *options);
void query_release(struct query *query);

/* A word that is chosen rather than typed. */
struct weighted_form {
    uint32_t form; /* number of one of the analyser's forms */
    double boost;
};

/* Makes a query of forms, each a clause, in their order. The options apply as to words that are
 * typed; there is no phrase. 0, ERROR_SYNTAX or ERROR_MEMORY. The caller releases on success. */
int query_of_forms(struct query *query, struct analyzer *analyzer,
                   const struct weighted_form *forms, size_t count,
                   const struct query_options *options);

/* Whether the query can find documents at all: it has a clause that is not excluded, or a filter.
 */
bool query_can_match(const struct query *query);

#endif
