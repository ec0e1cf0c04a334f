/* The header that a crawler writes above an article's text:
 *
 *     date 2022-01 https://…           the crawl's month and the address
 *     Title                            often twice
 *     Beginning of the text... 06.01.2022      the standfirst, cut, up to eight lines
 *     2022-01-06T11:54+0100            published, published, modified: one to three
 *     The text …
 *
 * Blank lines may occur anywhere. Each part may be missing, but there must be the first line or at
 * least one time stamp. What is not recognised stays in the text.
 */
#ifndef FOUILLE_TEXT_CRAWLED_H
#define FOUILLE_TEXT_CRAWLED_H

#include <stdbool.h>

#include "indexer/sources/article/article.h"

/* Spans of the given text; empty when missing. */
struct crawled_article {
    struct text_span title;
    struct text_span url;
    /* Empty when the body begins with the same words. Without its date, unless the other dates
     * contradict it: it is then kept whole. */
    struct text_span standfirst;
    struct text_span body;
    struct moment published; /* earliest time stamp, else the standfirst's date, else the month */
    struct moment modified;  /* the latest time stamp, if there are several */
};

/* Whether `text` (UTF-8, \n line ends) is such an article; if so, sets its parts. Looks at the
 * first 24 lines that are not blank, and compares the standfirst with the body once. */
bool crawled_recognise(struct text_span text, struct crawled_article *article);

#endif
