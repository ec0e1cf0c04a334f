/* The scanner: what is JSON, what is not and where, and what strings decode to. */
#include "tests/unit/base/property.h"

#include "common/base/error.h"
#include "common/json/json_scan.h"
#include "tests/unit/suite.h"

/* Walks an object, and writes what it has: name=text for strings, name:number, name- for others. */
static int walk(const char *text, size_t size, struct buffer *into)
{
    char *exact = malloc(size + (size == 0));
    struct json_scan scan;
    struct buffer storage = {0}, value_storage = {0};
    struct slice name;
    assert_non_null(exact);
    memcpy(exact, text, size);
    buffer_clear(into);
    json_scan_init(&scan, exact, size);
    int status = json_scan_object(&scan);
    while (status == 0 && (status = json_scan_name(&scan, &storage, &name)) == 1) {
        static const char marks[] = {'?', '=', ':', '0', '-'};
        struct json_value value;
        buffer_append(into, name.data, name.size);
        if (slice_is(name, "skipped")) {
            status = json_scan_skip(&scan);
            continue;
        }
        status = json_scan_value(&scan, &value_storage, &value);
        if (status != 0)
            break;
        assert_true(value.shape > JSON_ABSENT && value.shape <= JSON_NEITHER);
        buffer_append_byte(into, (unsigned char)marks[value.shape]);
        buffer_append(into, value.text.data, value.text.size);
        buffer_append_byte(into, ';');
    }
    if (status == 0)
        status = json_scan_end(&scan);
    buffer_release(&storage);
    buffer_release(&value_storage);
    free(exact);
    return status;
}

static void objects_are_walked(void **state)
{
    (void)state;
    static const struct {
        const char *text, *members;
    } rows[] = {
        {"{}", ""},
        {" \t\r\n{ } \n", ""},
        {"\v{\f}", ""},
        {"{\"a\":\"b\"}", "a=b;"},
        {" { \"a\" : \"b\" , \"\" : 1 } ", "a=b;:1;"},
        {"{\"a\":\"1\",\"a\":\"2\"}", "a=1;a=2;"},
        {"{\"a\":null,\"b\":true,\"c\":false,\"d\":{},\"e\":[ ]}", "a0;b-;c-;d-;e-;"},
        {"{\"a\":0,\"b\":-0,\"c\":-12.50,\"d\":1e5,\"e\":10E+05,\"f\":0.1e-2}",
         "a:0;b:-0;c:-12.50;d:1e5;e:10E+05;f:0.1e-2;"},
        {"{\"a\":[1,[2,{\"x\":[{}]}],\"]}\"],\"b\":{\"c\":{\"d\":[]},\"e\":1}}", "a-;b-;"},
        {"{\"skipped\":[{\"a\":[\"\\\"\"]},2],\"b\":3}", "skippedb:3;"},
        {"{\"n\\u006fm \\\"\\ud83d\\ude00\":\"x\"}", "nom \"😀=x;"},
        {"{\"a\":\"seven b\",\"b\":\"eight by\",\"c\":\"nine byte\"}",
         "a=seven b;b=eight by;c=nine byte;"},
        {"{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\t\"}", "a=\"\\/\b\f\n\t;"},
        {"{\"a\":\"\\u00e9\\u00C9\\u20ac\\ud83d\\ude00\"}", "a=éÉ€😀;"},
        {"{\"a\":\"\\ud83d \\ude00\\ud83d\\u0041\\u0000\\ud83d\"}",
         "a=\xef\xbf\xbd \xef\xbf\xbd\xef\xbf\xbd"
         "A \xef\xbf\xbd;"},
        {"{\"a\":\"1\\r\\n2\\r3\\n\\r4\\u000d\\u000a5\\r\\r\\n6\"}", "a=1\n2\n3\n\n4\n5\n\n6;"},
        {"{\"a\":\"\x7f\xc3\xa9\xff\"}", "a=\x7f\xc3\xa9\xff;"},
    };
    struct buffer got = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int status = walk(rows[i].text, strlen(rows[i].text), &got);
        if (status != 0)
            fail_msg("%s: %s", rows[i].text, error_message());
        assert_string_equal(buffer_string(&got), rows[i].members);
    }
    buffer_release(&got);
}

