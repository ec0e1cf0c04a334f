/* Patterns: * is any number of letters, ? is one; over surface forms, and over other texts. A
 * pattern without accents fits forms by their folded spelling, as a word without accents does; one
 * with accents fits forms as they are. */
#ifndef FOUILLE_TERMS_PATTERN_H
#define FOUILLE_TERMS_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "common/analysis/analyzer.h"

/* Whether all of `text` fits all of `pattern`. Both are UTF-8, or any bytes: ? fits a byte and the
 * continuation bytes (10xxxxxx) after it. O(pattern × text) at worst, O(text) when the only * is at
 * the end. */
bool pattern_fits_text(const char *pattern, size_t pattern_size, const char *text,
                       size_t text_size);

struct pattern {
    const char *text;
    size_t size;
    bool accented;
    size_t prefix_size; /* folded letters before the first wildcard */
    char prefix[ANALYSIS_WORD_MAX + 1];
};

/* `text` must be normalised, and outlive the pattern. */
void pattern_init(struct pattern *pattern, const char *text, size_t size);

bool pattern_fits(const struct pattern *pattern, const char *surface, size_t size);

/* The same, for callers that already have the folded spelling. */
bool pattern_fits_form(const struct pattern *pattern, const char *folded, size_t folded_size,
                       const char *surface, size_t size);

#endif
