/* What the readers of XML share: the parser's place in the document, and the current article.
 *
 * A dialect (xml_dialects.h) decides at each element where its text goes: to a field, to the body,
 * or nowhere.
 */
#ifndef FOUILLE_XML_XML_DOCUMENT_H
#define FOUILLE_XML_XML_DOCUMENT_H

#include <stdbool.h>
#include <string.h>

#include "common/base/hash_set.h"
#include "indexer/sources/article/draft.h"
#include "indexer/sources/xml/xml_order.h"

/* libxml2 accepts no deeper nesting. */
enum { XML_DEPTH_MAX = 256, XML_FIELD_MAX = 1 << 16 };

/* What is between the body so far and its next word; of several the last one here counts. */
enum xml_gap {
    XML_GAP_NONE,
    XML_GAP_TOKEN, /* a space, unless an apostrophe, a hyphen or a stop is on its side */
    XML_GAP_SPACE,
    XML_GAP_WRAP, /* a line end of the source: a space, or a newline after a hyphen */
    XML_GAP_LINE,
};

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

/* An open element. */
struct xml_level {
    const char *name;
    size_t start;     /* of its text in the body */
    enum xml_gap gap; /* before that text */
    unsigned context; /* for the dialect; 0 at first */
    unsigned shown;   /* the same: of several variants of a passage, the best so far */
    unsigned layout;  /* enum xml_layout, where xml_layout_open has seen it */
};

/* Whether elements have been closed since the last text. */
enum xml_closed { XML_CLOSED_NONE, XML_CLOSED_INLINE, XML_CLOSED_OTHER };

struct xml_document {
    const struct xml_dialect *dialect; /* NULL before the root */
    size_t limit;                      /* bytes of a body */
    const struct article_receiver *receiver;
    int status; /* 0, the receiver's failure, or ERROR_MEMORY */
    size_t line;

    struct xml_level levels[XML_DEPTH_MAX + 1]; /* from the root */
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
    struct buffer markup; /* becomes the body at the article's end: HTML, wikitext */
    enum xml_gap gap;     /* before the next text of the body */
    bool glued;           /* no white space is before the next text, whatever the source has */
    bool opened;          /* an element has been opened, and nothing has followed */
    enum xml_closed closed;
    size_t cut;            /* the limit of bytes that the body or a field exceeds; 0: none */
    unsigned ranks[4];     /* of the sources of fields; for the dialects */
    struct buffer base;    /* of addresses; for the dialects */
    struct buffer scratch; /* fields that are parsed, not stored; for the dialects */
    struct buffer heading; /* a part of a title, or a title for want of another; for the dialects */
    struct xml_order order;
    uint32_t ordinal;
    struct hash_set ids; /* their hashes; 0 counts as 1 */
    bool has_nameless;   /* an article has no id */
};

/* Returns the deepest open element, or the one `levels` above it, which must be there. */
static inline struct xml_level *xml_level(struct xml_document *document, size_t levels)
{
    return &document->levels[document->depth - 1 - levels];
}

/* Returns the value of the attribute with this name, without prefix; empty if there is none or if
 * it is longer than XML_FIELD_MAX or not valid UTF-8. */
struct text_span xml_attribute(const struct xml_element *element, const char *name);

/* Returns the name of the element `levels` above the deepest one; "" above the root. */
const char *xml_ancestor(const struct xml_document *document, size_t levels);

/* Whether an open element above the deepest one has this name. */
bool xml_is_within(const struct xml_document *document, const char *name);

/* Clears the buffer and directs the text of the deepest element to it. */
void xml_collect_field(struct xml_document *document, struct buffer *field);

/* Begins an article, and discards everything of the previous one. */
void xml_begin_article(struct xml_document *document);

/* Whether an earlier article in the file has this id. */
bool xml_has_id(const struct xml_document *document, struct text_span id);

/* Passes the article to the receiver, unless an earlier one in the file has the same id, which is
 * reported. */
void xml_end_article(struct xml_document *document);

/* Parses the date that a field gives, as date_read_value does. */
bool xml_parse_date(struct text_span text, struct moment *moment);

void xml_complain(struct xml_document *document, const char *message);

/* Whether the name is in a list that ends in NULL. */
bool xml_name_is_one_of(const char *name, const char *const *names);

/* Whether two names are the same. */
static inline bool xml_name_is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

#endif
