/* JSON Lines: fields and faults. */
#include "tests/unit/sources/collect.h"

#include "common/base/utf8.h"

#include "indexer/sources/json/json_lines.h"
#include "tests/unit/suite.h"

static void fields_are_read(void **state)
{
    (void)state;
    static const struct expected lines[] = {
        {"{\"id\":\"a\",\"title\":\"La "
         "crue\",\"url\":\"https://x.example/\",\"date\":\"2022-01-06\","
         "\"modified\":\"2022-01-06T12:18Z\",\"text\":\"L'été\"}\n",
         "La crue", "https://x.example/", "2022-01-06", "2022-01-06T12:18Z", "L'été"},
        {"{\"title\":\" La\\n crue \",\"body\":\"b\"}", "La crue", NULL, NULL, NULL, "b"},
        {"{\"content\":\"c\",\"published\":\"2022\"}", NULL, NULL, "2022", NULL, "c"},
        {"{\"contents\":\"c\",\"date\":2022}", NULL, NULL, "2022", NULL, "c"},
        {"{\"text\":\"c\",\"date\":1654502400000,\"modified\":\"Mon, 06 Jun 2022 10:00 +0200\"}",
         NULL, NULL, "2022-06-06T08:00:00Z", "2022-06-06T10:00+02:00", "c"},
        {"{\"text\":\"c\",\"date\":\"le 1er f\u00e9vr. 2022\",\"modified\":\"2022/2/30\"}", NULL,
         NULL, "2022-02-01", NULL, "c"},
        {"{\"title\":\"seul\"}", "seul", NULL, NULL, NULL, NULL},
        {"{\"title\":1984,\"text\":\"x\"}", "1984", NULL, NULL, NULL, "x"},
        {"{\"title\":null,\"url\":false,\"date\":{},\"text\":\"x\"}", NULL, NULL, NULL, NULL, "x"},
        /* the strongest name, and of one name the last */
        {"{\"body\":\"b\",\"text\":\"t\",\"content\":\"c\"}", NULL, NULL, NULL, NULL, "t"},
        {"{\"text\":\"avant\",\"text\":\"après\"}", NULL, NULL, NULL, NULL, "après"},
        {"{\"date\":null,\"published\":\"2021\",\"text\":\"x\"}", NULL, NULL, "2021", NULL, "x"},
        /* what is passed over */
        {"{\"tags\":[\"a\",{\"text\":\"non\"},[]],\"n\":{\"title\":\"non\"},\"k\":-1.5e+3,\"text\":"
         "\"oui\"}",
         NULL, NULL, NULL, NULL, "oui"},
        /* escapes */
        {"{\"text\":\"\\u00e9t\\u00E9 \\ud83d\\ude00 \\\"\\\\\\/\\t\"}", NULL, NULL, NULL, NULL,
         "été 😀 \"\\/\t"},
        {"{\"text\":\"\\ud83d seul \\ude00 \\ud83d\\u0041 \\u0000 nul\"}", NULL, NULL, NULL, NULL,
         "\xef\xbf\xbd seul \xef\xbf\xbd \xef\xbf\xbd"
         "A   nul"},
        {"{\"text\":\"a\\r\\nb\\rc\\n\\r\\u000d\\u000ad\"}", NULL, NULL, NULL, NULL,
         "a\nb\nc\n\n\nd"},
        /* bytes that are no UTF-8 */
        {"{\"text\":\"\xe9t\xe9 et hiver\"}", NULL, NULL, NULL, NULL, "été et hiver"},
        {"\xef\xbb\xbf{\"text\":\"x\"}\r\n", NULL, NULL, NULL, NULL, "x"},
        {" \t{ \"text\" : \"x\" , \"a\" : [ ] } \r\n\n  \n", NULL, NULL, NULL, NULL, "x"},
        {"{\"t\\u0065xt\":\"x\"}", NULL, NULL, NULL, NULL, "x"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        expect_article(SOURCE_JSON_LINES, &lines[i]);
}

static void bad_lines_are_reported_and_skipped(void **state)
{
    (void)state;
    static const struct {
        const char *line, *message;
    } bad[] = {
        {"{\"id\":\"2\",\"text\":\"coup", "not JSON: it is incomplete (column 23)"},
        {"[]", "not a JSON object"},
        {"null", "not a JSON object"},
        {"\"x\"", "not a JSON object"},
        {"12", "not a JSON object"},
        {"{\"id\":\"7\"}", "no text and no title"},
        {"{\"title\":null}", "no text and no title"},
        {"{\"id\":\"8\",\"text\":null}", "no text and no title"},
        {"{\"text\":12,\"title\":\"t\"}", "the text is not a string"},
        {"{\"text\":[1,true]}", "the text is not a string"},
        {"{\"text\":\"x\"} {\"text\":\"y\"}", "not JSON: "},
        {"{\"text\":\"x\"},", "not JSON: more follows (column 13)"},
        {"{\"text\":\"x\"}\"", "not JSON: more follows (column 13)"},
        {"{\"text\":\"x\",}", "not JSON: a name in quotes is missing (column 13)"},
        {"{'text':'x'}", "not JSON: "},
        {"{\"text\":\"\\x\"}", "not JSON: "},
        {"{\"text\":\"\\u12g4\"}", "not JSON: "},
        {"{\"text\":\"tab\t\"}", "not JSON: "},
        {"{\"text\":\"x\",\"n\":01}", "not JSON: "},
        {"{\"text\":\"x\",\"n\":[1,}", "not JSON: "},
        {"texte nu", "not JSON: "},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct collection collection = {0};
        char text[400];
        snprintf(text, sizeof text, "{\"text\":\"un\"}\n\n%s\n{\"text\":\"deux\"}\n", bad[i].line);
        collect_text(&collection, SOURCE_JSON_LINES, text);
        if (collection.count != 2 || collection.complaints != 1)
            print_error("%s\n", bad[i].line);
        assert_int_equal(collection.count, 2);
        assert_int_equal(collection.complaints, 1);
        assert_int_equal(collection.lines[0], 3);
        assert_int_equal(strncmp(collection.messages[0], bad[i].message, strlen(bad[i].message)),
                         0);
        assert_string_equal(collection.articles[1].body, "deux");
        assert_string_equal(collection.articles[1].id, "L4");
        assert_int_equal(collection.articles[1].ordinal, 3);
        collect_release(&collection);
    }
}

static void ids_are_unique(void **state)
{
    (void)state;
    struct collection collection = {0};
    collect_text(
        &collection, SOURCE_JSON_LINES,
        "{\"id\":3,\"text\":\"un\"}\n{\"id\":\"3\",\"text\":\"deux\"}\n{\"text\":\"trois\"}\n"
        "{\"id\":\"L3\",\"text\":\"quatre\"}\n{\"id\":\" \",\"text\":\"cinq\"}\n"
        "{\"id\":\" a\\tb \",\"text\":\"six\"}\n{\"id\":null,\"text\":\"sept\"}\n");
    static const char *const ids[] = {"3", "L3", "L5", "a b", "L7"};
    assert_int_equal(collection.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(collection.articles[i].id, ids[i]);
    assert_int_equal(collection.complaints, 2);
    assert_int_equal(collection.lines[0], 2);
    assert_int_equal(collection.lines[1], 4);
    assert_string_equal(collection.messages[0], "duplicate id '3'");
    collect_release(&collection);
}

static void long_ids_are_not_cut_within_a_character(void **state)
{
    (void)state;
    struct collection collection = {0};
    char text[400] = "", id[200] = "x";
    for (size_t i = 0; i < 60; i++)
        strcat(id, "é");
    snprintf(text, sizeof text, "{\"id\":\"%s\",\"text\":\"t\"}\n", id);
    struct buffer twice = {0};
    buffer_append_string(&twice, text);
    buffer_append_string(&twice, text);
    collect_text(&collection, SOURCE_JSON_LINES, buffer_string(&twice));
    const char *message = collection.messages[0];
    assert_int_equal(collection.complaints, 1);
    assert_int_equal(utf8_valid_prefix(message, strlen(message)), strlen(message));
    assert_int_equal(strlen(message), strlen("duplicate id ''") + 99);
    buffer_release(&twice);
    collect_release(&collection);
}

static int count_article(void *context, const struct article *article)
{
    size_t *count = context;
    assert_int_equal(article->ordinal, *count);
    ++*count;
    return 0;
}

static void many_ids_are_distinguished(void **state)
{
    (void)state;
    struct buffer text = {0};
    const size_t lines = 20000;
    for (size_t i = 0; i < lines; i++)
        buffer_append_format(&text, "{\"id\":%zu,\"text\":\"t\"}\n", i % (lines - 5));
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    for (int round = 0; round < 2; round++) { /* the next file may give the same ids */
        size_t count = 0;
        const struct article_receiver receiver = {.article = count_article, .context = &count};
        assert_int_equal(source_read_bytes(reader, (struct text_span){text.data, text.size},
                                           SOURCE_JSON_LINES, "test", &receiver),
                         0);
        assert_int_equal(count, lines - 5);
    }
    source_reader_destroy(reader);
    buffer_release(&text);
}

static void the_hash_is_of_the_line(void **state)
{
    (void)state;
    struct collection one = {0}, two = {0};
    collect_text(&one, SOURCE_JSON_LINES, "{\"id\":1,\"text\":\"x\"}\n{\"id\":2,\"text\":\"x\"}\n");
    collect_text(&two, SOURCE_JSON_LINES,
                 "\n{\"id\":1,\"text\":\"x\"}\r\n{\"id\":2,\"text\":\"y\"}");
    assert_int_equal(one.articles[0].hash, two.articles[0].hash);
    assert_int_not_equal(one.articles[0].hash, one.articles[1].hash);
    assert_int_not_equal(one.articles[1].hash, two.articles[1].hash);
    collect_release(&one);
    collect_release(&two);
}

static void lines_that_are_too_long_are_cut(void **state)
{
    (void)state;
    enum { LIMIT = 1000, LONG = 700 * 1024 };
    struct buffer text = {0};
    buffer_append_string(&text, "{\"text\":\"un\"}\n{\"text\":\"");
    for (size_t i = 0; i < LONG; i++)
        buffer_append_byte(&text, 'x');
    buffer_append_string(&text, "\"}\n{\"text\":\"trois\"}\n");
    for (size_t i = 0; i < LIMIT + 1; i++)
        buffer_append_byte(&text, ' ');
    struct json_lines lines;
    struct collection collection = {0};
    struct input input;
    json_lines_init(&lines);
    lines.line_limit = LIMIT;
    input_open_memory(&input, text.data, text.size, "test");
    const struct article_receiver receiver = collector(&collection);
    assert_int_equal(json_lines_read(&lines, &input, &receiver), 0);
    assert_int_equal(collection.count, 3);
    assert_int_equal(strlen(collection.articles[1].body), LIMIT - strlen("{\"text\":\""));
    assert_string_equal(collection.articles[2].body, "trois");
    assert_string_equal(collection.articles[2].id, "L3");
    assert_int_equal(collection.complaints, 2);
    assert_int_equal(collection.lines[0], 2);
    assert_int_equal(collection.lines[1], 4);
    assert_string_equal(collection.messages[0], "longer than 1000 bytes; truncated");
    assert_string_equal(collection.messages[1], "longer than 1000 bytes");
    assert_true(lines.block.bytes.capacity < LONG); /* it was not held */
    collect_release(&collection);
    json_lines_release(&lines);
    buffer_release(&text);
}

static void the_sink_can_stop_the_reading(void **state)
{
    (void)state;
    struct collection collection = {.stop_with = ERROR_STOPPED};
    const char *text = "{\"text\":\"un\"}\n{\"text\":\"deux\"}\n";
    assert_int_equal(collect_bytes(&collection, SOURCE_JSON_LINES, text, strlen(text)),
                     ERROR_STOPPED);
    assert_int_equal(collection.count, 1);
    collect_release(&collection);
}

static void other_encodings_are_refused(void **state)
{
    (void)state;
    struct collection collection = {0};
    assert_int_equal(collect_bytes(&collection, SOURCE_JSON_LINES, "\xff\xfe{\0}\0", 6),
                     ERROR_INPUT);
    assert_non_null(strstr(error_message(), "UTF-16"));
    assert_int_equal(collection.count, 0);
}

SUITE(json_lines)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_read),
        cmocka_unit_test(bad_lines_are_reported_and_skipped),
        cmocka_unit_test(ids_are_unique),
        cmocka_unit_test(long_ids_are_not_cut_within_a_character),
        cmocka_unit_test(many_ids_are_distinguished),
        cmocka_unit_test(the_hash_is_of_the_line),
        cmocka_unit_test(lines_that_are_too_long_are_cut),
        cmocka_unit_test(the_sink_can_stop_the_reading),
        cmocka_unit_test(other_encodings_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
