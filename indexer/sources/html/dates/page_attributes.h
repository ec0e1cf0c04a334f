/* The attributes of an element that finding a page's date looks at. */
#ifndef FOUILLE_HTML_DATES_PAGE_ATTRIBUTES_H
#define FOUILLE_HTML_DATES_PAGE_ATTRIBUTES_H

#include <stdbool.h>
#include <string.h>

#include "indexer/sources/article/article.h"

enum attribute {
    ATTRIBUTE_CLASS,
    ATTRIBUTE_ID,
    ATTRIBUTE_ITEM,
    ATTRIBUTE_DATETIME,
    ATTRIBUTE_CONTENT,
    ATTRIBUTE_DATA, /* the first of several names */
    ATTRIBUTE_TITLE,
    ATTRIBUTE_PROPERTY,
    ATTRIBUTE_NAME,
    ATTRIBUTE_HTTP_EQUIV,
    ATTRIBUTE_LANG,
    ATTRIBUTE_REL,
    ATTRIBUTE_HREF,
    ATTRIBUTES,
};

/* Sets the value of each, empty if it is missing; of several of one name the first counts.
 * `attributes` is NULL, or names and values (NULL if none) in turn with a NULL at the end; names
 * are in lower case. */
void page_sort_attributes(const char *const *attributes, struct text_span sorted[ATTRIBUTES]);

/* Whether two names, in lower case, are the same. */
static inline bool page_is_name(const char *name, const char *other)
{
    return name[0] == other[0] && strcmp(name, other) == 0;
}

#endif
