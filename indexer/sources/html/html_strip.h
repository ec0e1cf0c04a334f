/* What is done to a page without a parser: taking out what is hidden, and reading the whole of it
 * in linear time where libxml2 would take quadratic time. */
#ifndef FOUILLE_SOURCES_HTML_STRIP_H
#define FOUILLE_SOURCES_HTML_STRIP_H

#include <stdbool.h>

#include "indexer/sources/html/html_text.h"

/* Takes comments, scripts and styles out of the page, in place: they are often half of it, and
 * libxml2 would read them byte by byte. Returns the bytes left; *hostile: whether a tag has
 * thousands of attributes, which libxml2 compares each with each. */
size_t html_drop_hidden(char *page, size_t size, bool *hostile);

/* Goes through the page's tags, comments, scripts and entities as they stand. Of what is hidden
 * only comments, scripts and styles are left out. */
void html_strip(struct text_span page, struct html_text *text);

#endif
