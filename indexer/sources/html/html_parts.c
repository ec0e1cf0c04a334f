#include "indexer/sources/html/html_parts.h"

#include <stddef.h>
#include <string.h>

/* Sorted by name, in byte order. */
static const struct {
    const char *name;
    enum html_part part;
} parts[] = {
    {"a", PART_LINK},
    {"article", PART_ARTICLE},
    {"aside", PART_ASIDE},
    {"blockquote", PART_QUOTE},
    {"body", PART_ROOT},
    {"button", PART_CONTROL},
    {"caption", PART_TABLE_HEAD},
    {"dd", PART_ITEM},
    {"dl", PART_LIST},
    {"dt", PART_ITEM},
    {"fieldset", PART_FORM},
    {"figcaption", PART_CAPTION},
    {"figure", PART_FIGURE},
    {"footer", PART_FOOTER},
    {"form", PART_FORM},
    {"h1", PART_TITLE},
    {"h2", PART_HEADING},
    {"h3", PART_HEADING},
    {"h4", PART_HEADING},
    {"h5", PART_HEADING},
    {"h6", PART_HEADING},
    {"header", PART_HEADER},
    {"html", PART_ROOT},
    {"label", PART_CONTROL},
    {"li", PART_ITEM},
    {"main", PART_MAIN},
    {"menu", PART_NAV},
    {"nav", PART_NAV},
    {"ol", PART_NUMBERED},
    {"p", PART_PARAGRAPH},
    {"pre", PART_PRE},
    {"select", PART_CONTROL},
    {"table", PART_TABLE},
    {"th", PART_TABLE_HEAD},
    {"thead", PART_TABLE_HEAD},
    {"time", PART_TIME},
    {"ul", PART_LIST},
};

enum html_part html_part_find(const char *name)
{
    size_t low = 0, high = sizeof parts / sizeof *parts;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = name[0] - parts[middle].name[0]; /* decides most */
        if (order == 0)
            order = strcmp(name, parts[middle].name);
        if (order == 0)
            return parts[middle].part;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return PART_OTHER;
}
