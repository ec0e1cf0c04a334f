/* Makes of a page what md4c reads as it should, in linear time.
 *
 * md4c 0.4.8 is linear on pages as people write them, and quadratic in a paragraph's size (links
 * over many lines, brackets in brackets), in a table's columns by its rows, and in the size of link
 * definitions by their uses. So it is given a copy, in which
 *  - a blank line cuts a stretch of lines after GUARD_STRETCH bytes: between words, and not in
 * lists and tables, which cost by the item and by the row;
 *  - brackets within GUARD_DEPTH others are escaped, as are those of definitions if their uses
 * could cost more than GUARD_COST;
 *  - a table has at most GUARD_COLUMNS columns, or is none.
 * Of what people write this touches paragraphs and code of more than GUARD_STRETCH bytes without a
 * blank line, which then have one.
 *
 * Tables are made what they are to GitHub: one hyphen is enough for a rule, a table may interrupt a
 * paragraph, and its head must have as many columns as its rule. Cells beyond them, which nobody
 * would see, become part of the last one. Footnotes ([^1]: note), which md4c takes for link
 * definitions, are escaped.
 */
#ifndef FOUILLE_TEXT_MARKDOWN_GUARD_H
#define FOUILLE_TEXT_MARKDOWN_GUARD_H

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

enum {
    GUARD_STRETCH = 1 << 14,
    GUARD_DEPTH = 128,
    GUARD_COLUMNS = 128,
    GUARD_COST = 1024 /* bytes of definitions that are copied for their uses, a byte of the page */
};

/* Appends the page to `into`, which is empty, as described above. Linear time. Check `into` with
 * buffer_status. */
void markdown_guard(struct text_span page, struct buffer *into);

#endif
