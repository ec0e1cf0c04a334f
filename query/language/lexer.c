#include "language/lexer.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *open, *close;
} quotes[] = {{"\"", "\""}, {"«", "»"}, {"“", "”"}};

static const struct {
    const char *name;
    enum term_field field;
} fields[] = {{"titre:", FIELD_TITLE}, {"title:", FIELD_TITLE}};

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool starts(const char *at, const char *end, const char *with)
{
    size_t size = strlen(with);
    return (size_t)(end - at) >= size && memcmp(at, with, size) == 0;
}

/* Whether a word can begin here: not at a space or the end. */
static bool word_behind(const char *at, const char *end)
{
    return at < end && !is_space(*at);
}

static const char *find(const char *at, const char *end, const char *what)
{
    for (; at < end; at++)
        if (starts(at, end, what))
            return at;
    return end;
}

/* Takes a sign, then a field, off the front. */
static const char *take_prefix(const char *at, const char *end, struct piece *piece)
{
    if ((*at == '+' || *at == '-') && word_behind(at + 1, end) && at[1] != *at) {
        piece->sign = *at == '+' ? OCCUR_MUST : OCCUR_MUST_NOT;
        at++;
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t size = strlen(fields[i].name);
        if ((size_t)(end - at) > size && strncasecmp(at, fields[i].name, size) == 0 &&
            word_behind(at + size, end)) {
            piece->field = fields[i].field;
            return at + size;
        }
    }
    return at;
}

/* A phrase in quotes at `at`; an unclosed one goes to the end. NULL when there is none. */
static const char *take_quoted(const char *at, const char *end, struct piece *piece)
{
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        if (!starts(at, end, quotes[i].open))
            continue;
        const char *inner = at + strlen(quotes[i].open);
        const char *close = find(inner, end, quotes[i].close);
        piece->quoted = true;
        piece->text = inner;
        piece->size = (size_t)(close - inner);
        return close == end ? end : close + strlen(quotes[i].close);
    }
    return NULL;
}

static const char *word_end(const char *at, const char *end)
{
    while (at < end && !is_space(*at))
        at++;
    return at;
}

static bool is_plain(const char *at, const char *end)
{
    struct piece piece = {.sign = OCCUR_SHOULD, .field = FIELD_TEXT};
    const char *behind = take_prefix(at, end, &piece);
    return behind == at && take_quoted(at, end, &piece) == NULL;
}

/* Words without signs, up to one that has one. */
static void take_run(struct lexer *lexer, struct piece *piece)
{
    const char *at = lexer->at, *last = at;
    while (at < lexer->end && (lexer->plain || is_plain(at, lexer->end))) {
        last = word_end(at, lexer->end);
        for (at = last; at < lexer->end && is_space(*at);)
            at++;
    }
    piece->text = lexer->at;
    piece->size = (size_t)(last - lexer->at);
    lexer->at = at;
}

bool lexer_next(struct lexer *lexer, struct piece *piece)
{
    while (lexer->at < lexer->end && is_space(*lexer->at))
        lexer->at++;
    if (lexer->at == lexer->end)
        return false;
    *piece = (struct piece){.sign = OCCUR_SHOULD, .field = FIELD_TEXT};
    if (lexer->plain || is_plain(lexer->at, lexer->end)) {
        take_run(lexer, piece);
        return true;
    }
    const char *at = take_prefix(lexer->at, lexer->end, piece);
    const char *behind = take_quoted(at, lexer->end, piece);
    if (behind == NULL) {
        behind = word_end(at, lexer->end);
        piece->text = at;
        piece->size = (size_t)(behind - at);
    }
    lexer->at = behind;
    return true;
}
