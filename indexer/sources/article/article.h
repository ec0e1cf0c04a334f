/* What every source reader turns its input into: articles.
 *
 * All strings are valid UTF-8, may be empty but never NULL, and belong to the reader: they are
 * valid until the receiver returns. The body is what a reader of the article sees, with \n as line
 * end; it is what `fouille --full` prints and what byte offsets refer to.
 */
#ifndef FOUILLE_ARTICLE_ARTICLE_H
#define FOUILLE_ARTICLE_ARTICLE_H

#include <stddef.h>
#include <stdint.h>

#include "common/base/moment.h"

struct text_span {
    const char *bytes; /* not NUL-terminated */
    size_t size;
};

struct article {
    struct text_span id;    /* within its file; mostly empty when the file is one article */
    struct text_span title; /* one line, inner white space reduced to single spaces */
    struct text_span url;
    struct text_span body;
    struct moment published;
    struct moment modified;
    size_t left_out;       /* bytes of text around the article, as menus are, that are not in it */
    uint32_t ordinal;      /* number in its file, from 0 */
    uint64_t content_hash; /* of its raw bytes (JSON Lines: of the line; XML: of its fields) */
};

/* What is said of a file that could be read. */
enum article_notice {
    NOTICE_TEXT, /* it has text that is not in its articles, or gives none */
    NOTICE_VALUE /* something is not as its format wants it, and is understood all the same */
};

/* What the readers pass their articles to. */
struct article_receiver {
    /* Called once per article. A negative return value ends the reading, and the reader returns
     * it. */
    int (*article)(void *context, const struct article *article);
    /* Called for each part of a file that cannot be read (a bad JSON line, …); reading continues.
     * The message does not name the file. `line` counts from 1; 0 means the whole file. NULL:
     * discards them. */
    void (*complaint)(void *context, size_t line, const char *message);
    /* The same for what is no failure. */
    void (*notice)(void *context, enum article_notice kind, size_t line, const char *message);
    void *context;
};

#endif
