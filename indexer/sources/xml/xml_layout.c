#include "indexer/sources/xml/xml_layout.h"

#include <stdlib.h>

#include "common/base/ascii.h"
#include "indexer/sources/markup/html_tags.h"
#include "indexer/sources/xml/xml_body.h"

enum { NAME_SIZE_MAX = 20 };

/* Besides the blocks of HTML, whose other names are not only typography elsewhere (time, label, s).
 * Each sorted, in byte order. */
static const char *const blocks[] = {"ab",          "abstract",     "ack",
                                     "al",          "alinea",       "annexe",
                                     "answer",      "auteur",       "author",
                                     "boxed-text",  "bq",           "bridgehead",
                                     "byline",      "chapeau",      "chapitre",
                                     "chapo",       "chapter",      "citation",
                                     "content",     "contenu",      "corps",
                                     "datation",    "date",         "dateline",
                                     "def-item",    "def-list",     "disp-quote",
                                     "document",    "entete",       "entree",

                                     "fig",         "fn",           "footnote",
                                     "glose",       "head",         "headline",
                                     "hl",          "illustration", "intertitre",
                                     "intitule",    "item",         "l",
                                     "lead",        "legende",      "lg",
                                     "ligne",       "line",         "list",
                                     "list-item",   "liste",        "mixed-citation",
                                     "note",        "notice",       "par",
                                     "para",        "paragraph",    "paragraphe",
                                     "part",        "partie",       "poem",
                                     "poeme",       "question",     "quote",
                                     "record",      "ref",          "resume",
                                     "row",         "sec",          "signature",
                                     "simpara",     "sommaire",     "sous-titre",
                                     "soustitre",   "speech",       "stage",
                                     "standfirst",  "stanza",       "strophe",
                                     "subhead",     "subtitle",     "surtitre",
                                     "table-wrap",  "term-list",    "texte",
                                     "tgroup",      "title",        "titre",
                                     "trans-title", "vers",         "verse"};
static const char *const inlines[] = {
    "a",          "abbr",           "acronym",   "b",         "bdi",      "bdo",         "big",
    "bold",       "caps",           "cite",      "code",      "del",      "dfn",         "em",
    "emph",       "emphasis",       "exposant",  "ext-link",  "font",     "gras",        "hi",
    "i",          "indice",         "ins",       "ital",      "italic",   "italique",    "kbd",
    "liensimple", "mark",           "monospace", "nobr",      "overline", "petitcap",    "q",
    "roman",      "ruby",           "samp",      "sc",        "small",    "span",        "strike",
    "strong",     "styled-content", "sub",       "subscript", "sup",      "superscript", "tt",
    "u",          "underline",      "var",       "wbr"};
static const char *const breaks[] = {"break", "lb", "linebreak", "newline", "saut"};

static int compare_names(const void *key, const void *name)
{
    return strcmp(key, *(const char *const *)name);
}

/* Whether the name is one of `count`. */
static bool is_listed(const char *name, const char *const *names, size_t count)
{
    return bsearch(name, names, count, sizeof *names, compare_names) != NULL;
}

static enum xml_layout layout_of_html(enum html_tag tag)
{
    switch (tag) {
    case HTML_BLOCK:
    case HTML_PRE:
        return XML_LAYOUT_BLOCK;
    case HTML_BREAK:
        return XML_LAYOUT_BREAK;
    case HTML_CELL:
        return XML_LAYOUT_CELL;
    default:
        return XML_LAYOUT_OTHER;
    }
}

enum xml_layout xml_layout_of(const char *name)
{
    char lower[NAME_SIZE_MAX + 1] = {0};
    size_t size = strlen(name);
    if (size > NAME_SIZE_MAX)
        return XML_LAYOUT_OTHER;
    for (size_t i = 0; i < size; i++)
        lower[i] = ascii_lower(name[i]);
    enum html_tag tag = html_tag_find((struct text_span){lower, size});
    while (size > 1 && ascii_is_digit(lower[size - 1]))
        lower[--size] = '\0';
    if (is_listed(lower, blocks, sizeof blocks / sizeof *blocks))
        return XML_LAYOUT_BLOCK;
    if (is_listed(lower, inlines, sizeof inlines / sizeof *inlines))
        return XML_LAYOUT_INLINE;
    if (is_listed(lower, breaks, sizeof breaks / sizeof *breaks))
        return XML_LAYOUT_BREAK;
    if (xml_name_is(lower, "cell") || xml_name_is(lower, "entry"))
        return XML_LAYOUT_CELL;
    return layout_of_html(tag);
}

void xml_layout_open(struct xml_document *document, const char *name)
{
    enum xml_layout layout = xml_layout_of(name);
    xml_level(document, 0)->layout = layout;
    bool sentence = layout == XML_LAYOUT_INLINE && document->closed == XML_CLOSED_INLINE;
    if (layout == XML_LAYOUT_CELL)
        xml_set_gap(document, XML_GAP_SPACE);
    else if (layout >= XML_LAYOUT_BREAK || (document->closed != XML_CLOSED_NONE && !sentence))
        xml_set_gap(document, XML_GAP_LINE);
}

void xml_layout_close(struct xml_document *document)
{
    enum xml_layout layout = xml_level(document, 0)->layout;
    if (layout == XML_LAYOUT_BLOCK)
        xml_set_gap(document, XML_GAP_LINE);
    else if (document->opened || layout == XML_LAYOUT_CELL)
        xml_set_gap(document, XML_GAP_SPACE);
    if (layout == XML_LAYOUT_CELL)
        document->closed = XML_CLOSED_NONE;
    else
        document->closed = layout == XML_LAYOUT_INLINE && document->closed != XML_CLOSED_OTHER
                               ? XML_CLOSED_INLINE
                               : XML_CLOSED_OTHER;
}
