#include "indexer/sources/markup/references.h"

#include <libxml/HTMLparser.h>

#include "common/analysis/decode.h"
#include "common/base/ascii.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/span.h"

enum { NAME_SIZE_MAX = 12, LATIN1_NAME_MAX = 6, LATIN1_LAST = 0xff };

/* Names of HTML 5 that libxml2 does not know: signs, and letters of Europe's languages. */
static const struct {
    const char *name;
    unsigned code;
} more_names[] = {
    {"Aogon", 0x104},  {"Cacute", 0x106},  {"Ccaron", 0x10c},  {"Dcaron", 0x10e},
    {"Dstrok", 0x110}, {"Ecaron", 0x11a},  {"Eogon", 0x118},   {"Gbreve", 0x11e},
    {"Idot", 0x130},   {"Lstrok", 0x141},  {"NewLine", '\n'},  {"Nacute", 0x143},
    {"Ncaron", 0x147}, {"Odblac", 0x150},  {"Rcaron", 0x158},  {"Sacute", 0x15a},
    {"Scedil", 0x15e}, {"Tab", '\t'},      {"Tcaron", 0x164},  {"Udblac", 0x170},
    {"Uring", 0x16e},  {"Zacute", 0x179},  {"Zcaron", 0x17d},  {"Zdot", 0x17b},
    {"aogon", 0x105},  {"ast", '*'},       {"bullet", 0x2022}, {"cacute", 0x107},
    {"ccaron", 0x10d}, {"check", 0x2713},  {"colon", ':'},     {"comma", ','},
    {"commat", '@'},   {"dash", 0x2010},   {"dcaron", 0x10f},  {"dollar", '$'},
    {"dstrok", 0x111}, {"ecaron", 0x11b},  {"eogon", 0x119},   {"equals", '='},
    {"excl", '!'},     {"fflig", 0xfb00},  {"filig", 0xfb01},  {"fllig", 0xfb02},
    {"gbreve", 0x11f}, {"half", 0xbd},     {"horbar", 0x2015}, {"hyphen", 0x2010},
    {"imath", 0x131},  {"inodot", 0x131},  {"lbrace", '{'},    {"lbrack", '['},
    {"lcub", '{'},     {"ldquor", 0x201e}, {"lowbar", '_'},    {"lpar", '('},
    {"lsqb", '['},     {"lsquor", 0x201a}, {"lstrok", 0x142},  {"mldr", 0x2026},
    {"nacute", 0x144}, {"ncaron", 0x148},  {"nldr", 0x2025},   {"num", '#'},
    {"numsp", 0x2007}, {"odblac", 0x151},  {"percnt", '%'},    {"period", '.'},
    {"plus", '+'},     {"puncsp", 0x2008}, {"quest", '?'},     {"rbrace", '}'},
    {"rbrack", ']'},   {"rcaron", 0x159},  {"rcub", '}'},      {"rdquor", 0x201d},
    {"rpar", ')'},     {"rsqb", ']'},      {"rsquor", 0x2019}, {"sacute", 0x15b},
    {"scedil", 0x15f}, {"semi", ';'},      {"sol", '/'},       {"starf", 0x2605},
    {"tcaron", 0x165}, {"udblac", 0x171},  {"uring", 0x16f},   {"verbar", '|'},
    {"vert", '|'},     {"zacute", 0x17a},  {"zcaron", 0x17e},  {"zdot", 0x17c},
};

/* Returns the character, or 0. */
static unsigned find_name(struct text_span name)
{
    char copy[NAME_SIZE_MAX + 1] = {0};
    if (name.size == 0 || name.size > NAME_SIZE_MAX)
        return 0;
    memcpy(copy, name.bytes, name.size);
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)copy);
    if (entity != NULL)
        return entity->value;
    for (size_t i = 0; i < sizeof more_names / sizeof *more_names; i++)
        if (strcmp(copy, more_names[i].name) == 0)
            return more_names[i].code;
    return 0;
}

static void append_code_point(struct buffer *into, unsigned code)
{
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = UTF8_REPLACEMENT;
    utf8_append(into, decode_control(code));
}

/* `digits` is the text between "&#" and ";". */
static bool append_numeric_entity(struct text_span digits, struct buffer *into)
{
    bool hexadecimal = digits.size > 0 && (*digits.bytes | 0x20) == 'x';
    const int base = hexadecimal ? 16 : 10;
    unsigned code = 0;
    if (hexadecimal)
        digits = span_after(digits, 1);
    if (digits.size == 0 || digits.size > 7)
        return false;
    for (size_t i = 0; i < digits.size; i++) {
        int value = ascii_hex_value(digits.bytes[i]);
        if (value < 0 || value >= base)
            return false;
        code = code * (unsigned)base + (unsigned)value;
    }
    append_code_point(into, code);
    return true;
}

static bool append_named_entity(struct text_span name, struct buffer *into)
{
    unsigned code = find_name(name);
    if (code != 0)
        append_code_point(into, code);
    return code != 0;
}

size_t markup_append_entity(struct text_span text, struct buffer *into)
{
    if (text.size < 3)
        return 0;
    size_t room = text.size - 1 < NAME_SIZE_MAX ? text.size - 1 : NAME_SIZE_MAX;
    const char *end = memchr(text.bytes + 1, ';', room);
    if (end == NULL)
        return 0;
    struct text_span name = span_between(text.bytes + 1, end);
    bool found = span_starts_with(name, "#") ? append_numeric_entity(span_after(name, 1), into)
                                             : append_named_entity(name, into);
    return found ? (size_t)(end + 1 - text.bytes) : 0;
}

size_t markup_append_bare_entity(struct text_span name, struct buffer *into)
{
    size_t size = 0;
    while (size < name.size && size <= NAME_SIZE_MAX &&
           (ascii_is_letter(name.bytes[size]) || ascii_is_digit(name.bytes[size])))
        size++;
    if (append_named_entity((struct text_span){name.bytes, size}, into))
        return size;
    for (size = size < LATIN1_NAME_MAX ? size : LATIN1_NAME_MAX; size > 1; size--) {
        struct text_span start = {name.bytes, size};
        unsigned code = find_name(start);
        if (code == 0 || code > LATIN1_LAST || span_equals(start, "apos") ||
            (code < 0x80 && code != '&' && code != '<' && code != '>' && code != '"'))
            continue;
        append_code_point(into, code);
        return size;
    }
    return 0;
}
