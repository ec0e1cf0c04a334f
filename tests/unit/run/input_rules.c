/* Input rules: how files are read, by their names, and what tells that it would be otherwise. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/base/error.h"
#include "indexer/run/input_rules.h"
#include "tests/unit/suite.h"

static void a_name_decides_how_a_file_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum source_format format;
        bool filtered, lacks_pdf;
    } cases[] = {
        {"a.txt", SOURCE_PLAIN, false, false},   {"a.HTML", SOURCE_HTML, false, false},
        {"a.xyz", SOURCE_NONE, false, false},    {"a.pdf", SOURCE_NONE, false, true},
        {"a.PDF", SOURCE_NONE, false, true},     {"pdf", SOURCE_NONE, false, false},
        {"a.pdf.gz", SOURCE_NONE, false, false}, {"a.epub", SOURCE_HTML, true, false},
        {"a.log", SOURCE_PLAIN, true, false},    {"a.md", SOURCE_JSON_LINES, true, false},
    };
    struct input_rules input_rules;
    input_rules_init(&input_rules);
    assert_int_equal(input_rules_add_filter(&input_rules, ".epub=html:cat {}"), 0);
    assert_int_equal(input_rules_add_filter(&input_rules, ".log=cat"), 0);
    assert_int_equal(input_rules_add_filter(&input_rules, ".md=jsonl:cat"),
                     0); /* before the format */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct input_kind kind = input_rules_kind_of(&input_rules, cases[i].name);
        assert_int_equal(kind.source.format, cases[i].format);
        assert_int_equal(kind.filter != NULL, cases[i].filtered);
        assert_int_equal(kind.lacks_pdf, cases[i].lacks_pdf);
    }
    assert_int_equal(input_rules_add_filter(&input_rules, ".pdf=text:cat"), 0);
    assert_false(input_rules_kind_of(&input_rules, "a.pdf").lacks_pdf);
    assert_int_equal(input_rules_add_filter(&input_rules, ".x=cats:cat"), ERROR_SYNTAX);
    input_rules_release(&input_rules);
}

/* What was left out is read again when what reads it is another. */
static void the_reader_is_all_that_reads(void **state)
{
    (void)state;
    struct input_rules input_rules;
    input_rules_init(&input_rules);
    assert_int_equal(input_rules_add_filter(&input_rules, ".a=cat"), 0);
    assert_int_equal(input_rules_add_filter(&input_rules, ".b=cat -n"), 0);
    const struct input_kind plain = input_rules_kind_of(&input_rules, "x.txt");
    const struct input_kind packed = input_rules_kind_of(&input_rules, "x.txt.gz");
    const struct input_kind one = input_rules_kind_of(&input_rules, "x.a");
    const struct input_kind other = input_rules_kind_of(&input_rules, "x.b");
    const uint64_t hash = input_rules_reader_hash(&input_rules, &plain, 1000);
    assert_true(hash == input_rules_reader_hash(&input_rules, &plain, 1000));
    assert_true(hash != input_rules_reader_hash(&input_rules, &plain, 1001));
    assert_true(hash != input_rules_reader_hash(&input_rules, &packed, 1000));
    const uint64_t filtered = input_rules_reader_hash(&input_rules, &one, 1000);
    assert_true(filtered != hash);
    assert_true(filtered != input_rules_reader_hash(&input_rules, &other, 1000));
    input_rules.filter_seconds++;
    assert_true(filtered != input_rules_reader_hash(&input_rules, &one, 1000));
    assert_true(hash == input_rules_reader_hash(&input_rules, &plain, 1000)); /* it has no filter */
    const struct input_kind table = input_rules_kind_of(&input_rules, "x.csv");
    const uint64_t unmapped = input_rules_reader_hash(&input_rules, &table, 1000);
    assert_int_equal(input_rules_add_map(&input_rules, "text=propos"), 0);
    assert_true(unmapped != input_rules_reader_hash(&input_rules, &table, 1000));
    assert_true(hash == input_rules_reader_hash(&input_rules, &plain, 1000)); /* it has no names */
    assert_int_equal(input_rules_set_encoding(&input_rules, "latin1"), 0);
    assert_true(hash != input_rules_reader_hash(&input_rules, &plain, 1000));
    assert_int_equal(input_rules_set_encoding(&input_rules, "no such charset"), ERROR_SYNTAX);
    input_rules_release(&input_rules);
}

