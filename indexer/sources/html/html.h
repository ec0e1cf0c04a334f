/* HTML: the text that a browser would show, through libxml2's parser.
 *
 * Title: <title>, else og:title, else the first h1. Dates: article:published_time, datePublished,
 * DC.date, date, else the first <time datetime>; article:modified_time, dateModified,
 * og:updated_time. Address: link rel=canonical, else og:url. The body leaves out head, script,
 * style, noscript, template, svg and the like; block elements, <br> and table rows break lines,
 * table cells are set apart by a space, inline elements change nothing; white space is single but
 * in <pre>. Pages nested deeper than 512 elements, or with thousands of attributes in one tag, are
 * read tag by tag instead (html_strip.h), the latter without dates and address.
 */
#ifndef FOUILLE_SOURCES_HTML_H
#define FOUILLE_SOURCES_HTML_H

#include "indexer/sources/article/draft.h"

/* Readies libxml2; to be called before a thread reads HTML, any number of times. */
void html_prepare(void);

/* Fills the draft from the bytes of a page. 0 or ERROR_MEMORY. About 90 MB/s. */
int html_read(struct draft *draft, const char *bytes, size_t size);

#endif
