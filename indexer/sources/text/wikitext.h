/* MediaWiki's markup: roughly what a reader of the page sees.
 *
 * Dropped: templates and parser functions, comments, <ref>s and other elements that are not text,
 * files, categories, marks of headings, lists, emphasis and tables. Kept: the text of links and
 * table cells. Nothing is expanded, since only the wiki could do that.
 */
#ifndef FOUILLE_TEXT_WIKITEXT_H
#define FOUILLE_TEXT_WIKITEXT_H

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Appends the text of a page; check `into` with buffer_status. Linear time, no memory but
 * `into`. */
void wikitext_read(struct text_span page, struct buffer *into);

#endif
