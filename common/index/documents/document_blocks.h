/* Inflated blocks of a document table, as many as a budget lets: hits come in order of score, so
 * that long lists of them come back to the same blocks again and again.
 *
 * A block has one slot by its number. When two want the same slot there are twice as many from then
 * on, while what is held is below the budget; after that the newer one replaces the older.
 */
#ifndef FOUILLE_DOCUMENTS_DOCUMENT_BLOCKS_H
#define FOUILLE_DOCUMENTS_DOCUMENT_BLOCKS_H

#include "common/base/buffer.h"

struct document_block {
    uint32_t number; /* + 1; 0: the slot is empty */
    struct buffer raw;
    const unsigned char *hashes; /* of its articles, in the segment */
};

struct document_blocks {
    struct document_block *slots;
    size_t slot_count; /* a power of two, or 0 */
    size_t budget;     /* bytes; with 0 only the newest block stays */
};

void document_blocks_release(struct document_blocks *blocks);

/* The block of that number if it is held, else NULL. */
struct document_block *document_blocks_find(const struct document_blocks *blocks, uint32_t number);

/* An empty slot for a block that is not held, named so once the caller sets its number; what was
 * there is gone. NULL when memory ran out (with its message). Valid until the next call. */
struct document_block *document_blocks_place(struct document_blocks *blocks, uint32_t number);

#endif
