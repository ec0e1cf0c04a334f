/* MediaWiki's markup: roughly what a reader of the page sees.
 *
 * Kept: the text of links, table cells, captions, and of templates whose arguments are words of the
 * sentence (wikitext_templates.h). Dropped: other templates and parser functions, comments, <ref>s
 * and other elements that are not text, files, categories, marks of headings, lists, emphasis and
 * tables. Nothing is expanded, since only the wiki could do that.
 */
#ifndef FOUILLE_TEXT_WIKITEXT_H
#define FOUILLE_TEXT_WIKITEXT_H

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Appends the text of a page; check `into` with buffer_status. Linear time, no memory but
 * `into`, which grows by at most three times the page. */
void wikitext_read(struct text_span page, struct buffer *into);

#endif
