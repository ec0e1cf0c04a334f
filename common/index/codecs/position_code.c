#include "common/index/codecs/position_code.h"

#include <assert.h>
#include <stdbool.h>

#include "common/base/clones.h"
#include "common/base/error.h"

static void append_single_position(struct bit_ends_writer *run, uint32_t length, uint32_t position)
{
    struct single_code code = single_code_of(length);
    if (position < code.short_count) {
        bit_ends_append_field(run, position, code.field);
    } else {
        uint64_t coded = (uint64_t)position + code.short_count;
        bit_ends_append_field(run, (uint32_t)(coded >> 1), code.field);
        bit_ends_append_bits(run, (uint32_t)(coded & 1), 1);
    }
}

static inline uint32_t read_single_position(struct bit_ends *run, uint32_t length)
{
    struct single_code code = single_code_of(length);
    uint32_t field = bit_ends_read_field(run, code.field);
    if (field < code.short_count)
        return field;
    return (uint32_t)((uint64_t)field * 2 + bit_ends_read_bit(run) - code.short_count);
}

int position_outside_error(void)
{
    return error_set(ERROR_CORRUPT, "a position lies outside its document");
}

/* Returns the number of positions in the title; sets *last_in_title to the last of them, or 0. */
static uint32_t count_in_title(const uint32_t *distances, uint32_t frequency, uint32_t title_length,
                               uint32_t *last_in_title)
{
    uint64_t position = 0;
    uint32_t count = 0;
    for (; count < frequency && position + distances[count] < title_length; count++)
        position += distances[count];
    *last_in_title = (uint32_t)position;
    return count;
}

static int append_single(struct bit_ends_writer *run, uint32_t length, uint32_t title_length,
                         uint32_t position)
{
    if (position >= title_length) {
        if (position - title_length < POSITION_TITLE_GAP)
            return position_outside_error();
        position -= POSITION_TITLE_GAP;
    }
    if (position >= length)
        return position_outside_error();
    if (bit_ends_reserve(run, 32, 1) != 0)
        return ERROR_MEMORY;
    append_single_position(run, length, position);
    return 0;
}

/* Appends a position with `between` unused ones since the previous; *left is the number of
 * positions the document has left. False when that is not enough. */
static inline bool append_distance(struct bit_ends_writer *run, unsigned width, uint32_t between,
                                   uint32_t *left)
{
    if (between >= *left)
        return false;
    *left -= between + 1;
    bit_ends_append_field(run, between & ((UINT32_C(1) << width) - 1), width);
    bit_ends_append_unary(run, between >> width);
    return true;
}

int positions_append(struct bit_ends_writer *run, uint32_t length, uint32_t title_length,
                     const uint32_t *distances, uint32_t frequency)
{
    assert(frequency > 0);
    if (frequency == 1)
        return append_single(run, length, title_length, distances[0]);
    uint32_t last_in_title;
    uint32_t body_at = count_in_title(distances, frequency, title_length, &last_in_title);
    if (body_at < frequency) {
        uint64_t first = (uint64_t)last_in_title + distances[body_at];
        if (first < (uint64_t)title_length + POSITION_TITLE_GAP)
            return position_outside_error();
    }
    unsigned width = position_width(length, frequency);
    if (bit_ends_reserve(run, (uint64_t)frequency * width, frequency + (length >> width)) != 0)
        return ERROR_MEMORY;
    uint32_t left = length;
    bool fits = true;
    for (uint32_t i = 0; i < frequency && fits; i++) {
        uint32_t gap = i == body_at ? POSITION_TITLE_GAP : 0;
        fits = append_distance(run, width, distances[i] - (i > 0) - gap, &left);
    }
    return fits ? 0 : position_outside_error();
}

/* The unread part of a 64-bit word from the back. Each one ends a quotient; the zeros before it, in
 * this word and earlier ones, are the sum of the quotients up to it. */
struct back_word {
    uint64_t bits; /* ones not read yet */
    uint64_t at;   /* offset of the word, in bits from the document's first quotient */
    unsigned count;
};

/* Loads the next word that has a one; false when none is left: the run is damaged. */
static inline bool load_next_word(struct bit_ends *run, struct back_word *word)
{
    do {
        word->at += word->count;
        run->back += word->count;
        if (run->front + run->back >= run->bits) {
            bit_ends_fail(run);
            return false;
        }
        word->bits = bit_ends_peek_back(run, &word->count);
    } while (word->bits == 0);
    return true;
}

/* Reads the positions of a document with several; false when one lies past its end. The one bit
 * that ends the i-th quotient has i ones before it, so its offset minus i is the sum of the
 * quotients up to it: only the fields have to be added up. Positions ascend whatever the run holds,
 * so checking the last one is enough. */
static inline bool read_several(struct bit_ends *run, uint32_t length, uint32_t title_length,
                                uint32_t frequency, uint32_t *out)
{
    unsigned width = position_width(length, frequency);
    uint64_t fields = (uint64_t)frequency * width, front = run->front, low = 0, position = 0;
    const uint64_t mask = (UINT64_C(1) << width) - 1;
    struct back_word word = {0, 0, 0};
    unsigned zeros = 0;
    bit_ends_skip_fields(run, fields);
    if (run->damaged)
        return false;
    for (uint32_t i = 0; i < frequency; i++, front += width) {
        if (word.bits == 0 && !load_next_word(run, &word))
            return false;
        zeros = (unsigned)__builtin_clzll(word.bits);
        word.bits ^= UINT64_C(1) << 63 >> zeros;
        uint64_t field;
        memcpy(&field, run->start + front / 8, sizeof field);
        low += (field >> front % 8 & mask) + 1;
        position = ((word.at + zeros - i) << width) + low - 1;
        out[i] = position_with_gap((uint32_t)position, title_length);
    }
    run->back += zeros + 1;
    return bit_ends_check(run) && word.at + zeros <= (uint64_t)length + frequency &&
           position < length;
}

CLONED_V3
void positions_read(struct bit_ends *run, uint32_t length, uint32_t title_length,
                    uint32_t frequency, uint32_t *out)
{
    bool good;
    if (frequency == 1) {
        uint32_t position = read_single_position(run, length);
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

bool positions_first(const struct bit_ends *run, uint32_t length, uint32_t frequency,
                     uint32_t *first)
{
    struct bit_ends from = *run;
    uint64_t position;
    if (frequency == 1) {
        position = read_single_position(&from, length);
    } else {
        const unsigned width = position_width(length, frequency);
        const uint64_t low = bit_ends_read_field(&from, width);
        position = (uint64_t)bit_ends_read_unary(&from) << width | low;
    }
    *first = (uint32_t)position;
    return !from.damaged && position < length;
}
