/* What may be shown as it is, and what becomes of the rest. */
#include "tests/unit/present/hostile.h"

#include "common/analysis/safe.h"
#include "tests/unit/suite.h"

enum { CASES = 20000 };

/* --- characters --- */

struct range {
    uint32_t first, last;
};

/* Line ends and control codes drive a terminal; separators end lines; directional marks make
 * `exe.txt` of `txt.exe`. */
static const struct range forbidden[] = {
    {0x00, 0x1f},     {0x7f, 0x7f},     {0x80, 0x9f},     {0x61c, 0x61c},
    {0x200e, 0x200f}, {0x2028, 0x2029}, {0x202a, 0x202e}, {0x2066, 0x2069},
};

static bool is_forbidden(uint32_t character)
{
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        if (character >= forbidden[i].first && character <= forbidden[i].last)
            return true;
    return false;
}

static void control_codes_and_directional_marks_are_forbidden(void **state)
{
    (void)state;
    for (uint32_t character = 0; character <= 0x10ffff; character++) {
        assert_int_equal(safe_is_forbidden(character), is_forbidden(character));
        assert_int_equal(safe_is_blank(character), character == ' ' || is_forbidden(character));
    }
}

static size_t encode_utf8(uint32_t character, char *to)
{
    if (character < 0x80) {
        to[0] = (char)character;
        return 1;
    }
    size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--, character >>= 6)
        to[i] = (char)(0x80 | (character & 0x3f));
    to[0] = (char)((0xf00U >> size & 0xff) | character);
    return size;
}

static void every_character_is_read(void **state)
{
    (void)state;
    for (uint32_t character = 0; character <= 0x10ffff; character++) {
        char bytes[4];
        uint32_t got = 0;
        size_t size = encode_utf8(character, bytes);
        bool surrogate = character >= 0xd800 && character <= 0xdfff;
        assert_int_equal(safe_character(bytes, size, &got), surrogate ? 0 : size);
        assert_true(surrogate || got == character);
    }
}

static void a_cut_character_is_none(void **state)
{
    (void)state;
    static const char *const characters[] = {"é", "€", "中", "😀", "\U0010ffff"};
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        for (size_t size = 1; size < strlen(characters[i]); size++) {
            unsigned char *cut = exact_copy(characters[i], size);
            uint32_t character;
            assert_int_equal(safe_character((char *)cut, size, &character), 0);
            free(cut);
        }
}

static void characters_equal_those_of_a_naive_decoder(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(200, number), random = seed;
        size_t size;
        char *bytes = hostile_bytes(&random, 20, &size);
        for (size_t at = 0; at < size; at++) {
            uint32_t got = 0, expected = 0;
            EXPECT(seed, safe_character(bytes + at, size - at, &got) ==
                             naive_character(bytes + at, size - at, &expected));
            EXPECT(seed, got == expected);
        }
        free(bytes);
    }
}

/* --- text --- */

struct row {
    const char *text, *expected;
};

static bool becomes(void (*append)(struct buffer *to, const char *bytes, size_t size),
                    const struct row *row)
{
    struct buffer got;
    buffer_init(&got);
    append(&got, row->text, strlen(row->text));
    bool equal = strcmp(buffer_string(&got), row->expected) == 0;
    if (!equal)
        print_error("expected  %s\n     got  %s\n", row->expected, buffer_string(&got));
    buffer_release(&got);
    return equal;
}

static void text_becomes_one_line(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {" \n\t ", ""},
        {"un mot", "un mot"},
        {"  un \r\n\t mot\n", "un mot"},
        {"a\tb\tc", "a b c"},
        {"a\u2028b\u2029c\xc2\x85z", "a b c z"},
        {"\x1b[31mrouge\x1b[0m", "[31mrouge [0m"},
        {"a\x1b]0;titre\x07z", "a ]0;titre z"},
        {"a\xc2\x9bmb", "a mb"},
        {"facture\u202etxt.exe", "facture txt.exe"},
        {"a\u2066b\u2069c\u200ed\u061ce", "a b c d e"},
        {"12\u00a0000\u202f%", "12\u00a0000\u202f%"},
        {"e\u0301\u200bt\u0301", "e\u0301\u200bt\u0301"},
        {"\\x41 \\n", "\\x41 \\n"},
        {"\xff\xfe", ""},
        {"a\xc3 b", "a b"},
        {"caf\xe9 cr\xe8me", "caf cr me"},
        {"a\xc0\xafz", "a z"},
        {"a\xed\xa0\x80z", "a z"},
        {"a\xe2\x80", "a"},
        {"中文 😀", "中文 😀"},
    };
    bool all = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        all &= becomes(safe_append_text, &rows[i]);
    assert_true(all);
}

/* Each blank by itself decides, without looking ahead: a space is due before the next character
 * that is shown. */
static void naive_text(struct buffer *to, const char *text, size_t size)
{
    bool due = false;
    for (size_t at = 0; at < size;) {
        uint32_t character = 0;
        size_t bytes = naive_character(text + at, size - at, &character);
        bool blank = bytes == 0 || character == ' ' || is_forbidden(character);
        if (!blank && due && to->size > 0)
            buffer_append_byte(to, ' ');
        if (!blank)
            buffer_append(to, text + at, bytes);
        due = blank;
        at += bytes == 0 ? 1 : bytes;
    }
}

