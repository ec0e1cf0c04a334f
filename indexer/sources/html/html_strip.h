/* Handling of a page without a parser: removing what is hidden, and reading the whole page in
 * linear time where libxml2 would take quadratic time. */
#ifndef FOUILLE_HTML_HTML_STRIP_H
#define FOUILLE_HTML_HTML_STRIP_H

#include <stdbool.h>

#include "indexer/sources/html/html_text.h"

/* Removes comments, scripts and styles from the page, in place: they are often half of it, and
 * libxml2 would read them byte by byte. Returns the new size. *hostile: whether a tag has thousands
 * of attributes, which libxml2 compares pairwise. */
size_t html_remove_hidden(char *page, size_t size, bool *hostile);

/* Appends the page's text by going through its tags, comments, scripts and entities in order. Of
 * the hidden elements, omits only comments, scripts and styles. */
void html_strip_tags(struct text_span page, struct html_text *text);

#endif
