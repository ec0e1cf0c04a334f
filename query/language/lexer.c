#include "language/lexer.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *open, *close;
    bool anywhere; /* opens a phrase within a word, too: it can be nothing else */
} quotes[] = {{"\"", "\"", false}, {"«", "»", true}, {"“", "”", true}};

enum { QUOTES = sizeof quotes / sizeof *quotes };

static const struct {
    const char *name;
    enum term_field field;
} fields[] = {{"titre:", FIELD_TITLE}, {"title:", FIELD_TITLE}};

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
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
        if (*at == *what && starts(at, end, what))
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

/* Behind l', d', qu' and the like; `at` itself when there is none. */
static const char *pass_elision(const char *at, const char *end)
{
    const char *behind = at;
    while (behind < end && behind - at < 2 && is_letter(*behind))
        behind++;
    if (behind > at && starts(behind, end, "'"))
        return behind + 1;
    if (behind > at && starts(behind, end, "’"))
        return behind + strlen("’");
    return at;
}

/* A phrase in quotes at `at`, or behind an elision there; an unclosed one goes to the end. NULL
 * when there is none. */
static const char *take_quoted(const char *at, const char *end, struct piece *piece)
{
    at = pass_elision(at, end);
    for (size_t i = 0; i < QUOTES; i++) {
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

static bool opens_anywhere(const char *at, const char *end)
{
    for (size_t i = 0; i < QUOTES; i++)
        if (quotes[i].anywhere && starts(at, end, quotes[i].open))
            return true;
    return false;
}

static const char *word_end(const struct lexer *lexer, const char *at)
{
    while (at < lexer->end && !is_space(*at) && (lexer->plain || !opens_anywhere(at, lexer->end)))
        at++;
    return at;
}

static const char *pass_spaces(const char *at, const char *end)
{
    while (at < end && is_space(*at))
        at++;
    return at;
}

/* Behind the groups of three digits that go on with a number of one to three digits. */
static const char *pass_groups(const char *from, const char *at, const char *end)
{
    if (at - from > 3 || at == from)
        return at;
    for (const char *digit = from; digit < at; digit++)
        if (!is_digit(*digit))
            return at;
    while (end - at > 3 && at[0] == ' ' && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) &&
           (end - at == 4 || !(is_digit(at[4]) || is_letter(at[4]))))
        at += 4;
    return at;
}

static bool is_plain(const struct lexer *lexer, const char *at)
{
    struct piece piece = {.sign = OCCUR_SHOULD, .field = FIELD_TEXT};
    return lexer->plain || (take_prefix(at, lexer->end, &piece) == at &&
                            take_quoted(at, lexer->end, &piece) == NULL);
}

/* Words without signs, up to one that has one. */
static void take_run(struct lexer *lexer, struct piece *piece)
{
    const char *at = lexer->at, *last = at;
    while (at < lexer->end && is_plain(lexer, at)) {
        last = word_end(lexer, at);
        at = pass_spaces(last, lexer->end);
    }
    piece->text = lexer->at;
    piece->size = (size_t)(last - lexer->at);
    lexer->at = at;
}

/* A word or a phrase, and what stands before it. */
static void take_marked(struct lexer *lexer, struct piece *piece)
{
    const char *at = take_prefix(lexer->at, lexer->end, piece);
    lexer->at = take_quoted(at, lexer->end, piece);
    if (lexer->at != NULL)
        return;
    lexer->at = pass_groups(at, word_end(lexer, at), lexer->end);
    piece->text = at;
    piece->size = (size_t)(lexer->at - at);
}

bool lexer_next(struct lexer *lexer, struct piece *piece)
{
    lexer->at = pass_spaces(lexer->at, lexer->end);
    if (lexer->at == lexer->end)
        return false;
    *piece = (struct piece){.sign = OCCUR_SHOULD, .field = FIELD_TEXT};
    if (is_plain(lexer, lexer->at))
        take_run(lexer, piece);
    else
        take_marked(lexer, piece);
    return true;
}
