/* What was taken of a page, and why, for people. */
#ifndef FOUILLE_HTML_HTML_EXPLAIN_H
#define FOUILLE_HTML_HTML_EXPLAIN_H

#include "common/base/buffer.h"
#include "indexer/sources/html/html_outline.h"

/* Appends a line for `root`, and one for each outermost element in and around it that is out and
 * has text, in the order of the page: bytes of words, whether they are taken, why, and the element
 * as in style sheets, parted by tabs. The outline has labels, and
 * is weighed. Nothing if `into` is NULL. */
void html_explain(struct buffer *into, const struct html_outline *outline, uint32_t root);

/* The same for a page that has no outline. */
void html_explain_unknown(struct buffer *into, size_t size);

#endif
