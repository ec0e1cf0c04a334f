/* Which articles are copies of one seen before, word for word or nearly so, as agencies' texts are
 * that several papers print.
 *
 * Of each text the least hashes of its runs of three words are kept. How many of the least ones of
 * two texts together are of both estimates what share of their runs they have in common (bottom-k
 * sketches; Broder, On the resemblance and containment of documents, 1997). From half on, they are
 * copies.
 */
#ifndef FOUILLE_PRESENT_COPIES_H
#define FOUILLE_PRESENT_COPIES_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "common/index/documents/document_table.h"

struct analyzer;

enum { SKETCH_SIZE = 64 };

struct sketch {
    uint32_t count;               /* fewer than SKETCH_SIZE: all hashes of the text */
    uint64_t hashes[SKETCH_SIZE]; /* ascending */
};

struct copies {
    struct buffer sketches;    /* struct sketch: of the texts that were no copies */
    struct buffer links;       /* struct copies_link: texts that have a hash */
    struct buffer occurrences; /* of the text at hand */
    struct buffer hashes;
    size_t slot_count; /* 0 or a power of two */
    uint32_t *slots;   /* owned: number of the newest link + 1 by hash */
};

void copies_init(struct copies *copies);
void copies_release(struct copies *copies);

/* Whether the text, valid UTF-8, is no copy of one that was added before; then it is added, if
 * `add` is set. Texts without a word are never copies. 0 or ERROR_MEMORY. About 20 ns a byte. */
int copies_look(struct copies *copies, struct analyzer *analyzer, struct bytes text, bool add,
                bool *is_new);

/* The share of common runs of words that two sketches tell: 0 to 1. */
double sketch_resemblance(const struct sketch *one, const struct sketch *other);

#endif