static void what_is_wrong_is_said_and_where(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"", "not JSON: it is incomplete (column 1)"},
        {"{", "not JSON: it is incomplete (column 2)"},
        {"{\"a", "not JSON: it is incomplete (column 4)"},
        {"{\"a\"", "not JSON: it is incomplete (column 5)"},
        {"{\"a\":", "not JSON: it is incomplete (column 6)"},
        {"{\"a\":-", "not JSON: it is incomplete (column 7)"},
        {"{\"a\":1", "not JSON: it is incomplete (column 7)"},
        {"{\"a\":[1", "not JSON: it is incomplete (column 8)"},
        {"{\"a\":{\"b\":2}", "not JSON: it is incomplete (column 13)"},
        {"{\"a\":1,", "not JSON: it is incomplete (column 8)"},
        {"[1,2]", "not a JSON object"},
        {"\"a\"", "not a JSON object"},
        {"-1.5", "not a JSON object"},
        {"null", "not a JSON object"},
        {"[1,2", "not JSON: it is incomplete (column 5)"},
        {"mot", "not JSON: a value is missing (column 1)"},
        {"{a:1}", "not JSON: a name in quotes is missing (column 2)"},
        {"{'a':1}", "not JSON: a name in quotes is missing (column 2)"},
        {"{,}", "not JSON: a name in quotes is missing (column 2)"},
        {"{\"a\":1,}", "not JSON: a name in quotes is missing (column 8)"},
        {"{\"a\" 1}", "not JSON: a colon is missing (column 6)"},
        {"{\"a\":}", "not JSON: a value is missing (column 6)"},
        {"{\"a\":nul}", "not JSON: a value is missing (column 6)"},
        {"{\"a\":True}", "not JSON: a value is missing (column 6)"},
        {"{\"a\":+1}", "not JSON: a value is missing (column 6)"},
        {"{\"a\":.5}", "not JSON: a value is missing (column 6)"},
        {"{\"a\":[1,]}", "not JSON: a value is missing (column 9)"},
        {"{\"a\":[,1]}", "not JSON: a value is missing (column 7)"},
        {"{\"a\":{1:2}}", "not JSON: a name in quotes is missing (column 7)"},
        {"{\"a\":{\"b\":2,}}", "not JSON: a name in quotes is missing (column 13)"},
        {"{\"a\":01}", "not JSON: a comma or } is missing (column 7)"},
        {"{\"a\":1 \"b\":2}", "not JSON: a comma or } is missing (column 8)"},
        {"{\"a\":[1 2]}", "not JSON: a comma or ] is missing (column 9)"},
        {"{\"a\":[1}", "not JSON: a comma or ] is missing (column 8)"},
        {"{\"a\":{\"b\":1]}", "not JSON: a comma or } is missing (column 12)"},
        {"{\"a\":1.}", "not JSON: not a valid number (column 8)"},
        {"{\"a\":1e}", "not JSON: not a valid number (column 8)"},
        {"{\"a\":-x}", "not JSON: not a valid number (column 7)"},
        {"{\"a\":\"\\x\"}", "not JSON: not a valid escape (column 7)"},
        {"{\"a\":\"b\\u12g4\"}", "not JSON: not a valid escape (column 8)"},
        {"{\"a\":[\"\\u12\"]}", "not JSON: not a valid escape (column 8)"},
        {"{\"a\":\"\t\"}", "not JSON: a control character in a string (column 7)"},
        {"{\"\x01\":1}", "not JSON: a control character in a string (column 3)"},
        {"{} {}", "not JSON: more follows (column 4)"},
        {"{}\"", "not JSON: more follows (column 3)"},
        {"{\"é\":\"été\",\n\"b\": \"à\" 1}",
         "not JSON: a comma or } is missing (line 2, column 10)"},
        {"\n\n{", "not JSON: it is incomplete (line 3, column 2)"},
    };
    struct buffer got = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (walk(rows[i].text, strlen(rows[i].text), &got) != ERROR_INPUT)
            fail_msg("%s: taken", rows[i].text);
        assert_string_equal(error_message(), rows[i].message);
    }
    assert_int_equal(walk("{\"a\":\"\0\"}", 9, &got), ERROR_INPUT);
    buffer_release(&got);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    static const char *const brackets[][2] = {{"[", "]"}, {"{\"a\":", "}"}};
    struct buffer text = {0}, got = {0};
    for (size_t kind = 0; kind < 2; kind++) {
        for (size_t depth = JSON_DEPTH_MAX - 1; depth <= JSON_DEPTH_MAX; depth++) {
            buffer_clear(&text);
            buffer_append_string(&text, "{\"a\":");
            for (size_t i = 1; i < depth; i++)
                buffer_append_string(&text, brackets[kind][0]);
            buffer_append_string(&text, "[]");
            for (size_t i = 1; i < depth; i++)
                buffer_append_string(&text, brackets[kind][1]);
            buffer_append_string(&text, "}");
            int status = walk(text.data, text.size, &got);
            assert_int_equal(status, depth < JSON_DEPTH_MAX ? 0 : ERROR_INPUT);
            if (status != 0)
                assert_non_null(strstr(error_message(), "nested too deeply"));
        }
    }
    buffer_clear(&text); /* far too deep is refused as soon as it is */
    for (size_t i = 0; i < 10 * 1000 * 1000; i++)
        buffer_append_byte(&text, '[');
    assert_int_equal(walk(text.data, text.size, &got), ERROR_INPUT);
    buffer_release(&text);
    buffer_release(&got);
}

/* Every prefix of valid JSON, and every change of one of its bytes, is read to its end or refused:
 * a sanitizer sees what reads further. */
static void damaged_objects_are_read_to_their_ends_only(void **state)
{
    (void)state;
    static const char whole[] = "{\"id\":\"7\",\"t\\u0065xt\":\"La rivi\\u00e8re \\ud83d\\ude00 a "
                                "débordé.\\r\\n\\\"Oui\\\"\",\"k\":[{\"l\":[-0.5e3]},null]}";
    struct buffer got = {0};
    for (size_t size = 0; size < sizeof whole - 1; size++)
        assert_int_equal(walk(whole, size, &got), ERROR_INPUT);
    for (size_t at = 0; at < sizeof whole - 1; at++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            char changed[sizeof whole];
            memcpy(changed, whole, sizeof whole);
            changed[at] = (char)byte;
            int status = walk(changed, sizeof whole - 1, &got);
            assert_true(status == 0 || status == ERROR_INPUT);
        }
    }
    buffer_release(&got);
}

SUITE(json_scan)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_walked),
        cmocka_unit_test(what_is_wrong_is_said_and_where),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(damaged_objects_are_read_to_their_ends_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
