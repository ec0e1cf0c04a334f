/* Bytes of every charset become valid UTF-8, and what the bytes meant. */
#include "tests/unit/base/property.h"

#include "common/analysis/decode.h"
#include "tests/unit/base/utf8_model.h"
#include "tests/unit/suite.h"

enum { RANDOM_CASES = 20000, RANDOM_SIZE = 64 };

/* --- what bytes mean --- */

struct row {
    struct slice bytes;
    const char *declared, *text;
};

static void check_decoded(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned char *exact = exact_copy(rows[i].bytes.data, rows[i].bytes.size);
        struct buffer text;
        buffer_init(&text);
        buffer_append_string(&text, "before:");
        int status = decode_text(&text, (const char *)exact, rows[i].bytes.size, rows[i].declared);
        free(exact);
        assert_int_equal(status, 0);
        assert_int_equal(text.size, strlen("before:") + strlen(rows[i].text));
        assert_memory_equal(text.data, "before:", strlen("before:"));
        assert_string_equal(buffer_string(&text) + strlen("before:"), rows[i].text);
        buffer_release(&text);
    }
}

#define CHECK(rows) check_decoded((rows), sizeof(rows) / sizeof *(rows))

static void utf8_stays(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES(""), NULL, ""},
        {BYTES("\n"), NULL, "\n"},
        {BYTES("l’été à l'œuvre\n"), NULL, "l’été à l'œuvre\n"},
        {BYTES("l’été à l'œuvre\n"), "UTF-8", "l’été à l'œuvre\n"},
        {BYTES("😀"), NULL, "😀"},
    };
    CHECK(rows);
}

static void undeclared_single_bytes_are_windows_1252(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES("\xe9t\xe9"), NULL, "été"},
        {BYTES("l'\xc9tat, \xe0 No\xebl, \xe7\xe0 et l\xe0"), NULL, "l'État, à Noël, çà et là"},
        {BYTES("l\x92\xe9t\xe9 co\xfbte 10 \x80 \x97 \x93oui\x94"), NULL,
         "l’été coûte 10 € — “oui”"},
        {BYTES("\x9cuvre et \x8cuvre\x85"), NULL, "œuvre et Œuvre…"},
        {BYTES("\xab \xe9t\xe9 \xbb"), NULL, "« été »"},
    };
    CHECK(rows);
}

static void undeclared_latin_9_is_told_by_its_ligatures(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES("une \xbduvre d'\xe9t\xe9, c\xbdur"), NULL, "une œuvre d'été, cœur"},
        {BYTES("l'\xbcuvre d'\xe9t\xe9"), NULL, "l'Œuvre d'été"},
        {BYTES("la s\xbdur a 10 \xa4"), NULL, "la sœur a 10 €"},
    };
    CHECK(rows);
}

static void declared_charsets_are_believed(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES("\xe9t\xe9 \xa4"), "iso-8859-1", "été ¤"},
        {BYTES("\xe9t\xe9 \x80"), "ISO-8859-1", "été €"},
        {BYTES("\xe9t\xe9 \x80"), "Windows-1252", "été €"},
        {BYTES("\xe9t\xe9 \xa4"), "iso-8859-15", "été €"},
        {BYTES("\xa6\xa8\xb4\xb8\xbc\xbd\xbe"), "ISO-8859-15", "ŠšŽžŒœŸ"},
    };
    CHECK(rows);
}

static void slips_in_utf8_are_windows_1252(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES("été à l'\xe9t\xe9"), NULL, "été à l'été"},
        {BYTES("déjà été, l\x92œuvre"), NULL, "déjà été, l’œuvre"},
        {BYTES("été à l'\xe9t\xe9"), "utf-8", "été à l'été"},
        {BYTES("été \xc3"), NULL, "été Ã"},
    };
    CHECK(rows);
}

static void control_characters_are_windows_1252(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES("l\xc2\x92\xc3\xa9t\xc3\xa9\xc2\x85"), NULL, "l’été…"},
        {BYTES("\xc2\x9c"), "utf-8", "œ"},
        {BYTES("\xc2\x81 \xc2\xa0\xc2\xab"), NULL, "\xc2\x81 \xc2\xa0«"},
    };
    CHECK(rows);
}

