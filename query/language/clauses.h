/* Builds clauses from analysed words. */
#ifndef FOUILLE_LANGUAGE_CLAUSES_H
#define FOUILLE_LANGUAGE_CLAUSES_H

#include "common/analysis/analyzer.h"
#include "common/base/slice.h"
#include "common/base/vector.h"
#include "query/language/lexer.h"

/* A query under construction. */
struct clause_builder {
    struct query *query;
    struct analyzer *analyzer;
    VECTOR(struct query_clause) clauses;
    int status; /* sticky: ERROR_MEMORY, ERROR_SYNTAX */
};

/* All zeros is an empty list; its storage is released by vector_release. */
struct occurrence_list {
    VECTOR(struct occurrence);
};

/* Appends all occurrences of a text at once, for callers that look ahead, to `out`, positions from
 * 0. 0 or ERROR_MEMORY. */
int occurrences_read(struct occurrence_list *out, struct analyzer *analyzer, const char *text,
                     size_t size);

/* A copy that the query's arena owns; NULL, and builder->status set, when memory runs out. */
void *clauses_copy(struct clause_builder *builder, const void *bytes, size_t size);

/* Adds the clauses of an unquoted piece: one per typed word.
 *
 * Parts of a word that are joined by hyphens or dots, or glued (iPhone), are one clause; clitics
 * (regarde-t-il) and what follows jusqu', lorsqu' and the like are words of their own. An excluded
 * word is one clause whatever its parts: -jusqu'à must not exclude every article with "à". Two
 * words written as one (étudiant·e·s) are variants of one clause. */
void clauses_add_words(struct clause_builder *builder, const struct piece *piece,
                       const struct occurrence *occurrences, size_t count);

/* Adds one clause with these variants, which the query's arena owns, for what was typed, `typed`,
 * with the piece's signs. */
void clauses_append(struct clause_builder *builder, const struct piece *piece, struct slice typed,
                    struct query_sequence *variants, size_t count);

/* Adds one clause for a form of the analyser's, as if the form had been typed by itself. */
void clauses_add_form(struct clause_builder *builder, const struct piece *piece, uint32_t form);

/* Adds one clause for a phrase, its words at their distances; nothing when it has no word. */
void clauses_add_phrase(struct clause_builder *builder, const struct piece *piece,
                        const struct occurrence *occurrences, size_t count);

#endif
