/* The words of a chunk, by the rules of written French.
 *
 * Rules, in the order in which they are tried at each place:
 *     words.c      C++, C#, R&D, n°
 *     numbers.h    10 000, 10.000, 3,5, 25ans
 *     references.h L.122-4, R123-4: the letter and each number
 *     words.c      O.T.A.N., P.-D.G.
 *     inclusive.h  étudiant·e·s: two words at one position
 *     elision.h    l', d', qu' are dropped; jusqu' and the like are words; aujourd'hui is one word
 *     compound.h   hyphens, clitics, glued words (militairesLes), ordinals (ordinals.h)
 *
 * A rule is applied to the letters from `from` on, of the range that ends before `to`; from < to.
 * It adds its words, and returns the letter after them, or `from` when it does not apply.
 */
#ifndef FOUILLE_WORDS_WORDS_H
#define FOUILLE_WORDS_WORDS_H

#include "common/base/slice.h"
#include "common/words/letters.h"
#include "common/words/occurrence_kind.h"

/* A word of a chunk; offsets are bytes in the chunk. */
struct word {
    uint16_t position, span; /* position from 0, the chunk's first */
    uint16_t start, end;
    uint16_t kind; /* enum occurrence_kind */
    uint16_t size;
    uint32_t surface; /* its offset in words.spelling */
};

enum { WORDS_MAX = LETTERS_MAX * 2, SPELLING_MAX = LETTERS_MAX * 16 };

struct words {
    size_t count;
    uint16_t positions; /* used by the chunk */
    struct word items[WORDS_MAX];
    size_t spelling_size;
    char spelling[SPELLING_MAX];
    size_t letter_count; /* 0 if words_is_plain */
    struct letter letters[LETTERS_MAX];
};

/* Fills `words` from a chunk, as scan.h finds them: not empty. About 1 µs; a tenth of that if
 * words_is_plain. */
void words_split(struct words *words, const char *chunk, size_t size);

/* Whether no rule but lower case applies to a chunk: small letters of ASCII and Latin-1, the
 * first perhaps a capital other than I, V and X, which may be Roman numerals. If so, writes them in
 * lower case to `spelling`, of ANALYSIS_WORD_MAX bytes; their size is the chunk's. */
bool words_is_plain(const char *chunk, size_t size, char *spelling);

/* --- what the rules share --- */

/* Adds a word made of letters [from, to), signs left out, at the next position. */
void words_add(struct words *words, size_t from, size_t to);

/* Adds a word spelt `surface`, of at most ANALYSIS_WORD_MAX bytes, that covers letters [from, to):
 * at the next position (WORD), or at the position of the word before it, which there is (VARIANT).
 */
void words_add_spelt(struct words *words, struct slice surface, size_t from, size_t to,
                     enum occurrence_kind kind);

/* Adds the joined reading of the words from number `first` (at most the count) on: their spellings,
 * concatenated. Does nothing if they have only one position. */
void words_add_joined(struct words *words, size_t first);

/* Adds a joined reading of the words from number `first` (less than the count) on that is spelt
 * `surface`. Does nothing if they have only one position. */
void words_add_joined_spelt(struct words *words, size_t first, struct slice surface);

/* Writes the UTF-8 of letters [from, to), signs left out, cut to ANALYSIS_WORD_MAX, and a NUL.
 * Returns the size. */
size_t words_spell(const struct words *words, size_t from, size_t to,
                   char surface[ANALYSIS_WORD_MAX + 1]);

#endif
