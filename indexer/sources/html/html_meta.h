/* What a page says about itself: dates and address, in <meta>, <link>, <time> and microdata. */
#ifndef FOUILLE_HTML_HTML_META_H
#define FOUILLE_HTML_HTML_META_H

#include <stdint.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* The best value of each field so far; of equal rank, the first. Rank 0: none yet. */
struct html_meta {
    struct buffer title; /* og:title */
    struct buffer site;  /* og:site_name */
    struct buffer url;
    struct buffer base;     /* of <base> */
    struct buffer relative; /* the canonical address, if it is relative to another */
    uint8_t url_rank;
};

void html_meta_init(struct html_meta *meta);
void html_meta_release(struct html_meta *meta);

/* Looks at an element. `attributes` is NULL, or names and values (NULL if none) in turn with a NULL
 * at the end, as libxml2 gives them. */
void html_meta_read_element(struct html_meta *meta, const char *name,
                            const char *const *attributes);

/* Makes the address absolute, as far as the page tells of what. Call it when the page has been
 * read. */
void html_meta_finish(struct html_meta *meta);

#endif
