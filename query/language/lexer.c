#include "query/language/lexer.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/utf8.h"
#include "query/language/expression.h"
#include "query/language/marks.h"

static const struct {
    const char *name;
    enum token_kind kind;
} keywords[] = {{"ET", TOKEN_AND}, {"AND", TOKEN_AND},  {"OU", TOKEN_OR},
                {"OR", TOKEN_OR},  {"SAUF", TOKEN_NOT}, {"NOT", TOKEN_NOT}};

static const char *const near_names[] = {"PROCHE/", "NEAR/"};

/* --- where words end --- */

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && ascii_is_space(*at))
        at++;
    return at;
}

/* Parentheses within a word are matched there; only an unmatched ) closes a group. */
static const char *word_end(const struct lexer *lexer, const char *at)
{
    unsigned inner = 0;
    const char *expression = lexer->plain ? NULL : expression_end(at, lexer->end);
    if (expression != NULL)
        at = expression;
    for (const char *start = at; at < lexer->end && !ascii_is_space(*at); at++) {
        if (lexer->plain)
            continue;
        if (*at == '\\' && at + 1 < lexer->end) {
            at++;
        } else if (marks_is_inner_quote(at, lexer->end)) {
            return at;
        } else if (*at == '(') {
            inner += at > start;
        } else if (*at == ')') {
            if (inner == 0 && lexer->depth > 0)
                return at;
            inner -= inner > 0;
        }
    }
    return at;
}

static bool is_number(const char *from, const char *end)
{
    for (const char *at = from; at < end; at++)
        if (!ascii_is_digit(*at))
            return false;
    return end > from;
}

/* Returns the end of the groups of three digits that continue a number of one to three digits. */
static const char *skip_digit_groups(const char *from, const char *at, const char *end)
{
    if (at - from > 3 || !is_number(from, at))
        return at;
    while (end - at > 3 && at[0] == ' ' && is_number(at + 1, at + 4) &&
           (end - at == 4 || !(ascii_is_digit(at[4]) || ascii_is_letter(at[4]))))
        at += 4;
    return at;
}

/* --- operators --- */

static bool is_keyword_at(const char *at, const char *end, const char *name)
{
    size_t size = strlen(name);
    return (size_t)(end - at) >= size && memcmp(at, name, size) == 0 &&
           (at + size == end || ascii_is_space(at[size]) || at[size] == '(' || at[size] == ')');
}

/* Returns the digits of PROCHE/5 at `at`; NULL when there is no such operator. */
static const char *near_digits(const struct lexer *lexer, const char *at)
{
    for (size_t i = 0; i < sizeof near_names / sizeof *near_names; i++) {
        size_t size = strlen(near_names[i]);
        if ((size_t)(lexer->end - at) > size && memcmp(at, near_names[i], size) == 0 &&
            is_number(at + size, word_end(lexer, at)))
            return at + size;
    }
    return NULL;
}

static int read_near(struct lexer *lexer, const char *digits, struct token *token)
{
    token->kind = TOKEN_NEAR;
    lexer->at = word_end(lexer, digits);
    for (const char *at = digits; at < lexer->at && token->distance <= MARKS_DISTANCE_MAX; at++)
        token->distance = token->distance * 10 + (unsigned)(*at - '0');
    if (token->distance > MARKS_DISTANCE_MAX)
        return lexer_syntax_error(lexer, digits, "a distance of at most 1000 words");
    return 0;
}

static int compare_places(const void *one, const void *other)
{
    const uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

/* Whether a keyword at lexer->at would be an operator. */
static bool allows_keyword(const struct lexer *lexer)
{
    const uint32_t place = (uint32_t)(lexer->at - lexer->text);
    if (!lexer->keywords || lexer->places == NULL)
        return lexer->keywords;
    return lexer->place_count > 0 &&
           bsearch(&place, lexer->places, lexer->place_count, sizeof place, compare_places) != NULL;
}

static bool read_keyword(struct lexer *lexer, struct token *token)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (!is_keyword_at(lexer->at, lexer->end, keywords[i].name))
            continue;
        if (!allows_keyword(lexer))
            return false;
        token->kind = keywords[i].kind;
        lexer->at += strlen(keywords[i].name);
        return true;
    }
    return false;
}

static bool is_operator(const struct lexer *lexer, const char *at)
{
    struct lexer copy = *lexer;
    struct token token;
    copy.at = at;
    return near_digits(lexer, at) != NULL || read_keyword(&copy, &token);
}

/* --- words --- */

