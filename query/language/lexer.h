/* Cuts the text of a query into pieces: runs of plain words, and words or phrases with a sign or a
 * field before them.
 *
 * A word ends at white space and before « or “. Signs, fields and " mean something only where a
 * word begins; « and “ wherever they stand. Behind an elision a phrase may begin (l'"état de
 * droit"): the elision, which is no word, is passed over. A number typed in groups of three
 * (+10 000) is one word. Everything else is text.
 */
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
    const char *at, *end; /* valid UTF-8 */
    bool plain;           /* no signs, fields or quotes: everything is one run */
};

/* The next piece. False at the end. A run of words without signs is one piece, so that the
 * analyser sees words that belong together (10 000). O(bytes of the piece). */
bool lexer_next(struct lexer *lexer, struct piece *piece);

#endif
