/* JSON: any bytes are walked to their end or refused with a message; what is read and written again
 * is read as the same. */
#include <string.h>

#include "tests/fuzz/harness.h"

#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/json/json_scan.h"
#include "common/json/json_write.h"

/* Storage that the scan needs, and the bytes between which a slice must lie if not there. */
struct reading {
    struct buffer name, value;
    const char *start, *end;
};

static void check_slice(const struct reading *reading, struct slice slice,
                        const struct buffer *storage)
{
    const char *start = reading->start, *end = reading->end;
    if (slice.data == storage->data) {
        start = storage->data;
        end = start + storage->size;
    }
    fuzz_require(slice.size == 0 || (slice.data >= start && slice.data + slice.size <= end),
                 "a slice lies where it should");
}

static void append_value(struct buffer *to, const struct json_value *value)
{
    if (value->shape == JSON_STRING)
        json_string(to, value->text.data, value->text.size);
    else if (value->shape == JSON_NUMBER)
        buffer_append(to, value->text.data, value->text.size);
    else
        buffer_append_string(to, "null");
}

/* Enters what is next, and what is within it, instead of skipping it. */
static int enter(struct json_scan *scan, struct buffer *storage, unsigned depth)
{
    enum { DEPTH_MAX = 8 };
    struct slice name;
    char first = json_scan_peek(scan);
    if (depth == DEPTH_MAX || (first != '{' && first != '['))
        return json_scan_skip(scan);
    int status = first == '{' ? json_scan_object(scan) : json_scan_array(scan);
    while (status == 0 && (status = first == '{' ? json_scan_name(scan, storage, &name)
                                                 : json_scan_element(scan)) == 1)
        status = enter(scan, storage, depth + 1);
    return status;
}

/* Reads an object; writes it to `again` without what is nested. */
static int walk(const char *bytes, size_t size, struct buffer *again)
{
    struct reading reading = {.start = bytes, .end = bytes + size};
    struct json_scan scan;
    struct slice name;
    json_scan_init(&scan, bytes, size);
    int status = json_scan_object(&scan);
    buffer_append_byte(again, '{');
    while (status == 0 && (status = json_scan_name(&scan, &reading.name, &name)) == 1) {
        struct json_value value;
        check_slice(&reading, name, &reading.name);
        if (again->size > 1)
            buffer_append_byte(again, ',');
        json_string(again, name.data, name.size);
        buffer_append_byte(again, ':');
        struct json_scan ahead = scan;
        struct json_scan inside = scan;
        int skipped = json_scan_skip(&ahead);
        int entered = enter(&inside, &reading.value, 0);
        status = json_scan_value(&scan, &reading.value, &value);
        fuzz_require(skipped == status, "what is skipped is checked, too");
        fuzz_require(entered == status || entered == 0, "what is entered is read as far");
        if (status != 0)
            break;
        fuzz_require(ahead.at == scan.at, "skipping ends where reading does");
        fuzz_require(inside.at == scan.at, "entering ends where reading does");
        check_slice(&reading, value.text, &reading.value);
        append_value(again, &value);
    }
    buffer_append_byte(again, '}');
    if (status == 0)
        status = json_scan_end(&scan);
    buffer_release(&reading.name);
    buffer_release(&reading.value);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct buffer once, twice;
    buffer_init(&once);
    buffer_init(&twice);
    int status = walk((const char *)bytes, size, &once);
    fuzz_require(status == 0 || status == ERROR_INPUT, "it is read or refused");
    fuzz_require(status == 0 || error_message()[0] != '\0', "a refusal says something");
    if (status == 0) {
        fuzz_require(utf8_valid_prefix(once.data, once.size) == once.size, "UTF-8 is written");
        fuzz_require(walk(once.data, once.size, &twice) == 0, "what is written is JSON");
        fuzz_require(once.size == twice.size && memcmp(once.data, twice.data, once.size) == 0,
                     "it is read as it was written");
    }
    buffer_release(&once);
    buffer_release(&twice);
    return 0;
}
