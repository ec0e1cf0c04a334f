#include "common/base/escape.h"

#include "common/base/ascii.h"

void escape_append_byte(struct buffer *to, char byte)
{
    buffer_append_format(to, "%%%02X", (unsigned char)byte);
}

void escape_append(struct buffer *to, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] <= 0x20 || text[i] == '%' || text[i] == 0x7f)
            escape_append_byte(to, text[i]);
        else
            buffer_append_byte(to, (unsigned char)text[i]);
}

/* A digit as escapes are written, in upper case only, so that a text has one spelling. */
static int upper_hex_value(char byte)
{
    return byte >= 'a' ? -1 : ascii_hex_value(byte);
}

bool escape_decode(char *string)
{
    char *to = string;
    for (const char *at = string; *at != '\0'; to++) {
        if (*at != '%') {
            *to = *at++;
            continue;
        }
        int high = upper_hex_value(at[1]), low = high < 0 ? -1 : upper_hex_value(at[2]);
        if (low < 0 || high * 16 + low == 0)
            return false;
        *to = (char)(high * 16 + low);
        at += 3;
    }
    *to = '\0';
    return true;
}
