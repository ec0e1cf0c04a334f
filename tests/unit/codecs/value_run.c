/* Runs of small integers: any mix of skips and reads equals a plain array. */
#include "tests/unit/base/property.h"

#include "common/index/codecs/value_run.h"
#include "tests/unit/suite.h"

enum { LARGEST = 3000 };

struct made {
    size_t count;
    uint32_t values[LARGEST];
    unsigned char *bytes;
    size_t size;
};

static void make_values(struct made *made, uint64_t *random)
{
    static const size_t edges[] = {0, 1, 2, 127, 128, 129, 255, 256, 257, 1000, LARGEST};
    made->count = random_below(random, 3) == 0
                      ? random_below(random, LARGEST + 1)
                      : edges[random_below(random, sizeof edges / sizeof *edges)];
    unsigned width = random_below(random, 33);
    bool few = random_below(random, 2); /* most are 0: in unary, sparse, or nothing at all */
    uint32_t seldom = 2U << random_below(random, 10);
    for (size_t i = 0; i < made->count; i++) {
        made->values[i] = width == 0 ? 0 : random_u32(random) >> (32 - width);
        if (few)
            made->values[i] = random_below(random, seldom) ? 0 : random_below(random, 70);
        else if (random_below(random, 30) == 0)
            made->values[i] = random_of_any_size(random);
    }
    struct buffer buffer;
    buffer_init(&buffer);
    value_run_write(&buffer, made->values, made->count);
    made->size = buffer.size;
    made->bytes = exact_copy(buffer.data, buffer.size);
    buffer_release(&buffer);
}

static void open_values(struct value_run_reader *run, const struct made *made, size_t size)
{
    value_run_open(run, made->bytes, made->bytes + size, made->count);
}

static void skips_and_reads_equal_an_array(void **state)
{
    (void)state;
    static struct made made;
    for (uint64_t number = 0; number < 600; number++) {
        uint64_t seed = seed_of(20, number), random = seed;
        make_values(&made, &random);
        struct value_run_reader run;
        open_values(&run, &made, made.size);
        uint32_t step = random_below(&random, 3) == 0 ? 400 : 20;
        for (size_t at = 0; at < made.count;) {
            size_t part = random_below(&random, step);
            if (part > made.count - at)
                part = made.count - at;
            if (random_below(&random, 2)) {
                value_run_skip(&run, part);
            } else {
                uint32_t got[400];
                value_run_read(&run, got, part);
                EXPECT(seed, memcmp(got, made.values + at, part * sizeof *got) == 0);
            }
            EXPECT(seed, !run.damaged);
            at += part;
        }
        EXPECT(seed, run.undecoded == 0 && run.used == run.buffered);
        EXPECT(seed, made.count == 0 || run.at == made.bytes + made.size || run.buffered == 0);
        free(made.bytes);
    }
}

static void more_than_there_is_gives_zeros_and_damage(void **state)
{
    (void)state;
    static struct made made;
    for (uint64_t number = 0; number < 200; number++) {
        uint64_t seed = seed_of(21, number), random = seed;
        make_values(&made, &random);
        struct value_run_reader run;
        uint32_t got[3];
        open_values(&run, &made, made.size);
        value_run_skip(&run, made.count);
        EXPECT(seed, !run.damaged);
        memset(got, 0xff, sizeof got);
        value_run_read(&run, got, 3);
        EXPECT(seed, run.damaged && got[0] == 0 && got[1] == 0 && got[2] == 0);

        open_values(&run, &made, made.size);
        value_run_skip(&run, made.count + 1 + random_below(&random, 500));
        EXPECT(seed, run.damaged);
        free(made.bytes);
    }
}

