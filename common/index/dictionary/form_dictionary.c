#include "common/index/dictionary/form_dictionary.h"

#include <assert.h>

#include "common/base/error.h"

size_t form_key(const char *folded, size_t folded_size, const char *surface, size_t surface_size,
                char *key)
{
    assert(folded_size + 1 + surface_size <= KEY_MAX);
    memcpy(key, folded, folded_size);
    if (key_compare(folded, folded_size, surface, surface_size) == 0)
        return folded_size;
    key[folded_size] = '\0';
    memcpy(key + folded_size + 1, surface, surface_size);
    return folded_size + 1 + surface_size;
}

void form_writer_init(struct key_writer *writer)
{
    key_writer_init(writer);
    writer->keys_are_forms = true;
}

void form_writer_add(struct key_writer *writer, const char *key, size_t size,
                     const struct form_entry *entry)
{
    assert(writer->keys_are_forms);
    if (key_writer_add(writer, key, size))
        writer->reference = 0;
    int64_t further = (int64_t)entry->term - writer->reference;
    uint64_t distance = further < 0 ? (uint64_t)-further * 2 - 1 : (uint64_t)further * 2;
    bool single = entry->rank == 0 && entry->count == 1;
    buffer_append_varint(&writer->blocks, distance * 2 + single);
    if (!single) {
        buffer_append_varint(&writer->blocks, entry->rank);
        buffer_append_varint(&writer->blocks, entry->count);
    }
    writer->reference = entry->term;
}

static bool read_bounded(struct key_cursor *cursor, uint64_t limit, uint64_t *value)
{
    cursor->at = varint_read(cursor->at, cursor->end, value);
    if (cursor->at == NULL || *value > limit)
        cursor->damaged = true;
    return !cursor->damaged;
}

/* Sets the reference to the term's ordinal, from its zigzag distance to the previous form's. */
static bool move_reference(struct key_cursor *cursor, uint64_t distance)
{
    int64_t further = (int64_t)(distance / 2);
    int64_t term = (int64_t)cursor->reference + (distance % 2 == 0 ? further : -further - 1);
    if (term < 0 || term > UINT32_MAX)
        cursor->damaged = true;
    cursor->reference = (uint32_t)term;
    return !cursor->damaged;
}

/* Splits the key: the folded form, followed by a NUL and the surface form if the two differ. */
static void split_form_key(const struct key_cursor *cursor, struct form_entry *entry)
{
    entry->folded = entry->surface = cursor->key;
    entry->surface_size = cursor->key_size;
    entry->folded_size = cursor->folded_size;
    if (entry->folded_size < cursor->key_size) {
        entry->surface = cursor->key + entry->folded_size + 1;
        entry->surface_size = cursor->key_size - entry->folded_size - 1;
    }
}

/* Reads the current key's value. */
static int read_form(struct key_cursor *cursor, struct form_entry *entry)
{
    if (cursor->ordinal % KEY_BLOCK_SIZE == 0)
        cursor->reference = 0;
    uint64_t coded, rank = 0, count = 1;
    if (!read_bounded(cursor, UINT64_C(1) << 34, &coded) || !move_reference(cursor, coded / 2))
        return key_damaged(cursor->set);
    if (coded % 2 == 0 &&
        (!read_bounded(cursor, UINT32_MAX, &rank) || !read_bounded(cursor, UINT64_MAX, &count)))
        return key_damaged(cursor->set);
    entry->term = cursor->reference;
    entry->rank = (uint32_t)rank;
    entry->count = count;
    return 1;
}

int form_next(struct key_cursor *cursor, struct form_entry *entry)
{
    if (!key_cursor_next(cursor))
        return cursor->damaged ? ERROR_CORRUPT : 0;
    int status = read_form(cursor, entry);
    if (status == 1)
        split_form_key(cursor, entry);
    return status;
}

int form_seek(struct key_cursor *cursor, const struct key_set *forms, const char *folded,
              size_t size)
{
    key_cursor_seek(cursor, forms, folded, size);
    return cursor->damaged ? ERROR_CORRUPT : 0;
}

/* Looks up a key in the block at whose beginning the cursor is. */
static int find_form_in_block(struct key_cursor *cursor, struct slice key, struct form_entry *entry)
{
    for (unsigned i = 0; i < KEY_BLOCK_SIZE; i++) {
        int order;
        if (!key_cursor_compare_next(cursor, key.data, key.size, &order))
            return cursor->damaged ? ERROR_CORRUPT : 0;
        if (order > 0)
            return 0;
        int status = read_form(cursor, entry);
        if (status < 0 || order == 0)
            return status;
    }
    return 0;
}

int form_find(const struct key_set *forms, const char *key, size_t size, struct form_entry *entry)
{
    struct key_cursor cursor;
    entry->folded = entry->surface = NULL;
    if (!key_cursor_seek(&cursor, forms, key, size))
        return cursor.damaged ? ERROR_CORRUPT : 0;
    return find_form_in_block(&cursor, (struct slice){key, size}, entry);
}

int form_find_in(const struct key_set *forms, uint32_t block, struct slice key,
                 struct form_entry *entry)
{
    struct key_cursor cursor;
    entry->folded = entry->surface = NULL;
    if (!key_cursor_open(&cursor, forms, block))
        return cursor.damaged ? ERROR_CORRUPT : 0;
    return find_form_in_block(&cursor, key, entry);
}
