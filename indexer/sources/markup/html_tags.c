#include "indexer/sources/markup/html_tags.h"

#include <stddef.h>
#include <string.h>

#include "common/base/ascii.h"

enum { TAG_NAME_MAX = 15 };

/* Sorted by name, in byte order. */
static const struct {
    const char *name;
    enum html_tag tag;
} tags[] = {
    {"a", HTML_INLINE},         {"abbr", HTML_INLINE},     {"acronym", HTML_INLINE},
    {"address", HTML_BLOCK},    {"applet", HTML_HIDDEN},   {"area", HTML_INLINE},
    {"article", HTML_BLOCK},    {"aside", HTML_BLOCK},     {"audio", HTML_HIDDEN},
    {"b", HTML_INLINE},         {"base", HTML_INLINE},     {"bdi", HTML_INLINE},
    {"bdo", HTML_INLINE},       {"big", HTML_INLINE},      {"blockquote", HTML_BLOCK},
    {"body", HTML_BLOCK},       {"br", HTML_BREAK},        {"button", HTML_CELL},
    {"canvas", HTML_HIDDEN},    {"caption", HTML_BLOCK},   {"center", HTML_BLOCK},
    {"cite", HTML_INLINE},      {"code", HTML_INLINE},     {"col", HTML_INLINE},
    {"colgroup", HTML_HIDDEN},  {"data", HTML_INLINE},     {"datalist", HTML_HIDDEN},
    {"dd", HTML_BLOCK},         {"del", HTML_INLINE},      {"details", HTML_BLOCK},
    {"dfn", HTML_INLINE},       {"dialog", HTML_BLOCK},    {"dir", HTML_BLOCK},
    {"div", HTML_BLOCK},        {"dl", HTML_BLOCK},        {"dt", HTML_BLOCK},
    {"em", HTML_INLINE},        {"embed", HTML_INLINE},    {"fieldset", HTML_BLOCK},
    {"figcaption", HTML_BLOCK}, {"figure", HTML_BLOCK},    {"font", HTML_INLINE},
    {"footer", HTML_BLOCK},     {"form", HTML_BLOCK},      {"frame", HTML_BLOCK},
    {"frameset", HTML_HIDDEN},  {"h1", HTML_BLOCK},        {"h2", HTML_BLOCK},
    {"h3", HTML_BLOCK},         {"h4", HTML_BLOCK},        {"h5", HTML_BLOCK},
    {"h6", HTML_BLOCK},         {"head", HTML_INLINE},     {"header", HTML_BLOCK},
    {"hgroup", HTML_BLOCK},     {"hr", HTML_BLOCK},        {"html", HTML_INLINE},
    {"i", HTML_INLINE},         {"iframe", HTML_HIDDEN},   {"img", HTML_INLINE},
    {"input", HTML_INLINE},     {"ins", HTML_INLINE},      {"isindex", HTML_INLINE},
    {"kbd", HTML_INLINE},       {"label", HTML_INLINE},    {"legend", HTML_BLOCK},
    {"li", HTML_BLOCK},         {"link", HTML_INLINE},     {"listing", HTML_PRE},
    {"main", HTML_BLOCK},       {"map", HTML_INLINE},      {"mark", HTML_INLINE},
    {"menu", HTML_BLOCK},       {"meta", HTML_INLINE},     {"meter", HTML_INLINE},
    {"nav", HTML_BLOCK},        {"nobr", HTML_INLINE},     {"noembed", HTML_HIDDEN},
    {"noframes", HTML_HIDDEN},  {"noscript", HTML_HIDDEN}, {"object", HTML_HIDDEN},
    {"ol", HTML_BLOCK},         {"optgroup", HTML_BLOCK},  {"option", HTML_BLOCK},
    {"output", HTML_INLINE},    {"p", HTML_BLOCK},         {"param", HTML_INLINE},
    {"picture", HTML_INLINE},   {"plaintext", HTML_PRE},   {"pre", HTML_PRE},
    {"progress", HTML_INLINE},  {"q", HTML_INLINE},        {"rb", HTML_INLINE},
    {"rp", HTML_INLINE},        {"rt", HTML_INLINE},       {"ruby", HTML_INLINE},
    {"s", HTML_INLINE},         {"samp", HTML_INLINE},     {"script", HTML_HIDDEN},
    {"search", HTML_BLOCK},     {"section", HTML_BLOCK},   {"select", HTML_BLOCK},
    {"small", HTML_INLINE},     {"source", HTML_INLINE},   {"span", HTML_INLINE},
    {"strike", HTML_INLINE},    {"strong", HTML_INLINE},   {"style", HTML_HIDDEN},
    {"sub", HTML_INLINE},       {"summary", HTML_BLOCK},   {"sup", HTML_INLINE},
    {"svg", HTML_HIDDEN},       {"table", HTML_BLOCK},     {"tbody", HTML_BLOCK},
    {"td", HTML_CELL},          {"template", HTML_HIDDEN}, {"textarea", HTML_HIDDEN},
    {"tfoot", HTML_BLOCK},      {"th", HTML_CELL},         {"thead", HTML_BLOCK},
    {"time", HTML_INLINE},      {"title", HTML_INLINE},    {"tr", HTML_BLOCK},
    {"track", HTML_INLINE},     {"tt", HTML_INLINE},       {"u", HTML_INLINE},
    {"ul", HTML_BLOCK},         {"var", HTML_INLINE},      {"video", HTML_HIDDEN},
    {"wbr", HTML_INLINE},       {"xmp", HTML_PRE},
};

enum html_tag html_tag_find(struct text_span name)
{
    char lower[TAG_NAME_MAX + 1] = {0};
    if (name.size == 0 || name.size > TAG_NAME_MAX)
        return HTML_UNKNOWN;
    for (size_t i = 0; i < name.size; i++)
        lower[i] = ascii_lower(name.bytes[i]);
    size_t low = 0, high = sizeof tags / sizeof *tags;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = lower[0] - tags[middle].name[0]; /* decides most */
        if (order == 0)
            order = strcmp(lower, tags[middle].name);
        if (order == 0)
            return tags[middle].tag;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return HTML_UNKNOWN;
}
