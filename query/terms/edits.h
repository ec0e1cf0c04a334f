/* How far apart two spellings are: the least number of letters to put in, leave out, replace, or
 * swap with the next, to make one of the other; a letter that differs in its accent alone is half
 * a letter, or nothing when the word that is looked for has no accents (Damerau 1964, as "optimal
 * string alignment": what is swapped is not touched again).
 *
 * Counted in halves. The folded spellings are never further apart than the spellings, and they are
 * what the forms of an index are sorted by: so they are compared first, in a table of which each
 * row belongs to a letter and serves all forms that begin alike, and forms that begin too
 * differently are passed over.
 */
#ifndef FOUILLE_MATCH_EDITS_H
#define FOUILLE_MATCH_EDITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/analysis/analyzer.h"

/* A word has at most so many letters. */
enum { EDITS_LETTERS = ANALYSIS_WORD_MAX };

struct edits_word {
    size_t count;
    unsigned accent; /* what another accent costs where this word is the one looked for */
    uint32_t letters[EDITS_LETTERS];
    uint32_t folded[EDITS_LETTERS]; /* each letter without its accent */
};

/* Reads a spelling of at most ANALYSIS_WORD_MAX bytes. */
void edits_word_read(struct edits_word *word, const char *spelling, size_t size);

/* Halves of letters between `one`, which is looked for, and `other`, or `most` + 1 when there are
 * more. O(letters × letters). */
unsigned edits_between(const struct edits_word *one, const struct edits_word *other, unsigned most);

/* Compares a word with many others that come in order of their folded spellings. */
struct edits_walk {
    struct edits_word word;
    size_t folded_count;
    uint32_t folded[EDITS_LETTERS];   /* of the word's whole folded spelling */
    unsigned most;                    /* whole letters */
    size_t depth;                     /* letters of `path` whose rows stand */
    size_t path_size;                 /* in bytes */
    size_t dead_size;                 /* path begins too differently with so many bytes; 0: no */
    size_t starts[EDITS_LETTERS + 1]; /* byte of path at which a letter begins */
    char path[ANALYSIS_WORD_MAX + 1];
    uint32_t letters[EDITS_LETTERS];
    uint8_t rows[EDITS_LETTERS + 1][EDITS_LETTERS + 1];
};

/* `most` is at most 100. */
void edits_walk_begin(struct edits_walk *walk, const char *surface, size_t size, unsigned most);

/* Whether the folded spelling is within `most` letters of the word's. Amortised O(letters that
 * differ from the spelling before × letters of the word). */
bool edits_walk_fits(struct edits_walk *walk, const char *folded, size_t size);

#endif
