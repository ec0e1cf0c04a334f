/* The growable buffer, its sticky error, and varints. */
#include "tests/unit/base/property.h"

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "tests/unit/suite.h"

/* --- varints --- */

struct spelling {
    uint64_t value;
    const char *bytes;
    size_t size;
};

static const struct spelling spellings[] = {
    {0, "\x00", 1},
    {1, "\x01", 1},
    {127, "\x7f", 1},
    {128, "\x80\x01", 2},
    {300, "\xac\x02", 2},
    {16383, "\xff\x7f", 2},
    {16384, "\x80\x80\x01", 3},
    {UINT32_MAX, "\xff\xff\xff\xff\x0f", 5},
    {UINT64_C(1) << 63, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 10},
    {UINT64_MAX, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10},
};

static void varints_have_these_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const struct spelling *spelling = &spellings[i];
        unsigned char bytes[VARINT_MAX_BYTES];
        size_t size = (size_t)(varint_write(bytes, spelling->value) - bytes);
        assert_int_equal(size, spelling->size);
        assert_memory_equal(bytes, spelling->bytes, size);
        uint64_t value = 0;
        assert_ptr_equal(varint_read(bytes, bytes + size, &value), bytes + size);
        assert_true(value == spelling->value);
    }
}

static void a_cut_varint_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        for (size_t size = 0; size < spellings[i].size; size++) {
            unsigned char *cut = exact_copy(spellings[i].bytes, size);
            uint64_t value;
            assert_null(varint_read(cut, cut + size, &value));
            free(cut);
        }
}

static void a_varint_of_more_than_ten_bytes_is_refused(void **state)
{
    (void)state;
    unsigned char bytes[16];
    memset(bytes, 0x80, sizeof bytes);
    bytes[sizeof bytes - 1] = 1;
    uint64_t value;
    assert_null(varint_read(bytes, bytes + sizeof bytes, &value));
    bytes[10] = 0; /* eleven bytes, all of them padding */
    assert_null(varint_read(bytes, bytes + sizeof bytes, &value));
}

static void random_varints_come_back(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 50; number++) {
        uint64_t seed = seed_of(1, number), random = seed;
        struct buffer buffer;
        uint64_t values[200];
        buffer_init(&buffer);
        for (size_t i = 0; i < 200; i++) {
            values[i] = random_next(&random) >> random_below(&random, 64);
            buffer_append_varint(&buffer, values[i]);
        }
        const unsigned char *at = (const unsigned char *)buffer.data, *end = at + buffer.size;
        for (size_t i = 0; i < 200; i++) {
            uint64_t value = 0;
            at = varint_read(at, end, &value);
            EXPECT(seed, at != NULL && value == values[i]);
        }
        EXPECT(seed, at == end);
        buffer_release(&buffer);
    }
}

/* --- the buffer --- */

static void it_grows_as_a_plain_array_would(void **state)
{
    (void)state;
    enum { LARGEST = 1 << 16 };
    static char model[LARGEST];
    for (uint64_t number = 0; number < 20; number++) {
        uint64_t seed = seed_of(2, number), random = seed;
        struct buffer buffer;
        size_t size = 0;
        buffer_init(&buffer);
        while (size < LARGEST - 600) {
            char piece[500];
            size_t part = random_below(&random, sizeof piece);
            for (size_t i = 0; i < part; i++)
                piece[i] = (char)random_next(&random);
            buffer_append(&buffer, piece, part);
            memcpy(model + size, piece, part);
            size += part;
            buffer_append_byte(&buffer, (unsigned char)part);
            model[size++] = (char)part;
            EXPECT(seed, buffer.size == size && buffer.capacity >= size);
        }
        EXPECT(seed, memcmp(buffer.data, model, size) == 0 && buffer_status(&buffer) == 0);
        buffer_release(&buffer);
        EXPECT(seed, buffer.data == NULL && buffer.size == 0 && buffer.capacity == 0);
    }
}

