/* The surface forms and terms that an analyser has found, numbered. */
#ifndef FOUILLE_ANALYSIS_FORMS_H
#define FOUILLE_ANALYSIS_FORMS_H

#include <assert.h>

#include "common/analysis/analyzer.h"
#include "common/base/arena.h"
#include "common/base/buffer.h"
#include "common/base/vector.h"

struct sb_stemmer;

/* A block has 2 MiB or more, of which small programs touch only the start. */
enum { FORM_BLOCK = 1 << 16 };

/* Open addressing; a slot holds a number + 1, 0 when empty, and the low half of the spelling's
 * hash, so that a spelling is read only when it probably matches, and growing reads none. Sizes are
 * powers of two, at most 2^32. */
struct form_slot {
    uint32_t number;
    uint32_t hash;
};

struct form_index {
    struct form_slot *slots;
    size_t capacity;
    uint32_t count;
};

struct forms {
    struct arena arena;   /* spellings */
    struct form **blocks; /* forms never move: blocks of FORM_BLOCK */
    size_t block_count;
    struct form_index by_surface; /* → form */
    struct form_index by_term;    /* → first form of the term; count is the number of terms */
    VECTOR(uint32_t) form_counts; /* by term: its forms so far */
};

void forms_init(struct forms *forms);

/* Forgets all forms and frees the storage; forms may be added again, from number 0. */
void forms_release(struct forms *forms);

/* The form with a number that forms_intern gave. */
static inline const struct form *forms_get(const struct forms *forms, uint32_t number)
{
    assert(number / FORM_BLOCK < forms->block_count);
    return &forms->blocks[number / FORM_BLOCK][number % FORM_BLOCK];
}

/* Finds the number of a surface form, of at most ANALYSIS_WORD_MAX bytes, which is added and
 * stemmed if it is new. Returns 0 or ERROR_MEMORY. */
int forms_intern(struct forms *forms, struct sb_stemmer *stemmer, const char *surface, size_t size,
                 uint32_t *number);

size_t forms_memory(const struct forms *forms);

/* A hash of short byte strings: multiply and fold, eight bytes at a time (after wyhash). */
static inline uint64_t forms_mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t forms_hash(const char *bytes, size_t size)
{
    const uint64_t k0 = UINT64_C(0xa0761d6478bd642f), k1 = UINT64_C(0xe7037ed1a0b428db);
    uint64_t hash = size * k1 ^ k0, word;
    size_t left = size;
    for (; left > 8; left -= 8, bytes += 8)
        hash = forms_mix(hash ^ load_u64(bytes), k1);
    if (size >= 8) {
        word = load_u64(bytes + left - 8);
    } else if (left >= 4) {
        word = (uint64_t)load_u32(bytes) << 32 | load_u32(bytes + left - 4);
    } else {
        word = left == 0 ? 0
                         : (uint64_t)(unsigned char)bytes[0] << 16 |
                               (uint64_t)(unsigned char)bytes[left / 2] << 8 |
                               (unsigned char)bytes[left - 1];
    }
    return forms_mix(hash ^ word, k0);
}

/* Whether two strings of the same size are equal; without a call up to 16 bytes. */
static inline bool forms_equal(const char *one, const char *other, size_t size)
{
    if (size > 16)
        return memcmp(one, other, size) == 0;
    if (size >= 8)
        return load_u64(one) == load_u64(other) &&
               load_u64(one + size - 8) == load_u64(other + size - 8);
    if (size >= 4)
        return load_u32(one) == load_u32(other) &&
               load_u32(one + size - 4) == load_u32(other + size - 4);
    return size == 0 || (one[0] == other[0] && one[size / 2] == other[size / 2] &&
                         one[size - 1] == other[size - 1]);
}

#endif
