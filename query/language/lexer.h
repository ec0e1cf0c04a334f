/* Cuts the text of a query into tokens: runs of plain words, words and phrases with signs about
 * them, filters, operators and parentheses. docs/query.md has the language as a user sees it.
 *
 * A word ends at white space, before « or “, and before a parenthesis that closes a group. Signs,
 * fields, =, ( and " mean something only where a word begins; « and “ wherever they stand; ~ and ^
 * only where a word or a phrase ends. Behind an elision a phrase may begin (l'"état de droit"): the
 * elision, which is no word, is passed over. A number typed in groups of three (+10 000) is one
 * word. A backslash takes its meaning from the character behind it. Everything else is text.
 */
#ifndef FOUILLE_LANGUAGE_LEXER_H
#define FOUILLE_LANGUAGE_LEXER_H

#include "query/language/query.h"

/* Words or a phrase as typed. */
struct piece {
    enum occur sign; /* OCCUR_SHOULD: none */
    enum term_field field;
    bool quoted;
    bool exact;       /* = before it */
    bool pattern;     /* * or ? within */
    bool escaped;     /* text has backslashes */
    unsigned edits;   /* behind ~; 0: none */
    int slack;        /* "…"~N: words that may stand between; -1: none given */
    double boost;     /* behind ^; 1 when there is none */
    const char *text; /* in the lexer's text, without what stands about it */
    size_t size;
};

enum token_kind {
    TOKEN_END,
    TOKEN_PIECE,
    TOKEN_FILTER, /* piece.text is its value */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_NEAR
};

struct token {
    enum token_kind kind;
    enum filter_kind filter;
    unsigned distance;  /* of TOKEN_NEAR */
    struct piece piece; /* of TOKEN_OPEN the sign, of TOKEN_CLOSE the boost */
    const char *start, *end;
};

struct lexer {
    const char *text, *at, *end; /* valid UTF-8 */
    bool plain;                  /* no signs, fields, quotes, operators: everything is one run */
    bool keywords;               /* ET, OU, SAUF are operators: the text has small letters */
    bool single;                 /* the next run has one word only */
    unsigned depth;              /* groups that are open */
};

void lexer_init(struct lexer *lexer, const char *text, size_t size, bool plain);

/* The next token. A run of words without signs is one piece, so that the analyser sees words that
 * belong together (10 000); the word before a TOKEN_NEAR is a piece by itself.
 * 0 or ERROR_SYNTAX. O(bytes of the token, and of the word behind it). */
int lexer_next(struct lexer *lexer, struct token *token);

/* Leaves the message that `expected` was expected at `at`, a place in the lexer's text, with its
 * column, counted in characters from 1. Returns ERROR_SYNTAX. */
int lexer_expected(const struct lexer *lexer, const char *at, const char *expected);

#endif
