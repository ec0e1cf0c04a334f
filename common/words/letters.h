/* A chunk letter by letter: normalised, each with the bytes it stands for in the text.
 *
 * NFC, lower case, ligatures opened (œ → oe), superscripts and fullwidth forms plain, apostrophes
 * and hyphens one each, invisible characters gone.
 */
#ifndef FOUILLE_WORDS_LETTERS_H
#define FOUILLE_WORDS_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/words/characters.h"
#include "common/words/scan.h"
#include "common/words/word_size.h"

struct letter {
    uint32_t character;
    uint16_t start, end; /* bytes in the chunk; several letters may stand for the same bytes */
    uint8_t kind;        /* enum character_kind */
    bool upper;          /* was a capital */
    bool raised;         /* was a superscript */
};

/* A character may become up to four letters, and a chunk is cut at CHUNK_MAX + a character. */
enum { LETTERS_MAX = (CHUNK_MAX + 16) * 2 };

/* Writes the letters of a chunk, of at most CHUNK_MAX bytes and a character; returns their
 * number. */
size_t letters_decode(const char *chunk, size_t size, struct letter out[LETTERS_MAX]);

/* Appends the UTF-8 of letters [from, to), signs included, to a word of `size` bytes, up to
 * ANALYSIS_WORD_MAX bytes and whole characters; returns the word's new size. Writes no NUL. */
size_t letters_spell(const struct letter *letters, size_t from, size_t to,
                     char word[ANALYSIS_WORD_MAX], size_t size);

static inline bool letter_is_word(const struct letter *letter)
{
    return letter->kind == CHARACTER_LETTER || letter->kind == CHARACTER_MARK;
}

/* Returns the end of the letters and marks from `at` on, at most `to`. */
static inline size_t letters_word_end(const struct letter *letters, size_t at, size_t to)
{
    while (at < to && letter_is_word(&letters[at]))
        at++;
    return at;
}

#endif
