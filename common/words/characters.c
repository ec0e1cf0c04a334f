#include "common/words/characters.h"

#include <stdatomic.h>

#include <utf8proc.h>

/* Apostrophes, hyphens and dots: the signs within words. */
static enum character_kind sign_within_words(uint32_t c)
{
    switch (c) {
    case '\'':
    case '`':
    case 0x00b4: /* acute accent */
    case 0x02b9: /* modifier letters: prime, turned and reversed commas, half rings */
    case 0x02bb:
    case 0x02bc:
    case 0x02bd:
    case 0x02be:
    case 0x02bf:
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x2032: /* prime */
    case 0xff07: /* fullwidth apostrophe */
        return CHARACTER_APOSTROPHE;
    case '-':
    case 0x2010:
    case 0x2011:
    case 0x2212: /* minus */
        return CHARACTER_HYPHEN;
    case 0x00b7:
    case 0x2022:
    case 0x2027:
    case 0x2219:
    case 0x22c5:
    case 0x30fb:
        return CHARACTER_MIDDOT;
    case '.':
        return CHARACTER_DOT;
    case '/':
        return CHARACTER_SLASH;
    default:
        return CHARACTER_OTHER;
    }
}

/* The other signs that are treated differently from what their Unicode category suggests. */
static enum character_kind special_sign(uint32_t c)
{
    switch (c) {
    case 0x00a0:
    case 0x2009:
    case 0x202f:
        return CHARACTER_THIN_SPACE;
    case ',':
        return CHARACTER_COMMA;
    case '&':
        return CHARACTER_AMPERSAND;
    case '+':
        return CHARACTER_PLUS;
    case '#':
        return CHARACTER_SHARP;
    case 0x00d7:
        return CHARACTER_TIMES;
    case '(':
        return CHARACTER_OPEN;
    case ')':
        return CHARACTER_CLOSE;
    case 0x00b0:
    case 0x00ba: /* nº is written for n° */
        return CHARACTER_DEGREE;
    case 0x00b2: /* superscript digits read as digits */
    case 0x00b3:
    case 0x00b9:
        return CHARACTER_DIGIT;
    case 0x00ac: /* ¬ and soft hyphen: where a scan broke a word at a line end */
    case 0x00ad:
    case 0x034f:
    case 0x061c:
    case 0x180e:
    case 0xfeff:
        return CHARACTER_INVISIBLE;
    default:
        return CHARACTER_OTHER;
    }
}

/* Ranges that are treated differently, too. */
static enum character_kind special_range(uint32_t c)
{
    if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
        (c >= 0x2060 && c <= 0x206f) || (c >= 0xfe00 && c <= 0xfe0f))
        return CHARACTER_INVISIBLE;
    if ((c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x4dbf) ||
        (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
        (c >= 0x20000 && c <= 0x3ffff))
        return CHARACTER_IDEOGRAPH;
    return CHARACTER_OTHER;
}

static enum character_kind classify_character(uint32_t character)
{
    enum character_kind kind = sign_within_words(character);
    if (kind == CHARACTER_OTHER)
        kind = special_sign(character);
    if (kind == CHARACTER_OTHER)
        kind = special_range(character);
    if (kind != CHARACTER_OTHER)
        return kind;
    switch (utf8proc_category((utf8proc_int32_t)character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return CHARACTER_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return CHARACTER_MARK;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return CHARACTER_DIGIT;
    case UTF8PROC_CATEGORY_SC:
        return CHARACTER_CURRENCY;
    default:
        return CHARACTER_OTHER;
    }
}

/* A cache of the kinds of the characters that French is written with: kind + 1; 0: not known yet.
 * Threads that fill an entry at the same time write the same byte. */
enum { KIND_CACHE_SIZE = 0x2100 };
static atomic_uchar kind_cache[KIND_CACHE_SIZE];

enum character_kind character_kind(uint32_t character)
{
    if (character >= KIND_CACHE_SIZE)
        return classify_character(character);
    unsigned char known = atomic_load_explicit(&kind_cache[character], memory_order_relaxed);
    if (known == 0) {
        known = (unsigned char)(classify_character(character) + 1);
        atomic_store_explicit(&kind_cache[character], known, memory_order_relaxed);
    }
    return (enum character_kind)(known - 1);
}
