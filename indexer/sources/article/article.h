/* What every source reader makes of its input: articles.
 *
 * All strings are valid UTF-8, may be empty, never NULL, and belong to the reader: they hold until
 * the sink returns. The body is what a reader of the article sees, with \n as line end; it is what
 * `fouille --full` prints and what byte offsets count in.
 */
#ifndef FOUILLE_SOURCES_ARTICLE_H
#define FOUILLE_SOURCES_ARTICLE_H

#include <stddef.h>
#include <stdint.h>

#include "common/base/moment.h"

struct text_span {
    const char *bytes; /* not NUL-terminated */
    size_t size;
};

struct article {
    struct text_span id;    /* within its file; empty when the file is one article */
    struct text_span title; /* one line, inner white space single */
    struct text_span url;
    struct text_span body;
    struct moment published;
    struct moment modified;
    uint32_t ordinal;      /* place in its file, from 0 */
    uint64_t content_hash; /* of the article's raw bytes (the line, for JSON Lines) */
};

/* Called once per article; a negative return ends the reading and is returned by the reader. */
typedef int (*article_sink)(void *context, const struct article *article);

/* Called for each part of a file that cannot be read (a bad JSON line, …): the reading goes on.
 * The message has no file name; line is 1-based, 0 when it means the whole file. */
typedef void (*article_complaint)(void *context, size_t line, const char *message);

#endif
