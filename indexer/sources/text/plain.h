/* Plain text, and articles as a crawler left them (crawled.h). */
#ifndef FOUILLE_TEXT_PLAIN_H
#define FOUILLE_TEXT_PLAIN_H

#include "indexer/sources/article/draft.h"

/* Reads the bytes of a .txt file into the draft.
 *
 * A header in YAML, as trafilatura writes it, gives title, dates and address (front_matter.h).
 * A text that is not a crawled article has a title if its first line that is not blank is short
 * (150 characters), contains a letter or a digit, does not end like a sentence, and is followed by
 * a blank line; the title is then not in the body. No word is lost, except in the copy of a
 * repeated title or standfirst. 0 or ERROR_MEMORY. Linear time.
 */
int plain_read(struct draft *draft, const char *bytes, size_t size);

#endif
