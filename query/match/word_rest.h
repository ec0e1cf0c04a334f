/* The documents of a word apart from its most frequent term in a segment. Most words have one term,
 * or one that is in most of the documents and a few rare ones: what is done block by block with the
 * first only needs the rest at hand.
 */
#ifndef FOUILLE_MATCH_WORD_REST_H
#define FOUILLE_MATCH_WORD_REST_H

#include "query/match/word_cursor.h"

struct word_rest {
    size_t main;                       /* the cursor of the most frequent term */
    size_t count;                      /* documents, ascending, that have any of the others */
    uint32_t *documents, *frequencies; /* owned; the sums over these */
};

/* Whether a word that is not CLAUSE_FORMS has few enough terms and documents in its segment. */
bool word_rest_fits(const struct word_cursor *word);

/* The number of documents of the terms but the main one, those of several counted as often. */
uint64_t word_rest_size(const struct word_cursor *word);

/* Reads all documents of all cursors of the word but the main one, which stays where it is. 0 or
 * ERROR_MEMORY; damage is in word_cursor_status. The caller releases, also after failure. */
int word_rest_read(struct word_rest *rest, struct word_cursor *word);
void word_rest_release(struct word_rest *rest);

#endif
