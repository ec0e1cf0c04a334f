#include "common/index/documents/document_blocks.h"

#include <assert.h>
#include <stdlib.h>

#include "common/base/error.h"

static void release_all(struct document_block *slots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_release(&slots[i].raw);
    free(slots);
}

void document_blocks_release(struct document_blocks *blocks)
{
    release_all(blocks->slots, blocks->slot_count);
    *blocks = (struct document_blocks){0};
}

static struct document_block *block_slot(const struct document_blocks *blocks, uint32_t number)
{
    return &blocks->slots[number & (blocks->slot_count - 1)];
}

struct document_block *document_blocks_find(const struct document_blocks *blocks, uint32_t number)
{
    if (blocks->slot_count == 0)
        return NULL;
    struct document_block *slot = block_slot(blocks, number);
    return slot->number == number + 1 ? slot : NULL;
}

static size_t held_bytes(const struct document_blocks *blocks)
{
    size_t bytes = blocks->slot_count * sizeof *blocks->slots;
    for (size_t i = 0; i < blocks->slot_count; i++)
        bytes += blocks->slots[i].raw.capacity;
    return bytes;
}

/* Doubles the number of slots; creates one the first time. */
static int grow_blocks(struct document_blocks *blocks)
{
    struct document_blocks larger = {.slot_count = blocks->slot_count * 2,
                                     .budget = blocks->budget};
    if (larger.slot_count == 0)
        larger.slot_count = 1;
    larger.slots = calloc(larger.slot_count, sizeof *larger.slots);
    if (larger.slots == NULL)
        return error_memory();
    for (size_t i = 0; i < blocks->slot_count; i++)
        if (blocks->slots[i].number != 0)
            *block_slot(&larger, blocks->slots[i].number - 1) = blocks->slots[i];
    free(blocks->slots);
    *blocks = larger;
    return 0;
}

struct document_block *document_blocks_reserve(struct document_blocks *blocks, uint32_t number)
{
    assert(document_blocks_find(blocks, number) == NULL);
    /* Adding up the bytes held is slow, but only done when two blocks need the same slot. */
    while (blocks->slot_count == 0 ||
           (block_slot(blocks, number)->number != 0 && held_bytes(blocks) < blocks->budget))
        if (grow_blocks(blocks) != 0)
            return NULL;
    struct document_block *slot = block_slot(blocks, number);
    slot->number = 0;
    slot->hashes = NULL;
    buffer_clear(&slot->raw);
    return slot;
}
