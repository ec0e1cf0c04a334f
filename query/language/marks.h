/* The signs about a word or a phrase: + - titre: date: = before it, quotes around it, * and ?
 * within it, ~ and ^ behind it. */
#ifndef FOUILLE_LANGUAGE_MARKS_H
#define FOUILLE_LANGUAGE_MARKS_H

#include "query/language/lexer.h"

enum { MARKS_DISTANCE_MAX = 1000, MARKS_EDITS_MAX = 2, MARKS_BOOST_MAX = 1000 };

static inline bool marks_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool marks_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool marks_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether « or “ stands at `at`, which open a phrase also within a word. */
bool marks_quote_anywhere(const char *at, const char *end);

/* Takes a sign, then a field or a filter's name, then = off the front; returns what stands behind.
 * *filter is FILTER_NONE when there is no filter's name. */
const char *marks_prefix(const char *at, const char *end, struct piece *piece,
                         enum filter_kind *filter);

/* A phrase in quotes at `at`, or behind an elision there; an unclosed one goes to the end. Returns
 * what stands behind the quotes, NULL when there are none. */
const char *marks_quoted(const char *at, const char *end, struct piece *piece);

/* Whether the character of [from, end) at `at` is a wildcard: * by a letter or another wildcard, ?
 * between two. */
bool marks_wildcard(const char *from, const char *at, const char *end);

/* What stands behind the quotes at lexer->at: ~N, ^N. 0 or ERROR_SYNTAX. */
int marks_behind_quote(struct lexer *lexer, struct piece *piece);

/* ^N at *at: moves *at behind it. 0 or ERROR_SYNTAX. */
int marks_boost(const struct lexer *lexer, const char **at, struct piece *piece);

/* Reads what is within and behind the word in [at, end): *, ?, \, ~, ^N. Sets the piece's text to
 * the rest. 0 or ERROR_SYNTAX. */
int marks_word(const struct lexer *lexer, const char *at, const char *end, struct piece *piece);

#endif
