/* Tells a web page by its beginning, for files whose names do not. */
#ifndef FOUILLE_HTML_HTML_SNIFF_H
#define FOUILLE_HTML_HTML_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

/* Enough of a file to tell. */
enum { HTML_SNIFFED_SIZE = 4096 };

/* Whether the first bytes of a file, at most HTML_SNIFFED_SIZE, begin a page: after white space,
 * comments and an XML declaration stands a document type of HTML, or an element that begins pages.
 * The source of a page that a server computes (PHP) is none. */
bool html_begins_page(const char *bytes, size_t size);

#endif
