/* Where to cut a text so that what is shown has a bounded width, and no character loses its
 * combining marks. The bounds are documented in docs/output.md.
 */
#ifndef FOUILLE_PRESENT_CUT_H
#define FOUILLE_PRESENT_CUT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "common/base/slice.h"

/* Columns: of a title; of a match in a concordance; of a word of context, on average. */
enum { CUT_TITLE = 500, CUT_MATCH = 1000, CUT_WORD = 40 };

/* Bytes of a passage's text: adjoining passages are joined up to this size. */
enum { CUT_PASSAGE = 1 << 16 };

/* The columns that `words` words of context may take on one side of a match, including the rest of
 * the word it is in. */
size_t cut_context(size_t words);

/* The end of at most `columns` columns of text from `from` on, and the start of at most `columns`
 * columns before `at`, but not before `low`; both at the border of a character and its marks.
 * O(bytes between). */
size_t cut_forward(const char *text, size_t size, size_t from, size_t columns);
size_t cut_back(const char *text, size_t low, size_t at, size_t columns);

/* The first character border at or after `at`; the last one at or before it, but not before
 * `low`. */
size_t cut_border_forward(const char *text, size_t size, size_t at);
size_t cut_border_back(const char *text, size_t size, size_t low, size_t at);

/* Appends a title unchanged or, if it is long, its first CUT_TITLE columns, with at most SAFE_MARKS
 * marks per character, followed by …. Does not make it safe for a terminal. */
void cut_title(struct buffer *to, struct slice title);

#endif
