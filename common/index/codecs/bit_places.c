#include "common/index/codecs/bit_places.h"

#include <assert.h>
#include <string.h>

/* For each value of four bits: the offsets of its ones, 16 bits per offset. */
static const uint64_t places_of_ones[16] = {
    UINT64_C(0x0000000000000000), UINT64_C(0x0000000000000000), UINT64_C(0x0000000000000001),
    UINT64_C(0x0000000000010000), UINT64_C(0x0000000000000002), UINT64_C(0x0000000000020000),
    UINT64_C(0x0000000000020001), UINT64_C(0x0000000200010000), UINT64_C(0x0000000000000003),
    UINT64_C(0x0000000000030000), UINT64_C(0x0000000000030001), UINT64_C(0x0000000300010000),
    UINT64_C(0x0000000000030002), UINT64_C(0x0000000300020000), UINT64_C(0x0000000300020001),
    UINT64_C(0x0003000200010000),
};

static const unsigned char count_of_ones[16] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};

/* Four bits at a time, without data-dependent branches. */
unsigned bit_places_plain(const unsigned char *bytes, unsigned size,
                          uint16_t places[BIT_PLACES_ROOM])
{
    const uint64_t each = UINT64_C(0x0001000100010001);
    uint64_t before = 0;
    uint16_t *end = places;
    assert(size <= BIT_PLACES_BYTES);
    for (unsigned i = 0; i < size; i++, before += 8 * each) {
        const unsigned low = bytes[i] & 15, high = bytes[i] >> 4;
        uint64_t four = places_of_ones[low] + before;
        memcpy(end, &four, sizeof four);
        end += count_of_ones[low];
        four = places_of_ones[high] + before + 4 * each;
        memcpy(end, &four, sizeof four);
        end += count_of_ones[high];
    }
    return (unsigned)(end - places);
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

static const unsigned char offsets_in_word[64] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

#define WIDE __attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt")))

/* The ones of 64 bits select offsets of a vector, which vpcompressb moves together. Returns their
 * number. */
WIDE static inline unsigned word_places(uint64_t word, unsigned before, uint16_t *places)
{
    const __m512i offsets = _mm512_loadu_si512(offsets_in_word);
    const __m512i ones = _mm512_maskz_compress_epi8(word, offsets);
    const __m512i added = _mm512_set1_epi16((short)before);
    const __m512i low = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(ones));
    const __m512i high = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(ones, 1));
    _mm512_storeu_si512(places, _mm512_add_epi16(low, added));
    _mm512_storeu_si512(places + 32, _mm512_add_epi16(high, added));
    return (unsigned)_mm_popcnt_u64(word);
}

WIDE static unsigned bit_places_wide(const unsigned char *bytes, unsigned size,
                                     uint16_t places[BIT_PLACES_ROOM])
{
    unsigned count = 0, at = 0;
    uint64_t word = 0;
    for (; at + sizeof word <= size; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        count += word_places(word, 8 * at, places + count);
    }
    word = 0;
    for (unsigned i = at; i < size; i++)
        word |= (uint64_t)bytes[i] << 8 * (i - at);
    return count + word_places(word, 8 * at, places + count);
}

unsigned bit_places(const unsigned char *bytes, unsigned size, uint16_t places[BIT_PLACES_ROOM])
{
    assert(size <= BIT_PLACES_BYTES);
    return __builtin_cpu_supports("avx512vbmi2") ? bit_places_wide(bytes, size, places)
                                                 : bit_places_plain(bytes, size, places);
}

#else

unsigned bit_places(const unsigned char *bytes, unsigned size, uint16_t places[BIT_PLACES_ROOM])
{
    return bit_places_plain(bytes, size, places);
}

#endif
