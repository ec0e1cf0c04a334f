#include "indexer/sources/html/dates/page_attributes.h"

static enum attribute attribute_of(const char *name)
{
    static const struct {
        const char *name;
        enum attribute attribute;
    } names[] = {
        {"class", ATTRIBUTE_CLASS},
        {"content", ATTRIBUTE_CONTENT},
        {"datetime", ATTRIBUTE_DATETIME},
        {"data-date", ATTRIBUTE_DATA},
        {"data-datetime", ATTRIBUTE_DATA},
        {"data-time", ATTRIBUTE_DATA},
        {"data-timestamp", ATTRIBUTE_DATA},
        {"data-utime", ATTRIBUTE_DATA},
        {"href", ATTRIBUTE_HREF},
        {"http-equiv", ATTRIBUTE_HTTP_EQUIV},
        {"id", ATTRIBUTE_ID},
        {"itemprop", ATTRIBUTE_ITEM},
        {"lang", ATTRIBUTE_LANG},
        {"name", ATTRIBUTE_NAME},
        {"property", ATTRIBUTE_PROPERTY},
        {"rel", ATTRIBUTE_REL},
        {"title", ATTRIBUTE_TITLE},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (page_is_name(name, names[i].name))
            return names[i].attribute;
    return ATTRIBUTES;
}

void page_sort_attributes(const char *const *attributes, struct text_span sorted[ATTRIBUTES])
{
    for (size_t i = 0; i < ATTRIBUTES; i++)
        sorted[i] = (struct text_span){"", 0};
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2) {
        enum attribute attribute = attributes[1] == NULL ? ATTRIBUTES : attribute_of(attributes[0]);
        if (attribute != ATTRIBUTES && sorted[attribute].size == 0)
            sorted[attribute] = (struct text_span){attributes[1], strlen(attributes[1])};
    }
}
