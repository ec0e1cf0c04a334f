/* The valid prefix of any bytes is that of a plain decoder. */
#include "tests/unit/base/utf8_model.h"

#include "common/base/utf8.h"
#include "tests/unit/suite.h"

enum { RANDOM_CASES = 20000, RANDOM_SIZE = 64 };

static void valid_text_is_valid_to_its_end(void **state)
{
    (void)state;
    static const struct slice texts[] = {
        BYTES(""),
        BYTES("abc"),
        BYTES("a\0b"),
        BYTES("\x7f\xc2\x80\xdf\xbf"),
        BYTES("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"),
        BYTES("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"),
        BYTES("L'été à l'œuvre coûte 10 € — 😀."),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(utf8_valid_prefix(texts[i].data, texts[i].size), texts[i].size);
}

static void invalid_sequences_end_the_prefix(void **state)
{
    (void)state;
    static const struct slice sequences[] = {
        BYTES("\x80"),             /* a continuation alone */
        BYTES("\xbf"),             /* another */
        BYTES("\xc0\xaf"),         /* overlong */
        BYTES("\xc1\xbf"),         /* overlong */
        BYTES("\xe0\x80\xaf"),     /* overlong */
        BYTES("\xe0\x9f\xbf"),     /* overlong */
        BYTES("\xf0\x80\x80\xaf"), /* overlong */
        BYTES("\xf0\x8f\xbf\xbf"), /* overlong */
        BYTES("\xed\xa0\x80"),     /* first surrogate */
        BYTES("\xed\xbf\xbf"),     /* last surrogate */
        BYTES("\xf4\x90\x80\x80"), /* beyond U+10FFFF */
        BYTES("\xf5\x80\x80\x80"),
        BYTES("\xf8\x88\x80\x80\x80"),
        BYTES("\xfe"),
        BYTES("\xff"),
        BYTES("\xc3"), /* truncated */
        BYTES("\xc3z"),
        BYTES("\xc3\xc3"),
        BYTES("\xe2\x82"),
        BYTES("\xe2\x82z"),
        BYTES("\xe2z\xac"),
        BYTES("\xf0\x9f\x98"),
        BYTES("\xf0\x9f\x98z"),
        BYTES("\xf0\x9fz\x80"),
    };
    /* After enough bytes to put it at each place of a machine word. */
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
        for (size_t before = 0; before < 20; before++) {
            char text[32];
            memset(text, 'a', before);
            memcpy(text + before, sequences[i].data, sequences[i].size);
            size_t size = before + sequences[i].size;
            unsigned char *exact = exact_copy(text, size);
            assert_int_equal(utf8_valid_prefix((const char *)exact, size), before);
            free(exact);
        }
}

static void the_valid_prefix_is_that_of_a_plain_decoder(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < RANDOM_CASES; i++) {
        uint64_t seed = seed_of(1, i), random = seed;
        unsigned char bytes[RANDOM_SIZE];
        size_t size = make_bytes(&random, bytes, sizeof bytes);
        unsigned char *exact = exact_copy(bytes, size);
        size_t prefix = utf8_valid_prefix((const char *)exact, size);
        free(exact);
        EXPECT(seed, prefix == naive_valid_prefix(bytes, size));
    }
}

static void every_sequence_of_two_bytes_is_recognised(void **state)
{
    (void)state;
    for (unsigned first = 0; first < 256; first++)
        for (unsigned second = 0; second < 256; second++) {
            unsigned char bytes[] = {(unsigned char)first, (unsigned char)second, 0x80, 0x80};
            for (size_t size = 1; size <= sizeof bytes; size++)
                assert_int_equal(utf8_valid_prefix((const char *)bytes, size),
                                 naive_valid_prefix(bytes, size));
        }
}

/* Cutting at a floor never cuts a character, and no later cut is as good. */
static void the_floor_is_the_last_cut_between_characters(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < RANDOM_CASES / 10; i++) {
        uint64_t seed = seed_of(2, i), random = seed;
        unsigned char bytes[RANDOM_SIZE];
        size_t size = naive_valid_prefix(bytes, make_almost_text(&random, bytes, sizeof bytes));
        for (size_t limit = 0; limit <= size + 1; limit++) {
            size_t best = limit < size ? limit : size;
            while (naive_valid_prefix(bytes, best) != best)
                best--;
            EXPECT(seed, utf8_floor((const char *)bytes, size, limit) == best);
        }
    }
}

SUITE(utf8)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_text_is_valid_to_its_end),
        cmocka_unit_test(invalid_sequences_end_the_prefix),
        cmocka_unit_test(the_valid_prefix_is_that_of_a_plain_decoder),
        cmocka_unit_test(every_sequence_of_two_bytes_is_recognised),
        cmocka_unit_test(the_floor_is_the_last_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
