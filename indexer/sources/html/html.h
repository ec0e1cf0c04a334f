/* HTML: the article of a page, in the text that a browser would show, by libxml2's parser.
 * html_article.h says what the article is.
 *
 * Title: html_title.h. Dates: dates/page_dates.h. Address: link rel=canonical, else og:url. The
 * body omits head, script, style, noscript, template, svg and the like; block elements, <br> and
 * table rows break lines, a space separates table cells, inline elements have no effect; white
 * space is reduced to single spaces, except in <pre>. Pages nested deeper than 512 elements, or
 * with thousands of attributes in one tag, are read tag by tag instead (html_strip.h); those with
 * thousands of attributes get no address, and no dates but those of JSON-LD.
 */
#ifndef FOUILLE_HTML_HTML_H
#define FOUILLE_HTML_HTML_H

#include "indexer/sources/article/draft.h"

/* Initialises libxml2. Call it before a thread reads HTML; repeated calls are harmless. */
void html_initialize(void);

struct html_reading {
    bool whole;                 /* take menus, comments and the like, too */
    struct buffer *explanation; /* what was taken and why is appended (html_explain.h); or NULL */
    size_t left_out;            /* bytes of text that were not taken are added */
};

/* Reads the bytes of a page into the draft. 0 or ERROR_MEMORY. About 80 MB/s. */
int html_read_page(struct draft *draft, const char *bytes, size_t size,
                   struct html_reading *wanted);

/* The same for HTML that is no page, but a part of something: all of it is taken. */
int html_read(struct draft *draft, const char *bytes, size_t size);

#endif
