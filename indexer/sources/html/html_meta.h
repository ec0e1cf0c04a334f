/* What a page says of itself: dates and address, in <meta>, <link>, <time> and microdata. */
#ifndef FOUILLE_SOURCES_HTML_META_H
#define FOUILLE_SOURCES_HTML_META_H

#include <stdint.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Of each field the strongest source so far; the first of equals. Rank 0 is none yet. */
struct html_meta {
    struct buffer title; /* og:title */
    struct buffer url;
    struct moment published;
    struct moment modified;
    uint8_t url_rank, published_rank, modified_rank;
};

void html_meta_init(struct html_meta *meta);
void html_meta_release(struct html_meta *meta);

/* Looks at an element: its name, and NULL or its attributes, name and value (NULL if none) by
 * turns, a NULL behind them, as libxml2 gives them. */
void html_meta_element(struct html_meta *meta, const char *name, const char *const *attributes);

#endif
