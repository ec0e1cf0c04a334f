/* Plain text, and articles as a crawler left them (crawled.h). */
#ifndef FOUILLE_SOURCES_PLAIN_H
#define FOUILLE_SOURCES_PLAIN_H

#include "indexer/sources/article/draft.h"

/* Fills the draft from the bytes of a .txt file.
 *
 * A text that is no crawled article has a title if its first line that is not blank is short (150
 * characters), holds a letter or a digit, does not end as a sentence does, and a blank line
 * follows it; the title then leaves the body. No word is ever lost, but the copy of a repeated
 * title or standfirst. 0 or ERROR_MEMORY. Linear time. */
int plain_read(struct draft *draft, const char *bytes, size_t size);

#endif
