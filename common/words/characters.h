/* What a character is to the analyser.
 *
 * A text is cut where a character is neither part of a word nor a sign that may join two of them.
 */
#ifndef FOUILLE_WORDS_CHARACTERS_H
#define FOUILLE_WORDS_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/utf8.h"

enum character_kind {
    CHARACTER_OTHER, /* separates words: space, most punctuation, emoji */
    CHARACTER_LETTER,
    CHARACTER_MARK, /* combining: belongs to the letter before it */
    CHARACTER_DIGIT,
    CHARACTER_IDEOGRAPH, /* a word by itself */
    CHARACTER_CURRENCY,  /* a word by itself */
    CHARACTER_INVISIBLE, /* ignored: soft hyphen, ¬, zero width, directional marks */
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
    CHARACTER_SLASH,
    CHARACTER_TIMES,  /* × */
    CHARACTER_OPEN,   /* ( */
    CHARACTER_CLOSE,  /* ) */
    CHARACTER_DEGREE, /* of n° */
};

enum character_kind character_kind(uint32_t character);

#endif
