/* HTML marks met one at a time, without a parser: for Markdown, and for pages that libxml2 would
 * take too long to read. */
#ifndef FOUILLE_SOURCES_MARKUP_H
#define FOUILLE_SOURCES_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"
#include "indexer/sources/markup/html_tags.h"

/* Marks whose end was looked for in vain: it is not looked for again, so that a whole text costs
 * linear time. All false at the text's start. */
struct markup_missing {
    bool comment, script, style;
};

/* How many bytes a comment, a script or a style takes that starts at the text's first byte, its
 * end included; 0 if none starts here or it has no end. `text` reaches to the end of the file. */
size_t markup_hidden(struct text_span text, struct markup_missing *missing);

struct markup_tag {
    size_t size;           /* from < to >; 0: no tag */
    enum html_tag kind;    /* HTML_UNKNOWN for names that are not HTML's */
    struct text_span name; /* empty for <! and <? */
};

/* The tag that starts at the text's first byte. At most 1 MiB is looked at, and not beyond a
 * < outside quotes. */
struct markup_tag markup_tag_at(struct text_span text);

/* Appends the character that "&name;" or "&#number;" at the text's first byte stands for; returns
 * the bytes read, 0 (nothing appended) if it stands for none. */
size_t markup_entity(struct text_span text, struct buffer *into);

#endif
