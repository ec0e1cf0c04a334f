/* From analysed words to clauses. */
#ifndef FOUILLE_LANGUAGE_CLAUSES_H
#define FOUILLE_LANGUAGE_CLAUSES_H

#include "analysis/analyzer.h"
#include "language/lexer.h"
#include "platform/buffer.h"

/* A query under construction. */
struct clause_list {
    struct query *query;
    struct analyzer *analyzer;
    struct buffer clauses; /* struct query_clause */
    int status;            /* sticky: ERROR_MEMORY */
};

/* Adds the clauses of a piece that is not quoted: one a typed word.
 *
 * A word that the analyser parts by hyphens or dots is a phrase, with the joined reading as a
 * variant; one that it parts for another reason (glued words, groups of digits) counts as typed,
 * joined. Clitics (regarde-t-il) and long elisions (jusqu'à) are words of their own. */
void clauses_add_words(struct clause_list *list, const struct piece *piece,
                       const struct occurrence *occurrences, size_t count);

/* Adds one clause for a phrase: its words in order; hyphened words joined, and numbers with and
 * without groups of three, as variants. */
void clauses_add_phrase(struct clause_list *list, const struct piece *piece,
                        const struct occurrence *occurrences, size_t count);

#endif
