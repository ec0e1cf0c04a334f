#include "indexer/sources/walk/folder_set.h"

#include <stdint.h>
#include <stdlib.h>

#include "common/base/error.h"

enum { FIRST_CAPACITY = 64 };

static struct folder_id *folder_slot(const struct folder_set *set, struct folder_id id)
{
    uint64_t hash = (id.inode ^ id.device << 40) * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash >> 20) & (set->capacity - 1);
    while (set->slots[at].inode != 0 &&
           (set->slots[at].inode != id.inode || set->slots[at].device != id.device))
        at = (at + 1) & (set->capacity - 1);
    return &set->slots[at];
}

static int grow_folder_set(struct folder_set *set)
{
    struct folder_set larger = {.capacity =
                                    set->capacity == 0 ? FIRST_CAPACITY : set->capacity * 2};
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL)
        return error_memory();
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i].inode != 0)
            *folder_slot(&larger, set->slots[i]) = set->slots[i];
    larger.count = set->count;
    free(set->slots);
    *set = larger;
    return 0;
}

int folder_set_add(struct folder_set *set, struct folder_id id)
{
    if (set->count >= set->capacity / 2 && grow_folder_set(set) != 0)
        return ERROR_MEMORY;
    struct folder_id *slot = folder_slot(set, id);
    if (slot->inode != 0)
        return 0;
    *slot = id;
    set->count++;
    return 1;
}

void folder_set_release(struct folder_set *set)
{
    free(set->slots);
    *set = (struct folder_set){0};
}
