/* The title of a page's article, of all that a page calls its title. */
#ifndef FOUILLE_HTML_HTML_TITLE_H
#define FOUILLE_HTML_HTML_TITLE_H

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Each is one line, or empty. */
struct html_titles {
    struct text_span shared;   /* og:title */
    struct text_span element;  /* <title> */
    struct text_span heading;  /* the first <h1> */
    struct text_span headline; /* in JSON-LD */
    struct text_span site;     /* og:site_name */
    struct text_span address;  /* the page's */
};

/* Appends og:title, else <title>, without the name of the site at its end; or the heading instead,
 * if the title is that and more, or is no more than the name of the site; or the headline. A name
 * of a site is og:site_name, or what the address's host is made of, or a few words after a bar. */
void html_title_append(struct buffer *into, const struct html_titles *titles);

#endif
