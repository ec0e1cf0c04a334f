/* Markdown within a paragraph: drops the marks, keeps the words. */
#ifndef FOUILLE_TEXT_MARKDOWN_INLINE_H
#define FOUILLE_TEXT_MARKDOWN_INLINE_H

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Appends what a reader sees of a paragraph (any text without blank lines; at most 4 GiB).
 * `brackets` is scratch, four bytes per byte of text. Linear time. Check `into` and `brackets` with
 * buffer_status. */
void markdown_inline(struct text_span text, struct buffer *brackets, struct buffer *into);

#endif
