#include "index/position_code.h"

#include <stdbool.h>

#include "platform/error.h"

/* A place anywhere in a document, in truncated binary code: the lower half of the values in one bit
 * less. All but that last bit are a field, so that its width is known beforehand. */
struct place_code {
    unsigned field;       /* its width */
    uint32_t short_count; /* values without the last bit */
};

static struct place_code place_code_of(uint32_t length)
{
    if (length <= 1)
        return (struct place_code){0, 1};
    unsigned bits = 32 - (unsigned)__builtin_clz(length - 1);
    return (struct place_code){bits - 1, (uint32_t)((UINT64_C(1) << bits) - length)};
}

static void append_place(struct bit_ends_writer *run, uint32_t length, uint32_t position)
{
    struct place_code code = place_code_of(length);
    if (position < code.short_count) {
        bit_ends_field(run, position, code.field);
    } else {
        uint64_t coded = (uint64_t)position + code.short_count;
        bit_ends_field(run, (uint32_t)(coded >> 1), code.field);
        bit_ends_bits(run, (uint32_t)(coded & 1), 1);
    }
}

static uint32_t read_place(struct bit_ends *run, uint32_t length)
{
    struct place_code code = place_code_of(length);
    uint32_t field = bit_ends_take_field(run, code.field);
    if (field < code.short_count)
        return field;
    return (uint32_t)((uint64_t)field * 2 + bit_ends_take_bit(run) - code.short_count);
}

int position_outside(void)
{
    return error_set(ERROR_CORRUPT, "a position lies outside its document");
}

/* How many of the positions are the title's; *behind is the position of the last of them, or 0. */
static uint32_t count_in_title(const uint32_t *distances, uint32_t frequency, uint32_t title_length,
                               uint32_t *behind)
{
    uint64_t position = 0;
    uint32_t count = 0;
    for (; count < frequency && position + distances[count] < title_length; count++)
        position += distances[count];
    *behind = (uint32_t)position;
    return count;
}

static int append_single(struct bit_ends_writer *run, uint32_t length, uint32_t title_length,
                         uint32_t position)
{
    if (position >= title_length) {
        if (position - title_length < POSITION_TITLE_GAP)
            return position_outside();
        position -= POSITION_TITLE_GAP;
    }
    if (position >= length)
        return position_outside();
    if (bit_ends_reserve(run, 32, 1) != 0)
        return ERROR_MEMORY;
    append_place(run, length, position);
    return 0;
}

/* Adds a position that has `between` places before it, behind the one before; *left are those of
 * the document that are left. False when it has fewer. */
static inline bool append_behind(struct bit_ends_writer *run, unsigned width, uint32_t between,
                                 uint32_t *left)
{
    if (between >= *left)
        return false;
    *left -= between + 1;
    bit_ends_field(run, between & ((UINT32_C(1) << width) - 1), width);
    bit_ends_unary(run, between >> width);
    return true;
}

int positions_append(struct bit_ends_writer *run, uint32_t length, uint32_t title_length,
                     const uint32_t *distances, uint32_t frequency)
{
    if (frequency == 1)
        return append_single(run, length, title_length, distances[0]);
    uint32_t behind;
    uint32_t body_at = count_in_title(distances, frequency, title_length, &behind);
    if (body_at < frequency) {
        uint64_t first = (uint64_t)behind + distances[body_at];
        if (first < (uint64_t)title_length + POSITION_TITLE_GAP)
            return position_outside();
    }
    unsigned width = position_width(length, frequency);
    if (bit_ends_reserve(run, (uint64_t)frequency * width, frequency + (length >> width)) != 0)
        return ERROR_MEMORY;
    uint32_t left = length;
    bool fits = true;
    for (uint32_t i = 0; i < frequency && fits; i++) {
        uint32_t gap = i == body_at ? POSITION_TITLE_GAP : 0;
        fits = append_behind(run, width, distances[i] - (i > 0) - gap, &left);
    }
    return fits ? 0 : position_outside();
}

/* Numbers at the back are taken from words of 64 bits, each refilled when it is used up. */
struct back_word {
    uint64_t bits;  /* the next one highest; zeros behind those that are left */
    unsigned count; /* of those that are left */
};

/* Behind run->back. False when nothing is left: the run is damaged. */
static inline bool refill(struct bit_ends *run, struct back_word *word)
{
    if (run->front + run->back >= run->bits) {
        bit_ends_fail(run);
        return false;
    }
    word->bits = bit_ends_back(run, &word->count);
    run->back += word->count;
    return true;
}

/* Gives back the bits that are left. */
static inline void put_back(struct bit_ends *run, const struct back_word *word)
{
    run->back -= word->count;
    bit_ends_check(run);
}

static inline uint64_t take_unary(struct bit_ends *run, struct back_word *word)
{
    uint64_t quotient = 0;
    while (word->bits == 0) {
        quotient += word->count;
        word->count = 0;
        if (!refill(run, word))
            return 0;
    }
    unsigned zeros = (unsigned)__builtin_clzll(word->bits);
    word->bits = word->bits << zeros << 1;
    word->count -= zeros + 1;
    return quotient + zeros;
}

/* The positions of a document with several; false when one lies behind its end. */
static bool read_several(struct bit_ends *run, uint32_t length, uint32_t title_length,
                         uint32_t frequency, uint32_t *out)
{
    unsigned width = position_width(length, frequency);
    uint64_t fields = (uint64_t)frequency * width, front = run->front, position = UINT64_MAX;
    const uint64_t mask = (UINT64_C(1) << width) - 1;
    struct back_word word = {0, 0};
    bit_ends_skip_fields(run, fields);
    for (uint32_t i = 0; i < frequency && !run->damaged; i++, front += width) {
        uint64_t field;
        memcpy(&field, run->start + front / 8, sizeof field);
        uint64_t quotient = take_unary(run, &word);
        position += 1 + (quotient << width | (field >> front % 8 & mask));
        if (quotient > length || position >= length)
            return false;
        out[i] = position_with_gap((uint32_t)position, title_length);
    }
    put_back(run, &word);
    return true;
}

void positions_read(struct bit_ends *run, uint32_t length, uint32_t title_length,
                    uint32_t frequency, uint32_t *out)
{
    bool good;
    if (frequency == 1) {
        uint32_t position = read_place(run, length);
        out[0] = position_with_gap(position, title_length);
        good = position < length;
    } else {
        good = read_several(run, length, title_length, frequency, out);
    }
    if (!good)
        bit_ends_fail(run);
    if (run->damaged)
        memset(out, 0, frequency * sizeof *out);
}

/* A place's last bit, when it has one, stands behind the unary numbers of the documents before. */
static void skip_place(struct bit_ends *run, uint32_t length, uint64_t *unary)
{
    struct place_code code = place_code_of(length);
    if (bit_ends_take_field(run, code.field) < code.short_count)
        return;
    if (*unary > 0)
        bit_ends_skip_unary(run, *unary);
    *unary = 0;
    bit_ends_take_bit(run);
}

void positions_skip(struct bit_ends *run, const uint32_t *lengths, const uint32_t *frequencies,
                    unsigned count)
{
    uint64_t unary = 0;
    for (unsigned i = 0; i < count; i++) {
        uint32_t frequency = frequencies[i];
        if (frequency == 1) {
            skip_place(run, lengths[i], &unary);
        } else {
            bit_ends_skip_fields(run, (uint64_t)frequency * position_width(lengths[i], frequency));
            unary += frequency;
        }
    }
    if (unary > 0)
        bit_ends_skip_unary(run, unary);
}
