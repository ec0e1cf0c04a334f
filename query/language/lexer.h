/* Splits the text of a query into tokens: runs of plain words, words and phrases with signs around
 * them, filters, operators and parentheses. docs/query.md describes the language for users.
 *
 * A word ends at white space, before « or “, and before a parenthesis that closes a group. Signs,
 * fields, =, ( and " have a meaning only where a word begins; « and “ have one anywhere; ~ and ^
 * only where a word or a phrase ends. A phrase may begin after an elision (l'"état de droit"); the
 * elision is skipped, since it is not a word. A number typed in groups of three (+10 000) is one
 * word. A backslash makes the next character plain text. Everything else is text.
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
    bool family;      /* % before it */
    bool any_accents; /* @ before it */
    bool pattern;     /* * or ? within */
    bool escaped;     /* text has backslashes */
    unsigned edits;   /* after ~; 0: none */
    int slack;        /* "…"~N: other words allowed between; -1: none given */
    double boost;     /* after ^; 1 when there is none */
    const char *text; /* in the lexer's text, without the signs and quotes around it */
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
    struct piece piece; /* TOKEN_OPEN: its sign and field; TOKEN_CLOSE: its boost */
    const char *start, *end;
};

struct lexer {
    const char *text, *at, *end; /* valid UTF-8 */
    bool plain;                  /* no signs, fields, quotes, operators: everything is one run */
    bool keywords;               /* ET, OU, SAUF are operators */
    const uint32_t *places;      /* in a text that is all capitals, the offsets of those that are */
    size_t place_count;          /* (capitals.h); NULL: all are */
    bool single;                 /* the next run has one word only */
    unsigned depth;              /* the number of open groups */
};

void lexer_init(struct lexer *lexer, const char *text, size_t size, bool plain);

/* Makes operators of the words at `count` offsets, ascending, and of no others. The places must
 * outlive the lexer. */
void lexer_set_operators(struct lexer *lexer, const uint32_t *places, size_t count);

/* Reads the next token. A run of words without signs is one piece, so that the analyser sees words
 * that belong together (10 000); the word before a TOKEN_NEAR is a piece by itself.
 * 0 or ERROR_SYNTAX. O(bytes of the token and of the word after it). */
int lexer_next(struct lexer *lexer, struct token *token);

/* Sets the error message that `expected` was expected at `at`, which points into the lexer's text;
 * the message has its column, counted in characters from 1. Returns ERROR_SYNTAX. */
int lexer_syntax_error(const struct lexer *lexer, const char *at, const char *expected);

#endif
