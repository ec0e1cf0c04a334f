/* Bounds what md4c does with a page that was made to keep it busy.
 *
 * md4c is linear on pages as people write them, and quadratic in the size of a paragraph (links
 * over many lines, brackets in brackets), in columns by rows of a table, and in link definitions by
 * their uses. So it is given a copy in which:
 *  - a run of lines without a blank line is cut by one after GUARD_RUN bytes, but not where it is
 *    surely a table or lists (those cost by the row, and by the item), and not within a word;
 *  - brackets beyond GUARD_DEPTH in one another are escaped, as are those that begin a line if
 *    the uses of definitions could cost more than GUARD_COST;
 *  - a table of more than GUARD_COLUMNS columns is none.
 * Nothing of this touches what an author would write by hand, but for a code block or paragraph of
 * more than GUARD_RUN bytes, which has a blank line in the middle then.
 *
 * Footnotes ([^1]: note) are escaped, too: md4c takes them for link definitions, which readers do
 * not see.
 */
#ifndef FOUILLE_TEXT_MARKDOWN_GUARD_H
#define FOUILLE_TEXT_MARKDOWN_GUARD_H

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

enum {
    GUARD_RUN = 1 << 14,
    GUARD_DEPTH = 128,
    GUARD_COLUMNS = 128,
    GUARD_COST = 1024 /* bytes of definitions that are copied for their uses, a byte of the page */
};

/* Appends the page to `into`, which is empty, as described above. Linear time. Check `into` with
 * buffer_status. */
void markdown_guard(struct text_span page, struct buffer *into);

#endif
