/* What a query says, before any index is asked: clauses, each with the words it needs.
 *
 * The words have gone through the very same analysis as documents. A typed word that the analysis
 * splits (porte-parole) is a phrase of its parts, with the joined reading (porteparole) as a
 * variant; a number in a phrase has its grouped and its ungrouped spelling as variants. So a
 * clause is a set of variants, each a sequence of words; most have one variant of one word.
 */
#ifndef FOUILLE_LANGUAGE_QUERY_H
#define FOUILLE_LANGUAGE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/term_dictionary.h"
#include "platform/arena.h"

struct analyzer;

/* One word at one place of a sequence. */
struct query_word {
    const char *surface; /* normalised form, accents kept; NUL-terminated */
    const char *term;    /* its stem */
    size_t surface_size;
    size_t term_size;
    uint32_t offset; /* positions behind the sequence's first word */
};

/* Words that must stand at these distances from each other. */
struct query_sequence {
    size_t count; /* at least 1 */
    struct query_word *words;
};

enum occur { OCCUR_SHOULD, OCCUR_MUST, OCCUR_MUST_NOT };

struct query_clause {
    enum occur occur;
    enum term_field field; /* FIELD_TITLE for titre:… */
    bool quoted;           /* typed as a phrase */
    const char *text;      /* as typed, for messages and --explain; NUL-terminated */
    size_t variant_count;  /* at least 1 */
    struct query_sequence *variants;
};

/* A document matches when it has every MUST clause, no MUST_NOT clause, and, when there is no MUST
 * clause, at least one SHOULD clause. Its score is the sum over its SHOULD and MUST clauses. */
struct query {
    struct arena arena; /* owns everything below */
    size_t clause_count;
    struct query_clause *clauses;
};

struct query_options {
    bool all_words;   /* a word without sign is MUST */
    bool phrase;      /* the whole text is one phrase (-p) */
    bool plain_words; /* no operators: every sign is text (--words) */
};

/* Parses `text` (any bytes; read as decode_text reads documents). The query language:
 *
 *     mot  "une phrase"  «une phrase»  +obligé  -exclu  +"…"  -"…"  titre:mot  titre:"…"
 *
 * `title:` is the English name. A sign or a field counts only at the start of a word; an unknown
 * `xxx:` is text. Text without any word gives an empty query (clause_count 0), not an error.
 * 0; ERROR_SYNTAX, with the column and what was expected (an unclosed quote is closed at the end of
 * the text, silently); ERROR_MEMORY. The caller releases on success. */
int query_parse(struct query *query, struct analyzer *analyzer, const char *text, size_t size,
                const struct query_options *options);
void query_release(struct query *query);

#endif
