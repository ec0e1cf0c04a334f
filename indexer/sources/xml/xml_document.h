/* What the readers of XML share: the parser's place in the document, and the current article.
 *
 * A dialect (RSS and Atom, TEI, MediaWiki's export, any other XML) decides at each element where
 * its text goes: to a field, to the body, or nowhere.
 */
#ifndef FOUILLE_XML_XML_DOCUMENT_H
#define FOUILLE_XML_XML_DOCUMENT_H

#include <stdbool.h>
#include <string.h>

#include "common/base/hash_set.h"
#include "indexer/sources/article/draft.h"
#include "indexer/sources/html/html_text.h"

/* libxml2 accepts no deeper nesting. */
enum { XML_DEPTH_MAX = 256, XML_FIELD_MAX = 1 << 16 };

struct xml_element {
    const char *name;        /* without its prefix */
    const char *space;       /* its namespace's URI, or "" */
    const char **attributes; /* as libxml2 gives them: five pointers each */
    size_t attribute_count;
};

struct xml_document;

struct xml_dialect {
    bool (*recognises_root)(const struct xml_element *root);
    void (*open)(struct xml_document *document, const struct xml_element *element);
    /* Called while the element is still the deepest one. */
    void (*close)(struct xml_document *document, const char *name);
    bool has_many_articles; /* it may contain several articles, or none */
};

struct xml_document {
    const struct xml_dialect *dialect; /* NULL before the root */
    size_t limit;                      /* bytes of a body */
    const struct article_receiver *receiver;
    int status; /* 0, the receiver's failure, or ERROR_MEMORY */
    size_t line;

    const char *names[XML_DEPTH_MAX + 1]; /* of the open elements, from the root */
    size_t depth;
    size_t hidden; /* depth from which everything is skipped; 0: none */

    /* Where text goes: to `field`, if that is set and the depth is at least field_depth; else to
     * the body, if `body` is set. */
    struct buffer *field;
    size_t field_depth;
    bool body;

    bool in_article;
    size_t article_depth; /* of its element */
    struct draft draft;
    struct buffer id;
    struct buffer markup;  /* becomes the body at the article's end: HTML, wikitext */
    enum html_gap gap;     /* before the next text of the body */
    bool closed;           /* an element has been closed, and no text has followed */
    bool cut;              /* the article is longer than the limit */
    unsigned ranks[4];     /* of the sources of fields; for the dialects */
    struct buffer base;    /* of addresses; for the dialects */
    struct buffer scratch; /* fields that are parsed, not stored; for the dialects */
    uint32_t ordinal;
    struct hash_set ids; /* their hashes; 0 counts as 1 */
};

/* Returns the value of the attribute with this name, without prefix; empty if there is none or if
 * it is longer than XML_FIELD_MAX or not valid UTF-8. */
struct text_span xml_attribute(const struct xml_element *element, const char *name);

/* Returns the name of the element `levels` above the deepest one; "" above the root. */
const char *xml_ancestor(const struct xml_document *document, size_t levels);

/* Whether an open element above the deepest one has this name. */
bool xml_is_within(const struct xml_document *document, const char *name);

/* Clears the buffer and directs the text of the deepest element to it. */
void xml_collect_field(struct xml_document *document, struct buffer *field);

/* Takes character data to where it belongs. */
void xml_append_text(struct xml_document *document, const char *bytes, size_t size);

/* Sets the separator between the body so far and the text to come, unless a stronger one is set. */
void xml_set_gap(struct xml_document *document, enum html_gap gap);

/* Begins an article, and discards everything of the previous one. */
void xml_begin_article(struct xml_document *document);

/* Passes the article to the receiver, unless an earlier one in the file has the same id, which is
 * reported. */
void xml_end_article(struct xml_document *document);

/* Parses a date in ISO, French or mail format. */
bool xml_parse_date(struct text_span text, struct moment *moment);

void xml_complain(struct xml_document *document, const char *message);

/* Whether two names are the same. */
static inline bool xml_name_is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

#endif
