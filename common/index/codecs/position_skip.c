/* Skips documents' positions: first along the front, where the fields say which single positions
 * have a last bit, then along the back. The front does not depend on the back, so the walk along it
 * has no data-dependent branches, half of which would be mispredicted; the measuring before it
 * handles several documents at a time. */
#include "common/index/codecs/position_skip.h"

#include <assert.h>

#if defined(__x86_64__) && defined(__GNUC__) && __GNUC__ >= 12
#define HAS_WIDE 1
#define WIDE __attribute__((target("arch=x86-64-v3")))
#else
#define HAS_WIDE 0
#endif

enum { LANES = POSITIONS_LANES };

/* Lengths and frequencies below this are exact as floats, and small enough that the sum of the
 * field bits of a block fits in 32 bits. */
#define SMALL (UINT32_C(1) << 20)

typedef uint32_t lanes __attribute__((vector_size(LANES * sizeof(uint32_t))));
typedef int32_t signed_lanes __attribute__((vector_size(LANES * sizeof(int32_t))));
typedef float float_lanes __attribute__((vector_size(LANES * sizeof(float))));

/* What each document has at the two ends. */
struct skipped_bits {
    uint32_t step[BLOCK_SIZE + LANES];        /* bits of the fields */
    uint32_t field[BLOCK_SIZE + LANES];       /* width for a single position */
    uint32_t short_count[BLOCK_SIZE + LANES]; /* single positions ≥ this have a last bit */
    uint32_t unary[BLOCK_SIZE + LANES];       /* unary numbers at the back */
};

/* The documents whose positions are skipped; the arrays have LANES more items. */
struct skipped_documents {
    const uint32_t *lengths, *frequencies;
    unsigned count;
};

/* Over all documents of a block. */
struct skipped_sums {
    lanes numbers; /* lengths and frequencies, joined by "or" */
    lanes steps;
};

/* What the walk along the front finds. */
struct front_walk {
    uint64_t unary;              /* unary numbers at the back */
    unsigned bits;               /* last bits of single positions */
    uint64_t before[BLOCK_SIZE]; /* for each last bit, the unary numbers before it */
};

enum { EXPONENT_AT = 23, EXPONENT_BIAS = 127 };

/* Computes single_code_of and position_width for LANES documents, from `at` on, provided that their
 * numbers are small: logarithms are the exponents of floats. Documents past the last get length
 * and frequency 1, which take no bits. A quotient of small numbers is never rounded up to a power
 * of two. */
static inline void measure_lanes(const struct skipped_documents *documents, unsigned at,
                                 struct skipped_bits *skipped, struct skipped_sums *sums)
{
    lanes length, frequency;
    memcpy(&length, documents->lengths + at, sizeof length);
    memcpy(&frequency, documents->frequencies + at, sizeof frequency);
    const lanes places = {0, 1, 2, 3, 4, 5, 6, 7}, there = (lanes)(places < documents->count - at);
    length = (length & there) | (~there & 1);
    frequency = (frequency & there) | (~there & 1);
    const lanes alone = (lanes)(frequency == 1);
    const lanes last =
        (lanes) __builtin_convertvector((signed_lanes)((length - 1) | 1), float_lanes);
    const float_lanes power = (float_lanes)(last >> EXPONENT_AT << EXPONENT_AT);
    const lanes field = (last >> EXPONENT_AT) - EXPONENT_BIAS;
    const lanes codes = (lanes) __builtin_convertvector(power, signed_lanes) * 2;
    const float_lanes between =
        __builtin_convertvector((signed_lanes)(length * 11 >> 4), float_lanes) /
        __builtin_convertvector((signed_lanes)frequency, float_lanes);
    const signed_lanes exponent = (signed_lanes)((lanes)between >> EXPONENT_AT) - EXPONENT_BIAS;
    const lanes width = (lanes)(exponent & (exponent > 0));
    const lanes step = (alone & field) | (~alone & frequency * width);
    const lanes short_count = (alone & (codes - length)) | ~alone, unary = ~alone & frequency;
    memcpy(skipped->step + at, &step, sizeof step);
    memcpy(skipped->field + at, &field, sizeof field);
    memcpy(skipped->short_count + at, &short_count, sizeof short_count);
    memcpy(skipped->unary + at, &unary, sizeof unary);
    sums->numbers |= length | (length - 1) | frequency; /* a forged length of 0 is not small */
    sums->steps += step;
}

/* Measures all documents; returns the total bits of their fields, or UINT64_MAX when a length or
 * frequency is not small. */
static inline uint64_t measure_documents(const uint32_t *lengths, const uint32_t *frequencies,
                                         unsigned count, struct skipped_bits *skipped)
{
    const struct skipped_documents documents = {lengths, frequencies, count};
    struct skipped_sums sums = {{0}, {0}};
    for (unsigned at = 0; at < count; at += LANES)
        measure_lanes(&documents, at, skipped, &sums);
    uint32_t numbers = 0;
    uint64_t steps = 0;
    for (unsigned i = 0; i < LANES; i++) {
        numbers |= sums.numbers[i];
        steps += sums.steps[i];
    }
    return numbers < SMALL ? steps : UINT64_MAX;
}

