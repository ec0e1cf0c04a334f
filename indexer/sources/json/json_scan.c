/* The fast parser: reads a well-formed object directly, eight bytes at a time within strings, and
 * declines everything else. */
#include "indexer/sources/json/json_record.h"

#include "common/base/error.h"
#include "indexer/sources/article/span.h"

enum { DEPTH_MAX = 32, WORD_SIZE = 8 };

struct json_scanner {
    const char *at;
    const char *end;
};

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
    for (; end - at >= WORD_SIZE; at += WORD_SIZE) {
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
    while (end - at >= WORD_SIZE) {
        uint64_t word = load_u64(at);
        uint64_t found = special_bytes(word);
        memcpy(out, &word, sizeof word);
        size_t size = found != 0 ? lowest_byte(found) : WORD_SIZE;
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

static int hex_value(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* Returns the value of the four hexadecimal digits at `at`; -1 if they are not there. */
static int32_t code_unit(const char *at, const char *end)
{
    if (end - at < 4)
        return -1;
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static char *write_utf8(char *to, uint32_t character)
{
    if (character < 0x80) {
        *to++ = (char)character;
    } else if (character < 0x800) {
        *to++ = (char)(0xc0 | character >> 6);
        *to++ = (char)(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        *to++ = (char)(0xe0 | character >> 12);
        *to++ = (char)(0x80 | (character >> 6 & 0x3f));
        *to++ = (char)(0x80 | (character & 0x3f));
    } else {
        *to++ = (char)(0xf0 | character >> 18);
        *to++ = (char)(0x80 | (character >> 12 & 0x3f));
        *to++ = (char)(0x80 | (character >> 6 & 0x3f));
        *to++ = (char)(0x80 | (character & 0x3f));
    }
    return to;
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
static int32_t parse_unicode_escape(struct json_scanner *in)
{
    int32_t unit = code_unit(in->at, in->end);
    if (unit < 0)
        return -1;
    in->at += 4;
    if (unit == 0)
        return ' ';
    if (is_low_surrogate(unit))
        return 0xfffd;
    if (!is_high_surrogate(unit))
        return unit;
    if (in->end - in->at >= 6 && in->at[0] == '\\' && in->at[1] == 'u') {
        int32_t low = code_unit(in->at + 2, in->end);
        if (is_low_surrogate(low)) {
            in->at += 6;
            return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return 0xfffd;
}

/* Reads the rest of an escape after its backslash. Returns the character, or -1 if it is not
 * valid. */
static int32_t parse_json_escape(struct json_scanner *in)
{
    if (in->at == in->end)
        return -1;
    switch (*in->at++) {
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
        return parse_unicode_escape(in);
    default:
        return -1;
    }
}

/* Appends the decoded string and advances past its closing quote. 1; 0: declined; ERROR_MEMORY.
 * Decoding never makes a string longer. */
static int decode_string(struct json_scanner *in, struct buffer *into)
{
    if (buffer_reserve(into, (size_t)(in->end - in->at) + (size_t)2 * WORD_SIZE) != 0)
        return ERROR_MEMORY;
    char *to = into->data + into->size;
    const char *after_return = NULL;
    for (;;) {
        in->at = copy_to_special(in->at, in->end, &to);
        if (in->at == in->end)
            return 0;
        char special = *in->at++;
        if (special == '"') {
            into->size = (size_t)(to - into->data);
            return 1;
        }
        int32_t character = special == '\\' ? parse_json_escape(in) : -1;
        if (character < 0)
            return 0;
        if (character == '\n' && after_return != NULL && to == after_return) {
            after_return = NULL; /* the second half of CR LF */
            continue;
        }
        to = write_utf8(to, character == '\r' ? '\n' : (uint32_t)character);
        if (character == '\r')
            after_return = to;
    }
}

static void skip_json_blanks(struct json_scanner *in)
{
    while (in->at < in->end &&
           (*in->at == ' ' || *in->at == '\t' || *in->at == '\r' || *in->at == '\n'))
        in->at++;
}

static bool accept_json_byte(struct json_scanner *in, char byte)
{
    if (in->at == in->end || *in->at != byte)
        return false;
    in->at++;
    return true;
}

/* Reads a string after its opening quote. 1: *span is the string, in the line or in the storage; 0:
 * declined; ERROR_MEMORY. */
static int parse_json_string(struct json_scanner *in, struct buffer *storage,
                             struct text_span *span)
{
    const char *start = in->at;
    const char *special = find_special(start, in->end);
    if (special < in->end && *special == '"') {
        in->at = special + 1;
        *span = span_between(start, special);
        return 1;
    }
    buffer_clear(storage);
    int status = decode_string(in, storage);
    *span = span_of(storage);
    return status;
}

/* Skips the rest of a string after its opening quote. */
static bool skip_string(struct json_scanner *in)
{
    for (;;) {
        in->at = find_special(in->at, in->end);
        if (in->at == in->end)
            return false;
        char special = *in->at++;
        if (special == '"')
            return true;
        if (special != '\\' || parse_json_escape(in) < 0)
            return false;
    }
}

static bool skip_digits(struct json_scanner *in)
{
    const char *start = in->at;
    while (in->at < in->end && *in->at >= '0' && *in->at <= '9')
        in->at++;
    return in->at > start;
}

static bool skip_number(struct json_scanner *in)
{
    accept_json_byte(in, '-');
    if (!accept_json_byte(in, '0') && !skip_digits(in))
        return false;
    if (accept_json_byte(in, '.') && !skip_digits(in))
        return false;
    if (accept_json_byte(in, 'e') || accept_json_byte(in, 'E')) {
        if (!accept_json_byte(in, '+'))
            accept_json_byte(in, '-');
        return skip_digits(in);
    }
    return true;
}

static bool skip_word(struct json_scanner *in, const char *word)
{
    if (!span_starts_with(span_between(in->at, in->end), word))
        return false;
    in->at += strlen(word);
    return true;
}

static bool skip_value(struct json_scanner *in, unsigned depth);

/* Skips the rest of an object or array after its opening bracket. */
static bool skip_container(struct json_scanner *in, char close, unsigned depth)
{
    skip_json_blanks(in);
    if (accept_json_byte(in, close))
        return true;
    if (depth == DEPTH_MAX)
        return false;
    do {
        skip_json_blanks(in);
        if (close == '}') {
            if (!accept_json_byte(in, '"') || !skip_string(in))
                return false;
            skip_json_blanks(in);
            if (!accept_json_byte(in, ':'))
                return false;
            skip_json_blanks(in);
        }
        if (!skip_value(in, depth + 1))
            return false;
        skip_json_blanks(in);
    } while (accept_json_byte(in, ','));
    return accept_json_byte(in, close);
}

static bool skip_value(struct json_scanner *in, unsigned depth)
{
    if (accept_json_byte(in, '"'))
        return skip_string(in);
    if (accept_json_byte(in, '{'))
        return skip_container(in, '}', depth);
    if (accept_json_byte(in, '['))
        return skip_container(in, ']', depth);
    return skip_word(in, "null") || skip_word(in, "true") || skip_word(in, "false") ||
           skip_number(in);
}

static int parse_json_value(struct json_scanner *in, struct json_value *value)
{
    if (value == NULL)
        return skip_value(in, 1);
    if (accept_json_byte(in, '"')) {
        value->shape = JSON_STRING;
        return parse_json_string(in, &value->storage, &value->span);
    }
    const char *start = in->at;
    if (!skip_value(in, 1))
        return 0;
    bool number = *start == '-' || (*start >= '0' && *start <= '9');
    value->shape = number ? JSON_NUMBER : JSON_NEITHER;
    value->span = number ? span_between(start, in->at) : (struct text_span){"", 0};
    return 1;
}

static int parse_json_member(struct json_scanner *in, struct json_record *record)
{
    skip_json_blanks(in);
    if (!accept_json_byte(in, '"'))
        return 0;
    const char *start = in->at;
    const char *close = find_special(start, in->end);
    if (close == in->end || *close != '"') /* escapes in a key */
        return 0;
    in->at = close + 1;
    skip_json_blanks(in);
    if (!accept_json_byte(in, ':'))
        return 0;
    skip_json_blanks(in);
    uint8_t rank;
    enum json_field field = json_field_of(span_between(start, close), &rank);
    return parse_json_value(in, json_record_slot(record, field, rank));
}

static int parse_json_object(struct json_scanner *in, struct json_record *record)
{
    skip_json_blanks(in);
    if (!accept_json_byte(in, '{'))
        return 0;
    skip_json_blanks(in);
    if (!accept_json_byte(in, '}')) {
        do {
            int status = parse_json_member(in, record);
            if (status != 1)
                return status;
            skip_json_blanks(in);
        } while (accept_json_byte(in, ','));
        if (!accept_json_byte(in, '}'))
            return 0;
    }
    skip_json_blanks(in);
    return in->at == in->end;
}

int json_scan(struct json_record *record, const char *line, size_t size)
{
    struct json_scanner in = {line, line + size};
    json_record_clear(record);
    int status = parse_json_object(&in, record);
    if (status != 1)
        json_record_clear(record);
    return status;
}
