#include "common/index/dictionary/key_blocks.h"

#include <assert.h>

#include "common/base/error.h"
#include "common/index/codecs/accent_code.h"

int key_compare(const char *one, size_t one_size, const char *other, size_t other_size)
{
    return slice_compare((struct slice){one, one_size}, (struct slice){other, other_size});
}

void key_writer_init(struct key_writer *writer)
{
    writer->count = 0;
    writer->keys_are_forms = false;
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
    if (shared < 16 && size >= 1 && size <= 16 && short_form != KEY_SIZES_FOLLOW) {
        buffer_append_byte(&writer->blocks, (unsigned char)short_form);
    } else {
        buffer_append_byte(&writer->blocks, KEY_SIZES_FOLLOW);
        buffer_append_varint(&writer->blocks, shared);
        buffer_append_varint(&writer->blocks, size);
    }
    buffer_append(&writer->blocks, suffix, size);
}

/* Writes the folded form, a NUL, and the surface form as its difference from the folded one. */
static void write_form_key(struct key_writer *writer, const char *key, size_t size, size_t folded,
                           size_t shared)
{
    char suffix[KEY_MAX + 1];
    if (shared > folded)
        shared = folded;
    size_t before = folded + 1 - shared;
    memcpy(suffix, key + shared, before);
    const struct slice surface = {key + folded + 1, size - folded - 1};
    size_t steps = accent_code_encode((struct slice){key, folded}, surface, suffix + before);
    write_key(writer, shared, suffix, before + steps);
}

bool key_writer_accepts(const struct key_writer *writer, const char *key, size_t size)
{
    /* Before the first key, the previous one is empty. */
    return size <= KEY_MAX && key_compare(writer->previous, writer->previous_size, key, size) < 0;
}

bool key_writer_add(struct key_writer *writer, const char *key, size_t size)
{
    assert(key_writer_accepts(writer, key, size));
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
    const char *nul = writer->keys_are_forms ? memchr(key, '\0', size) : NULL;
    if (nul != NULL)
        write_form_key(writer, key, size, (size_t)(nul - key), shared);
    else
        write_key(writer, shared, key + shared, size - shared);
    memcpy(writer->previous + shared, key + shared, size - shared);
    writer->previous_size = size;
    writer->count++;
    return first;
}

static uint32_t key_block_count(const struct key_set *set)
{
    return set->count / KEY_BLOCK_SIZE + (set->count % KEY_BLOCK_SIZE != 0);
}

int key_damaged(const struct key_set *set)
{
    return error_set(ERROR_CORRUPT, "'%s' is damaged: section %s is malformed",
                     set->file->display_path, section_name(set->blocks));
}

int key_set_check(const struct key_set *set)
{
    if (set->file->sections[set->index].size !=
        (uint64_t)key_block_count(set) * KEY_INDEX_ENTRY_SIZE)
        return key_damaged(set);
    return 0;
}

static bool fail_cursor(struct key_cursor *cursor)
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
    cursor->key_size = cursor->matched = 0;
    cursor->ordinal = block * KEY_BLOCK_SIZE - 1;
    cursor->at = cursor->end = NULL;
    if (block >= key_block_count(set))
        return false;
    const unsigned char *entry = segment_file_bytes(
        set->file, set->index, (uint64_t)block * KEY_INDEX_ENTRY_SIZE, KEY_INDEX_ENTRY_SIZE);
    if (entry == NULL)
        return fail_cursor(cursor);
    uint64_t start = load_u64(entry + 8), end = set->file->sections[set->blocks].size;
    if (block + 1 < key_block_count(set)) {
        entry =
            segment_file_bytes(set->file, set->index, (uint64_t)(block + 1) * KEY_INDEX_ENTRY_SIZE,
                               KEY_INDEX_ENTRY_SIZE);
        if (entry == NULL)
            return fail_cursor(cursor);
        end = load_u64(entry + 8);
    }
    if (start > end)
        return fail_cursor(cursor);
    cursor->at = segment_file_bytes(set->file, set->blocks, start, end - start);
    if (cursor->at == NULL)
        return fail_cursor(cursor);
    cursor->end = cursor->at + (end - start);
    return true;
}

/* Reads the sizes before a suffix; returns a pointer past them, or NULL. */
static const unsigned char *read_sizes(const unsigned char *at, const unsigned char *end,
                                       uint64_t *shared, uint64_t *suffix)
{
    if (at >= end)
        return NULL;
    if (*at != KEY_SIZES_FOLLOW) {
        *shared = key_shared(*at);
        *suffix = key_suffix(*at);
        return at + 1;
    }
    at = varint_read(at + 1, end, shared);
    return at == NULL ? NULL : varint_read(at, end, suffix);
}

