#include "query/language/expression.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "common/analysis/compose.h"
#include "common/base/ascii.h"
#include "common/base/buffer.h"
#include "common/base/error.h"
#include "common/words/fold.h"

/* Ways that are tried to fit a form: what a sane expression needs; and what some forms may take
 * beyond that. Kibibytes and depth of what PCRE2 remembers meanwhile. */
enum {
    WAYS_MAX = 1000,
    DEAR_WAYS_MAX = 100000,
    DEAR_FORMS_MAX = 1000,
    HEAP_KIBIBYTES = 256,
    DEPTH_MAX = 1000,
    PARENTHESES_MAX = 30
};

struct expression {
    const char *text; /* with its slashes; NUL-terminated */
    pcre2_code *code;
    pcre2_match_data *place;
    pcre2_match_context *limits, *dear_limits;
    unsigned dear_forms; /* forms that took more than WAYS_MAX */
    size_t prefix_size;
    char prefix[ANALYSIS_WORD_MAX + 1];
};

const char *expression_end(const char *at, const char *end)
{
    if (at == end || *at != '/')
        return NULL;
    const char *start = ++at;
    for (; at < end && *at != '/' && !ascii_is_space(*at); at++)
        at += *at == '\\' && at + 1 < end && !ascii_is_space(at[1]);
    if (at >= end || *at != '/' || at == start)
        return NULL;
    at++;
    bool weight = at + 1 < end && *at == '^' && ascii_is_digit(at[1]);
    return at == end || ascii_is_space(*at) || *at == ')' || weight ? at : NULL;
}

/* --- how forms are spelt --- */

/* Appends a pattern in composed letters, with ligatures opened: forms have none. */
static void append_spelt(struct buffer *to, struct slice pattern)
{
    static const struct {
        const char *ligature, *letters;
    } ligatures[] = {{"œ", "oe"}, {"Œ", "oe"}, {"æ", "ae"}, {"Æ", "ae"}};
    struct buffer composed;
    bool class = false;
    buffer_init(&composed);
    compose_path(&composed, pattern.data, pattern.size);
    struct slice rest = {buffer_string(&composed), composed.size};
    while (rest.size > 0) {
        size_t i = 0, size = *rest.data == '\\' && rest.size > 1 ? 2 : 1;
        class = size == 1 && (*rest.data == '[' || (class && *rest.data != ']'));
        while (i < sizeof ligatures / sizeof *ligatures &&
               !slice_starts_with(rest, slice_of(ligatures[i].ligature)))
            i++;
        if (i < sizeof ligatures / sizeof *ligatures) {
            buffer_append_format(to, class ? "%s" : "(?:%s)", ligatures[i].letters);
            size = strlen(ligatures[i].ligature);
        } else {
            buffer_append(to, rest.data, size);
        }
        rest = slice_skip(rest, size);
    }
    to->failed |= composed.failed;
    buffer_release(&composed);
}

/* --- what all forms begin with --- */

/* Whether there is an alternative that no parentheses hold, or what cannot be told at a glance. */
static bool has_alternatives(const char *pattern)
{
    unsigned depth = 0;
    for (const char *at = pattern; *at != '\0'; at++) {
        if (*at == '\\' && (at[1] == 'Q' || at[1] == 'E' || at[1] == '\0'))
            return true;
        if (*at == '\\')
            at++;
        else if (*at == '[')
            return strchr(at, '|') != NULL;
        else if (*at == '(')
            depth++;
        else if (*at == ')')
            depth--;
        else if (*at == '|' && depth == 0)
            return true;
    }
    return false;
}

/* Returns the size of a letter, small or of ASCII, or a digit; 0 for anything else. */
static size_t literal_size(const char *at)
{
    const unsigned char first = (unsigned char)at[0], second = (unsigned char)at[1];
    if (ascii_is_letter(*at) || ascii_is_digit(*at))
        return 1;
    return first == 0xc3 && second >= 0xa0 && second != 0xb7 ? 2 : 0;
}

/* Sets the prefix to the letters that the pattern begins with, but for one that may be missing;
 * none where the pattern is longer than words are. */
