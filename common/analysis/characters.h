/* What a character is to the analyser.
 *
 * A text is cut where a character is neither part of a word nor a sign that may join two of them.
 */
#ifndef FOUILLE_ANALYSIS_CHARACTERS_H
#define FOUILLE_ANALYSIS_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum character_kind {
    CHARACTER_OTHER, /* separates words: space, most punctuation, emoji */
    CHARACTER_LETTER,
    CHARACTER_MARK, /* combining: belongs to the letter before it */
    CHARACTER_DIGIT,
    CHARACTER_IDEOGRAPH, /* a word by itself */
    CHARACTER_CURRENCY,  /* a word by itself */
    CHARACTER_INVISIBLE, /* ignored: soft hyphen, zero width, directional marks */
    /* signs that may join: */
    CHARACTER_APOSTROPHE,
    CHARACTER_HYPHEN,
    CHARACTER_MIDDOT,     /* of inclusive writing */
    CHARACTER_THIN_SPACE, /* between groups of digits: NBSP and its narrow kin */
    CHARACTER_DOT,
    CHARACTER_COMMA,
    CHARACTER_AMPERSAND,
    CHARACTER_PLUS,
    CHARACTER_SHARP,
    CHARACTER_OPEN,   /* ( */
    CHARACTER_CLOSE,  /* ) */
    CHARACTER_DEGREE, /* of n° */
};

enum character_kind character_kind(uint32_t character);

/* Reads the character at `at` of valid UTF-8; returns its size in bytes, 1 to 4. */
static inline unsigned character_decode(const char *at, uint32_t *character)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (byte[0] < 0x80) {
        *character = byte[0];
        return 1;
    }
    if (byte[0] < 0xe0) {
        *character = (byte[0] & 0x1fU) << 6 | (byte[1] & 0x3fU);
        return 2;
    }
    if (byte[0] < 0xf0) {
        *character = (byte[0] & 0x0fU) << 12 | (byte[1] & 0x3fU) << 6 | (byte[2] & 0x3fU);
        return 3;
    }
    *character = (byte[0] & 0x07U) << 18 | (byte[1] & 0x3fU) << 12 | (byte[2] & 0x3fU) << 6 |
                 (byte[3] & 0x3fU);
    return 4;
}

#endif
