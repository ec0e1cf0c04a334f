/* Charsets: whatever the bytes are and are declared to be, the text is valid UTF-8 without NUL, and
 * decoding it again changes nothing. The first byte says what is declared. */
#include <string.h>

#include "common/base/utf8.h"
#include "tests/fuzz/harness.h"

#include "common/analysis/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const names[] = {NULL,     "iso-8859-1", "iso-8859-15", "windows-1252",
                                        "utf-16", "utf-16be",   "utf-8",       "klingon"};
    if (size == 0)
        return 0;
    const char *text = (const char *)bytes + 1;
    struct buffer once, twice;
    buffer_init(&once);
    buffer_init(&twice);
    decode_is_binary(text, size - 1);
    fuzz_require(decode_text(&once, text, size - 1, names[bytes[0] % 8]) == 0, "there is memory");
    const char *read = once.size == 0 ? "" : once.data;
    fuzz_require(utf8_valid_prefix(read, once.size) == once.size, "it is UTF-8");
    fuzz_require(memchr(read, '\0', once.size) == NULL, "no NUL");
    fuzz_require(memchr(read, '\r', once.size) == NULL, "no CR");
    decode_text(&twice, read, once.size, NULL);
    if (once.size < 3 || memcmp(read, "\xef\xbb\xbf", 3) != 0)
        fuzz_require(twice.size == once.size &&
                         memcmp(read, twice.size == 0 ? "" : twice.data, once.size) == 0,
                     "decoding is done once");
    buffer_release(&once);
    buffer_release(&twice);
    return 0;
}
