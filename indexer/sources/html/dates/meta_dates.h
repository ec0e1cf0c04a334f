/* Which dates the names of <meta> elements and of microdata promise. */
#ifndef FOUILLE_HTML_DATES_META_DATES_H
#define FOUILLE_HTML_DATES_META_DATES_H

#include <stdint.h>

#include "indexer/sources/article/article.h"

enum meta_date { META_NO_DATE, META_PUBLISHED, META_CREATED, META_MODIFIED };

/* Up to this rank, what is meant by the name is not sure: <meta name="date"> may be anything. */
enum { META_VAGUE = 5 };

/* Of several dates of a kind, the one with the highest rank (1 to 9) counts; of equal ranks, the
 * first. */
struct meta_promise {
    enum meta_date kind;
    uint8_t rank;
};

/* Letter case and signs do not matter: "article:published_time", "DC.date.issued", "datePublished",
 * "parsely-pub-date". Names that are not in a list are understood by their words. */
struct meta_promise meta_date_of(struct text_span name);

/* The same for the properties of an element, which may be several, with prefixes: "datePublished"
 * (microdata), "dc:date dc:created", "schema:datePublished" (RDFa). */
struct meta_promise meta_date_of_item(struct text_span items);

#endif