/* Replaces the steps after the NUL by the surface form. */
static bool decode_surface(struct key_cursor *cursor, char *nul)
{
    char steps[KEY_MAX], *surface = nul + 1;
    size_t folded = (size_t)(nul - cursor->key), count = cursor->key_size - folded - 1, size;
    memcpy(steps, surface, count);
    bool good =
        accent_code_decode((struct slice){cursor->key, folded}, (struct slice){steps, count},
                           surface, KEY_MAX - folded - 1, &size);
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
        if (cursor->at != cursor->end) /* trailing bytes after a block's last key */
            return fail_cursor(cursor);
        if (!key_cursor_open(cursor, cursor->set, ordinal / KEY_BLOCK_SIZE))
            return cursor->damaged ? false : fail_cursor(cursor);
    }
    uint64_t shared, suffix;
    const unsigned char *at = read_sizes(cursor->at, cursor->end, &shared, &suffix);
    if (at == NULL || shared > cursor->key_size || suffix > KEY_MAX - shared ||
        suffix > (uint64_t)(cursor->end - at))
        return fail_cursor(cursor);
    memcpy(cursor->key + shared, at, suffix);
    cursor->key_size = shared + suffix;
    cursor->key[cursor->key_size] = '\0';
    cursor->at = at + suffix;
    cursor->ordinal = ordinal;
    if (!cursor->set->keys_are_forms)
        return true;
    cursor->folded_size = cursor->key_size;
    char *nul = memchr(cursor->key + shared, '\0', suffix);
    return nul == NULL || decode_surface(cursor, nul) || fail_cursor(cursor);
}

/* Compares two keys with the same folded form, the first `folded` bytes of `key`: decodes the
 * surface form from the steps before cursor->at, and compares it with the one after the NUL of
 * `key`. */
static bool compare_surface(struct key_cursor *cursor, struct slice key, size_t folded,
                            size_t step_count, int *order)
{
    char surface[KEY_MAX];
    size_t size;
    const struct slice steps = {(const char *)cursor->at - step_count, step_count};
    const struct slice sought = slice_skip(key, folded + 1);
    if (folded > KEY_MAX ||
        !accent_code_decode((struct slice){key.data, folded}, steps, surface, KEY_MAX, &size))
        return fail_cursor(cursor);
    int compared = key_compare(surface, size, sought.data, sought.size);
    *order = (compared > 0) - (compared < 0);
    cursor->matched = folded + 1 + shared_prefix(surface, size, sought.data, sought.size);
    return true;
}

bool key_cursor_compare_slow(struct key_cursor *cursor, const char *key, size_t size, int *order)
{
    uint64_t shared, suffix;
    if (cursor->damaged || cursor->ordinal + 1 >= cursor->set->count)
        return false;
    const unsigned char *at = read_sizes(cursor->at, cursor->end, &shared, &suffix);
    if (at == NULL || suffix > (uint64_t)(cursor->end - at) || shared > KEY_MAX ||
        suffix > KEY_MAX - shared || (!cursor->set->keys_are_forms && shared > cursor->key_size))
        return fail_cursor(cursor);
    cursor->ordinal++;
    cursor->at = at + suffix;
    cursor->key_size = shared + suffix;
    if (shared == 0 && suffix > 0)
        cursor->key[0] = (char)at[0];
    *order = -1;
    if (shared > cursor->matched)
        return true;
    size_t same = 0;
    for (; same < suffix && shared + same < size && (char)at[same] == key[shared + same]; same++)
        if (at[same] == '\0' && cursor->set->keys_are_forms)
            return compare_surface(cursor, (struct slice){key, size}, shared + same,
                                   suffix - same - 1, order);
    cursor->matched = shared + same;
    if (same < suffix && cursor->matched < size)
        *order = at[same] < (unsigned char)key[cursor->matched] ? -1 : 1;
    else
        *order = (same < suffix) - (cursor->matched < size);
    return true;
}

static uint64_t first_bytes(const void *eight)
{
    return __builtin_bswap64(load_u64(eight));
}

/* A search for the first block that begins after a key; its number is in [low, high]. */
struct block_search {
    struct key_cursor cursor; /* for first keys that begin with the same eight bytes */
    const struct key_set *set;
    const char *key;
    size_t size;
    uint64_t start;
    uint32_t low, high;
};

