/* The signs around a word or a phrase: + - titre: date: = before it, quotes around it, * and ?
 * within it, ~ and ^ after it. */
#ifndef FOUILLE_LANGUAGE_MARKS_H
#define FOUILLE_LANGUAGE_MARKS_H

#include "query/language/lexer.h"

enum { MARKS_DISTANCE_MAX = 1000, MARKS_EDITS_MAX = 2 };

/* Whether there is a « or “ at `at`; these open a phrase even within a word. */
bool marks_is_inner_quote(const char *at, const char *end);

/* Reads a sign, then the name of a field or filter, then =, each of which may be missing; returns
 * the end of what was read. *filter is FILTER_NONE when there is no filter's name. */
const char *marks_read_prefix(const char *at, const char *end, struct piece *piece,
                              enum filter_kind *filter);

/* Reads a phrase in quotes at `at`, or after an elision there; an unclosed one extends to the end.
 * Returns the end of the closing quote, NULL when there are no quotes. */
const char *marks_read_quoted(const char *at, const char *end, struct piece *piece);

/* Whether the character at `at` in [from, end) is a wildcard: a * next to a letter, a digit or
 * another wildcard, or a ? between two of them. */
bool marks_is_wildcard(const char *from, const char *at, const char *end);

/* Reads the ~N and ^N that follow quotes, at lexer->at, and moves lexer->at past them. 0 or
 * ERROR_SYNTAX. */
int marks_read_after_quote(struct lexer *lexer, struct piece *piece);

/* Reads ^N, if it is at *at, and moves *at past it. 0 or ERROR_SYNTAX. */
int marks_read_boost(const struct lexer *lexer, const char **at, struct piece *piece);

/* Reads the signs within and after the word in [at, end): *, ?, \, ~, ^N. Sets the piece's text to
 * the word without those after it. 0 or ERROR_SYNTAX. */
int marks_read_word(const struct lexer *lexer, const char *at, const char *end,
                    struct piece *piece);

#endif
