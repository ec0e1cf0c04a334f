/* Which forms of a collection count for a word of a query, and which are its family. */
#ifndef FOUILLE_ORACLE_WORDS_H
#define FOUILLE_ORACLE_WORDS_H

#include <stdbool.h>

#include "tests/oracle/collection.h"

enum { ORACLE_TERMS = 512 };

/* Forms of a collection are fewer. */
enum { ORACLE_FORMS = 4096 };

enum oracle_kind { ORACLE_WORD, ORACLE_EXACT, ORACLE_PATTERN, ORACLE_EXPRESSION, ORACLE_FUZZY };

/* Forms of a collection, with their terms: forms of one term are counted together. */
struct oracle_forms {
    bool has[ORACLE_FORMS];
    size_t term_count;
    uint32_t terms[ORACLE_TERMS];
    uint64_t df; /* the largest of the terms' */
};

/* A word as typed: it has the surface form and the term that the analyser gives it; of a pattern
 * the surface is the pattern. */
struct oracle_word {
    enum oracle_kind kind;
    unsigned edits; /* of ORACLE_FUZZY */
    bool capital;   /* it was typed as names are */
    char surface[ANALYSIS_WORD_MAX + 1];
    char term[ANALYSIS_WORD_MAX + 1];
    /* filled by words_prepare: */
    struct oracle_forms forms, family; /* family: of an ORACLE_WORD */
};

/* Finds the forms that count and, with `family`, those of the family. The df are those in titles
 * with `in_title`. */
void words_prepare(const struct collection *collection, struct oracle_word *word, bool in_title);
void words_prepare_family(const struct collection *collection, struct oracle_word *word);

/* Whether it is one of the function words that articles are made of. */
bool words_is_function(const char *surface);

/* Distinct positions of one of the terms in a document, or in its title. */
uint32_t words_count_term(const struct plain_document *document, const struct oracle_forms *forms,
                          uint32_t term, bool in_title);

/* The sum of it over the terms. */
uint32_t words_count(const struct plain_document *document, const struct oracle_forms *forms,
                     bool in_title);

#endif