static void a_mark_tells_utf8_and_is_dropped(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES("\xef\xbb\xbf"), NULL, ""},
        {BYTES("\xef\xbb\xbf\xc3\xa9t\xc3\xa9"), NULL, "été"},
        {BYTES("\xef\xbb\xbf\xc3\xa9t\xc3\xa9"), "iso-8859-1", "été"},
        {BYTES("a\xef\xbb\xbf"), NULL, "a\xef\xbb\xbf"},
        /* files that were marked twice */
        {BYTES("\xef\xbb\xbf\xef\xbb\xbf\xc3\xa9"), NULL, "é"},
        {BYTES("\xff\xfe\xff\xfe\xe9\x00"), NULL, "é"},
    };
    CHECK(rows);
}

static void a_mark_tells_utf16(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES("\xff\xfe"), NULL, ""},
        {BYTES("\xfe\xff"), NULL, ""},
        {BYTES("\xff\xfe\xe9\0t\0\xe9\0"), NULL, "été"},
        {BYTES("\xfe\xff\0\xe9\0t\0\xe9"), NULL, "été"},
        {BYTES("\xff\xfe\xe9\0t\0\xe9\0"), "utf-8", "été"},
        {BYTES("\xff\xfe\xac\x20\x53\x01"), NULL, "€œ"},
        {BYTES("\xfe\xff\x20\xac\x01\x53"), NULL, "€œ"},
        {BYTES("\xff\xfe\x3d\xd8\x00\xde"), NULL, "😀"},
        {BYTES("\xfe\xff\xd8\x3d\xde\x00"), NULL, "😀"},
        {BYTES("\xff\xfe\r\0\n\0a\0"), NULL, "\na"},
    };
    CHECK(rows);
}

static void declared_utf16_needs_no_mark(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES("\xe9\0t\0\xe9\0"), "utf-16le", "été"},
        {BYTES("\0\xe9\0t\0\xe9"), "UTF-16BE", "été"},
    };
    CHECK(rows);
}

/* Half a pair, the wrong way round, or half a unit. */
static void broken_utf16_has_replacements(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES("\xff\xfe\x3d\xd8"), NULL, "\ufffd"},
        {BYTES("\xff\xfe\x3d\xd8z\0"), NULL, "\ufffdz"},
        {BYTES("\xff\xfe\x00\xdez\0"), NULL, "\ufffdz"},
        {BYTES("\xff\xfe\x3d\xd8\x3d\xd8\x00\xde"), NULL, "\ufffd😀"},
        {BYTES("\xff\xfez\0z"), NULL, "z\ufffd"},
    };
    CHECK(rows);
}

static void line_ends_and_nul_settle(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {BYTES("a\r\nb\rc\n\r"), NULL, "a\nb\nc\n\n"},
        {BYTES("a\r\r\nb\r"), NULL, "a\n\nb\n"},
        {BYTES("a\0b"), NULL, "a b"},
        {BYTES("\xe9\0\r\n\xe9"), NULL, "é \né"},
    };
    CHECK(rows);
}

/* --- text of any bytes --- */

static const char *any_declaration(uint64_t *seed)
{
    static const char *const declared[] = {
        NULL,       "utf-8",    "iso-8859-1", "iso-8859-15",  "windows-1252", "utf-16",
        "utf-16be", "utf-16le", "",           "no-such-name", "ascii"};
    return declared[random_below(seed, sizeof declared / sizeof *declared)];
}

static void any_bytes_give_valid_text(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < RANDOM_CASES; i++) {
        uint64_t seed = seed_of(2, i), random = seed;
        unsigned char bytes[RANDOM_SIZE];
        size_t size = make_bytes(&random, bytes, sizeof bytes);
        unsigned char *exact = exact_copy(bytes, size);
        struct buffer text;
        buffer_init(&text);
        EXPECT(seed, decode_text(&text, (const char *)exact, size, any_declaration(&random)) == 0);
        free(exact);
        EXPECT(seed, naive_valid_prefix((const unsigned char *)text.data, text.size) == text.size);
        EXPECT(seed, text.size == 0 || (memchr(text.data, '\r', text.size) == NULL &&
                                        memchr(text.data, '\0', text.size) == NULL));
        buffer_release(&text);
    }
}

