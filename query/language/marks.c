#include "query/language/marks.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/ascii.h"
#include "query/language/expression.h"
#include "query/language/function_words.h"

static const double BOOST_MAX = 1000;

static const struct {
    const char *open, *close;
    bool anywhere; /* also opens a phrase within a word: it has no other meaning */
} quotes[] = {{"\"", "\"", false}, {"«", "»", true}, {"“", "”", true}};

enum { QUOTES = sizeof quotes / sizeof *quotes };

static const struct {
    const char *name;
    enum term_field field;
    enum filter_kind filter;
} fields[] = {{"titre:", FIELD_TITLE, FILTER_NONE}, {"title:", FIELD_TITLE, FILTER_NONE},
              {"date:", FIELD_TEXT, FILTER_DATE},   {"site:", FIELD_TEXT, FILTER_SITE},
              {"url:", FIELD_TEXT, FILTER_URL},     {"chemin:", FIELD_TEXT, FILTER_PATH},
              {"path:", FIELD_TEXT, FILTER_PATH}};

static bool has_prefix(const char *at, const char *end, const char *with)
{
    size_t size = strlen(with);
    return (size_t)(end - at) >= size && memcmp(at, with, size) == 0;
}

/* An ASCII letter or digit, or any byte of a character that is not ASCII. */
static bool is_word_byte(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

/* Whether a word can begin here: not at a space or the end. */
static bool word_starts_at(const char *at, const char *end)
{
    return at < end && !ascii_is_space(*at);
}

/* --- before --- */

static const char *read_field_name(const char *at, const char *end, struct piece *piece,
                                   enum filter_kind *filter)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t size = strlen(fields[i].name);
        if ((size_t)(end - at) > size && strncasecmp(at, fields[i].name, size) == 0 &&
            word_starts_at(at + size, end)) {
            piece->field = fields[i].field;
            *filter = fields[i].filter;
            return at + size;
        }
    }
    return at;
}

bool marks_is_inner_quote(const char *at, const char *end)
{
    for (size_t i = 0; i < QUOTES; i++)
        if (quotes[i].anywhere && has_prefix(at, end, quotes[i].open))
            return true;
    return false;
}

static bool opens_quote(const char *at, const char *end)
{
    return has_prefix(at, end, "\"") || marks_is_inner_quote(at, end);
}

/* Whether what is after a word joins it to the next: PROCHE/N. */
static bool is_near_operator_at(const char *at, const char *end)
{
    while (at < end && ascii_is_space(*at))
        at++;
    return has_prefix(at, end, "PROCHE/") || has_prefix(at, end, "NEAR/");
}

/* Whether a function word by itself follows: in "Toulouse -La ville" the sign is a dash. */
static bool is_function_word_at(const char *at, const char *end)
{
    char word[FUNCTION_WORD_MAX + 1];
    size_t size = 0;
    while (at + size < end && is_word_byte(at[size])) {
        if (size == FUNCTION_WORD_MAX)
            return false;
        word[size] = ascii_lower(at[size]);
        size++;
    }
    word[size] = '\0';
    return (at + size == end || ascii_is_space(at[size])) && is_function_word(word) &&
           !is_near_operator_at(at + size, end);
}

const char *marks_read_prefix(const char *at, const char *end, struct piece *piece,
                              enum filter_kind *filter)
{
    *filter = FILTER_NONE;
    if ((*at == '+' || *at == '-') && word_starts_at(at + 1, end) && at[1] != *at &&
        (*at == '+' || !is_function_word_at(at + 1, end))) {
        piece->sign = *at == '+' ? OCCUR_MUST : OCCUR_MUST_NOT;
        at++;
    }
    at = read_field_name(at, end, piece, filter);
    const bool breadth = *at == '=' || *at == '%' || *at == '@';
    if (*filter == FILTER_NONE && breadth && at + 1 < end &&
        (is_word_byte(at[1]) || opens_quote(at + 1, end))) {
        piece->exact = *at == '=';
        piece->family = *at == '%';
        piece->any_accents = *at == '@';
        at++;
    }
    return at;
}

/* --- quotes --- */

/* Returns the end of an elision (l', d', qu' and the like); `at` itself when there is none. */
static const char *skip_elision(const char *at, const char *end)
{
    const char *after = at;
    while (after < end && after - at < 2 && ascii_is_letter(*after))
        after++;
    if (after > at && has_prefix(after, end, "'"))
        return after + 1;
    if (after > at && has_prefix(after, end, "’"))
        return after + strlen("’");
    return at;
}

static const char *find_close(const char *at, const char *end, const char *close, bool *escaped)
{
    for (; at < end; at++) {
        if (*at == *close && has_prefix(at, end, close))
            return at;
        if (*at == '\\' && at + 1 < end) {
            *escaped = true;
            at++;
        }
    }
    return end;
}

const char *marks_read_quoted(const char *at, const char *end, struct piece *piece)
{
    at = skip_elision(at, end);
    for (size_t i = 0; i < QUOTES; i++) {
        if (!has_prefix(at, end, quotes[i].open))
            continue;
        const char *inner = at + strlen(quotes[i].open);
        const char *close = find_close(inner, end, quotes[i].close, &piece->escaped);
        piece->quoted = true;
        piece->text = inner;
        piece->size = (size_t)(close - inner);
        return close == end ? end : close + strlen(quotes[i].close);
    }
    return NULL;
}

/* --- within --- */

static bool is_wildcard_neighbour(char c)
{
    return is_word_byte(c) || c == '?' || c == '*';
}

/* Whether a star belongs to a reference to an article of law, between its letter and its number:
 * R*123-4. */
