/* The marks of dialects within a line of Markdown (markdown_dialects.h). */
#ifndef FOUILLE_TEXT_MARKDOWN_INLINE_H
#define FOUILLE_TEXT_MARKDOWN_INLINE_H

#include <stdbool.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

enum { MARKDOWN_TEMPLATES = 5 };

/* What has been looked for in the rest of a page, so that it is searched once; all zeros at its
 * start. */
struct markdown_searches {
    bool no_comment, no_liquid; /* %% or {% endcomment %} do not come any more */
    struct {
        const char *next; /* the next end of such a shortcode */
        bool none;
    } ends[MARKDOWN_TEMPLATES];
};

/* Appends a line without its end to `into`. `page` is what follows the line's first byte up to the
 * end of the page: a comment or a shortcode may end on a later line. Returns the bytes of `page`
 * that were read: those of the line, or more. */
size_t markdown_inline_read(struct text_span line, struct text_span page, struct buffer *into,
                            struct markdown_searches *searches);

#endif