/* Whether valid UTF-8 has a character from U+0080 to U+009F. */
static bool has_control(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i + 1 < size; i++)
        if (bytes[i] == 0xc2 && bytes[i + 1] < 0xa0)
            return true;
    return false;
}

static void valid_text_is_copied(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < RANDOM_CASES; i++) {
        uint64_t seed = seed_of(3, i), random = seed;
        unsigned char bytes[RANDOM_SIZE];
        size_t size = make_almost_text(&random, bytes, sizeof bytes);
        size = naive_valid_prefix(bytes, size);
        if (memchr(bytes, '\r', size) != NULL || memchr(bytes, '\0', size) != NULL ||
            has_control(bytes, size))
            continue;
        struct buffer text;
        buffer_init(&text);
        EXPECT(seed, decode_text(&text, (const char *)bytes, size, NULL) == 0);
        EXPECT(seed, text.size == size && (size == 0 || memcmp(text.data, bytes, size) == 0));
        buffer_release(&text);
    }
}

/* --- what is no text --- */

static void signatures_are_binary(void **state)
{
    (void)state;
    static const struct slice files[] = {
        BYTES("\x7f"
              "ELF\x02\x01\x01"),
        BYTES("\x89PNG\r\n\x1a\n"),
        BYTES("PK\x03\x04"),
        BYTES("%PDF-1.4\n"),
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        unsigned char *exact = exact_copy(files[i].data, files[i].size);
        assert_true(decode_is_binary((const char *)exact, files[i].size));
        free(exact);
    }
}

static void many_control_bytes_are_binary(void **state)
{
    (void)state;
    char bytes[10000];
    memset(bytes, 'a', sizeof bytes);
    assert_false(decode_is_binary(bytes, sizeof bytes));
    bytes[5000] = '\0';
    assert_false(decode_is_binary(bytes, sizeof bytes));
    memset(bytes, '\0', 4000);
    assert_true(decode_is_binary(bytes, sizeof bytes));
    assert_true(decode_is_binary("\0\1\2\3\4\5\6\7", 8));
}

static void texts_are_not_binary(void **state)
{
    (void)state;
    static const struct slice texts[] = {
        BYTES(""),
        BYTES("\n"),
        BYTES("l'été\r\n\tà la mer\n"),
        BYTES("\xe9t\xe9"),
        BYTES("\xff\xfe\xe9\0t\0\xe9\0"),
        BYTES("\xfe\xff\0\xe9\0t\0\xe9"),
        BYTES("PK"),
        BYTES("ELF"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        unsigned char *exact = exact_copy(texts[i].data, texts[i].size);
        assert_false(decode_is_binary((const char *)exact, texts[i].size));
        free(exact);
    }
}

SUITE(decode)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_stays),
        cmocka_unit_test(undeclared_single_bytes_are_windows_1252),
        cmocka_unit_test(undeclared_latin_9_is_told_by_its_ligatures),
        cmocka_unit_test(declared_charsets_are_believed),
        cmocka_unit_test(slips_in_utf8_are_windows_1252),
        cmocka_unit_test(control_characters_are_windows_1252),
        cmocka_unit_test(a_mark_tells_utf8_and_is_dropped),
        cmocka_unit_test(a_mark_tells_utf16),
        cmocka_unit_test(declared_utf16_needs_no_mark),
        cmocka_unit_test(broken_utf16_has_replacements),
        cmocka_unit_test(line_ends_and_nul_settle),
        cmocka_unit_test(any_bytes_give_valid_text),
        cmocka_unit_test(valid_text_is_copied),
        cmocka_unit_test(signatures_are_binary),
        cmocka_unit_test(many_control_bytes_are_binary),
        cmocka_unit_test(texts_are_not_binary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
