#include "index/key_blocks.h"

#include "index/accent_code.h"
#include "platform/error.h"

enum { ESCAPE = 0xff };

int key_compare(const char *one, size_t one_size, const char *other, size_t other_size)
{
    size_t shorter = one_size < other_size ? one_size : other_size;
    int order = memcmp(one, other, shorter);
    if (order != 0)
        return order;
    return (one_size > other_size) - (one_size < other_size);
}

void key_writer_init(struct key_writer *writer)
{
    writer->count = 0;
    writer->spelt = false;
    writer->previous_size = 0;
    buffer_init(&writer->blocks);
    buffer_init(&writer->index);
}

void key_writer_release(struct key_writer *writer)
{
    buffer_release(&writer->blocks);
    buffer_release(&writer->index);
}

static size_t shared_prefix(const char *one, size_t one_size, const char *other, size_t other_size)
{
    size_t shared = 0;
    while (shared < one_size && shared < other_size && one[shared] == other[shared])
        shared++;
    return shared;
}

static void write_key(struct key_writer *writer, size_t shared, const char *suffix, size_t size)
{
    size_t short_form = shared * 16 + size - 1;
    if (shared < 16 && size >= 1 && size <= 16 && short_form != ESCAPE) {
        buffer_append_byte(&writer->blocks, (unsigned char)short_form);
    } else {
        buffer_append_byte(&writer->blocks, ESCAPE);
        buffer_append_varint(&writer->blocks, shared);
        buffer_append_varint(&writer->blocks, size);
    }
    buffer_append(&writer->blocks, suffix, size);
}

/* A folded form, a NUL, and the surface form as its difference. */
static void write_spelt(struct key_writer *writer, const char *key, size_t size, size_t folded,
                        size_t shared)
{
    char suffix[KEY_MAX + 1];
    if (shared > folded)
        shared = folded;
    size_t before = folded + 1 - shared;
    memcpy(suffix, key + shared, before);
    size_t steps =
        accents_encode(key, folded, key + folded + 1, size - folded - 1, suffix + before);
    write_key(writer, shared, suffix, before + steps);
}

bool key_writer_add(struct key_writer *writer, const char *key, size_t size)
{
    bool first = writer->count % KEY_BLOCK_SIZE == 0;
    size_t shared = 0;
    if (first) {
        char start[8] = {0};
        memcpy(start, key, size < 8 ? size : 8);
        buffer_append(&writer->index, start, 8);
        buffer_append_u64(&writer->index, writer->blocks.size);
    } else {
        shared = shared_prefix(writer->previous, writer->previous_size, key, size);
    }
    const char *nul = writer->spelt ? memchr(key, '\0', size) : NULL;
    if (nul != NULL)
        write_spelt(writer, key, size, (size_t)(nul - key), shared);
    else
        write_key(writer, shared, key + shared, size - shared);
    memcpy(writer->previous + shared, key + shared, size - shared);
    writer->previous_size = size;
    writer->count++;
    return first;
}

static uint32_t block_count(const struct key_set *set)
{
    return set->count / KEY_BLOCK_SIZE + (set->count % KEY_BLOCK_SIZE != 0);
}

int key_damaged(const struct key_set *set)
{
    return error_set(ERROR_CORRUPT, "'%s' is damaged: section %s is malformed", set->file->shown,
                     section_name(set->blocks));
}

int key_set_check(const struct key_set *set)
{
    if (set->file->sections[set->index].size != (uint64_t)block_count(set) * KEY_INDEX_ENTRY_SIZE)
        return key_damaged(set);
    return 0;
}

static bool fail(struct key_cursor *cursor)
{
    cursor->damaged = true;
    key_damaged(cursor->set);
    return false;
}

bool key_cursor_open(struct key_cursor *cursor, const struct key_set *set, uint32_t block)
{
    cursor->set = set;
    cursor->block = block;
    cursor->damaged = false;
    cursor->key_size = 0;
    cursor->ordinal = block * KEY_BLOCK_SIZE - 1;
    cursor->at = cursor->end = NULL;
    if (block >= block_count(set))
        return false;
    const unsigned char *entry = segment_file_bytes(
        set->file, set->index, (uint64_t)block * KEY_INDEX_ENTRY_SIZE, KEY_INDEX_ENTRY_SIZE);
    if (entry == NULL)
        return fail(cursor);
    uint64_t start = load_u64(entry + 8), end = set->file->sections[set->blocks].size;
    if (block + 1 < block_count(set)) {
        entry =
            segment_file_bytes(set->file, set->index, (uint64_t)(block + 1) * KEY_INDEX_ENTRY_SIZE,
                               KEY_INDEX_ENTRY_SIZE);
        if (entry == NULL)
            return fail(cursor);
        end = load_u64(entry + 8);
    }
    if (start > end)
        return fail(cursor);
    cursor->at = segment_file_bytes(set->file, set->blocks, start, end - start);
    if (cursor->at == NULL)
        return fail(cursor);
    cursor->end = cursor->at + (end - start);
    return true;
}

