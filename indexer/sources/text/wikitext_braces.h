/* {{Templates}} in a page, as they open and close: which of their arguments are text.
 *
 * An unknown template shows nothing, unless it is within a line and has one argument, without a
 * name: then that is a word of the sentence.
 */
#ifndef FOUILLE_TEXT_WIKITEXT_BRACES_H
#define FOUILLE_TEXT_WIKITEXT_BRACES_H

#include "indexer/sources/text/wikitext_internal.h"

size_t wikitext_count_closings(struct text_span text);

/* Skips a part of the page, with the }} in it. */
void wikitext_skip_part(struct wikitext *wiki, size_t size);

/* Reads {{ or }}. A template without an end hides nothing: false, and nothing read. */
bool wikitext_read_braces(struct wikitext *wiki);

/* Reads the | between two arguments. False if it is none. */
bool wikitext_read_argument_bar(struct wikitext *wiki);

#endif