static bool is_reference_star(const char *from, const char *at, const char *end)
{
    const char *before = at, *after = at;
    while (before > from && (before[-1] == '*' || before[-1] == '.'))
        before--;
    while (after < end && (*after == '*' || *after == '.'))
        after++;
    return *at == '*' && before == from + 1 && strchr("LRDAC", *from) != NULL && after < end &&
           ascii_is_digit(*after);
}

bool marks_is_wildcard(const char *from, const char *at, const char *end)
{
    if (is_reference_star(from, at, end))
        return false;
    bool before = at > from && is_wildcard_neighbour(at[-1]),
         after = at + 1 < end && is_wildcard_neighbour(at[1]);
    return *at == '*' ? before || after : *at == '?' && before && after;
}

/* Whether there is a wildcard next to a letter or digit: *** does not make a pattern. */
static bool is_useful_wildcard(const char *from, const char *at, const char *end)
{
    return marks_is_wildcard(from, at, end) &&
           ((at > from && is_word_byte(at[-1])) || (at + 1 < end && is_word_byte(at[1])));
}

static void find_signs(const char *from, const char *end, struct piece *piece)
{
    for (const char *at = from; at < end; at++) {
        const char *expression =
            at == from || ascii_is_space(at[-1]) ? expression_end(at, end) : NULL;
        if (expression != NULL) {
            piece->pattern = true;
            at = expression - 1;
        } else if (*at == '\\' && at + 1 < end) {
            piece->escaped = true;
            at++;
        } else if (is_useful_wildcard(from, at, end)) {
            piece->pattern = true;
        }
    }
}

/* --- after --- */

/* Returns the end of the digits at `at`. *number is exact up to `most`; of a larger number it is
 * some value above `most`. */
static const char *read_digits(const char *at, const char *end, unsigned most, unsigned *number)
{
    *number = 0;
    for (; at < end && ascii_is_digit(*at); at++)
        if (*number <= most)
            *number = *number * 10 + (unsigned)(*at - '0');
    return at;
}

/* Returns the end of a number such as 3, 0.5 or 1,5; NULL when there is none. */
static const char *read_decimal(const char *at, const char *end, double *value)
{
    enum { DIGITS_MAX = 30 };
    char digits[DIGITS_MAX + 1];
    size_t size = 0;
    if (at == end || !ascii_is_digit(*at))
        return NULL;
    for (bool point = false; at < end && size < DIGITS_MAX; at++) {
        bool is_point =
            (*at == '.' || *at == ',') && !point && at + 1 < end && ascii_is_digit(at[1]);
        if (!ascii_is_digit(*at) && !is_point)
            break;
        point |= is_point;
        digits[size++] = is_point ? '.' : *at;
    }
    digits[size] = '\0';
    *value = strtod(digits, NULL);
    return at;
}

int marks_read_boost(const struct lexer *lexer, const char **at, struct piece *piece)
{
    double value;
    if (*at == lexer->end || **at != '^')
        return 0;
    const char *after = read_decimal(*at + 1, lexer->end, &value);
    if (after == NULL)
        return 0;
    if (!(value > 0 && value <= BOOST_MAX))
        return lexer_syntax_error(lexer, *at + 1, "a weight above 0 and at most 1000");
    piece->boost = value;
    *at = after;
    return 0;
}

int marks_read_after_quote(struct lexer *lexer, struct piece *piece)
{
    const char *at = lexer->at;
    find_signs(piece->text, piece->text + piece->size, piece);
    if (at + 1 < lexer->end && *at == '~' && ascii_is_digit(at[1])) {
        unsigned slack;
        lexer->at = read_digits(at + 1, lexer->end, MARKS_DISTANCE_MAX, &slack);
        if (slack > MARKS_DISTANCE_MAX)
            return lexer_syntax_error(lexer, at + 1, "a distance of at most 1000 words");
        piece->slack = (int)slack;
    }
    return marks_read_boost(lexer, &lexer->at, piece);
}

/* Takes ^N off the end of a word. */
static int strip_boost(const struct lexer *lexer, const char *at, const char **end,
                       struct piece *piece)
{
    const char *sign = *end;
    while (sign > at && (ascii_is_digit(sign[-1]) || sign[-1] == '.' || sign[-1] == ','))
        sign--;
    if (sign == *end || sign < at + 2 || sign[-1] != '^' || sign[-2] == '\\')
        return 0;
    const char *after = sign - 1;
    int status = marks_read_boost(lexer, &after, piece);
    if (status == 0 && after == *end)
        *end = sign - 1;
    else
        piece->boost = 1;
    return status;
}

/* Takes ~ or ~N off the end of a word. */
static int strip_edits(const struct lexer *lexer, const char *at, const char **end,
                       struct piece *piece)
{
    const char *sign = *end;
    if (sign > at && ascii_is_digit(sign[-1]))
        sign--;
    if (sign < at + 2 || sign[-1] != '~' || !is_word_byte(sign[-2]))
        return 0;
    unsigned edits = sign == *end ? 1 : (unsigned)(*sign - '0');
    if (edits == 0 || edits > MARKS_EDITS_MAX)
        return lexer_syntax_error(lexer, sign, "~1 or ~2, the number of letters that may differ");
    piece->edits = edits;
    *end = sign - 1;
    return 0;
}

int marks_read_word(const struct lexer *lexer, const char *at, const char *end, struct piece *piece)
{
    piece->boost = 1;
    int status = strip_boost(lexer, at, &end, piece);
    if (status == 0)
        status = strip_edits(lexer, at, &end, piece);
    find_signs(at, end, piece);
    piece->text = at;
    piece->size = (size_t)(end - at);
    return status;
}