static bool is_plain_word(const struct lexer *lexer, const char *at)
{
    if (lexer->plain)
        return true;
    struct piece piece = {.sign = OCCUR_SHOULD};
    enum filter_kind filter;
    if (*at == '(' || (*at == ')' && lexer->depth > 0) || is_operator(lexer, at) ||
        marks_read_prefix(at, lexer->end, &piece, &filter) != at ||
        marks_read_quoted(at, lexer->end, &piece) != NULL)
        return false;
    return marks_read_word(lexer, at, word_end(lexer, at), &piece) == 0 && piece.boost == 1 &&
           piece.edits == 0 && !piece.pattern && !piece.escaped;
}

/* Reads words up to the first that has a sign. */
static void read_run(struct lexer *lexer, struct piece *piece)
{
    const char *at = lexer->at, *last = at;
    piece->text = at;
    while (at < lexer->end && is_plain_word(lexer, at)) {
        const char *end = word_end(lexer, at);
        if (lexer->single)
            end = skip_digit_groups(at, end, lexer->end);
        const char *next = skip_spaces(end, lexer->end);
        if (!lexer->plain && at > lexer->at && near_digits(lexer, next) != NULL)
            break;
        last = end;
        at = next;
        if (lexer->single)
            break;
    }
    piece->size = (size_t)(last - lexer->at);
    lexer->at = at;
}

/* Reads a word, a phrase, a filter or a ( that opens a group, with the signs around it. */
static int read_signed_token(struct lexer *lexer, struct token *token)
{
    struct piece *piece = &token->piece;
    const char *at = marks_read_prefix(lexer->at, lexer->end, piece, &token->filter);
    if (token->filter != FILTER_NONE)
        token->kind = TOKEN_FILTER;
    if (*at == '(' && !piece->exact && !piece->family && !piece->any_accents &&
        token->filter == FILTER_NONE) {
        token->kind = TOKEN_OPEN;
        lexer->depth++;
        lexer->at = at + 1;
        return 0;
    }
    const char *next = marks_read_quoted(at, lexer->end, piece);
    if (next != NULL) {
        lexer->at = next;
        return marks_read_after_quote(lexer, piece);
    }
    lexer->at = skip_digit_groups(at, word_end(lexer, at), lexer->end);
    if (token->kind == TOKEN_FILTER) {
        piece->text = at;
        piece->size = (size_t)(lexer->at - at);
        piece->escaped = memchr(at, '\\', piece->size) != NULL;
        return 0;
    }
    return marks_read_word(lexer, at, lexer->at, piece);
}

static int read_close(struct lexer *lexer, struct token *token)
{
    token->kind = TOKEN_CLOSE;
    lexer->depth--;
    lexer->at++;
    return marks_read_boost(lexer, &lexer->at, &token->piece);
}

static int read_token(struct lexer *lexer, struct token *token)
{
    const char *digits = lexer->plain ? NULL : near_digits(lexer, lexer->at);
    if (digits != NULL)
        return read_near(lexer, digits, token);
    if (!lexer->plain && *lexer->at == ')' && lexer->depth > 0)
        return read_close(lexer, token);
    if (!lexer->plain && read_keyword(lexer, token))
        return 0;
    token->kind = TOKEN_PIECE;
    if (!is_plain_word(lexer, lexer->at))
        return read_signed_token(lexer, token);
    read_run(lexer, &token->piece);
    return 0;
}

int lexer_next(struct lexer *lexer, struct token *token)
{
    lexer->at = skip_spaces(lexer->at, lexer->end);
    *token = (struct token){.kind = TOKEN_END, .start = lexer->at, .end = lexer->at};
    token->piece = (struct piece){
        .sign = OCCUR_SHOULD, .field = FIELD_TEXT, .slack = -1, .boost = 1, .text = lexer->at};
    int status = lexer->at == lexer->end ? 0 : read_token(lexer, token);
    lexer->single = false;
    token->end = lexer->at;
    return status;
}

/* --- the text --- */

void lexer_init(struct lexer *lexer, const char *text, size_t size, bool plain)
{
    *lexer = (struct lexer){
        .text = text, .at = text, .end = text + size, .plain = plain, .keywords = !plain};
}

void lexer_set_operators(struct lexer *lexer, const uint32_t *places, size_t count)
{
    lexer->places = places;
    lexer->place_count = count;
}

int lexer_syntax_error(const struct lexer *lexer, const char *at, const char *expected)
{
    size_t column = 1 + utf8_count(lexer->text, (size_t)(at - lexer->text));
    return error_set(ERROR_SYNTAX, "the query, column %zu: expected %s", column, _(expected));
}
