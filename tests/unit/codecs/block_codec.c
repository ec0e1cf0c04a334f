/* Blocks of 128 integers: the vector kernels against the scalar reference, and hostile bytes. */
#include "tests/unit/base/property.h"

#include "common/index/codecs/block_codec.h"
#include "common/index/codecs/rice_block.h"
#include "tests/unit/suite.h"

typedef void shape_values(uint64_t *random, uint32_t values[BLOCK_SIZE]);

/* --- what blocks look like --- */

static void of_one_width(uint64_t *random, uint32_t values[BLOCK_SIZE])
{
    unsigned width = random_below(random, 33);
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        values[i] = width == 0 ? 0 : random_u32(random) >> (32 - width);
}

static void of_all_sizes(uint64_t *random, uint32_t values[BLOCK_SIZE])
{
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        values[i] = random_of_any_size(random);
}

static void small_with_exceptions(uint64_t *random, uint32_t values[BLOCK_SIZE])
{
    unsigned width = random_below(random, 12), exceptions = random_below(random, 40);
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        values[i] = width == 0 ? 0 : random_u32(random) >> (32 - width);
    for (unsigned i = 0; i < exceptions; i++)
        values[random_below(random, BLOCK_SIZE)] = random_of_any_size(random);
}

static void all_equal(uint64_t *random, uint32_t values[BLOCK_SIZE])
{
    uint32_t value = random_of_any_size(random);
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        values[i] = value;
}

static void largest(uint64_t *random, uint32_t values[BLOCK_SIZE])
{
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        values[i] = random_below(random, 2) ? UINT32_MAX : UINT32_MAX - random_below(random, 3);
}

static void zeros_and_a_few_large(uint64_t *random, uint32_t values[BLOCK_SIZE])
{
    memset(values, 0, BLOCK_SIZE * sizeof *values);
    for (unsigned i = random_below(random, BLOCK_MAX_EXCEPTIONS + 3); i-- > 0;)
        values[random_below(random, BLOCK_SIZE)] = UINT32_MAX;
}

/* As gaps and frequencies fall off: half of what was left, each time. */
static void geometric(uint64_t *random, uint32_t values[BLOCK_SIZE])
{
    unsigned width = random_below(random, 22);
    for (unsigned i = 0; i < BLOCK_SIZE; i++) {
        values[i] = random_below(random, UINT32_C(1) << width);
        while (random_below(random, 2))
            values[i] += UINT32_C(1) << width;
    }
}

static shape_values *const shapes[] = {of_one_width, of_all_sizes, small_with_exceptions,
                                       all_equal,    largest,      zeros_and_a_few_large,
                                       geometric};

enum { SHAPES = sizeof shapes / sizeof *shapes };

/* --- kernels --- */

static void kernels_equal_the_scalar_reference(void **state)
{
    (void)state;
    for (unsigned width = 0; width <= 32; width++)
        for (uint64_t number = 0; number < 20; number++) {
            uint64_t seed = seed_of(10, width * 100 + number), random = seed;
            uint32_t values[BLOCK_SIZE], fast[BLOCK_SIZE], scalar[BLOCK_SIZE];
            unsigned char packed[16 * 32], reference[16 * 32];
            of_all_sizes(&random, values); /* bits above width must be cut */
            memset(packed, 0xaa, sizeof packed);
            block_pack(values, width, packed);
            block_pack_scalar(values, width, reference);
            EXPECT(seed, memcmp(packed, reference, (size_t)16 * width) == 0);
            for (size_t i = (size_t)16 * width; i < sizeof packed; i++)
                EXPECT(seed, packed[i] == 0xaa);

            unsigned char *exact = exact_copy(packed, (size_t)16 * width);
            block_unpack(exact, width, fast);
            block_unpack_scalar(exact, width, scalar);
            free(exact);
            EXPECT(seed, memcmp(fast, scalar, sizeof fast) == 0);
            uint32_t mask = width == 32 ? UINT32_MAX : (UINT32_C(1) << width) - 1;
            for (unsigned i = 0; i < BLOCK_SIZE; i++)
                EXPECT(seed, fast[i] == (values[i] & mask));
        }
}

