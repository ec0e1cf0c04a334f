/* A sorted set of byte strings with something behind each: front-coded blocks of 32 keys, and an
 * index with the first key's first eight bytes and the offset of each block. The term, form and
 * fold dictionaries are made of it; what stands behind a key is theirs to write and read.
 *
 *     key     one byte, shared × 16 + (suffix size − 1), or 0xff and both as varints;
 *             then the suffix; `shared` bytes are those of the key before (0 in a block's first)
 *     index   per block: 8 bytes of the first key, zero-padded; u64 offset of the block
 *
 * Where keys are forms (form_dictionary.h), one with a NUL shares no more than what is before that;
 * behind it, up to the suffix' end, stand steps (accent_code.h) instead of the key's own bytes.
 */
#ifndef FOUILLE_DICTIONARY_KEY_BLOCKS_H
#define FOUILLE_DICTIONARY_KEY_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "common/index/container/segment_file.h"

enum { KEY_BLOCK_SIZE = 32, KEY_MAX = 600, KEY_INDEX_ENTRY_SIZE = 16 };

struct key_writer {
    struct buffer blocks, index; /* the two sections */
    uint32_t count;
    uint32_t reference; /* for the values: what the next one counts from */
    bool spelt;         /* set by who makes a dictionary of forms */
    size_t previous_size;
    char previous[KEY_MAX];
};

void key_writer_init(struct key_writer *writer);
void key_writer_release(struct key_writer *writer);

/* Appends a key (1 to KEY_MAX bytes), greater than the one before; the caller appends its value to
 * `blocks` next. True when the key begins a block. */
bool key_writer_add(struct key_writer *writer, const char *key, size_t size);

/* A set of keys in a segment. */
struct key_set {
    struct segment_file *file;
    enum section blocks, index;
    uint32_t count;
    bool spelt; /* keys are forms */
};

/* A place among the keys. After key_cursor_seek or key_cursor_next the key is there and `at`
 * stands at its value; the caller moves `at` behind the value before it goes on. */
struct key_cursor {
    const struct key_set *set;
    const unsigned char *at, *end; /* of the current block */
    uint32_t ordinal;              /* of the current key */
    uint32_t block;
    uint32_t reference; /* for the values: what the next one counts from */
    bool damaged;
    size_t matched; /* for key_cursor_meet: bytes of what is looked for that the key begins with */
    size_t key_size;
    size_t folded_size;    /* of a form of a spelt set: what is before the NUL; else the key's */
    char key[KEY_MAX + 1]; /* NUL-terminated */
};

/* 0, or ERROR_CORRUPT when the index section has not the size that `count` keys need. */
int key_set_check(const struct key_set *set);

/* Stands before the first key of the block that holds `key`, or would. The caller then reads key
 * by key with key_cursor_next. False (see damaged) when the set is empty or bytes are bad. */
bool key_cursor_seek(struct key_cursor *cursor, const struct key_set *set, const char *key,
                     size_t size);

/* Where one key stands in several sets: about the same part of each, when they are of articles
 * alike, as those of the shares of one input are. */
struct key_hint {
    double part; /* of a set's blocks, before the key; 0: nothing is known yet */
};

/* Asks for the memory that a look-up with the hint will read first. */
void key_set_fetch(const struct key_set *set, const struct key_hint *hint);

/* The block that holds `key`, or would, looked for from the hint on, which is set; asks for its
 * memory. key_cursor_open stands before it. False when the set is empty, or with *damaged. */
bool key_set_seek(const struct key_set *set, const char *key, size_t size, struct key_hint *hint,
                  uint32_t *block, bool *damaged);

/* Stands before the first key of block `block`. */
bool key_cursor_open(struct key_cursor *cursor, const struct key_set *set, uint32_t block);

/* From one look-up to the next, of a greater key, in the same set: the cursor stands before the
 * first key greater than `before`, the one that was sought. */
void key_cursor_turn(struct key_cursor *cursor, const char *before, size_t before_size,
                     const char *key, size_t size);

/* Behind the last key of a block, all less than `key`: stands before the first key of the block
 * that holds it, or would. False when that is none further on, or damaged. */
bool key_cursor_onward(struct key_cursor *cursor, const char *key, size_t size);

/* Whether the block has no further key. */
static inline bool key_cursor_block_ends(const struct key_cursor *cursor)
{
    return (cursor->ordinal + 1) / KEY_BLOCK_SIZE != cursor->block ||
           cursor->ordinal + 1 >= cursor->set->count;
}

/* Reads the next key, into the next block if need be. False behind the last, or damaged. */
bool key_cursor_next(struct key_cursor *cursor);

/* What a look-up does instead, behind key_cursor_seek and within the block: passes over the next
 * key, and sets *order to its order (-1, 0, 1) to `key`, the one that was sought. Of front-coded
 * keys most need not be spelt for that (Martinez-Prieto et al., "Practical compressed string
 * dictionaries", 2016); of the cursor's key only the first byte is kept. */
static inline bool key_cursor_meet(struct key_cursor *cursor, const char *key, size_t size,
                                   int *order);

/* key_cursor_meet of a key whose bytes must be looked at. */
bool key_cursor_compare(struct key_cursor *cursor, const char *key, size_t size, int *order);

/* The byte that tells both sizes of a key, the shared prefix's in the upper half; or, the second
 * one, that they follow in varints. */
static inline unsigned key_shared(unsigned char sizes)
{
    return sizes >> 4;
}

static inline unsigned key_suffix(unsigned char sizes)
{
    return (sizes & 15U) + 1;
}

enum { KEY_SIZES_FOLLOW = 0xff };

static inline bool key_cursor_meet(struct key_cursor *cursor, const char *key, size_t size,
                                   int *order)
{
    const unsigned char *at = cursor->at;
    if (cursor->damaged || at >= cursor->end || *at == KEY_SIZES_FOLLOW ||
        cursor->ordinal + 1 >= cursor->set->count)
        return key_cursor_compare(cursor, key, size, order);
    /* It goes on as the key before does where that one was smaller. */
    const unsigned shared = key_shared(*at), suffix = key_suffix(*at);
    if (shared <= cursor->matched || suffix >= (size_t)(cursor->end - at) ||
        (!cursor->set->spelt && shared > cursor->key_size))
        return key_cursor_compare(cursor, key, size, order);
    cursor->ordinal++;
    cursor->at = at + 1 + suffix;
    cursor->key_size = shared + suffix;
    *order = -1;
    return true;
}

/* memcmp order, the shorter first. */
int key_compare(const char *one, size_t one_size, const char *other, size_t other_size);

/* ERROR_CORRUPT with a message that names the section. */
int key_damaged(const struct key_set *set);

#endif
