/* Positions in bits: any mix of documents passed over and read equals plain arrays, and passing
 * over several at a time comes to where passing over each comes. */
#include "tests/unit/base/property.h"

#include "common/index/codecs/position_skip.h"
#include "tests/unit/suite.h"

enum { MARGIN = 8, PLACES_MOST = BLOCK_SIZE * 64 };

struct documents {
    unsigned count;
    uint32_t lengths[BLOCK_SIZE], title_lengths[BLOCK_SIZE];
    uint32_t frequencies[BLOCK_SIZE + POSITIONS_LANES];
    uint32_t positions[PLACES_MOST]; /* of all of them */
    unsigned char *bytes;            /* MARGIN on either side */
    size_t size;
};

static uint32_t any_length(uint64_t *random)
{
    switch (random_below(random, 8)) {
    case 0:
        return 1 + random_below(random, 4);
    case 1:
        return 1 + random_below(random, 70000000); /* one that is passed over by itself */
    case 2:
        return UINT32_C(1) << random_below(random, 21);
    default:
        return 1 + random_below(random, 1200);
    }
}

/* `frequency` ascending places below the length, as others see them. */
static void choose_places(uint64_t *random, uint32_t length, uint32_t title_length,
                          uint32_t frequency, uint32_t *positions)
{
    uint32_t place = 0;
    for (uint32_t i = 0; i < frequency; i++, place++) {
        const uint32_t left = length - place - (frequency - i - 1);
        const uint32_t near = 2 * (left / (frequency - i)) + 1;
        place += random_below(random, near < left ? near : left);
        positions[i] = position_with_gap(place, title_length);
    }
}

static void make_coded_documents(struct documents *made, uint64_t *random)
{
    struct bit_ends_writer writer;
    struct buffer buffer;
    uint32_t *positions = made->positions;
    bit_ends_writer_init(&writer);
    buffer_init(&buffer);
    made->count = 1 + random_below(random, BLOCK_SIZE);
    const bool large = random_below(random, 4) == 0, often = random_below(random, 2);
    for (unsigned i = 0; i < made->count; i++) {
        uint32_t length = large ? any_length(random) : 1 + random_below(random, 1200);
        uint32_t most = often ? 64 : 4, frequency = 1 + random_below(random, most);
        frequency = random_below(random, 2) || frequency > length ? 1 : frequency;
        made->lengths[i] = length;
        made->title_lengths[i] = random_below(random, length < 20 ? length + 1 : 20);
        made->frequencies[i] = frequency;
        choose_places(random, length, made->title_lengths[i], frequency, positions);
        uint32_t distances[64];
        for (uint32_t k = 0; k < frequency; k++)
            distances[k] = positions[k] - (k > 0 ? positions[k - 1] : 0);
        assert_int_equal(
            positions_append(&writer, length, made->title_lengths[i], distances, frequency), 0);
        positions += frequency;
    }
    bit_ends_write(&writer, &buffer);
    made->size = buffer.size;
    made->bytes = calloc(buffer.size + 2 * MARGIN, 1);
    assert_non_null(made->bytes);
    memset(made->bytes, 0xa5, buffer.size + 2 * MARGIN);
    memcpy(made->bytes + MARGIN, buffer.data, buffer.size);
    buffer_release(&buffer);
    bit_ends_writer_release(&writer);
}

static void open_run(struct bit_ends *run, const struct documents *made)
{
    bit_ends_open(run, made->bytes + MARGIN, made->bytes + MARGIN + made->size);
}

static void expect_equal(uint64_t seed, const struct bit_ends *run, const struct bit_ends *other)
{
    EXPECT(seed, run->damaged == other->damaged);
    EXPECT(seed, run->damaged || (run->front == other->front && run->back == other->back));
}

