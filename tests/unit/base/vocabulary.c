/* The small words that everything else is said in: slices, vectors, ASCII, UTF-8, paths, numbers,
 * escapes and sets. */
#include "tests/unit/base/property.h"

#include "common/base/ascii.h"
#include "common/base/escape.h"
#include "common/base/hash_set.h"
#include "common/base/parse_number.h"
#include "common/base/path.h"
#include "common/base/slice.h"
#include "common/base/utf8.h"
#include "common/base/vector.h"
#include "tests/unit/suite.h"

/* --- slices --- */

static void slices_compare_in_byte_order(void **state)
{
    (void)state;
    assert_true(slice_compare(slice_of("a"), slice_of("ab")) < 0);
    assert_true(slice_compare(slice_of("b"), slice_of("ab")) > 0);
    assert_true(slice_compare(slice_of("\xc3\xa9"), slice_of("z")) > 0);
    assert_int_equal(slice_compare((struct slice){NULL, 0}, slice_of("")), 0);
    assert_true(slice_equals((struct slice){NULL, 0}, slice_of("")));
}

static void slices_know_their_ends(void **state)
{
    (void)state;
    struct slice text = slice_of("titre.html");
    assert_true(slice_starts_with(text, slice_of("titre")));
    assert_true(slice_starts_with(text, (struct slice){NULL, 0}));
    assert_false(slice_starts_with(text, slice_of("titre.html.gz")));
    assert_true(slice_ends_with(text, slice_of(".html")));
    assert_false(slice_ends_with(text, slice_of(".htm")));
    assert_true(slice_is(slice_skip(text, 6), "html"));
    assert_int_equal(slice_skip(text, text.size).size, 0);
    assert_ptr_equal(slice_end(text), text.data + 10);
}

/* --- vectors --- */

struct item {
    uint64_t number;
    char letter;
};

static void a_vector_keeps_its_items_in_order(void **state)
{
    (void)state;
    VECTOR(struct item) items = {0};
    for (uint64_t i = 0; i < 1000; i++)
        vector_append(&items, (struct item){i, (char)('a' + i % 26)});
    assert_int_equal(vector_status(&items), 0);
    assert_int_equal(vector_count(&items), 1000);
    for (uint64_t i = 0; i < 1000; i++)
        assert_true(items.items[i].number == i && items.items[i].letter == (char)('a' + i % 26));
    assert_true(vector_last(&items)->number == 999);
    vector_pop(&items);
    assert_true(vector_last(&items)->number == 998);
    vector_truncate(&items, 3);
    assert_int_equal(vector_count(&items), 3);
    vector_clear(&items);
    assert_int_equal(vector_count(&items), 0);
    vector_release(&items);
}

static int compare_items(const void *one, const void *other)
{
    const struct item *a = one, *b = other;
    return (a->number > b->number) - (a->number < b->number);
}

static void a_vector_is_filled_in_place_and_sorted(void **state)
{
    (void)state;
    VECTOR(struct item) items = {0};
    vector_sort(&items, compare_items);
    assert_int_equal(vector_count(&items), 0);
    vector_append(&items, (struct item){5, 'f'});
    assert_int_equal(vector_reserve(&items, 9), 0);
    struct item *end = vector_end(&items);
    assert_ptr_equal(end, items.items + 1);
    for (uint64_t i = 0; i < 9; i++)
        end[i] = (struct item){(i * 4 + 1) % 9, 'a'};
    vector_extend(&items, 8);
    assert_int_equal(vector_count(&items), 9);
    vector_sort(&items, compare_items);
    for (size_t i = 1; i < vector_count(&items); i++)
        assert_true(items.items[i - 1].number <= items.items[i].number);
    assert_true(items.items[8].number == 8 && items.items[0].number == 0);
    vector_release(&items);
}

/* --- UTF-8 --- */

static void every_code_point_is_read_as_it_is_written(void **state)
{
    (void)state;
    for (uint32_t character = 0; character <= 0x10ffff; character++) {
        char bytes[UTF8_MAX_BYTES];
        unsigned size = utf8_encode(character, bytes);
        bool surrogate = character >= 0xd800 && character < 0xe000;
        assert_int_equal(utf8_sequence_size(bytes, bytes + size), surrogate ? 0 : size);
        assert_int_equal(utf8_valid_prefix(bytes, size), surrogate ? 0 : size);
        uint32_t read;
        assert_int_equal(utf8_decode(bytes, &read), size);
        assert_int_equal(read, character);
        for (unsigned cut = 1; cut < size; cut++)
            assert_int_equal(utf8_sequence_size(bytes, bytes + cut), 0);
    }
}