static void block_search_init(struct block_search *search, const struct key_set *set,
                              const char *key, size_t size)
{
    char start[8] = {0};
    memcpy(start, key, size < 8 ? size : 8);
    search->set = search->cursor.set = set;
    search->cursor.damaged = false;
    search->key = key;
    search->size = size;
    search->start = first_bytes(start);
    search->low = 0;
    search->high = key_block_count(set);
}

/* Compares a block's first key with the one sought: by the eight bytes in the index, and if they
 * are equal, by the key itself. 2 when the bytes are damaged. */
static int compare_first_key(struct block_search *search, uint32_t block)
{
    const struct key_set *set = search->set;
    const unsigned char *entry = segment_file_bytes(
        set->file, set->index, (uint64_t)block * KEY_INDEX_ENTRY_SIZE, KEY_INDEX_ENTRY_SIZE);
    if (entry == NULL)
        return 2;
    uint64_t first = first_bytes(entry);
    if (first != search->start)
        return first < search->start ? -1 : 1;
    int order;
    if (!key_cursor_open(&search->cursor, set, block) ||
        !key_cursor_compare_next(&search->cursor, search->key, search->size, &order))
        return 2;
    return order;
}

/* Narrows the search by a block of [low, high). False when bytes are damaged. */
static bool narrow_search(struct block_search *search, uint32_t block)
{
    int order = compare_first_key(search, block);
    if (order == 2)
        return fail_cursor(&search->cursor);
    if (order <= 0)
        search->low = block + 1;
    else
        search->high = block;
    return true;
}

static bool search_binary(struct block_search *search)
{
    while (search->low < search->high)
        if (!narrow_search(search, search->low + (search->high - search->low) / 2))
            return false;
    return true;
}

/* Exponential search, from a guess. */
static bool search_from_guess(struct block_search *search, uint32_t guess)
{
    const uint32_t lowest = search->low;
    if (search->high == lowest)
        return true;
    if (!narrow_search(search, guess < search->high ? guess : search->high - 1))
        return false;
    const bool up = search->low > lowest;
    bool passed = false;
    for (uint32_t step = 1; !passed && search->high - search->low >= step; step *= 2) {
        uint32_t at = up ? search->low + step - 1 : search->high - step;
        if (!narrow_search(search, at))
            return false;
        passed = up ? search->high == at : search->low > at;
    }
    return search_binary(search);
}

bool key_cursor_seek(struct key_cursor *cursor, const struct key_set *set, const char *key,
                     size_t size)
{
    cursor->set = set;
    cursor->damaged = false;
    struct block_search search;
    block_search_init(&search, set, key, size);
    if (!search_binary(&search))
        return fail_cursor(cursor);
    return key_cursor_open(cursor, set, search.low > 0 ? search.low - 1 : 0);
}

/* --- one key in several sets --- */

static uint32_t guess_block(const struct key_set *set, const struct key_hint *hint)
{
    return (uint32_t)(hint->part * key_block_count(set));
}

/* Prefetches the bytes from an unverified offset, which may be damaged: only the range is checked
 * here, the bytes when they are read. */
static void prefetch_range(const struct key_set *set, enum section section, uint64_t offset)
{
    enum { LINE = 64, LINES = 3 };
    const uint64_t size = set->file->sections[section].size;
    const unsigned char *bytes = set->file->map.data + set->file->sections[section].offset;
    for (unsigned i = 0; i < LINES && offset < size; i++, offset += LINE)
        __builtin_prefetch(bytes + offset);
}

void key_set_prefetch(const struct key_set *set, const struct key_hint *hint)
{
    if (hint->part > 0)
        prefetch_range(set, set->index, (uint64_t)guess_block(set, hint) * KEY_INDEX_ENTRY_SIZE);
}

bool key_set_seek(const struct key_set *set, struct slice key, struct key_hint *hint,
                  uint32_t *block, bool *damaged)
{
    struct block_search search;
    block_search_init(&search, set, key.data, key.size);
    *damaged = hint->part > 0 ? !search_from_guess(&search, guess_block(set, hint))
                              : !search_binary(&search);
    if (*damaged || set->count == 0)
        return false;
    hint->part = (double)search.low / key_block_count(set);
    *block = search.low > 0 ? search.low - 1 : 0;
    const unsigned char *entry = segment_file_bytes(
        set->file, set->index, (uint64_t)*block * KEY_INDEX_ENTRY_SIZE, KEY_INDEX_ENTRY_SIZE);
    *damaged = entry == NULL;
    if (entry != NULL)
        prefetch_range(set, set->blocks, load_u64(entry + 8));
    return entry != NULL;
}
