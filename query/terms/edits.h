/* Edit distance between two spellings: the least number of letters to insert, delete, replace, or
 * swap with the next to turn one into the other (Damerau 1964, as "optimal string alignment":
 * swapped letters are not edited again). A letter that differs only in its accent counts half, or
 * nothing when the word that is looked for has no accents. Distances are in halves of letters.
 *
 * The folded spellings are never further apart than the spellings, and the forms of an index are
 * sorted by them. So they are compared first, in a table with a row for each letter, whose rows are
 * shared by all forms with the same beginning; forms that begin too differently are skipped.
 */
#ifndef FOUILLE_TERMS_EDITS_H
#define FOUILLE_TERMS_EDITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/analysis/analyzer.h"

/* The most letters of a word. */
enum { EDITS_LETTERS_MAX = ANALYSIS_WORD_MAX };

struct edits_word {
    size_t count;
    unsigned accent_cost; /* cost of a different accent when this word is the one looked for */
    uint32_t letters[EDITS_LETTERS_MAX];
    uint32_t folded[EDITS_LETTERS_MAX]; /* each letter without its accent */
};

/* Reads a spelling of at most ANALYSIS_WORD_MAX bytes. */
void edits_word_read(struct edits_word *word, const char *spelling, size_t size);

/* Returns the distance, in halves of letters, between `one`, which is looked for, and `other`, or
 * `max` + 1 when it is more than `max`. O(letters × letters). */
unsigned edits_distance(const struct edits_word *one, const struct edits_word *other, unsigned max);

/* Compares a word with many others in the order of their folded spellings. */
struct edits_walk {
    struct edits_word word;
    size_t folded_count;
    uint32_t folded[EDITS_LETTERS_MAX]; /* of the word's whole folded spelling */
    unsigned max;                       /* whole letters */
    size_t depth;                       /* letters of `path` whose rows are valid */
    size_t path_size;                   /* in bytes */
    size_t mismatch_size; /* size of the beginning of path that is too different; 0: none */
    size_t starts[EDITS_LETTERS_MAX + 1]; /* byte of path at which a letter begins */
    char path[ANALYSIS_WORD_MAX + 1];
    uint32_t letters[EDITS_LETTERS_MAX];
    uint8_t rows[EDITS_LETTERS_MAX + 1][EDITS_LETTERS_MAX + 1];
};

/* `max` is at most 100. */
void edits_walk_init(struct edits_walk *walk, const char *surface, size_t size, unsigned max);

/* Whether the folded spelling is within `max` letters of the word's. Amortised O(letters after
 * those shared with the previous spelling × letters of the word). */
bool edits_walk_fits(struct edits_walk *walk, const char *folded, size_t size);

#endif
