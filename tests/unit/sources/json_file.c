/* JSON files: one object, arrays, several objects, and objects that have arrays of articles. */
#include "tests/unit/sources/collect.h"

#include <time.h>

#include "indexer/sources/json/json_file.h"
#include "tests/unit/suite.h"

/* Compares what the file gives: "id=title:body" of each article, a blank between them. */
static void expect_file(const char *text, const char *articles)
{
    struct collection collection = {0};
    collect_text(&collection, SOURCE_JSON, text);
    for (size_t i = 0; i < collection.count; i++)
        assert_int_equal(collection.articles[i].ordinal, i);
    expect_articles(&collection, text, " ", articles);
}

static void objects_and_arrays_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *articles;
    } rows[] = {
        {"{\n  \"title\": \"T\",\n  \"text\": \"x\"\n}\n", "=T:x"},
        {"\xef\xbb\xbf{\"id\":7,\"titre\":\"T\",\"texte\":\"x\"}", "=T:x"},
        {"[{\"text\":\"x\"},\n{\"id\":\"b\",\"text\":\"y\"}]", "N1=:x b=:y"},
        {"[\n]\n", ""},
        {"", ""},
        {"{\"text\":\"x\"}\n{\"text\":\"y\"}\n", "N1=:x N2=:y"},
        {"{\"text\":\"x\"},\n\n{\"text\":\"y\"},", "N1=:x N2=:y"},
        {"{\"text\":\"x\"}{\"text\":\"y]\\\"}\"}", "N1=:x N2=:y]\"}"},
        {"[{\"text\":\"x\"}][{\"text\":\"y\"}]", "N1=:x N2=:y"},
        {"[{\"text\":\"x\"}, 12, null, \"a,b\", [\"z\"], {\"text\":\"y\"}]", "N1=:x N2=:y"},
        /* articles in an object */
        {"{\"status\":\"ok\",\"articles\":[{\"title\":\"T\",\"content\":\"x\"},{\"id\":3,\"title\":"
         "\"U\"}]}",
         "N1=T:x 3=U:"},
        {"{\"hits\":{\"total\":2,\"hits\":[{\"_id\":\"a\",\"_source\":{\"texte\":\"x\"}},{\"_id\":"
         "\"b\","
         "\"_source\":{\"texte\":\"y\"}}]}}",
         "a=:x b=:y"},
        {"{\"title\":\"Un fil\",\"description\":\"d\",\"items\":[{\"id\":\"1\",\"content_html\":"
         "\"<p>x</p>\"}]}",
         "1=:x"},
        {"{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"S\"},{\"headline\":\"T\",\"articleBody\":"
         "\"x\"}]}",
         "N1=T:x"},
        {"{\"result\":{\"fields\":[{\"id\":\"n\",\"type\":\"text\"}],\"records\":[{\"_id\":1,"
         "\"texte\":\"x\"}]}}",
         "1=:x"},
        {"{\"a1\":{\"title\":\"T\",\"text\":\"x\"},\"a2\":{\"text\":\"y\"},\"n\":2}",
         "a1=T:x a2=:y"},
        {"{\"titre\":\"T\",\"fiche\":{\"texte\":\"x\"},\"n\":{\"m\":1}}", "=T:x"},
        /* an article that has an array */
        {"{\"title\":\"T\",\"text\":\"x\",\"posts\":[{\"text\":\"non\"}]}", "=T:x"},
        {"{\"title\":\"T\",\"items\":[{\"n\":1}]}", "=T:"},
        /* what is no article */
        {"{\"name\":\"paquet\",\"version\":\"1\"}", ""},
        {"{\"a\":[1,2]}", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_file(rows[i].text, rows[i].articles);
}

static void other_encodings_are_read(void **state)
{
    (void)state;
    struct collection collection = {0};
    static const char wide[] = "\xff\xfe{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0\xe9\0\"\0}";
    assert_int_equal(collect_bytes(&collection, SOURCE_JSON, wide, sizeof wide), 0);
    collect_text(&collection, SOURCE_JSON, "{\"text\":\"\xe9t\xe9 et hiver\"}");
    assert_int_equal(collection.count, 2);
    assert_string_equal(collection.articles[0].body, "é");
    assert_string_equal(collection.articles[1].body, "été et hiver");
    collect_release(&collection);
    static const char binary[64] = {0};
    assert_int_equal(collect_bytes(&collection, SOURCE_JSON, binary, sizeof binary), ERROR_INPUT);
}

static void faults_are_reported_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
        size_t line;
        bool notice;
    } rows[] = {
        {"[\n{\"text\":\"x\"},\n{'text':'y'},\n{\"text\":\"z\"}]", "not JSON: a name in quotes", 3,
         false},
        {"{\"text\":\"x\"}\n{\"text\":\"y\"", "not JSON: it is incomplete", 2, false},
        {"[{\"id\":1,\"text\":\"x\"},\n{\"id\":1,\"text\":\"y\"}]", "duplicate id '1'", 2, false},
        {"[{\"text\":\"x\"},\n\n{\"nombre\":1}]", "no text and no title", 3, true},
        {"[{\"text\":\"x\"},\n{\"text\":1,\"title\":\"T\"}]", "the text is not a string", 2, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct collection collection = {0};
        collect_text(&collection, SOURCE_JSON, rows[i].text);
        assert_int_equal(collection.complaints, !rows[i].notice);
        assert_int_equal(collection.notice_count, rows[i].notice);
        const char *message = rows[i].notice ? collection.notices[0] : collection.messages[0];
        assert_int_equal(strncmp(message, rows[i].message, strlen(rows[i].message)), 0);
        assert_int_equal(rows[i].notice ? collection.notice_lines[0] : collection.lines[0],
                         rows[i].line);
        assert_true(collection.count >= 1);
        collect_release(&collection);
    }
}

