/* Recognises HTML tags, comments and entities (references.h) one at a time, without a parser: for
 * Markdown, and for pages that would take libxml2 too long. */
#ifndef FOUILLE_MARKUP_MARKUP_H
#define FOUILLE_MARKUP_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"
#include "indexer/sources/markup/html_tags.h"
#include "indexer/sources/markup/references.h"

/* Kinds of hidden markup whose end has been searched for in vain. It is not searched for again, so
 * that a whole text takes linear time. All false at the start of a text. */
struct markup_unclosed {
    bool comment, script, style;
};

/* Returns the size of the comment, script or style that starts at the text's first byte, its end
 * included, or of the tag alone if it ends with /> and its contents would be markup; 0 if none
 * starts here or it has no end. `text` must extend to the end of the file. */
size_t markup_hidden_size(struct text_span text, struct markup_unclosed *unclosed);

struct markup_tag {
    size_t size;           /* from < to >; 0: not a tag */
    enum html_tag kind;    /* HTML_UNKNOWN if the name is not HTML's */
    struct text_span name; /* empty for <! and <? */
};

/* Returns the tag that starts at the text's first byte. Reads at most 1 MiB, and stops at a <
 * outside quotes. */
struct markup_tag markup_parse_tag(struct text_span text);

#endif
