/* Links to other pages inside an article: lists of headlines, "read also". */
#ifndef FOUILLE_HTML_HTML_LINKS_H
#define FOUILLE_HTML_HTML_LINKS_H

#include "indexer/sources/html/html_outline.h"

/* Marks them in `root`, with their headings. The outline must be weighed. `text` is the page's. */
void html_links_mark(struct html_outline *outline, uint32_t root, const char *text);

#endif
