#include "tests/oracle/forms.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- letters --- */

struct letters {
    size_t count;
    struct letter {
        char bytes[5], folded[5];
    } items[ANALYSIS_WORD_MAX];
};

static void read_letters(struct letters *letters, const char *text)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    for (letters->count = 0; *text != '\0'; letters->count++) {
        struct letter *letter = &letters->items[letters->count];
        size_t size = 1;
        while (((unsigned char)text[size] & 0xc0) == 0x80)
            size++;
        memset(letter, 0, sizeof *letter);
        memcpy(letter->bytes, text, size);
        size_t folded_size = analyzer_fold(text, size, folded);
        memcpy(letter->folded, folded, folded_size < 4 ? folded_size : 4);
        text += size;
    }
}

static bool is_accented(const char *text)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    analyzer_fold(text, strlen(text), folded);
    return strcmp(folded, text) != 0;
}

/* --- wildcards --- */

static bool pattern_fits(const struct letters *pattern, size_t p, const struct letters *text,
                         size_t t, bool accents)
{
    if (p == pattern->count)
        return t == text->count;
    const struct letter *letter = &pattern->items[p];
    if (letter->bytes[0] == '*')
        return pattern_fits(pattern, p + 1, text, t, accents) ||
               (t < text->count && pattern_fits(pattern, p, text, t + 1, accents));
    if (t == text->count)
        return false;
    const char *found = accents ? text->items[t].bytes : text->items[t].folded;
    return (letter->bytes[0] == '?' || strcmp(letter->bytes, found) == 0) &&
           pattern_fits(pattern, p + 1, text, t + 1, accents);
}

/* --- letters apart --- */

static unsigned least(unsigned one, unsigned other)
{
    return one < other ? one : other;
}

static unsigned cost(const struct letter *one, const struct letter *other, bool accents)
{
    if (strcmp(one->bytes, other->bytes) == 0)
        return 0;
    return strcmp(one->folded, other->folded) != 0 ? 2 : accents ? 1 : 0;
}

/* Halves of letters, in the whole table of prefixes. */
static unsigned distance(const struct letters *one, const struct letters *other, bool accents)
{
    static unsigned table[ANALYSIS_WORD_MAX + 1][ANALYSIS_WORD_MAX + 1];
    for (size_t i = 0; i <= one->count; i++)
        for (size_t k = 0; k <= other->count; k++) {
            unsigned value = i == 0 && k == 0 ? 0 : 1000;
            if (i > 0)
                value = least(value, table[i - 1][k] + 2);
            if (k > 0)
                value = least(value, table[i][k - 1] + 2);
            if (i > 0 && k > 0)
                value = least(value, table[i - 1][k - 1] +
                                         cost(&one->items[i - 1], &other->items[k - 1], accents));
            if (i > 1 && k > 1) {
                unsigned first = cost(&one->items[i - 1], &other->items[k - 2], accents);
                unsigned second = cost(&one->items[i - 2], &other->items[k - 1], accents);
                if (first < 2 && second < 2)
                    value = least(value, table[i - 2][k - 2] + 2 + first + second);
            }
            table[i][k] = value;
        }
    return table[one->count][other->count];
}

/* --- regular expressions --- */

/* POSIX's, which is the same for what is generated, and is compiled anew where it differs from the
 * one before. */
static bool expression_fits(const char *expression, const char *text)
{
    static char last[ANALYSIS_WORD_MAX + 1];
    static regex_t compiled;
    if (last[0] == '\0' || strcmp(last, expression) != 0) {
        char whole[ANALYSIS_WORD_MAX + 10];
        if (last[0] != '\0')
            regfree(&compiled);
        snprintf(last, sizeof last, "%s", expression);
        snprintf(whole, sizeof whole, "^(%s)$", last);
        if (regcomp(&compiled, whole, REG_EXTENDED | REG_NOSUB) != 0)
            abort();
    }
    return regexec(&compiled, text, 0, NULL, 0) == 0;
}

bool form_fits(const struct collection *collection, const struct oracle_word *word, uint32_t number)
{
    static struct letters sought, found;
    const struct form *form = analyzer_form(collection->analyzer, number);
    bool accents = is_accented(word->surface);
    if (word->kind == ORACLE_EXACT)
        return strcmp(word->surface, form->surface) == 0;
    if (word->kind == ORACLE_EXPRESSION)
        return expression_fits(word->surface, form->surface);
    read_letters(&sought, word->surface);
    read_letters(&found, form->surface);
    return word->kind == ORACLE_PATTERN ? pattern_fits(&sought, 0, &found, 0, accents)
                                        : distance(&sought, &found, accents) <= 2 * word->edits;
}
