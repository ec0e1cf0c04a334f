/* <Elements> in a page: tags, comments, and what is between some of them. */
#ifndef FOUILLE_TEXT_WIKITEXT_ELEMENTS_H
#define FOUILLE_TEXT_WIKITEXT_ELEMENTS_H

#include "indexer/sources/text/wikitext_internal.h"

/* Reads the tag or comment that begins here, and what is not text, or text as it is written, up to
 * its end. False if none begins here. */
bool wikitext_read_element(struct wikitext *wiki);

#endif
