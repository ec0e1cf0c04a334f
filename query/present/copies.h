/* Which articles are copies of an earlier one, exact or nearly so, as when several papers print the
 * text of an agency.
 *
 * For each text, the SKETCH_SIZE smallest hashes of its runs of three words are kept. The
 * proportion of the smallest hashes of two texts' union that are in both estimates the share of
 * runs that the texts have in common (bottom-k sketches; Broder, On the resemblance and containment
 * of documents, 1997). From one half on, they are copies.
 */
#ifndef FOUILLE_PRESENT_COPIES_H
#define FOUILLE_PRESENT_COPIES_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/slice.h"
#include "common/base/vector.h"
#include "query/language/clauses.h"

struct analyzer;
struct copies_link;

enum { SKETCH_SIZE = 64 };

struct sketch {
    uint32_t count;               /* fewer than SKETCH_SIZE: all hashes of the text */
    uint64_t hashes[SKETCH_SIZE]; /* ascending */
};

struct copies {
    VECTOR(struct sketch) sketches;     /* of the texts that are not copies */
    VECTOR(struct copies_link) links;   /* which texts have a hash */
    struct occurrence_list occurrences; /* of the current text */
    VECTOR(uint64_t) hashes;
    size_t slot_count; /* 0 or a power of two */
    uint32_t *slots;   /* owned: 1 + the number of the newest link, by hash */
};

void copies_init(struct copies *copies);
void copies_release(struct copies *copies);

/* Sets *is_new to whether the text, valid UTF-8, is not a copy of one added before; if so and `add`
 * is set, adds it. Texts without words are never copies. Returns 0 or ERROR_MEMORY. About 20 ns per
 * byte. */
int copies_check(struct copies *copies, struct analyzer *analyzer, struct slice text, bool add,
                 bool *is_new);

/* The estimated share of common runs of words: 0 to 1. */
double sketch_resemblance(const struct sketch *one, const struct sketch *other);

#endif
