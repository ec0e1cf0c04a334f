/* What the readers of XML share: where the parser is in the document, and the article under way.
 *
 * A dialect (RSS and Atom, TEI, MediaWiki's export, any other XML) says at each element where the
 * text in it goes: to a field, to the body, or nowhere.
 */
#ifndef FOUILLE_SOURCES_XML_DOCUMENT_H
#define FOUILLE_SOURCES_XML_DOCUMENT_H

#include <stdbool.h>

#include "indexer/sources/article/draft.h"
#include "indexer/sources/html/html_text.h"
#include "indexer/sources/json/id_set.h"

/* libxml2 goes no deeper. */
enum { XML_DEEPEST = 256, XML_FIELD_MOST = 1 << 16 };

struct xml_element {
    const char *name;        /* without its prefix */
    const char *space;       /* its name space's URI; "" */
    const char **attributes; /* as libxml2 gives them: five a piece */
    size_t attribute_count;
};

struct xml_document;

struct xml_dialect {
    bool (*knows)(const struct xml_element *root);
    void (*open)(struct xml_document *document, const struct xml_element *element);
    /* The element is still the deepest one. */
    void (*close)(struct xml_document *document, const char *name);
    bool has_parts; /* a document without an article in it has none */
};

struct xml_document {
    const struct xml_dialect *dialect; /* NULL before the root */
    size_t limit;                      /* bytes of a body */
    article_sink sink;
    article_complaint complaint;
    void *context;
    int status; /* what the sink failed with, ERROR_MEMORY */
    size_t line;

    const char *names[XML_DEEPEST + 1]; /* of the open elements, the root's first */
    size_t depth;
    size_t hidden; /* depth from which on nothing is read; 0: all is */

    /* Where text goes: a field, when `field` is set and the depth is at least field_depth; else the
     * body, if it is wanted. */
    struct buffer *field;
    size_t field_depth;
    bool body;

    bool in_article;
    size_t article_depth; /* of its element */
    struct draft draft;
    struct buffer id;
    struct buffer markup;  /* what becomes body at the article's end: HTML, wikitext */
    enum html_gap gap;     /* before the next text of the body */
    bool closed;           /* an element has, and no text has come since */
    bool cut;              /* the article is longer than the limit */
    unsigned ranks[4];     /* of the sources that fields were taken from; dialects' own */
    struct buffer base;    /* of addresses; dialects' own */
    struct buffer scratch; /* fields that are read and then used: dialects' own */
    uint32_t ordinal;
    struct id_set ids;
};

/* An attribute's value, without its prefix's name; empty if there is none or if it is no UTF-8. */
struct text_span xml_attribute(const struct xml_element *element, const char *name);

/* The name of the element that is so many levels above the deepest one; "" above the root. */
const char *xml_above(const struct xml_document *document, size_t levels);

/* Whether one of the open elements above the deepest has that name. */
bool xml_within(const struct xml_document *document, const char *name);

/* The text of the deepest element goes to the buffer, which is emptied. */
void xml_to_field(struct xml_document *document, struct buffer *field);

/* Character data, wherever it goes. */
void xml_text(struct xml_document *document, const char *bytes, size_t size);

/* What will stand between the body so far and the text to come. */
void xml_gap(struct xml_document *document, enum html_gap gap);

/* Begins an article: everything of the last one is gone. */
void xml_begin_article(struct xml_document *document);

/* Hands the article over, unless the file had one with its id, which is complained of. */
void xml_end_article(struct xml_document *document);

/* Reads a date as ISO, as French or as mail writes it. */
bool xml_date(struct text_span text, struct moment *moment);

void xml_complain(struct xml_document *document, const char *message);

extern const struct xml_dialect xml_feed, xml_tei, xml_mediawiki, xml_plain;

#endif
