/* Lines of a bounded length, whatever the pieces that reads give. */
#include "tests/unit/base/property.h"

#include <unistd.h>

#include "common/base/error.h"
#include "common/base/line_reader.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

enum { LIMIT = 5000 };

static int open_bytes(const char *bytes, size_t size)
{
    scratch_write(&scratch, "lignes", bytes, size);
    int descriptor = openat(scratch.directory, "lignes", O_RDONLY);
    assert_true(descriptor >= 0);
    return descriptor;
}

static void expect_line(struct line_reader *reader, const char *text, bool truncated,
                        bool unterminated)
{
    struct line line;
    assert_int_equal(line_reader_next(reader, &line, "lignes"), 1);
    assert_string_equal(line.data, text);
    assert_int_equal(line.size, strlen(text));
    assert_int_equal(line.truncated, truncated);
    assert_int_equal(line.unterminated, unterminated);
}

static void lines_come_one_by_one(void **state)
{
    (void)state;
    static const char text[] = "un\n\ndeux\r\ntrois";
    struct line_reader reader;
    struct line line;
    int descriptor = open_bytes(text, sizeof text - 1);
    line_reader_init(&reader, descriptor, LIMIT);
    expect_line(&reader, "un", false, false);
    expect_line(&reader, "", false, false);
    expect_line(&reader, "deux\r", false, false);
    expect_line(&reader, "trois", false, true);
    assert_int_equal(line_reader_next(&reader, &line, "lignes"), 0);
    assert_int_equal(line_reader_next(&reader, &line, "lignes"), 0);
    line_reader_release(&reader);
    close(descriptor);
}

/* Lines of lengths about the limit and about the size of a read, each before another. */
static void a_line_that_is_too_long_is_cut(void **state)
{
    (void)state;
    static const size_t sizes[] = {LIMIT - 1, LIMIT,  LIMIT + 1, 16383,   16384,
                                   16385,     100000, 1000000,   1 << 14, (1 << 14) + LIMIT};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int ends = 0; ends < 2; ends++) {
            struct buffer text;
            struct line_reader reader;
            struct line line;
            buffer_init(&text);
            for (size_t k = 0; k < sizes[i]; k++)
                buffer_append_byte(&text, (unsigned char)('a' + k % 23));
            buffer_append_string(&text, ends == 0 ? "" : "\nfin\n");
            int descriptor = open_bytes(text.data, text.size);
            line_reader_init(&reader, descriptor, LIMIT);
            assert_int_equal(line_reader_next(&reader, &line, "lignes"), 1);
            size_t kept = sizes[i] < LIMIT ? sizes[i] : LIMIT;
            assert_int_equal(line.size, kept);
            assert_memory_equal(line.data, text.data, kept);
            assert_int_equal(line.truncated, sizes[i] > LIMIT);
            assert_int_equal(line.unterminated, ends == 0);
            assert_true(reader.bytes.capacity <= 2 * (LIMIT + (1 << 14)));
            if (ends == 1)
                expect_line(&reader, "fin", false, false);
            assert_int_equal(line_reader_next(&reader, &line, "lignes"), 0);
            line_reader_release(&reader);
            close(descriptor);
            buffer_release(&text);
        }
}

static void a_read_error_is_not_the_end(void **state)
{
    (void)state;
    struct line_reader reader;
    struct line line;
    line_reader_init(&reader, scratch.directory, LIMIT);
    assert_int_equal(line_reader_next(&reader, &line, "dossier"), ERROR_SYSTEM);
    assert_string_equal(error_message(), "cannot read 'dossier': Is a directory");
    line_reader_release(&reader);
}

SUITE(line_reader)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(lines_come_one_by_one),
        IN_SCRATCH(a_line_that_is_too_long_is_cut),
        IN_SCRATCH(a_read_error_is_not_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
