#include "shown.h"

#include <string.h>

#include "analysis/safe.h"

/* Whether the character is shown as \xNN, a byte each. */
static bool is_escaped(uint32_t character, size_t size)
{
    return size == 0 || safe_forbidden(character);
}

static void print(FILE *to, const char *text, size_t size, const char *kept)
{
    for (size_t at = 0, bytes; at < size; at += bytes) {
        uint32_t character = 0;
        bytes = safe_character(text + at, size - at, &character);
        bool escaped =
            is_escaped(character, bytes) && (text[at] == '\0' || strchr(kept, text[at]) == NULL);
        bytes += bytes == 0;
        for (size_t i = at; i < at + bytes && escaped; i++)
            fprintf(to, "\\x%02X", (unsigned char)text[i]);
        if (!escaped)
            fwrite(text + at, 1, bytes, to);
    }
}

void shown_print(FILE *to, const char *text, size_t size)
{
    print(to, text, size, "");
}

void shown_print_text(FILE *to, const char *text, size_t size)
{
    print(to, text, size, "\n\t");
}
