/* Dates: whatever the bytes are, what is read of them is within them, and printed it is read as the
 * same again. The first byte says how they write their dates. */
#include <string.h>

#include "indexer/sources/dates/date_address.h"
#include "indexer/sources/dates/date_reader.h"
#include "tests/fuzz/harness.h"

static void check_moment(const struct moment *moment)
{
    char text[MOMENT_TEXT_SIZE];
    struct moment again;
    moment_print(moment, text);
    struct text_span printed = {text, strlen(text)};
    if (moment->precision == MOMENT_NONE)
        return;
    fuzz_require(date_read(printed, DATE_PLAIN, &again) == printed.size, "it is a date");
    fuzz_require(again.day == moment->day && again.second == moment->second &&
                     again.zone == moment->zone && again.precision == moment->precision,
                 "it is the same date");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0)
        return 0;
    struct text_span text = {(const char *)bytes + 1, size - 1}, rest = text;
    unsigned style = bytes[0] % 4;
    struct moment moment;
    struct found_date found;
    fuzz_require(date_read(text, style, &moment) <= text.size, "it reads what there is");
    check_moment(&moment);
    while (date_find(&rest, style, &found)) {
        fuzz_require(found.at.bytes >= text.bytes && found.at.size > 0 &&
                         found.at.bytes + found.at.size == rest.bytes,
                     "it goes on behind the date");
        check_moment(&found.moment);
    }
    fuzz_require(date_read_value(text, style, &moment) == (moment.precision != MOMENT_NONE),
                 "it says whether there is a date");
    check_moment(&moment);
    date_read_address(text, &moment);
    check_moment(&moment);
    date_read_file_name(text, &moment);
    check_moment(&moment);
    return 0;
}
