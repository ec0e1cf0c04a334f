/* Markdown, with front matter: what a reader of the page sees, as md4c has it.
 *
 * The dialect is GitHub's (CommonMark with tables, strikethrough and task lists).
 * The title is the front matter's, else the first level 1 heading (# or ===; also --- for the first
 * block), which is then not in the body. Kept: the text of links and code, the alternative text of
 * images, numbers of items, footnotes and formulas as they are written. Not kept: link targets and
 * their definitions, HTML tags and comments, the words of Microsoft's and Adobe's directives
 * ([!NOTE], [!INCLUDE …]). Blocks are separated by a blank line, items and rows by a line end.
 */
#ifndef FOUILLE_TEXT_MARKDOWN_H
#define FOUILLE_TEXT_MARKDOWN_H

#include "indexer/sources/article/draft.h"

/* Reads the bytes of a .md file into the draft. 0 or ERROR_MEMORY. Linear time on any input
 * (markdown_guard.h). Memory: the text twice, and what md4c keeps: some 12 bytes a line, at most
 * 128 MiB. A file of more than 8 MiB is read in parts, each with the link definitions that are in
 * it. */
int markdown_read(struct draft *draft, const char *bytes, size_t size);

#endif