/* The sizes in front of a suffix; the byte behind them, or NULL. */
static const unsigned char *read_sizes(const unsigned char *at, const unsigned char *end,
                                       uint64_t *shared, uint64_t *suffix)
{
    if (at >= end)
        return NULL;
    if (*at != ESCAPE) {
        *shared = *at >> 4;
        *suffix = (*at & 15) + 1;
        return at + 1;
    }
    at = varint_get(at + 1, end, shared);
    return at == NULL ? NULL : varint_get(at, end, suffix);
}

/* Puts the surface form in the place of the steps behind the NUL. */
static bool spell(struct key_cursor *cursor, char *nul)
{
    char steps[KEY_MAX], *surface = nul + 1;
    size_t folded = (size_t)(nul - cursor->key), count = cursor->key_size - folded - 1, size;
    memcpy(steps, surface, count);
    bool good =
        accents_decode(cursor->key, folded, steps, count, surface, KEY_MAX - folded - 1, &size);
    cursor->folded_size = folded;
    cursor->key_size = folded + 1 + size;
    cursor->key[cursor->key_size] = '\0';
    return good;
}

bool key_cursor_next(struct key_cursor *cursor)
{
    if (cursor->damaged || cursor->ordinal + 1 >= cursor->set->count)
        return false;
    uint32_t ordinal = cursor->ordinal + 1;
    if (ordinal / KEY_BLOCK_SIZE != cursor->block) {
        if (cursor->at != cursor->end) /* bytes behind a block's last key */
            return fail(cursor);
        if (!key_cursor_open(cursor, cursor->set, ordinal / KEY_BLOCK_SIZE))
            return cursor->damaged ? false : fail(cursor);
    }
    uint64_t shared, suffix;
    const unsigned char *at = read_sizes(cursor->at, cursor->end, &shared, &suffix);
    if (at == NULL || shared > cursor->key_size || suffix > KEY_MAX - shared ||
        suffix > (uint64_t)(cursor->end - at))
        return fail(cursor);
    memcpy(cursor->key + shared, at, suffix);
    cursor->key_size = shared + suffix;
    cursor->key[cursor->key_size] = '\0';
    cursor->at = at + suffix;
    cursor->ordinal = ordinal;
    if (!cursor->set->spelt)
        return true;
    cursor->folded_size = cursor->key_size;
    char *nul = memchr(cursor->key + shared, '\0', suffix);
    return nul == NULL || spell(cursor, nul) || fail(cursor);
}

/* Order of block's first key and `key`: by the eight bytes in the index, and when they are equal by
 * the key itself. 2 when bytes are bad. */
static int compare_first(struct key_cursor *cursor, const struct key_set *set, uint32_t block,
                         const char *key, size_t size)
{
    const unsigned char *entry = segment_file_bytes(
        set->file, set->index, (uint64_t)block * KEY_INDEX_ENTRY_SIZE, KEY_INDEX_ENTRY_SIZE);
    if (entry == NULL)
        return 2;
    char start[8] = {0};
    memcpy(start, key, size < 8 ? size : 8);
    int order = memcmp(entry, start, 8);
    if (order == 0) {
        if (!key_cursor_open(cursor, set, block) || !key_cursor_next(cursor))
            return 2;
        order = key_compare(cursor->key, cursor->key_size, key, size);
    }
    return (order > 0) - (order < 0);
}

bool key_cursor_seek(struct key_cursor *cursor, const struct key_set *set, const char *key,
                     size_t size)
{
    cursor->set = set;
    cursor->damaged = false;
    uint32_t low = 0, high = block_count(set);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare_first(cursor, set, middle, key, size);
        if (order == 2)
            return fail(cursor);
        if (order <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return key_cursor_open(cursor, set, low > 0 ? low - 1 : 0);
}
