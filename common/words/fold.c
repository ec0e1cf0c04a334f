#include "common/words/fold.h"

#include <string.h>

#include <utf8proc.h>

#include "common/base/utf8.h"

/* Writes a character without its accents. Returns the number of bytes written, at most `room`. */
static size_t fold_character(uint32_t character, char *to, size_t room)
{
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)character, parts, 8,
                                                     UTF8PROC_DECOMPOSE, &boundary);
    size_t size = 0;
    for (utf8proc_ssize_t i = 0; i < count && i < 8; i++) {
        char bytes[UTF8_MAX_BYTES];
        if (utf8proc_category(parts[i]) == UTF8PROC_CATEGORY_MN)
            continue;
        unsigned written = utf8_encode((uint32_t)parts[i], bytes);
        if (size + written > room)
            break;
        memcpy(to + size, bytes, written);
        size += written;
    }
    return size;
}

size_t analyzer_fold(const char *surface, size_t size, char folded[ANALYSIS_WORD_MAX + 1])
{
    size_t used = 0;
    for (size_t at = 0; at < size && used < ANALYSIS_WORD_MAX;) {
        unsigned sequence = utf8_sequence_size(surface + at, surface + size);
        if (sequence <= 1) { /* ASCII, or none */
            folded[used++] = surface[at++];
            continue;
        }
        uint32_t character;
        at += utf8_decode(surface + at, &character);
        used += fold_character(character, folded + used, ANALYSIS_WORD_MAX - used);
    }
    folded[used] = '\0';
    return used;
}
