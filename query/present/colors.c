#include "query/present/colors.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "common/base/ascii.h"
#include "common/base/error.h"

static const char *const names[PART_COUNT] = {
    [PART_RANK] = "rank", [PART_TITLE] = "title", [PART_DATE] = "date",   [PART_SCORE] = "score",
    [PART_PATH] = "path", [PART_TEXT] = "text",   [PART_MATCH] = "match",
};

const struct colors colors_default = {
    .codes = {[PART_RANK] = "\033[2m",
              [PART_TITLE] = "\033[1m",
              [PART_SCORE] = "\033[2m",
              [PART_PATH] = "\033[32m",
              [PART_MATCH] = "\033[1;31m"},
};

/* Whether the value is numbers of up to three digits separated by ';': nothing else may reach the
 * terminal. */
static bool is_color(const char *value, size_t size)
{
    size_t digits = 0;
    if (size == 0)
        return true;
    if (size > COLOR_SIZE - sizeof "\033[m")
        return false;
    for (size_t i = 0; i < size; i++) {
        bool digit = ascii_is_digit(value[i]);
        if (digit ? digits == 3 : value[i] != ';' || digits == 0)
            return false;
        digits = digit ? digits + 1 : 0;
    }
    return digits > 0;
}

static int set_color(struct colors *colors, const char *item, size_t size)
{
    const char *sign = memchr(item, '=', size);
    size_t name = sign == NULL ? size : (size_t)(sign - item);
    for (int i = 0; i < PART_COUNT; i++) {
        if (strlen(names[i]) != name || memcmp(names[i], item, name) != 0)
            continue;
        size_t rest = sign == NULL ? 0 : size - name - 1;
        if (sign == NULL || !is_color(sign + 1, rest))
            return error_set(
                ERROR_SYNTAX,
                "colours: '%.*s' must be '%s=' and numbers separated by ';', as in '%s=1;31'",
                (int)size, item, names[i], names[i]);
        if (rest == 0)
            colors->codes[i][0] = '\0';
        else
            snprintf(colors->codes[i], COLOR_SIZE, "\033[%.*sm", (int)rest, sign + 1);
        return 0;
    }
    return error_set(ERROR_SYNTAX,
                     "colours: unknown part '%.*s'; the parts are rank, title, date, score, path, "
                     "text and match, as in 'title=1:match=1;31'",
                     (int)name, item);
}

int colors_parse(struct colors *colors, const char *text)
{
    int status = 0;
    while (*text != '\0' && status == 0) {
        size_t size = strcspn(text, ":");
        if (size > 0)
            status = set_color(colors, text, size);
        text += size + (text[size] == ':');
    }
    return status;
}