static void the_prefix_sum_makes_deltas_documents(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 200; number++) {
        uint64_t seed = seed_of(11, number), random = seed;
        uint32_t values[BLOCK_SIZE], expected[BLOCK_SIZE];
        uint32_t base = number == 0 ? UINT32_MAX : random_u32(&random), sum = base;
        of_all_sizes(&random, values);
        for (unsigned i = 0; i < BLOCK_SIZE; i++)
            expected[i] = sum += values[i] + 1;
        block_prefix_sum(values, base);
        EXPECT(seed, memcmp(values, expected, sizeof values) == 0);
    }
}

/* --- blocks --- */

static size_t encode_checked(uint64_t seed, const uint32_t values[BLOCK_SIZE], unsigned char *out)
{
    size_t size = block_encode(values, out);
    EXPECT(seed, size >= 2 && size <= BLOCK_MAX_BYTES);
    EXPECT(seed, (out[0] <= 32 && out[1] <= BLOCK_MAX_EXCEPTIONS) ||
                     (out[0] >= RICE_MARK && out[0] <= RICE_MARK + RICE_MAX_WIDTH));
    return size;
}

static void blocks_come_back(void **state)
{
    (void)state;
    for (unsigned shape = 0; shape < SHAPES; shape++)
        for (uint64_t number = 0; number < 300; number++) {
            uint64_t seed = seed_of(12, shape * 1000 + number), random = seed;
            uint32_t values[BLOCK_SIZE], back[BLOCK_SIZE];
            unsigned char bytes[BLOCK_MAX_BYTES];
            shapes[shape](&random, values);
            size_t size = encode_checked(seed, values, bytes);
            unsigned char *exact = exact_copy(bytes, size);
            EXPECT(seed, block_decode(exact, exact + size, back) == exact + size);
            EXPECT(seed, memcmp(values, back, sizeof values) == 0);
            EXPECT(seed, block_skip(exact, exact + size) == exact + size);
            free(exact);
        }
}

static size_t rice_size(const uint32_t values[BLOCK_SIZE], unsigned width)
{
    uint64_t bits = BLOCK_SIZE;
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        bits += values[i] >> width;
    return (bits + 7) / 8 > RICE_MAX_QUOTIENTS ? SIZE_MAX
                                               : 2 + (size_t)16 * width + (size_t)(bits + 7) / 8;
}

/* The encoder says "in the fewest bytes": no other form and width gives fewer. */
static void no_other_width_is_shorter(void **state)
{
    (void)state;
    for (unsigned shape = 0; shape < SHAPES; shape++)
        for (uint64_t number = 0; number < 100; number++) {
            uint64_t seed = seed_of(13, shape * 1000 + number), random = seed;
            uint32_t values[BLOCK_SIZE];
            unsigned char bytes[BLOCK_MAX_BYTES];
            shapes[shape](&random, values);
            size_t size = encode_checked(seed, values, bytes);
            for (unsigned width = 0; width <= 32; width++) {
                size_t other = 2 + (size_t)16 * width;
                unsigned exceptions = 0;
                for (unsigned i = 0; i < BLOCK_SIZE && width < 32; i++) {
                    uint32_t high = values[i] >> width;
                    exceptions += high != 0;
                    other += high != 0;
                    for (; high != 0; high >>= 7)
                        other++;
                }
                EXPECT(seed, exceptions > BLOCK_MAX_EXCEPTIONS || size <= other);
                EXPECT(seed, width > RICE_MAX_WIDTH || size <= rice_size(values, width));
            }
        }
}

static void every_truncation_is_refused(void **state)
{
    (void)state;
    for (unsigned shape = 0; shape < SHAPES; shape++)
        for (uint64_t number = 0; number < 5; number++) {
            uint64_t seed = seed_of(14, shape * 1000 + number), random = seed;
            uint32_t values[BLOCK_SIZE];
            unsigned char bytes[BLOCK_MAX_BYTES];
            shapes[shape](&random, values);
            size_t size = encode_checked(seed, values, bytes);
            for (size_t cut = 0; cut < size; cut++) {
                unsigned char *exact = exact_copy(bytes, cut);
                EXPECT(seed, block_decode(exact, exact + cut, values) == NULL);
                EXPECT(seed, block_skip(exact, exact + cut) == NULL);
                free(exact);
            }
        }
}

