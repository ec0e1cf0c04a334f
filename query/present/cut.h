/* Where a text may be cut so that what is shown of it is of bounded width, and no character is cut
 * off from its marks. docs/output.md says the bounds.
 */
#ifndef FOUILLE_PRESENT_CUT_H
#define FOUILLE_PRESENT_CUT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"

/* Columns: of a title; of a match in a concordance; of a word of context, on average. */
enum { CUT_TITLE = 500, CUT_MATCH = 1000, CUT_WORD = 40 };

/* Bytes of a passage's text: where more of them meet, the next begins. */
enum { CUT_PASSAGE = 1 << 16 };

/* The columns that so many words of context may take on one side of a match, and the rest of its
 * own word. */
size_t cut_context(size_t words);

/* How far the text goes on from `from` in at most so many columns, and how far it goes back from
 * `at`, but not before `low`; both at the borders of characters with their marks. O(bytes between).
 */
size_t cut_forward(const char *text, size_t size, size_t from, size_t columns);
size_t cut_back(const char *text, size_t low, size_t at, size_t columns);

/* The next border between characters at or behind `at`; the last one at or before it, but not
 * before `low`. */
size_t cut_border_forward(const char *text, size_t size, size_t at);
size_t cut_border_back(const char *text, size_t size, size_t low, size_t at);

/* Appends a title as it is, or, where it is long, its first CUT_TITLE columns with at most
 * SAFE_MARKS marks a character and … behind. It is not made safe. */
void cut_title(struct buffer *to, const char *title, size_t size);

#endif