/* Passes over `count` documents from `from` on, in all ways. */
static void pass_documents(uint64_t seed, struct bit_ends *run, const struct documents *made,
                           unsigned from, unsigned count)
{
    struct bit_ends each = *run, narrow = *run;
    const uint32_t *frequencies = made->frequencies + from;
    uint32_t lengths[BLOCK_SIZE + POSITIONS_LANES];
    memcpy(lengths, made->lengths + from, count * sizeof *lengths);
    for (unsigned i = 0; i < POSITIONS_LANES; i++)
        lengths[count + i] = 0xa5a5a5a5;
    positions_skip_each(&each, lengths, frequencies, count);
    positions_skip_narrow(&narrow, lengths, frequencies, count);
    positions_skip(run, lengths, frequencies, count);
    expect_equal(seed, run, &each);
    expect_equal(seed, run, &narrow);
}

static void skips_and_reads_equal_arrays(void **state)
{
    (void)state;
    static struct documents made;
    for (uint64_t number = 0; number < 2000; number++) {
        uint64_t seed = seed_of(60, number), random = seed;
        make_coded_documents(&made, &random);
        struct bit_ends run;
        open_run(&run, &made);
        const uint32_t *positions = made.positions;
        const unsigned step = random_below(&random, 2) ? 4 : BLOCK_SIZE + 1;
        for (unsigned at = 0; at < made.count;) {
            unsigned passed = random_below(&random, step);
            passed = passed > made.count - at ? made.count - at : passed;
            pass_documents(seed, &run, &made, at, passed);
            for (unsigned i = 0; i < passed; i++)
                positions += made.frequencies[at + i];
            at += passed;
            if (at == made.count)
                break;
            uint32_t got[64], first;
            EXPECT(seed, positions_first(&run, made.lengths[at], made.frequencies[at], &first) &&
                             position_with_gap(first, made.title_lengths[at]) == positions[0]);
            positions_read(&run, made.lengths[at], made.title_lengths[at], made.frequencies[at],
                           got);
            EXPECT(seed, memcmp(got, positions, made.frequencies[at] * sizeof *got) == 0);
            positions += made.frequencies[at++];
        }
        EXPECT(seed, bit_ends_finished(&run));
        free(made.bytes);
    }
}

/* What is cut, or overwritten, is read without harm; all ways of passing over it agree. */
static void damage_is_survived(void **state)
{
    (void)state;
    static struct documents made;
    for (uint64_t number = 0; number < 2000; number++) {
        uint64_t seed = seed_of(61, number), random = seed;
        make_coded_documents(&made, &random);
        const bool cut = random_below(&random, 2);
        for (size_t i = 0; i < made.size && !cut; i++)
            if (random_below(&random, 20) == 0)
                made.bytes[MARGIN + i] = (unsigned char)random_below(&random, 256);
        for (unsigned i = 0; i < made.count && !cut; i++)
            if (random_below(&random, 50) == 0)
                made.lengths[i] = 0; /* and the document has the term all the same */
        if (cut && made.size > 0)
            made.size = random_below(&random, (uint32_t)made.size);
        struct bit_ends run;
        open_run(&run, &made);
        for (unsigned at = 0; at < made.count;) {
            unsigned passed = random_below(&random, made.count - at + 1);
            pass_documents(seed, &run, &made, at, passed);
            at += passed;
            uint32_t got[64], first = 0;
            if (at < made.count &&
                positions_first(&run, made.lengths[at], made.frequencies[at], &first))
                EXPECT(seed, !run.damaged && first < made.lengths[at]);
            if (at < made.count)
                positions_read(&run, made.lengths[at], made.title_lengths[at], made.frequencies[at],
                               got);
            for (uint32_t k = 1; at < made.count && k < made.frequencies[at]; k++)
                EXPECT(seed, run.damaged ? got[k] == 0 : got[k] > got[k - 1]);
            at++;
        }
        free(made.bytes);
    }
}

SUITE(position_code)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skips_and_reads_equal_arrays),
        cmocka_unit_test(damage_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
