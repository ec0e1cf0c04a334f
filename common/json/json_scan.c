#include "common/json/json_scan.h"

#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/utf8.h"

enum { WORD = 8, UNIT_DIGITS = 4 };

/* --- errors --- */

/* Remembers what is wrong at `at`. */
static bool fail_at(struct json_scan *scan, const char *at, const char *fault)
{
    scan->at = at;
    scan->fault = at == scan->end ? N_("it is incomplete") : fault;
    return false;
}

static bool fail_here(struct json_scan *scan, const char *fault)
{
    return fail_at(scan, scan->at, fault);
}

/* Sets the message for what fail_at remembers. Columns are characters. */
static int error_of(const struct json_scan *scan)
{
    size_t line = 1;
    const char *line_start = scan->start, *newline;
    while (line_start < scan->at &&
           (newline = memchr(line_start, '\n', (size_t)(scan->at - line_start))) != NULL) {
        line_start = newline + 1;
        line++;
    }
    size_t column = utf8_count(line_start, (size_t)(scan->at - line_start)) + 1;
    if (line == 1)
        return error_set(ERROR_INPUT, "not JSON: %s (column %zu)", _(scan->fault), column);
    return error_set(ERROR_INPUT, "not JSON: %s (line %zu, column %zu)", _(scan->fault), line,
                     column);
}

/* --- strings --- */

/* Returns the high bit of each byte of the word that is '"', '\' or a control character. The lowest
 * bit set is exact; those above it may not be. */
static uint64_t special_bytes(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
    uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
    return (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
            ((word - ones * 0x20) & ~word)) &
           highs;
}

static size_t lowest_byte(uint64_t highs)
{
    return (size_t)__builtin_ctzll(highs) / 8;
}

static bool is_special(char byte)
{
    return byte == '"' || byte == '\\' || (unsigned char)byte < 0x20;
}

/* Returns the first '"', '\' or control character, or `end`. */
static const char *find_special(const char *at, const char *end)
{
    for (; end - at >= WORD; at += WORD) {
        uint64_t found = special_bytes(load_u64(at));
        if (found != 0)
            return at + lowest_byte(found);
    }
    while (at < end && !is_special(*at))
        at++;
    return at;
}

/* Like find_special, but copies the bytes before it to *to and advances *to. The space there must
 * be a word larger than [at, end). */
static const char *copy_to_special(const char *at, const char *end, char **to)
{
    char *out = *to;
    while (end - at >= WORD) {
        uint64_t word = load_u64(at);
        uint64_t found = special_bytes(word);
        memcpy(out, &word, sizeof word);
        size_t size = found != 0 ? lowest_byte(found) : WORD;
        out += size;
        at += size;
        if (found != 0) {
            *to = out;
            return at;
        }
    }
    while (at < end && !is_special(*at))
        *out++ = *at++;
    *to = out;
    return at;
}

