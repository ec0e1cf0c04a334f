/* Words that are hyphenated across a blank line.
 *
 * The analysis joins the halves of a word over one line end, and over the end of a page that shows;
 * over a blank line, which parts paragraphs, it joins nothing. Where a page ends within a word, and
 * only a blank line is left of it, its halves are therefore moved together here.
 */
#ifndef FOUILLE_TEXT_HYPHENS_H
#define FOUILLE_TEXT_HYPHENS_H

#include <stdbool.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Whether the text ends in a letter and a hyphen, or the sign ¬. */
bool hyphens_end(struct text_span text);

/* Appends a text, without the blank lines and form feeds, three at most, between the halves of a
 * word: a hyphen that ends a line, and a small letter; or both in capitals. Linear. */
void hyphens_append(struct buffer *into, struct text_span text);

#endif
