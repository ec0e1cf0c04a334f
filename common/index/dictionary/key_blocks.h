/* A sorted map from byte strings to values: front-coded blocks of 32 keys, and an index with the
 * offset of each block and the first eight bytes of its first key. The dictionaries of terms and
 * forms are built on it, and write and read their own values, one after each key.
 *
 *     key     one byte, shared × 16 + (suffix size − 1), or 0xff and both as varints;
 *             then the suffix; `shared` bytes are those of the previous key (0 for a block's first)
 *     index   per block: 8 bytes of the first key, zero-padded; u64 offset of the block
 *
 * Where keys are forms (form_dictionary.h), a key with a NUL shares no bytes from the NUL on; from
 * there to the end of the suffix it has steps (accent_code.h) instead of its own bytes.
 */
#ifndef FOUILLE_DICTIONARY_KEY_BLOCKS_H
#define FOUILLE_DICTIONARY_KEY_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "common/base/slice.h"
#include "common/index/container/segment_file.h"

enum { KEY_BLOCK_SIZE = 32, KEY_MAX = 600, KEY_INDEX_ENTRY_SIZE = 16 };

struct key_writer {
    struct buffer blocks, index; /* the two sections */
    uint32_t count;
    uint32_t reference;  /* for the values: base of the next one's delta */
    bool keys_are_forms; /* set by form_writer_init */
    size_t previous_size;
    char previous[KEY_MAX];
};

void key_writer_init(struct key_writer *writer);
void key_writer_release(struct key_writer *writer);

/* Whether the key may be appended: it has 1 to KEY_MAX bytes, and is greater than the previous one.
 * For callers whose keys come from disk. */
bool key_writer_accepts(const struct key_writer *writer, const char *key, size_t size);

/* Appends a key that key_writer_accepts; the caller then appends its value to `blocks`. True when
 * the key begins a block. */
bool key_writer_add(struct key_writer *writer, const char *key, size_t size);

/* A set of keys in a segment. */
struct key_set {
    struct segment_file *file;
    enum section blocks, index;
    uint32_t count;
    bool keys_are_forms; /* form_dictionary.h */
};

/* A position among the keys. After key_cursor_next, `key` is set and `at` points to its value; the
 * caller moves `at` past the value before it continues. */
struct key_cursor {
    const struct key_set *set;
    const unsigned char *at, *end; /* of the current block */
    uint32_t ordinal;              /* of the current key */
    uint32_t block;
    uint32_t reference; /* for the values: base of the next one's delta */
    bool damaged;
    size_t matched; /* for key_cursor_compare_next: prefix shared with the key sought */
    size_t key_size;
    size_t folded_size;    /* set if keys are forms: bytes before the NUL, or all of the key */
    char key[KEY_MAX + 1]; /* NUL-terminated */
};

/* Returns 0, or ERROR_CORRUPT when the size of the index section does not match `count` keys. */
int key_set_check(const struct key_set *set);

/* Moves before the first key of the block that holds `key`, or would hold it. The caller then reads
 * key by key with key_cursor_next. False when the set is empty, or with `damaged` set. */
bool key_cursor_seek(struct key_cursor *cursor, const struct key_set *set, const char *key,
                     size_t size);

/* Where a key is likely to be in the next set, learnt from the previous ones: at about the same
 * fraction of each, when they index similar articles, as the shards of one input do. */
struct key_hint {
    double part; /* fraction of a set's blocks before the key; 0: nothing is known yet */
};

/* Prefetches the memory that a look-up with the hint will read first. */
void key_set_prefetch(const struct key_set *set, const struct key_hint *hint);

/* Finds the block that holds `key`, or would hold it, starting from the hint; updates the hint and
 * prefetches the block, which key_cursor_open then opens. False when the set is empty, or with
 * *damaged set. */
bool key_set_seek(const struct key_set *set, struct slice key, struct key_hint *hint,
                  uint32_t *block, bool *damaged);

/* Moves before the first key of a block. False when there is no such block, or with `damaged` set.
 */
bool key_cursor_open(struct key_cursor *cursor, const struct key_set *set, uint32_t block);

/* Reads the next key, moving into the next block if need be. False past the last key, or with
 * `damaged` set. */
bool key_cursor_next(struct key_cursor *cursor);

/* Use this instead of key_cursor_next after a seek, within one block: advances past one key and
 * sets *order to its order (-1, 0, 1) relative to `key`, the one sought. Most front-coded keys need
 * not be decoded for that (Martinez-Prieto et al., "Practical compressed string dictionaries",
 * 2016); only the first byte of cursor->key stays valid. */
static inline bool key_cursor_compare_next(struct key_cursor *cursor, const char *key, size_t size,
                                           int *order);

/* The slow path of key_cursor_compare_next, for a key whose bytes must be compared. */
bool key_cursor_compare_slow(struct key_cursor *cursor, const char *key, size_t size, int *order);

/* The byte before a suffix has both sizes, that of the shared prefix in the upper half; or it is
 * KEY_SIZES_FOLLOW, and the sizes follow as varints. */
static inline unsigned key_shared(unsigned char sizes)
{
    return sizes >> 4;
}

static inline unsigned key_suffix(unsigned char sizes)
{
    return (sizes & 15U) + 1;
}

enum { KEY_SIZES_FOLLOW = 0xff };

static inline bool key_cursor_compare_next(struct key_cursor *cursor, const char *key, size_t size,
                                           int *order)
{
    const unsigned char *at = cursor->at;
    if (cursor->damaged || at >= cursor->end || *at == KEY_SIZES_FOLLOW ||
        cursor->ordinal + 1 >= cursor->set->count)
        return key_cursor_compare_slow(cursor, key, size, order);
    /* If the key shares more with the previous key than that one does with `key`, it is smaller,
     * too. */
    const unsigned shared = key_shared(*at), suffix = key_suffix(*at);
    if (shared <= cursor->matched || suffix >= (size_t)(cursor->end - at) ||
        (!cursor->set->keys_are_forms && shared > cursor->key_size))
        return key_cursor_compare_slow(cursor, key, size, order);
    cursor->ordinal++;
    cursor->at = at + 1 + suffix;
    cursor->key_size = shared + suffix;
    *order = -1;
    return true;
}

/* Compares as memcmp, a prefix before the longer key. */
int key_compare(const char *one, size_t one_size, const char *other, size_t other_size);

/* Sets a message that names the section; returns ERROR_CORRUPT. */
int key_damaged(const struct key_set *set);

#endif