static void read_limited(struct collection *collection, const struct buffer *text, size_t limit)
{
    struct json_lines lines;
    struct input input;
    json_lines_init(&lines);
    lines.line_limit = limit;
    input_open_memory(&input, text->data, text->size, "test");
    const struct article_receiver receiver = collector(collection);
    assert_int_equal(json_file_read(&lines, &input, &receiver), 0);
    json_lines_release(&lines);
}

static void values_that_are_too_long_are_left_out(void **state)
{
    (void)state;
    enum { LIMIT = 1000, LONG = 1 << 20 };
    struct collection collection = {0};
    struct buffer text = {0};
    buffer_append_string(&text, "[{\"text\":\"x\"},\n{\"text\":\"");
    for (size_t i = 0; i < LONG; i++)
        buffer_append_byte(&text, i % 7 == 0 ? '\n' : ']');
    buffer_append_string(&text, "\"},{\"text\":\"y\"}]");
    read_limited(&collection, &text, LIMIT);
    assert_int_equal(collection.count, 2);
    assert_string_equal(collection.articles[1].body, "y");
    assert_int_equal(collection.complaints, 1);
    assert_int_equal(collection.lines[0], 2);
    assert_string_equal(collection.messages[0], "longer than 1000 bytes");
    collect_release(&collection);
    buffer_release(&text);
}

static void values_may_end_anywhere_in_what_is_read(void **state)
{
    (void)state;
    enum { READ = 1 << 18 };
    for (size_t shift = 0; shift < 40; shift++) {
        struct collection collection = {0};
        struct buffer text = {0};
        buffer_append_string(&text, "[{\"text\":\"");
        while (text.size < READ - shift)
            buffer_append_byte(&text, 'x');
        buffer_append_string(&text, "\\\"\"},\n{\"text\":\"y\\\\\"} ]");
        read_limited(&collection, &text, READ * 2);
        assert_int_equal(collection.count, 2);
        assert_string_equal(collection.articles[1].body, "y\\");
        collect_release(&collection);
        buffer_release(&text);
    }
}

static double seconds_to_read(const char *piece, size_t count)
{
    struct collection collection = {0};
    struct buffer text = {0};
    for (size_t i = 0; i < count; i++)
        buffer_append_string(&text, piece);
    const struct article_receiver receiver = {.context = &collection};
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    clock_t start = clock();
    assert_int_equal(source_read_bytes(reader, (struct text_span){text.data, text.size},
                                       SOURCE_JSON, "test", &receiver),
                     0);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    source_reader_destroy(reader);
    buffer_release(&text);
    return seconds;
}

static void hostile_files_take_linear_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {"[", "{\"a\":",   "]",   "1,",     "\"a\" ",
                                         " ", "{\"a\":1}", "[[]", "\"\\\"", "{\"items\":[{},"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        double once = seconds_to_read(pieces[i], 400000 / HOSTILE_DIVISOR),
               twice = seconds_to_read(pieces[i], 800000 / HOSTILE_DIVISOR);
        if (twice > 0.2 && twice > 3.5 * once)
            fail_msg("%s: %.3f s, then %.3f s", pieces[i], once, twice);
    }
}

SUITE(json_file)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_and_arrays_are_read),
        cmocka_unit_test(other_encodings_are_read),
        cmocka_unit_test(faults_are_reported_with_their_line),
        cmocka_unit_test(values_that_are_too_long_are_left_out),
        cmocka_unit_test(values_may_end_anywhere_in_what_is_read),
        cmocka_unit_test(hostile_files_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