static inline void walk_front(const struct bit_ends *run, const struct skipped_bits *skipped,
                              unsigned count, struct front_walk *walk)
{
    uint64_t front = run->front, unary = 0;
    unsigned bits = 0;
    for (unsigned i = 0; i < count; i++) {
        uint64_t place;
        memcpy(&place, run->start + front / 8, sizeof place);
        place = place >> front % 8 & ((UINT64_C(1) << skipped->field[i]) - 1);
        walk->before[bits] = unary;
        bits += place >= skipped->short_count[i];
        unary += skipped->unary[i];
        front += skipped->step[i];
    }
    walk->unary = unary;
    walk->bits = bits;
}

/* The next bits at the back, buffered across unary numbers. */
struct back_bits {
    uint64_t bits; /* the next bit is the highest; zeros after the last */
    unsigned left; /* number of bits; run->back is past the last */
};

/* Loads the next word; false when nothing is left: the run is damaged. */
static inline bool refill_bits(struct bit_ends *run, struct back_bits *word)
{
    if (run->front + run->back >= run->bits) {
        bit_ends_fail(run);
        return false;
    }
    word->bits = bit_ends_peek_back(run, &word->left);
    run->back += word->left;
    return true;
}

/* Isolates the one of `word` that has `below` ones below it. */
typedef uint64_t one_of(uint64_t word, unsigned below);

static inline uint64_t one_by_clearing(uint64_t word, unsigned below)
{
    for (; below > 0; below--)
        word &= word - 1;
    return word & -word;
}

static inline __attribute__((always_inline)) bool
skip_ones(struct bit_ends *run, struct back_bits *word, uint64_t ones, one_of *find)
{
    if (ones == 0)
        return true;
    unsigned there = bit_ends_count_ones(word->bits);
    for (; there < ones; there = bit_ends_count_ones(word->bits)) {
        ones -= there;
        if (!refill_bits(run, word))
            return false;
    }
    const unsigned zeros = (unsigned)__builtin_clzll(find(word->bits, there - (unsigned)ones));
    word->bits = word->bits << zeros << 1;
    word->left -= zeros + 1;
    return true;
}

static inline __attribute__((always_inline)) void
walk_back(struct bit_ends *run, const struct front_walk *walk, one_of *find)
{
    struct back_bits word = {0, 0};
    uint64_t skipped = 0;
    for (unsigned i = 0; i < walk->bits; i++) {
        if (!skip_ones(run, &word, walk->before[i] - skipped, find) ||
            (word.left == 0 && !refill_bits(run, &word)))
            return;
        skipped = walk->before[i];
        word.bits <<= 1;
        word.left--;
    }
    if (skip_ones(run, &word, walk->unary - skipped, find)) {
        run->back -= word.left;
        bit_ends_check(run);
    }
}

void positions_skip_each(struct bit_ends *run, const uint32_t *lengths, const uint32_t *frequencies,
                         unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        const uint64_t frequency = frequencies[i];
        if (frequency == 1) {
            const struct single_code code = single_code_of(lengths[i]);
            if (bit_ends_read_field(run, code.field) >= code.short_count)
                bit_ends_read_bit(run);
        } else {
            bit_ends_skip_fields(run, frequency * position_width(lengths[i], frequencies[i]));
            bit_ends_skip_unary(run, frequency);
        }
    }
}

static inline __attribute__((always_inline)) void skip_with(struct bit_ends *run,
                                                            const uint32_t *lengths,
                                                            const uint32_t *frequencies,
                                                            unsigned count, one_of *find)
{
    struct skipped_bits skipped;
    struct front_walk walk;
    const uint64_t steps = measure_documents(lengths, frequencies, count, &skipped);
    if (steps == UINT64_MAX) {
        positions_skip_each(run, lengths, frequencies, count);
    } else if (steps > run->bits - run->front - run->back) {
        bit_ends_fail(run);
    } else {
        walk_front(run, &skipped, count, &walk);
        run->front += steps;
        walk_back(run, &walk, find);
    }
}

#if HAS_WIDE

/* pdep deposits bit number `below` into the one of `word` that has `below` ones below it. */
WIDE static inline uint64_t one_by_deposit(uint64_t word, unsigned below)
{
    return __builtin_ia32_pdep_di(UINT64_C(1) << below, word);
}

WIDE static void skip_wide(struct bit_ends *run, const uint32_t *lengths,
                           const uint32_t *frequencies, unsigned count)
{
    skip_with(run, lengths, frequencies, count, one_by_deposit);
}

#endif

void positions_skip_narrow(struct bit_ends *run, const uint32_t *lengths,
                           const uint32_t *frequencies, unsigned count)
{
    skip_with(run, lengths, frequencies, count, one_by_clearing);
}

void positions_skip(struct bit_ends *run, const uint32_t *lengths, const uint32_t *frequencies,
                    unsigned count)
{
    assert(count <= BLOCK_SIZE);
#if HAS_WIDE
    if (__builtin_cpu_supports("x86-64-v3")) {
        skip_wide(run, lengths, frequencies, count);
        return;
    }
#endif
    positions_skip_narrow(run, lengths, frequencies, count);
}
