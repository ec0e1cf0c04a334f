/* Character references of HTML: &eacute; &#233; &#xe9; and those that lack their semicolon. */
#ifndef FOUILLE_MARKUP_REFERENCES_H
#define FOUILLE_MARKUP_REFERENCES_H

#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Appends the character that "&name;" or "&#number;" at the text's first byte denotes. Returns the
 * number of bytes read, or 0 (nothing appended) if it denotes none. Numbers from 128 to 159 are
 * read as Windows-1252. */
size_t markup_append_entity(struct text_span text, struct buffer *into);

/* The same for what follows an & that no semicolon ends: a name of HTML 4 that ends with the last
 * letter, or the longest name of Latin-1 that begins the text, as in "L&eacutet&eacute" (the HTML
 * standard's list, and more). */
size_t markup_append_bare_entity(struct text_span name, struct buffer *into);

#endif
