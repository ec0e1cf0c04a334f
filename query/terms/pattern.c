#include "query/terms/pattern.h"

#include <string.h>

#include "query/terms/glob.h"

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
    return pattern->accented ? glob_fits(pattern->text, pattern->size, surface, size)
                             : glob_fits(pattern->text, pattern->size, folded, folded_size);
}

bool pattern_fits(const struct pattern *pattern, const char *surface, size_t size)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    if (pattern->accented)
        return glob_fits(pattern->text, pattern->size, surface, size);
    size_t folded_size = analyzer_fold(surface, size, folded);
    return glob_fits(pattern->text, pattern->size, folded, folded_size);
}