static void text_equals_that_of_a_naive_reader(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(201, number), random = seed;
        size_t size;
        char *bytes = hostile_bytes(&random, 30, &size);
        struct buffer got, expected, again;
        buffer_init(&got);
        buffer_init(&expected);
        buffer_init(&again);
        safe_append_text(&got, bytes, size);
        naive_text(&expected, bytes, size);
        EXPECT(seed, strcmp(buffer_string(&got), buffer_string(&expected)) == 0);
        safe_append_text(&again, got.data, got.size);
        EXPECT(seed, strcmp(buffer_string(&again), buffer_string(&got)) == 0);
        buffer_release(&got);
        buffer_release(&expected);
        buffer_release(&again);
        free(bytes);
    }
}

static void text_is_appended(void **state)
{
    (void)state;
    struct buffer to;
    buffer_init(&to);
    buffer_append_string(&to, "titre\t");
    safe_append_text(&to, " a\nb ", 5);
    assert_string_equal(buffer_string(&to), "titre\ta b");
    buffer_release(&to);
}

/* --- paths --- */

static void paths_show_what_they_hide(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"dossier/fichier.txt", "dossier/fichier.txt"},
        {" deux  espaces ", " deux  espaces "},
        {"été/中文/😀", "été/中文/😀"},
        {"a\nb", "a\\x0Ab"},
        {"a\tb", "a\\x09b"},
        {"\x1b[31m", "\\x1B[31m"},
        {"a\x7f", "a\\x7F"},
        {"\xc2\x9bm", "\\xC2\\x9Bm"},
        {"txt\u202e.exe", "txt\\xE2\\x80\\xAE.exe"},
        {"a\u2028b", "a\\xE2\\x80\\xA8b"},
        {"caf\xe9.txt", "caf\\xE9.txt"},
        {"\xe2\x80", "\\xE2\\x80"},
        {"a\\b", "a\\b"},
        {"a\\\\b\\", "a\\\\b\\"},
        {"a\\x41", "a\\\\x41"},
        {"\\\\xyz", "\\\\\\\\xyz"},
        {"a\\\n", "a\\\\\\x0A"},
        {"a\\\xff", "a\\\\\\xFF"},
        {"\n\\n", "\\x0A\\n"},
    };
    bool all = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        all &= becomes(safe_append_path, &rows[i]);
    assert_true(all);
}

static unsigned char hex_byte(const char *at)
{
    const char digits[] = {at[0], at[1], '\0'};
    return (unsigned char)strtoul(digits, NULL, 16);
}

/* The path again, as a reader of the output would have it: before an x, two backslashes are one,
 * and one that is left over makes the x an escape. */
static void unescape_path(struct buffer *to, const char *shown, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t run = 0;
        while (at + run < size && shown[at + run] == '\\')
            run++;
        bool before_x = run > 0 && at + run < size && shown[at + run] == 'x';
        for (size_t i = 0; i < (before_x ? run / 2 : run); i++)
            buffer_append_byte(to, '\\');
        at += run;
        if (before_x && run % 2 == 1) {
            buffer_append_byte(to, hex_byte(shown + at + 1));
            at += 3;
        } else if (at < size && shown[at] != '\\') {
            buffer_append_byte(to, (unsigned char)shown[at++]);
        }
    }
}

static void check_path(const char *path, size_t size, uint64_t seed)
{
    struct buffer shown, again;
    buffer_init(&shown);
    buffer_init(&again);
    safe_append_path(&shown, path, size);
    for (size_t at = 0, bytes; at < shown.size; at += bytes) {
        uint32_t character = 0;
        bytes = naive_character(shown.data + at, shown.size - at, &character);
        EXPECT(seed, bytes > 0 && !is_forbidden(character));
    }
    unescape_path(&again, shown.data, shown.size);
    EXPECT(seed, again.size == size && (size == 0 || memcmp(again.data, path, size) == 0));
    buffer_release(&shown);
    buffer_release(&again);
}

static void a_path_can_be_had_again(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(202, number), random = seed;
        size_t size;
        char *path = hostile_bytes(&random, 30, &size);
        check_path(path, size, seed);
        free(path);
    }
}

/* All short paths of what escapes are made of: where two of them meet, nothing is random. */
static void every_short_path_can_be_had_again(void **state)
{
    (void)state;
    static const char letters[] = {'\\', 'x', '4', 'A', '\n', '\xe9'};
    enum { LETTERS = sizeof letters, LONGEST = 6 };
    char path[LONGEST];
    for (size_t size = 0, count = 1; size <= LONGEST; size++, count *= LETTERS)
        for (size_t number = 0; number < count; number++) {
            for (size_t i = 0, rest = number; i < size; i++, rest /= LETTERS)
                path[i] = letters[rest % LETTERS];
            check_path(path, size, number);
        }
}

SUITE(safe)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(control_codes_and_directional_marks_are_forbidden),
        cmocka_unit_test(every_character_is_read),
        cmocka_unit_test(a_cut_character_is_none),
        cmocka_unit_test(characters_equal_those_of_a_naive_decoder),
        cmocka_unit_test(text_becomes_one_line),
        cmocka_unit_test(text_equals_that_of_a_naive_reader),
        cmocka_unit_test(text_is_appended),
        cmocka_unit_test(paths_show_what_they_hide),
        cmocka_unit_test(a_path_can_be_had_again),
        cmocka_unit_test(every_short_path_can_be_had_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