/* Returns the value of the four hexadecimal digits at `at`; -1 if they are not there. */
static int32_t code_unit(const char *at, const char *end)
{
    if (end - at < UNIT_DIGITS)
        return -1;
    int32_t unit = 0;
    for (int i = 0; i < UNIT_DIGITS; i++) {
        int digit = ascii_hex_value(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool is_high_surrogate(int32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low_surrogate(int32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

/* Reads the rest of an escape after "\u". Returns the character, or -1 if it is not valid. */
static int32_t read_unicode(struct json_scan *scan)
{
    int32_t unit = code_unit(scan->at, scan->end);
    if (unit < 0)
        return -1;
    scan->at += UNIT_DIGITS;
    if (unit == 0)
        return ' ';
    if (is_low_surrogate(unit))
        return (int32_t)UTF8_REPLACEMENT;
    if (!is_high_surrogate(unit))
        return unit;
    if (scan->end - scan->at >= UNIT_DIGITS + 2 && scan->at[0] == '\\' && scan->at[1] == 'u') {
        int32_t low = code_unit(scan->at + 2, scan->end);
        if (is_low_surrogate(low)) {
            scan->at += UNIT_DIGITS + 2;
            return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return (int32_t)UTF8_REPLACEMENT;
}

/* Reads the rest of an escape after its backslash. Returns the character, or -1 if it is not
 * valid. */
static int32_t read_escape(struct json_scan *scan)
{
    if (scan->at == scan->end)
        return -1;
    switch (*scan->at++) {
    case 'n':
        return '\n';
    case '"':
        return '"';
    case '\\':
        return '\\';
    case '/':
        return '/';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'u':
        return read_unicode(scan);
    default:
        return -1;
    }
}

/* Says what is wrong with `special`, which is at `at` of a string. */
static bool fail_in_string(struct json_scan *scan, const char *at, char special)
{
    if (special == '\\')
        return fail_at(scan, at, N_("not a valid escape"));
    return fail_at(scan, at, N_("a control character in a string"));
}

/* Appends the decoded string and advances past its closing quote. 1; 0 when it is not valid;
 * ERROR_MEMORY. Decoding never makes a string longer. */
static int decode_string(struct json_scan *scan, struct buffer *into)
{
    if (buffer_reserve(into, (size_t)(scan->end - scan->at) + (size_t)2 * WORD) != 0)
        return ERROR_MEMORY;
    char *to = into->data + into->size;
    const char *after_return = NULL;
    for (;;) {
        scan->at = copy_to_special(scan->at, scan->end, &to);
        if (scan->at == scan->end)
            return fail_here(scan, "");
        const char *at = scan->at++;
        if (*at == '"') {
            into->size = (size_t)(to - into->data);
            return 1;
        }
        int32_t character = *at == '\\' ? read_escape(scan) : -1;
        if (character < 0)
            return fail_in_string(scan, at, *at);
        if (character == '\n' && after_return != NULL && to == after_return) {
            after_return = NULL; /* the second half of CR LF */
            continue;
        }
        to += utf8_encode(character == '\r' ? '\n' : (uint32_t)character, to);
        if (character == '\r')
            after_return = to;
    }
}

/* Skips the rest of a string after its opening quote. */
static bool skip_string(struct json_scan *scan)
{
    for (;;) {
        scan->at = find_special(scan->at, scan->end);
        if (scan->at == scan->end)
            return fail_here(scan, "");
        const char *at = scan->at++;
        if (*at == '"')
            return true;
        if (*at != '\\' || read_escape(scan) < 0)
            return fail_in_string(scan, at, *at);
    }
}

/* Reads a string after its opening quote. 1; 0 when it is not valid; ERROR_MEMORY. */
static int read_string(struct json_scan *scan, struct buffer *storage, struct slice *text)
{
    const char *start = scan->at;
    const char *special = find_special(start, scan->end);
    if (special < scan->end && *special == '"') {
        scan->at = special + 1;
        *text = slice_between(start, special);
        return 1;
    }
    buffer_clear(storage);
    int status = decode_string(scan, storage);
    *text = (struct slice){storage->data, storage->size};
    return status;
}

/* --- the rest of the grammar --- */

static void skip_blanks(struct json_scan *scan)
{
    while (scan->at < scan->end && ascii_is_space(*scan->at))
        scan->at++;
}

static bool accept_byte(struct json_scan *scan, char byte)
{
    if (scan->at == scan->end || *scan->at != byte)
        return false;
    scan->at++;
    return true;
}

static bool skip_digits(struct json_scan *scan)
{
    const char *start = scan->at;
    while (scan->at < scan->end && ascii_is_digit(*scan->at))
        scan->at++;
    return scan->at > start || fail_here(scan, N_("not a valid number"));
}

static bool skip_number(struct json_scan *scan)
{
    accept_byte(scan, '-');
    if (!accept_byte(scan, '0') && !skip_digits(scan))
        return false;
    if (accept_byte(scan, '.') && !skip_digits(scan))
        return false;
    if (accept_byte(scan, 'e') || accept_byte(scan, 'E')) {
        if (!accept_byte(scan, '+'))
            accept_byte(scan, '-');
        return skip_digits(scan);
    }
    return true;
}

/* Whether one of the words is next; goes past it. */
static bool accept_word(struct json_scan *scan, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        struct slice word = slice_of(words[i]);
        if (slice_starts_with(slice_between(scan->at, scan->end), word)) {
            scan->at += word.size;
            return true;
        }
    }
    return false;
}

/* Reads what other languages write for a value that is missing, or no number. */
static bool accept_foreign_null(struct json_scan *scan)
{
    static const char *const words[] = {"NaN", "nan",       "NAN",  "Infinity", "inf",
                                        "Inf", "undefined", "None", NULL};
    if (!scan->lenient)
        return false;
    const char *start = scan->at;
    if (!accept_byte(scan, '-'))
        accept_byte(scan, '+');
    if (accept_word(scan, words)) {
        scan->was_lenient = true;
        return true;
    }
    scan->at = start;
    return false;
}

/* Reads a value that is neither a string nor a number, an object or an array. */
static bool read_literal(struct json_scan *scan, enum json_shape *shape)
{
    static const char *const nulls[] = {"null", NULL}, *const others[] = {"true", "false", NULL};
    *shape = JSON_NULL;
    if (accept_word(scan, nulls) || accept_foreign_null(scan))
        return true;
    *shape = JSON_NEITHER;
    return accept_word(scan, others) || fail_here(scan, N_("a value is missing"));
}

static bool begins_number(const struct json_scan *scan)
{
    const char *at = scan->at;
    if (at == scan->end)
        return false;
    if (*at == '-')
        return !scan->lenient || at + 1 == scan->end || !ascii_is_letter(at[1]);
    return ascii_is_digit(*at);
}

/* Skips a string after its opening quote, and remembers it if it is the longest of words so far. */
static bool skip_text(struct json_scan *scan)
{
    enum { LOOKED_AT = 100 };
    const char *start = scan->at;
    if (!skip_string(scan))
        return false;
    size_t size = (size_t)(scan->at - start) - 1;
    if (size > scan->longest.size &&
        memchr(start, ' ', size < LOOKED_AT ? size : LOOKED_AT) != NULL)
        scan->longest = (struct slice){start, size};
    return true;
}

static bool skip_colon(struct json_scan *scan)
{
    skip_blanks(scan);
    if (!accept_byte(scan, ':'))
        return fail_here(scan, N_("a colon is missing"));
    return true;
}

static bool open_name(struct json_scan *scan)
{
    skip_blanks(scan);
    return accept_byte(scan, '"') || fail_here(scan, N_("a name in quotes is missing"));
}

static bool skip_name(struct json_scan *scan)
{
    return open_name(scan) && skip_string(scan) && skip_colon(scan);
}

static bool fail_between(struct json_scan *scan, bool in_object)
{
    return fail_here(scan,
                     in_object ? N_("a comma or } is missing") : N_("a comma or ] is missing"));
}

/* Skips a value, however deep, without recursion. */
static bool skip_value(struct json_scan *scan)
{
    bool is_object[JSON_DEPTH_MAX]; /* what is open, the outermost first */
    enum json_shape shape;
    size_t depth = 0;
    do {
        skip_blanks(scan);
        bool brace = accept_byte(scan, '{'), bracket = !brace && accept_byte(scan, '[');
        if (brace || bracket) {
            if (depth == JSON_DEPTH_MAX - 1) /* the caller's object counts, too */
                return fail_at(scan, scan->at - 1, N_("nested too deeply"));
            is_object[depth++] = brace;
            skip_blanks(scan);
            if (!accept_byte(scan, brace ? '}' : ']')) {
                if (brace && !skip_name(scan))
                    return false;
                continue;
            }
            depth--;
        } else if (accept_byte(scan, '"')) {
            if (!skip_text(scan))
                return false;
        } else if (begins_number(scan) ? !skip_number(scan) : !read_literal(scan, &shape)) {
            return false;
        }
        /* what it ends, and the comma before the next one */
        while (depth > 0) {
            bool in_object = is_object[depth - 1];
            skip_blanks(scan);
            if (accept_byte(scan, in_object ? '}' : ']')) {
                depth--;
                continue;
            }
            if (!accept_byte(scan, ','))
                return fail_between(scan, in_object);
            if (in_object && !skip_name(scan))
                return false;
            break;
        }
    } while (depth > 0);
    return true;
}

void json_scan_init(struct json_scan *scan, const char *bytes, size_t size)
{
    *scan = (struct json_scan){.start = bytes, .at = bytes, .end = bytes + size};
}

int json_scan_object(struct json_scan *scan)
{
    skip_blanks(scan);
    if (accept_byte(scan, '{')) {
        scan->opened = true;
        return 0;
    }
    if (!skip_value(scan))
        return error_of(scan);
    int status = json_scan_end(scan);
    return status != 0 ? status : error_set(ERROR_INPUT, "not a JSON object");
}

char json_scan_peek(struct json_scan *scan)
{
    skip_blanks(scan);
    return (char)(scan->at == scan->end ? '\0' : *scan->at);
}

int json_scan_array(struct json_scan *scan)
{
    skip_blanks(scan);
    scan->opened = accept_byte(scan, '[');
    if (scan->opened)
        return 0;
    fail_here(scan, N_("a value is missing"));
    return error_of(scan);
}

/* Whether the object or array ends here. */
static bool accept_end(struct json_scan *scan, char end)
{
    skip_blanks(scan);
    if (!accept_byte(scan, end))
        return false;
    scan->opened = false;
    return true;
}

int json_scan_element(struct json_scan *scan)
{
    if (accept_end(scan, ']'))
        return 0;
    if (!scan->opened && !accept_byte(scan, ',')) {
        fail_between(scan, false);
        return error_of(scan);
    }
    scan->opened = false;
    return 1;
}

int json_scan_name(struct json_scan *scan, struct buffer *storage, struct slice *name)
{
    if (accept_end(scan, '}'))
        return 0;
    if (!scan->opened && !accept_byte(scan, ',')) {
        fail_between(scan, true);
        return error_of(scan);
    }
    scan->opened = false;
    if (!open_name(scan))
        return error_of(scan);
    /* Names are short: their end is found first, so that they take no more memory than they need.
     */
    struct json_scan inside = *scan;
    if (!skip_string(scan))
        return error_of(scan);
    inside.end = scan->at;
    const char *after = scan->at;
    if (!skip_colon(scan))
        return error_of(scan);
    *name = slice_between(inside.at, after - 1);
    if (memchr(name->data, '\\', name->size) == NULL)
        return 1;
    return read_string(&inside, storage, name);
}

int json_scan_value(struct json_scan *scan, struct buffer *storage, struct json_value *value)
{
    skip_blanks(scan);
    if (accept_byte(scan, '"')) {
        value->shape = JSON_STRING;
        int status = read_string(scan, storage, &value->text);
        return status == 0 ? error_of(scan) : status < 0 ? status : 0;
    }
    const char *start = scan->at;
    const char first = json_scan_peek(scan);
    bool number = begins_number(scan), nested = first == '{' || first == '[';
    value->shape = number ? JSON_NUMBER : JSON_NEITHER;
    if (number ? !skip_number(scan)
               : !(nested ? skip_value(scan) : read_literal(scan, &value->shape)))
        return error_of(scan);
    value->text = number ? slice_between(start, scan->at) : (struct slice){"", 0};
    return 0;
}

int json_scan_skip(struct json_scan *scan)
{
    return skip_value(scan) ? 0 : error_of(scan);
}

int json_scan_end(struct json_scan *scan)
{
    skip_blanks(scan);
    if (scan->at == scan->end)
        return 0;
    fail_here(scan, N_("more follows"));
    return error_of(scan);
}
