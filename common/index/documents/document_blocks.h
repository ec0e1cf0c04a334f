/* A cache of inflated blocks of a document table, within a budget: hits come in the order of their
 * scores, so a long list of them needs the same blocks again and again.
 *
 * A block's number determines its slot. When two blocks need the same slot, the number of slots is
 * doubled, as long as the cache is below its budget; after that the newer block replaces the older.
 */
#ifndef FOUILLE_DOCUMENTS_DOCUMENT_BLOCKS_H
#define FOUILLE_DOCUMENTS_DOCUMENT_BLOCKS_H

#include "common/base/buffer.h"

struct document_block {
    uint32_t number; /* + 1; 0: the slot is empty */
    struct buffer raw;
    const unsigned char *hashes; /* content hashes of its articles, in the segment */
};

struct document_blocks {
    struct document_block *slots;
    size_t slot_count; /* a power of two, or 0 */
    size_t budget;     /* bytes; with 0 only the newest block is kept */
};

void document_blocks_release(struct document_blocks *blocks);

/* Returns the block with that number if it is held, else NULL. */
struct document_block *document_blocks_find(const struct document_blocks *blocks, uint32_t number);

/* Returns an empty slot for a block that is not held, discarding what the slot held; the block is
 * found once the caller sets slot->number to number + 1. NULL when memory ran out (with its
 * message). Valid until the next call. */
struct document_block *document_blocks_reserve(struct document_blocks *blocks, uint32_t number);

#endif