static void read_prefix(struct expression *expression, const char *pattern)
{
    char letters[ANALYSIS_WORD_MAX + 1];
    size_t size = 0, last = 0, width;
    if (has_alternatives(pattern))
        return;
    for (const char *at = pattern + (*pattern == '^'); (width = literal_size(at)) > 0;
         at += width) {
        if (size + width > ANALYSIS_WORD_MAX)
            return;
        last = size;
        for (size_t i = 0; i < width; i++)
            letters[size++] = ascii_lower(at[i]);
        if (at[width] != '\0' && strchr("*?{", at[width]) != NULL)
            size = last;
    }
    expression->prefix_size = analyzer_fold(letters, size, expression->prefix);
}

/* --- PCRE2 --- */

static void *alloc_in_arena(PCRE2_SIZE size, void *arena)
{
    return arena_alloc(arena, size);
}

static void free_in_arena(void *piece, void *arena)
{
    (void)piece;
    (void)arena;
}

static pcre2_match_context *create_limits(pcre2_general_context *general, uint32_t ways)
{
    pcre2_match_context *limits = pcre2_match_context_create(general);
    if (limits == NULL)
        return NULL;
    pcre2_set_match_limit(limits, ways);
    pcre2_set_depth_limit(limits, DEPTH_MAX);
    pcre2_set_heap_limit(limits, HEAP_KIBIBYTES);
    return limits;
}

static int compile(struct expression *expression, pcre2_general_context *general,
                   const struct buffer *pattern)
{
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_ANCHORED |
                             PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C;
    pcre2_compile_context *context = pcre2_compile_context_create(general);
    int error;
    PCRE2_SIZE offset;
    if (context == NULL)
        return error_memory();
    pcre2_set_parens_nest_limit(context, PARENTHESES_MAX);
    expression->code =
        pcre2_compile((PCRE2_SPTR)pattern->data, pattern->size, options, &error, &offset, context);
    if (expression->code == NULL && error == PCRE2_ERROR_HEAP_FAILED)
        return error_memory();
    if (expression->code == NULL)
        return error_set(ERROR_SYNTAX, "%s is no regular expression", expression->text);
    expression->limits = create_limits(general, WAYS_MAX);
    expression->dear_limits = create_limits(general, DEAR_WAYS_MAX);
    expression->place = pcre2_match_data_create_from_pattern(expression->code, general);
    return expression->limits == NULL || expression->dear_limits == NULL ||
                   expression->place == NULL
               ? error_memory()
               : 0;
}

int expression_compile(struct expression **compiled, struct arena *arena, struct slice text)
{
    struct expression *expression = arena_alloc(arena, sizeof *expression);
    pcre2_general_context *general =
        pcre2_general_context_create(alloc_in_arena, free_in_arena, arena);
    struct buffer pattern;
    if (expression == NULL || general == NULL)
        return error_memory();
    *expression = (struct expression){.text = arena_copy(arena, text.data, text.size)};
    *compiled = expression;
    if (expression->text == NULL)
        return error_memory();
    if (text.size > EXPRESSION_SIZE_MAX + 2)
        return error_set(ERROR_SYNTAX, "a regular expression may have at most %d bytes",
                         EXPRESSION_SIZE_MAX);
    buffer_init(&pattern);
    append_spelt(&pattern, (struct slice){text.data + 1, text.size - 2});
    read_prefix(expression, buffer_string(&pattern));
    int status = buffer_status(&pattern);
    if (status == 0)
        status = compile(expression, general, &pattern);
    buffer_release(&pattern);
    return status;
}

struct slice expression_prefix(const struct expression *expression)
{
    return (struct slice){expression->prefix, expression->prefix_size};
}

static int match(struct expression *expression, struct slice form, pcre2_match_context *limits)
{
    return pcre2_match(expression->code, (PCRE2_SPTR)form.data, form.size, 0, 0, expression->place,
                       limits);
}

int expression_fits(struct expression *expression, const char *surface, size_t size)
{
    const struct slice form = {surface, size};
    int result = match(expression, form, expression->limits);
    if (result == PCRE2_ERROR_MATCHLIMIT && expression->dear_forms++ < DEAR_FORMS_MAX)
        result = match(expression, form, expression->dear_limits);
    switch (result) {
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_RECURSELOOP:
        return error_set(ERROR_SYNTAX, "%s tries too many ways to fit a word", expression->text);
    case PCRE2_ERROR_NOMEMORY:
        return error_memory();
    default: /* a form of a damaged index may be no UTF-8, and fits nothing */
        return result >= 0;
    }
}
