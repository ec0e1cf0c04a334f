#include "common/analysis/safe.h"

#include <assert.h>
#include <utf8proc.h>

#include "common/base/utf8.h"
#include "common/words/characters.h"

bool safe_is_forbidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || (c >= 0x200e && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool safe_is_blank(uint32_t character)
{
    return character == ' ' || safe_is_forbidden(character);
}

size_t safe_character(const char *at, size_t size, uint32_t *character)
{
    assert(size >= 1);
    return utf8_sequence_size(at, at + size) == 0 ? 0 : utf8_decode(at, character);
}

size_t safe_next(const char *at, size_t size, uint32_t *character, bool *forbidden)
{
    size_t bytes = safe_character(at, size, character);
    *forbidden = bytes == 0 || safe_is_forbidden(*character);
    return bytes == 0 ? 1 : bytes;
}

bool safe_is_mark(uint32_t character)
{
    return character >= 0x300 && utf8proc_charwidth((utf8proc_int32_t)character) <= 0;
}

void safe_append_text(struct buffer *to, const char *text, size_t size)
{
    bool begun = false, space = false, forbidden;
    unsigned marks = 0;
    for (size_t at = 0, bytes; at < size; at += bytes) {
        uint32_t character;
        bytes = safe_next(text + at, size - at, &character, &forbidden);
        if (forbidden || character == ' ') {
            space = begun;
            continue;
        }
        marks = safe_is_mark(character) ? marks + 1 : 0;
        if (marks > SAFE_MARKS)
            continue;
        if (space)
            buffer_append_byte(to, ' ');
        buffer_append(to, text + at, bytes);
        begun = true;
        space = false;
    }
}

/* Whether the character at `at` is written as \xNN, and its size. */
static bool needs_escape(const char *path, size_t at, size_t size, size_t *bytes)
{
    uint32_t character;
    bool forbidden;
    *bytes = safe_next(path + at, size - at, &character, &forbidden);
    return forbidden;
}

/* Appends a run of backslashes, doubled where needed; returns the number of them in the path. */
static size_t append_backslashes(struct buffer *to, const char *path, size_t at, size_t size)
{
    size_t count = 0, bytes;
    while (at + count < size && path[at + count] == '\\')
        count++;
    bool doubled = at + count < size &&
                   (path[at + count] == 'x' || needs_escape(path, at + count, size, &bytes));
    for (size_t i = 0; i < count; i++)
        buffer_append_string(to, doubled ? "\\\\" : "\\");
    return count;
}

void safe_append_path(struct buffer *to, const char *path, size_t size)
{
    for (size_t at = 0, bytes; at < size; at += bytes) {
        if (path[at] == '\\') {
            bytes = append_backslashes(to, path, at, size);
        } else if (needs_escape(path, at, size, &bytes)) {
            for (size_t i = 0; i < bytes; i++)
                buffer_append_format(to, "\\x%02X", (unsigned char)path[at + i]);
        } else {
            buffer_append(to, path + at, bytes);
        }
    }
}
