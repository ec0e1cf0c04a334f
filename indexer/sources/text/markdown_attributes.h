/* Attributes in Markdown: lists in braces, and those of shortcodes and containers
 * (markdown_dialects.h). */
#ifndef FOUILLE_TEXT_MARKDOWN_ATTRIBUTES_H
#define FOUILLE_TEXT_MARKDOWN_ATTRIBUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Whether the byte may be part of a name. */
bool markdown_is_name_byte(char byte);

/* Returns the size of the attribute list that begins with the text's brace; 0 if it is none. */
size_t markdown_attributes_size(struct text_span text);

/* Appends the values that a reader sees of the attributes in a shortcode: captions, titles,
 * alternative texts, and words in quotes without a name; a blank before each. */
void markdown_shown_attributes(struct text_span text, struct buffer *into);

#endif
