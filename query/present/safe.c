#include "present/safe.h"

#include "analysis/characters.h"
#include "analysis/decode.h"

bool safe_forbidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || (c >= 0x200e && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Size of the character at `at`, 0 when the byte there begins none. */
static size_t character_at(const char *at, const char *end, uint32_t *character)
{
    size_t left = (size_t)(end - at);
    unsigned char byte = (unsigned char)*at;
    size_t size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    if (size > left || decode_valid_prefix(at, size) != size)
        return 0;
    character_decode(at, character);
    return size;
}

void safe_text(struct buffer *to, const char *text, size_t size)
{
    const char *end = text + size;
    size_t start = to->size;
    for (const char *at = text; at < end;) {
        uint32_t character;
        size_t bytes = character_at(at, end, &character);
        bool blank = bytes == 0 || character == ' ' || safe_forbidden(character);
        if (!blank)
            buffer_append(to, at, bytes);
        else if (to->size > start && to->data[to->size - 1] != ' ')
            buffer_append_byte(to, ' ');
        at += bytes == 0 ? 1 : bytes;
    }
    if (to->size > start && to->data[to->size - 1] == ' ')
        to->size--;
}

void safe_path(struct buffer *to, const char *path, size_t size)
{
    const char *end = path + size;
    for (const char *at = path; at < end;) {
        uint32_t character;
        size_t bytes = character_at(at, end, &character);
        if (bytes == 0 || safe_forbidden(character)) {
            size_t escaped = bytes == 0 ? 1 : bytes;
            for (size_t i = 0; i < escaped; i++)
                buffer_append_format(to, "\\x%02X", (unsigned char)at[i]);
            at += escaped;
            continue;
        }
        if (character == '\\' && at + 1 < end && at[1] == 'x')
            buffer_append_byte(to, '\\');
        buffer_append(to, at, bytes);
        at += bytes;
    }
}
