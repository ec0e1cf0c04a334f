/* The dates that a page gives in JSON-LD (schema.org): those of the object that is the article.
 *
 * Read one token at a time, without a tree: what sites write there is often not quite JSON, and all
 * of it that can be read counts. Objects nested deeper than 16 are not looked at. Linear time.
 */
#ifndef FOUILLE_HTML_DATES_LINKED_DATES_H
#define FOUILLE_HTML_DATES_LINKED_DATES_H

#include <stddef.h>
#include <stdint.h>

#include "indexer/sources/article/article.h"

enum { LINKED_OBJECTS_MAX = 8, LINKED_TEXT_SIZE = 160 };

enum linked_kind {
    LINKED_NONE,
    LINKED_OTHER,   /* a video, a product: something that the page may be about */
    LINKED_PAGE,    /* the page */
    LINKED_ARTICLE, /* an article, or what schema.org derives from it */
};

/* A text as it stands in the page, escapes included, or its beginning. */
struct linked_text {
    char bytes[LINKED_TEXT_SIZE];
    uint8_t size;
};

/* An object with dates. */
struct linked_object {
    enum linked_kind kind;
    struct moment published, created, modified;
    struct linked_text headline, address;
};

/* The objects of a page, in its order; those beyond the last are not kept. Objects that are parts
 * of others (videos, comments, lists of other articles) are left out. */
struct linked_dates {
    struct linked_object objects[LINKED_OBJECTS_MAX];
    size_t count;
};

/* Reads the scripts of JSON-LD in a page. */
void linked_dates_read(struct linked_dates *dates, struct text_span page);

/* The object that is the article: of those of the best kind the one whose headline or address is
 * the page's (each may be empty), else the first. NULL if there is none, or if there are many and
 * none is the page's. */
const struct linked_object *linked_dates_choose(const struct linked_dates *dates,
                                                struct text_span title, struct text_span address);

#endif
