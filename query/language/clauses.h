/* From analysed words to clauses. */
#ifndef FOUILLE_LANGUAGE_CLAUSES_H
#define FOUILLE_LANGUAGE_CLAUSES_H

#include "common/analysis/analyzer.h"
#include "common/base/buffer.h"
#include "query/language/lexer.h"

/* A query under construction. */
struct clause_list {
    struct query *query;
    struct analyzer *analyzer;
    struct buffer clauses; /* struct query_clause */
    int status;            /* sticky: ERROR_MEMORY, ERROR_SYNTAX */
};

/* Adds the clauses of a piece that is not quoted: one a typed word.
 *
 * Parts of a word that are held together by hyphens or dots, and glued ones (iPhone), are one
 * clause; clitics (regarde-t-il) and what stands behind jusqu', lorsqu' and their kin are words of
 * their own. An excluded word is one clause whatever its parts: -jusqu'à must not exclude every
 * article with "à". Two words written in one place (étudiant·e·s) are variants of one clause. */
void clauses_add_words(struct clause_list *list, const struct piece *piece,
                       const struct occurrence *occurrences, size_t count);

/* Adds one clause of variants that are the query's, for what was typed from `start` to `end` of the
 * piece. */
void clauses_append(struct clause_list *list, const struct piece *piece, size_t start, size_t end,
                    struct query_sequence *variants, size_t count);

/* Adds one clause for a phrase: its words at their distances; none when there is no word. */
void clauses_add_phrase(struct clause_list *list, const struct piece *piece,
                        const struct occurrence *occurrences, size_t count);

#endif
