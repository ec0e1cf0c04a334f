/* The element of a page that holds its article. */
#ifndef FOUILLE_HTML_HTML_ROOT_H
#define FOUILLE_HTML_HTML_ROOT_H

#include "indexer/sources/html/html_outline.h"

/* Returns the smallest element that holds nearly all prose of a weighed outline, or an ancestor of
 * it if prose stands beside it there (an introduction, a part after an advertisement); marks what
 * is beside that, and before the title. 0 is the whole page. */
uint32_t html_root_find(struct html_outline *outline);

#endif
