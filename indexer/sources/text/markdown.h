/* Markdown, with front matter: what a reader of the page sees.
 *
 * The title is the front matter's, else the first level 1 heading's (# or ===; --- too for the
 * first block), which then leaves the body. Dropped: marks of headings, quotes, lists, emphasis,
 * tables and code; link targets; HTML tags and comments. Kept: the text of links and code, the
 * alternative text of images. Not a CommonMark parser: what is in doubt stays.
 */
#ifndef FOUILLE_SOURCES_MARKDOWN_H
#define FOUILLE_SOURCES_MARKDOWN_H

#include "indexer/sources/article/draft.h"

/* Fills the draft from the bytes of a .md file. 0 or ERROR_MEMORY. Linear time on any input;
 * memory: about six times the longest paragraph, beside the text. */
int markdown_read(struct draft *draft, const char *bytes, size_t size);

#endif
