/* Cuts the text of a query into pieces: runs of plain words, and words or phrases with a sign or a
 * field before them. */
#ifndef FOUILLE_LANGUAGE_LEXER_H
#define FOUILLE_LANGUAGE_LEXER_H

#include "language/query.h"

struct piece {
    enum occur sign; /* OCCUR_SHOULD: none */
    enum term_field field;
    bool quoted;
    const char *text; /* in the lexer's text, without sign, field and quotes */
    size_t size;
};

struct lexer {
    const char *at, *end;
    bool plain; /* no signs, fields or quotes: everything is one run */
};

/* The next piece. False at the end. A run of words without signs is one piece, so that the
 * analyser sees words that belong together (10 000). */
bool lexer_next(struct lexer *lexer, struct piece *piece);

#endif
