/* The header that a crawler writes above an article's text:
 *
 *      date 2022-01 https://…          the crawl's month and the address
 *     Title                            often twice
 *     Beginning of the text... 06.01.2022      the standfirst, cut, up to eight lines
 *     2022-01-06T11:54+0100            published, published, modified: one to three
 *     The text …
 *
 * Blank lines may stand anywhere. Each part may be missing, but the first line or one time stamp
 * must be there. What is not recognised stays in the text.
 */
#ifndef FOUILLE_SOURCES_CRAWLED_H
#define FOUILLE_SOURCES_CRAWLED_H

#include <stdbool.h>

#include "indexer/sources/article/article.h"

/* Spans of the text that was given; empty when missing. */
struct crawled_article {
    struct text_span title;
    struct text_span url;
    /* Without its date, and only when the body does not begin with the same words. */
    struct text_span standfirst;
    struct text_span body;
    struct moment
        published; /* the earliest time stamp, else the standfirst's date, else the month */
    struct moment modified; /* the latest of two time stamps or more */
};

/* Whether `text` (UTF-8, \n line ends) is such an article; if so, its parts. Looks at the first 24
 * lines that are not blank, and compares the standfirst with the body once. */
bool crawled_recognise(struct text_span text, struct crawled_article *article);

#endif
