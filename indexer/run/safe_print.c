#include "indexer/run/safe_print.h"

#include <string.h>

#include "common/analysis/safe.h"

static void print_except(FILE *to, const char *text, size_t size, const char *allowed)
{
    for (size_t at = 0, bytes; at < size; at += bytes) {
        uint32_t character;
        bool forbidden;
        bytes = safe_next(text + at, size - at, &character, &forbidden);
        bool escaped = forbidden && (text[at] == '\0' || strchr(allowed, text[at]) == NULL);
        for (size_t i = at; i < at + bytes && escaped; i++)
            fprintf(to, "\\x%02X", (unsigned char)text[i]);
        if (!escaped)
            fwrite(text + at, 1, bytes, to);
    }
}

void safe_print(FILE *to, const char *text, size_t size)
{
    print_except(to, text, size, "");
}

void safe_print_text(FILE *to, const char *text, size_t size)
{
    print_except(to, text, size, "\n\t");
}
