/* Markdown, with front matter: what a reader of the page sees.
 *
 * The title is the front matter's, else the first level 1 heading (# or ===; also --- for the first
 * block), which is then not in the body. Dropped: marks of headings, quotes, lists, emphasis,
 * tables and code; link targets; HTML tags and comments. Kept: the text of links and code, the
 * alternative text of images. Not a CommonMark parser: doubtful marks stay.
 */
#ifndef FOUILLE_TEXT_MARKDOWN_H
#define FOUILLE_TEXT_MARKDOWN_H

#include "indexer/sources/article/draft.h"

/* Reads the bytes of a .md file into the draft. 0 or ERROR_MEMORY. Linear time on any input;
 * memory: about six times the longest paragraph, plus the text. */
int markdown_read(struct draft *draft, const char *bytes, size_t size);

#endif
