#include "indexer/sources/article/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>

#include "common/base/error.h"
#include "common/base/utf8.h"

enum { CONVERTED_STEP = 1 << 16 };

bool charset_is_known(const char *name)
{
    iconv_t conversion = iconv_open("UTF-8", name);
    if (conversion == (iconv_t)-1)
        return false;
    iconv_close(conversion);
    return true;
}

bool charset_is_undetermined(const char *bytes, size_t size)
{
    if (size >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
        return false;
    return utf8_valid_prefix(bytes, size) < size || memchr(bytes, '\0', size) != NULL;
}

static int convert_bytes(iconv_t conversion, struct buffer *into, const char *bytes, size_t size)
{
    char *from = (char *)(uintptr_t)bytes; /* iconv's prototype lacks a const */
    while (size > 0) {
        if (buffer_reserve(into, CONVERTED_STEP) != 0)
            return ERROR_MEMORY;
        char *to = into->data + into->size;
        size_t room = CONVERTED_STEP, result = iconv(conversion, &from, &size, &to, &room);
        into->size += CONVERTED_STEP - room;
        if (result == (size_t)-1 && errno != E2BIG) {
            buffer_append_string(into, "\xef\xbf\xbd");
            from++;
            size--;
        }
    }
    return buffer_status(into);
}

int charset_convert(struct buffer *into, const char *bytes, size_t size, const char *name)
{
    iconv_t conversion = iconv_open("UTF-8", name);
    if (conversion == (iconv_t)-1)
        return errno == ENOMEM ? error_memory()
                               : error_set(ERROR_INPUT, "unknown charset '%s'", name);
    int status = convert_bytes(conversion, into, bytes, size);
    iconv_close(conversion);
    return status;
}
