/* Regular expressions over surface forms: /dés.*ment/. They are PCRE2's, and fit whole forms, in
 * any case. PCRE2 is given the limits below, so that no expression costs much more than it is
 * worth: it backtracks, and a bad expression would take forever on one form.
 *
 * An expression is compiled, without machine code, into the arena of its query, which owns it
 * whole.
 */
#ifndef FOUILLE_LANGUAGE_EXPRESSION_H
#define FOUILLE_LANGUAGE_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/arena.h"
#include "common/base/slice.h"
#include "common/words/word_size.h"

/* The most bytes between the slashes. */
enum { EXPRESSION_SIZE_MAX = 255 };

/* What an expression costs on one form, in forms that a wildcard is compared with. */
enum { EXPRESSION_FORM_COST = 8 };

struct expression;

/* Returns the end of an expression at `at`, where a word begins: after its closing slash, which
 * ends the word but for a weight or a parenthesis; NULL when there is none. */
const char *expression_end(const char *at, const char *end);

/* Compiles the expression of a text, /…/ and valid UTF-8. 0; ERROR_SYNTAX for one that is malformed
 * or too long, with a message; ERROR_MEMORY. */
int expression_compile(struct expression **expression, struct arena *arena, struct slice text);

/* The folded letters that every form that fits begins with. */
struct slice expression_prefix(const struct expression *expression);

/* Whether all of a form, any bytes of at most ANALYSIS_WORD_MAX, fits: 1, 0, or ERROR_SYNTAX, with
 * a message, when the expression has tried more ways than it may, on this form or on too many. Not
 * thread-safe: an expression has one place to work in. */
int expression_fits(struct expression *expression, const char *surface, size_t size);

#endif
