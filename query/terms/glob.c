#include "query/terms/glob.h"

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Returns the end of the character at `at`. */
static size_t next_character(const char *text, size_t at, size_t size)
{
    at++;
    while (at < size && is_continuation(text[at]))
        at++;
    return at;
}

/* Backtracks to the last * only, one byte further each time: earlier ones need not be tried again,
 * since the last could take as much. */
bool glob_fits(const char *pattern, size_t pattern_size, const char *text, size_t text_size)
{
    size_t p = 0, t = 0, star = pattern_size, from = 0;
    while (t < text_size) {
        if (p < pattern_size && pattern[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern_size && pattern[p] == '?') {
            p++;
            t = next_character(text, t, text_size);
        } else if (p < pattern_size && pattern[p] == text[t]) {
            p++;
            t++;
        } else if (star < pattern_size) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern_size && pattern[p] == '*')
        p++;
    return p == pattern_size;
}