static void malformed_sequences_are_refused(void **state)
{
    (void)state;
    static const char *const malformed[] = {
        "\x80",     /* a continuation alone */
        "\xc0\xaf", /* longer than it must be */
        "\xc1\xbf",
        "\xe0\x9f\xbf",
        "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", /* beyond U+10FFFF */
        "\xf5\x80\x80\x80",
        "\xff",
        "\xc3(", /* no continuation */
        "\xe2\x82(",
    };
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        struct slice text = slice_of(malformed[i]);
        assert_int_equal(utf8_sequence_size(text.data, slice_end(text)), 0);
        for (size_t before = 0; before < 20; before++) {
            char bytes[32];
            memset(bytes, 'a', before);
            memcpy(bytes + before, text.data, text.size);
            assert_int_equal(utf8_valid_prefix(bytes, before + text.size), before);
        }
    }
}

static void text_is_cut_between_characters(void **state)
{
    (void)state;
    const char *text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"; /* 1, 2, 3 and 4 bytes */
    static const size_t floors[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (size_t limit = 0; limit < sizeof floors / sizeof *floors; limit++)
        assert_int_equal(utf8_floor(text, 10, limit), floors[limit]);
    assert_int_equal(utf8_count(text, 10), 4);
}

/* --- ASCII --- */

static void only_ascii_has_letters_and_digits(void **state)
{
    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        const char *digits = "0123456789", *hexadecimal = "0123456789abcdef";
        char c = (char)byte;
        assert_int_equal(ascii_is_digit(c), byte != 0 && strchr(digits, byte) != NULL);
        assert_int_equal(ascii_is_letter(c),
                         (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'));
        assert_int_equal(ascii_is_space(c), byte != 0 && strchr(" \t\n\v\f\r", byte) != NULL);
        const char *place = byte == 0 ? NULL : strchr(hexadecimal, ascii_lower(c));
        assert_int_equal(ascii_hex_value(c), place == NULL ? -1 : (int)(place - hexadecimal));
    }
}

/* --- paths --- */

static void parts_of_paths_are_joined_by_one_slash(void **state)
{
    (void)state;
    struct buffer path = {0};
    path_append(&path, slice_of("a"));
    path_append(&path, slice_of("b"));
    assert_string_equal(buffer_string(&path), "a/b");
    buffer_clear(&path);
    path_append(&path, slice_of("/"));
    path_append(&path, slice_of("b"));
    assert_string_equal(buffer_string(&path), "/b");
    buffer_release(&path);
}

static void a_path_knows_its_folder(void **state)
{
    (void)state;
    assert_string_equal(path_base_name("a/b/c.txt"), "c.txt");
    assert_string_equal(path_base_name("c.txt"), "c.txt");
    assert_int_equal(path_folder_size(slice_of("a/b")), 1);
    assert_int_equal(path_folder_size(slice_of("a//b")), 1);
    assert_int_equal(path_folder_size(slice_of("/b")), 1);
    assert_int_equal(path_folder_size(slice_of("b")), 0);
    assert_true(path_is_within(slice_of("/a/b"), slice_of("/a")));
    assert_true(path_is_within(slice_of("/a"), slice_of("/a")));
    assert_true(path_is_within(slice_of("/a"), slice_of("/")));
    assert_false(path_is_within(slice_of("/ab"), slice_of("/a")));
    assert_false(path_is_within(slice_of("/"), slice_of("/a")));
}

/* --- numbers --- */

static void a_number_is_all_of_its_text_and_in_range(void **state)
{
    (void)state;
    uint64_t number = 77;
    static const char *const wrong[] = {"",
                                        "-1",
                                        "+1",
                                        " 1",
                                        "1 ",
                                        "0x1",
                                        "1.0",
                                        "18446744073709551616",
                                        "99999999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(parse_decimal(slice_of(wrong[i]), 0, UINT64_MAX, &number));
    assert_true(number == 77);
    assert_true(parse_decimal(slice_of("18446744073709551615"), 0, UINT64_MAX, &number));
    assert_true(number == UINT64_MAX);
    assert_true(parse_decimal(slice_of("007"), 1, 7, &number) && number == 7);
    assert_false(parse_decimal(slice_of("8"), 1, 7, &number));
    assert_false(parse_decimal(slice_of("0"), 1, 7, &number));
    assert_false(parse_decimal(slice_of("5"), 0, 4, &number));
    assert_true(parse_hexadecimal(slice_of("ffffffffffffffff"), UINT64_MAX, &number));
    assert_true(number == UINT64_MAX);
    assert_false(parse_hexadecimal(slice_of("10000000000000000"), UINT64_MAX, &number));
    assert_false(parse_hexadecimal(slice_of("g"), UINT64_MAX, &number));
}

static void a_part_is_at_most_the_whole(void **state)
{
    (void)state;
    uint64_t part, parts;
    assert_true(parse_part(slice_of("3/8"), 10, &part, &parts) && part == 3 && parts == 8);
    static const char *const wrong[] = {"",    "3",    "/8",   "3/",   "0/8",
                                        "9/8", "3/11", "3/8/", "3//8", "a/b"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(parse_part(slice_of(wrong[i]), 10, &part, &parts));
}

/* --- escapes --- */

static void escapes_give_back_every_byte(void **state)
{
    (void)state;
    struct buffer text = {0};
    char all[256];
    for (int i = 0; i < 255; i++)
        all[i] = (char)(i + 1);
    escape_append(&text, all, 255);
    for (size_t i = 0; i < text.size; i++)
        assert_true((unsigned char)text.data[i] > 0x20 && text.data[i] != 0x7f);
    char *string = buffer_detach(&text);
    assert_true(escape_decode(string));
    assert_int_equal(strlen(string), 255);
    assert_memory_equal(string, all, 255);
    free(string);
    static const char *const wrong[] = {"%", "%4", "%4g", "%00", "a%", "%e9", "%%41"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char copy[8];
        strcpy(copy, wrong[i]);
        assert_false(escape_decode(copy));
    }
}

/* --- sets --- */

static void a_set_is_what_was_added(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 20; number++) {
        uint64_t seed = seed_of(71, number), random = seed;
        struct hash_set set;
        bool model[1 << 12] = {false};
        size_t words = 1 + number % 2, count = 0;
        hash_set_init(&set, words);
        for (size_t i = 0; i < 6000; i++) {
            uint32_t value = random_below(&random, 1 << 12);
            /* keys that differ in one word only, or in few bits */
            uint64_t key[2] = {words == 2 && value % 2 == 0 ? 0 : value + 1, value + 1};
            EXPECT(seed, hash_set_contains(&set, key) == model[value]);
            EXPECT(seed, hash_set_add(&set, key) == !model[value]);
            count += !model[value];
            model[value] = true;
            EXPECT(seed, set.count == count);
            EXPECT(seed, set.capacity * words * 8 <= hash_set_memory_after_add(&set));
        }
        hash_set_clear(&set);
        EXPECT(seed, set.count == 0 && !hash_set_contains(&set, (const uint64_t[2]){1, 1}));
        hash_set_release(&set);
    }
}

SUITE(vocabulary)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_compare_in_byte_order),
        cmocka_unit_test(slices_know_their_ends),
        cmocka_unit_test(a_vector_keeps_its_items_in_order),
        cmocka_unit_test(a_vector_is_filled_in_place_and_sorted),
        cmocka_unit_test(every_code_point_is_read_as_it_is_written),
        cmocka_unit_test(malformed_sequences_are_refused),
        cmocka_unit_test(text_is_cut_between_characters),
        cmocka_unit_test(only_ascii_has_letters_and_digits),
        cmocka_unit_test(parts_of_paths_are_joined_by_one_slash),
        cmocka_unit_test(a_path_knows_its_folder),
        cmocka_unit_test(a_number_is_all_of_its_text_and_in_range),
        cmocka_unit_test(a_part_is_at_most_the_whole),
        cmocka_unit_test(escapes_give_back_every_byte),
        cmocka_unit_test(a_set_is_what_was_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