static void patterns_decide_what_is_wanted(void **state)
{
    (void)state;
    struct input_rules input_rules;
    input_rules_init(&input_rules);
    assert_true(input_rules_allow(&input_rules, "a/b.txt", false));
    assert_int_equal(ignore_add_pattern(&input_rules.excluded, "*.bak"), 0);
    assert_int_equal(ignore_add_pattern(&input_rules.excluded, "old/"), 0);
    assert_int_equal(ignore_add_pattern(&input_rules.included, "2024-*"), 0);
    assert_true(input_rules_allow(&input_rules, "a/2024-01.txt", false));
    assert_false(input_rules_allow(&input_rules, "a/2023-01.txt", false));
    assert_false(input_rules_allow(&input_rules, "a/2024-01.bak", false));
    assert_true(input_rules_allow(&input_rules, "a", true)); /* it may hold what is included */
    assert_false(input_rules_allow(&input_rules, "a/old", true));
    assert_false(input_rules_allow(&input_rules, "a/old/2024-01.txt", false));
    input_rules_release(&input_rules);
}

/* What a receiver gets. */
struct received {
    char body[100];
    size_t articles, complaints;
};

static int take(void *context, const struct article *article)
{
    struct received *received = context;
    assert_true(article->body.size < sizeof received->body);
    memcpy(received->body, article->body.bytes, article->body.size);
    received->body[article->body.size] = '\0';
    received->articles++;
    return 0;
}

static void complain(void *context, size_t line, const char *message)
{
    struct received *received = context;
    (void)line;
    assert_true(message[0] != '\0');
    received->complaints++;
}

/* Reads a file of that name and text, of which an article has at most `limit` bytes. */
static int read_text(const struct input_rules *input_rules, const char *name, const char *text,
                     size_t limit, struct received *received)
{
    char path[] = "/tmp/fouille-intake.XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    unlink(path);
    assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
    struct source_reader *reader = source_reader_create(limit);
    assert_non_null(reader);
    const struct intake_file file = {.descriptor = descriptor,
                                     .display_path = name,
                                     .kind = input_rules_kind_of(input_rules, name)};
    const struct article_receiver receiver = {
        .article = take, .complaint = complain, .context = received};
    *received = (struct received){0};
    int status = intake_read(input_rules, &file, reader, &receiver);
    source_reader_destroy(reader);
    close(descriptor);
    return status;
}

static void files_are_read_through_their_filter(void **state)
{
    (void)state;
    struct input_rules input_rules;
    struct received received;
    input_rules_init(&input_rules);
    assert_int_equal(input_rules_add_filter(&input_rules, ".up=tr a-z A-Z"), 0);
    assert_int_equal(input_rules_add_filter(&input_rules, ".html=text:cat"), 0);
    assert_int_equal(input_rules_add_filter(&input_rules, ".bad=false"), 0);
    assert_int_equal(read_text(&input_rules, "a.txt", "la crue", 1000, &received), 0);
    assert_string_equal(received.body, "la crue");
    assert_int_equal(read_text(&input_rules, "a.up", "la crue", 1000, &received), 0);
    assert_string_equal(received.body, "LA CRUE");
    assert_int_equal(read_text(&input_rules, "a.html", "<b>la crue</b>", 1000, &received), 0);
    assert_string_equal(received.body, "<b>la crue</b>");
    assert_int_equal(received.complaints, 0);
    assert_int_equal(read_text(&input_rules, "a.bad", "la crue", 1000, &received), ERROR_INPUT);
    assert_non_null(strstr(error_message(), "'a.bad'"));
    assert_non_null(strstr(error_message(), "'false'"));
    assert_int_equal(received.articles, 0);
    input_rules_release(&input_rules);
}

/* As is a file without a filter. */
static void what_a_filter_gives_is_cut(void **state)
{
    (void)state;
    static const char *const names[] = {"a.txt", "a.same"};
    struct input_rules input_rules;
    struct received received;
    input_rules_init(&input_rules);
    assert_int_equal(input_rules_add_filter(&input_rules, ".same=cat"), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(read_text(&input_rules, names[i], "la crue monte", 13, &received), 0);
        assert_string_equal(received.body, "la crue monte");
        assert_int_equal(received.complaints, 0);
        assert_int_equal(read_text(&input_rules, names[i], "la crue monte", 8, &received), 0);
        assert_string_equal(received.body, "la crue");
        assert_int_equal(received.complaints, 1);
    }
    input_rules_release(&input_rules);
}

SUITE(input_rules)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_decides_how_a_file_is_read),
        cmocka_unit_test(the_reader_is_all_that_reads),
        cmocka_unit_test(patterns_decide_what_is_wanted),
        cmocka_unit_test(files_are_read_through_their_filter),
        cmocka_unit_test(what_a_filter_gives_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
