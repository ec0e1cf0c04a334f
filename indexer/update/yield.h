/* Whether a file gave as much text as a file of its size does: a page whose text only a script
 * would show, XML that has its words in attributes, a scanned PDF do not. */
#ifndef FOUILLE_UPDATE_YIELD_H
#define FOUILLE_UPDATE_YIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "indexer/run/input_rules.h"

/* `text`: bytes of all titles and bodies; `size`: bytes of the file. A file without any byte gives
 * enough, and plain text always does. */
bool yield_is_too_small(const struct input_kind *kind, uint64_t text, uint64_t size);

#endif