static void numbers_are_little_endian(void **state)
{
    (void)state;
    static const unsigned char expected[] = {0x02, 0x01, 0x04, 0x03, 0x02, 0x01, 0x08,
                                             0x07, 0x06, 0x05, 0x04, 0x03, 0x02, 0x01};
    struct buffer buffer;
    buffer_init(&buffer);
    buffer_append_u16(&buffer, 0x0102);
    buffer_append_u32(&buffer, 0x01020304);
    buffer_append_u64(&buffer, UINT64_C(0x0102030405060708));
    assert_int_equal(buffer.size, sizeof expected);
    assert_memory_equal(buffer.data, expected, sizeof expected);
    assert_int_equal(load_u16(buffer.data), 0x0102);
    assert_int_equal(load_u32(buffer.data + 2), 0x01020304);
    assert_true(load_u64(buffer.data + 6) == UINT64_C(0x0102030405060708));
    buffer_release(&buffer);
}

static void alignment_fills_with_zeros(void **state)
{
    (void)state;
    for (size_t size = 0; size < 130; size++) {
        struct buffer buffer;
        buffer_init(&buffer);
        for (size_t i = 0; i < size; i++)
            buffer_append_byte(&buffer, 0xff);
        buffer_align(&buffer, 64);
        assert_int_equal(buffer.size, (size + 63) / 64 * 64);
        for (size_t i = size; i < buffer.size; i++)
            assert_int_equal(buffer.data[i], 0);
        buffer_release(&buffer);
    }
}

static void formats_and_strings_are_appended(void **state)
{
    (void)state;
    struct buffer buffer;
    char wide[300];
    memset(wide, 'x', sizeof wide);
    wide[sizeof wide - 1] = '\0';
    buffer_init(&buffer);
    assert_string_equal(buffer_string(&buffer), "");
    buffer_append_string(&buffer, "un ");
    buffer_append_format(&buffer, "%d %s", 2, wide);
    assert_int_equal(buffer.size, 3 + 2 + 299);
    assert_memory_equal(buffer_string(&buffer), "un 2 xxx", 8);
    assert_int_equal(strlen(buffer_string(&buffer)), buffer.size);
    char *owned = buffer_detach(&buffer);
    assert_int_equal(strlen(owned), 3 + 2 + 299);
    assert_null(buffer.data);
    free(owned);
    owned = buffer_detach(&buffer);
    assert_string_equal(owned, "");
    free(owned);
}

static void a_failure_sticks_until_cleared(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer);
    buffer_append_string(&buffer, "avant");
    assert_int_equal(buffer_reserve(&buffer, SIZE_MAX - 2), ERROR_MEMORY);
    buffer_append_string(&buffer, "après");
    buffer_append_byte(&buffer, 'x');
    buffer_append_varint(&buffer, 7);
    buffer_append_format(&buffer, "%d", 7);
    buffer_align(&buffer, 64);
    assert_int_equal(buffer.size, 5);
    assert_memory_equal(buffer.data, "avant", 5);
    assert_int_equal(buffer_status(&buffer), ERROR_MEMORY);
    assert_string_equal(error_message(), "out of memory");
    assert_int_equal(buffer_reserve(&buffer, 1), ERROR_MEMORY);
    buffer_clear(&buffer);
    buffer_append_string(&buffer, "encore");
    assert_int_equal(buffer_status(&buffer), 0);
    assert_string_equal(buffer_string(&buffer), "encore");
    assert_int_equal(buffer_reserve(&buffer, SIZE_MAX), ERROR_MEMORY);
    assert_null(buffer_detach(&buffer));
    assert_null(buffer.data);
}

SUITE(buffer)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(varints_have_these_bytes),
        cmocka_unit_test(a_cut_varint_is_refused),
        cmocka_unit_test(a_varint_of_more_than_ten_bytes_is_refused),
        cmocka_unit_test(random_varints_come_back),
        cmocka_unit_test(it_grows_as_a_plain_array_would),
        cmocka_unit_test(numbers_are_little_endian),
        cmocka_unit_test(alignment_fills_with_zeros),
        cmocka_unit_test(formats_and_strings_are_appended),
        cmocka_unit_test(a_failure_sticks_until_cleared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