/* Reads all of a cut run in one go and, after it, by skipping: damage is seen either way. */
static void every_truncation_is_damage(void **state)
{
    (void)state;
    static struct made made;
    static uint32_t got[LARGEST];
    for (uint64_t number = 0; number < 60; number++) {
        uint64_t seed = seed_of(22, number), random = seed;
        make_values(&made, &random);
        for (size_t cut = 0; cut < made.size; cut += 1 + made.size / 200) {
            struct made shorter = made;
            struct value_run_reader run;
            shorter.bytes = exact_copy(made.bytes, cut);
            open_values(&run, &shorter, cut);
            value_run_read(&run, got, made.count);
            EXPECT(seed, run.damaged);
            open_values(&run, &shorter, cut);
            value_run_skip(&run, made.count - 1);
            value_run_read(&run, got, 1);
            EXPECT(seed, run.damaged);
            free(shorter.bytes);
        }
        free(made.bytes);
    }
}

static void garbage_is_survived(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 5000; number++) {
        uint64_t seed = seed_of(23, number), random = seed;
        struct made made = {0};
        made.size = random_below(&random, 1500);
        made.bytes = malloc(made.size);
        for (size_t i = 0; i < made.size; i++)
            made.bytes[i] = (unsigned char)(random_next(&random) >> random_below(&random, 8));
        made.count = random_below(&random, LARGEST);
        struct value_run_reader run;
        open_values(&run, &made, made.size);
        uint32_t got[100];
        for (int i = 0; i < 30 && !run.damaged; i++) {
            value_run_skip(&run, random_below(&random, 300));
            value_run_read(&run, got, random_below(&random, 100));
            EXPECT(seed, run.at >= made.bytes && run.at <= made.bytes + made.size);
        }
        free(made.bytes);
    }
}

static void has_bytes(const uint32_t *values, size_t count, const char *bytes, size_t size)
{
    struct buffer buffer;
    buffer_init(&buffer);
    value_run_write(&buffer, values, count);
    assert_int_equal(buffer.size, size);
    assert_memory_equal(buffer.data, bytes, size);
    buffer_release(&buffer);
}

/* The bytes that docs/format.md shows. */
static void short_runs_have_these_bytes(void **state)
{
    (void)state;
    static const uint32_t ranks[] = {3, 1, 2, 2}, few[] = {0, 1, 0, 2}, zeros[128] = {0};
    static const uint32_t sparse[20] = {[5] = 1, [12] = 2};
    has_bytes(ranks, 4, "\x02\xa7", 2); /* 10 10 01 11 */
    has_bytes(few, 4, "\x40\x32", 2);   /* from the right: 0, 10, 0, 110 */
    has_bytes(zeros, 3, "\x88", 1);
    has_bytes(zeros, 128, "\x88", 1);
    /* From the right: 01 and 01 (1 × 4 + 1 zeros), 1; 01 and 10, 01; 00. */
    has_bytes(sparse, 20, "\x82\x56\x05", 3);
}

/* Of all widths the writer takes the one with the fewest bits, and the form with the fewest bytes.
 */
static void a_sparse_block_takes_few_bytes(void **state)
{
    (void)state;
    uint32_t values[BLOCK_SIZE] = {0};
    struct buffer buffer;
    buffer_init(&buffer);
    for (unsigned i = 3; i < BLOCK_SIZE; i += 16)
        values[i] = 1;
    value_run_write(&buffer, values, BLOCK_SIZE);
    /* Eight values: 3 bits for the first gap, 5 for each of 15, 8 for themselves, 2 at the end. */
    assert_int_equal((unsigned char)buffer.data[0], VALUE_RUN_SPARSE + 3);
    assert_int_equal(buffer.size, 1 + (4 + 7 * 5 + 8 + 2 + 7) / 8);
    buffer_release(&buffer);
}

SUITE(value_run)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skips_and_reads_equal_an_array),
        cmocka_unit_test(more_than_there_is_gives_zeros_and_damage),
        cmocka_unit_test(every_truncation_is_damage),
        cmocka_unit_test(garbage_is_survived),
        cmocka_unit_test(short_runs_have_these_bytes),
        cmocka_unit_test(a_sparse_block_takes_few_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
