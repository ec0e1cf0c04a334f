#include "query/terms/pattern.h"

#include <string.h>

#include "common/base/utf8.h"

/* Returns the end of the character at `at`. */
static size_t pass(const char *text, size_t at, size_t size)
{
    at++;
    while (at < size && utf8_is_continuation(text[at]))
        at++;
    return at;
}

/* Backtracks to the last * only, one byte further each time: earlier ones need not be tried again,
 * since the last could take as much. */
bool pattern_fits_text(const char *pattern, size_t pattern_size, const char *text, size_t text_size)
{
    size_t p = 0, t = 0, star = pattern_size, from = 0;
    while (t < text_size) {
        if (p < pattern_size && pattern[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern_size && pattern[p] == '?') {
            p++;
            t = pass(text, t, text_size);
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

void pattern_init(struct pattern *pattern, const char *text, size_t size)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    size_t folded_size = analyzer_fold(text, size, folded), literal = 0;
    pattern->text = text;
    pattern->size = size;
    pattern->accented = folded_size != size || memcmp(folded, text, size) != 0;
    while (literal < folded_size && folded[literal] != '*' && folded[literal] != '?')
        literal++;
    memcpy(pattern->prefix, folded, literal);
    pattern->prefix_size = literal;
}

bool pattern_fits_form(const struct pattern *pattern, const char *folded, size_t folded_size,
                       const char *surface, size_t size)
{
    return pattern->accented ? pattern_fits_text(pattern->text, pattern->size, surface, size)
                             : pattern_fits_text(pattern->text, pattern->size, folded, folded_size);
}

bool pattern_fits(const struct pattern *pattern, const char *surface, size_t size)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    if (pattern->accented)
        return pattern_fits_text(pattern->text, pattern->size, surface, size);
    size_t folded_size = analyzer_fold(surface, size, folded);
    return pattern_fits_text(pattern->text, pattern->size, folded, folded_size);
}