/* Random bytes, with a plausible start half of the time: nothing outside [in, end) is read (the
 * copy is exact, a sanitizer would see it), and what is accepted ends where block_skip says. */
static void garbage_is_survived(void **state)
{
    (void)state;
    unsigned accepted = 0;
    for (uint64_t number = 0; number < 20000; number++) {
        uint64_t seed = seed_of(15, number), random = seed;
        unsigned char bytes[BLOCK_MAX_BYTES];
        size_t size = random_below(&random, BLOCK_MAX_BYTES + 1);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)random_next(&random);
        if (size >= 2 && number % 4 == 1) {
            bytes[0] = (unsigned char)(RICE_MARK + random_below(&random, 25));
            memset(bytes + 2, 0x55, size - 2); /* so that there often are 128 ones */
            bytes[1] = 32;
        }
        if (size >= 2 && number % 2 == 0) {
            bytes[0] = (unsigned char)random_below(&random, 34);
            bytes[1] = (unsigned char)random_below(&random, 4);
        }
        unsigned char *exact = exact_copy(bytes, size);
        uint32_t values[BLOCK_SIZE];
        const unsigned char *after = block_decode(exact, exact + size, values);
        EXPECT(seed, after == NULL || (after >= exact + 2 && after <= exact + size));
        EXPECT(seed, after == NULL || block_skip(exact, exact + size) == after);
        accepted += after != NULL;
        free(exact);
    }
    assert_true(accepted > 1000);
}

static void malformed_headers_are_refused(void **state)
{
    (void)state;
    unsigned char bytes[BLOCK_MAX_BYTES] = {33, 0};
    uint32_t values[BLOCK_SIZE];
    const unsigned char *end = bytes + sizeof bytes;
    assert_null(block_decode(bytes, end, values)); /* wider than 32 bits */
    bytes[0] = 1;
    bytes[1] = BLOCK_MAX_EXCEPTIONS + 1;
    assert_null(block_decode(bytes, end, values)); /* more exceptions than may be */
    bytes[0] = 32;
    bytes[1] = 1;
    assert_null(block_decode(bytes, end, values)); /* nothing is above 32 bits */
    memset(bytes, 0, sizeof bytes);
    bytes[1] = 1;
    bytes[2] = 128;
    bytes[3] = 1;
    assert_null(block_decode(bytes, end, values)); /* an exception past the last value */
    bytes[2] = 127;
    assert_ptr_equal(block_decode(bytes, end, values), bytes + 4);
    assert_int_equal(values[127], 1);
    memset(bytes, 0, sizeof bytes);
    bytes[0] = 4;
    bytes[1] = 1;
    memcpy(bytes + 2 + 64 + 1, "\xff\xff\xff\xff\x01", 5); /* 29 bits above 4 */
    assert_null(block_decode(bytes, end, values));
    memset(bytes, 0xff, sizeof bytes);
    bytes[0] = RICE_MARK;
    bytes[1] = 16;
    assert_ptr_equal(block_decode(bytes, end, values), bytes + 18);
    bytes[1] = 17; /* more than 128 ones */
    assert_null(block_decode(bytes, end, values));
    bytes[1] = 15; /* fewer */
    assert_null(block_decode(bytes, end, values));
    bytes[0] = RICE_MARK + RICE_MAX_WIDTH + 1;
    bytes[1] = 16;
    assert_null(block_decode(bytes, end, values));
    bytes[0] = 40; /* neither form */
    assert_null(block_decode(bytes, end, values));
}

SUITE(block_codec)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kernels_equal_the_scalar_reference),
        cmocka_unit_test(the_prefix_sum_makes_deltas_documents),
        cmocka_unit_test(blocks_come_back),
        cmocka_unit_test(no_other_width_is_shorter),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(garbage_is_survived),
        cmocka_unit_test(malformed_headers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
