/* Operators in a query that is all capitals, where ET may as well be the word: LIBERTÉ ET ÉGALITÉ,
 * SNCF ET RATP. An operator between two words is one if either of these is a number, or no word in
 * small letters (a name, an acronym, a word that the lexicon does not have), or if both could be
 * names. OR is no operator there, since it is a French word that is near numbers and names.
 */
#ifndef FOUILLE_LANGUAGE_CAPITALS_H
#define FOUILLE_LANGUAGE_CAPITALS_H

#include "query/language/query.h"

struct analyzer;

/* Whether a text has letters or digits to speak of, but none in lower case. Looks at ASCII and
 * Latin-1: enough to recognise French. */
bool capitals_only(struct slice text);

/* Finds the operators of a text, which is all capitals and valid UTF-8: *places are offsets of
 * words that are operators, ascending, which the query's arena owns; sets query->capitals. 0 or
 * ERROR_MEMORY. O(bytes). */
int capitals_read(struct query *query, struct analyzer *analyzer, struct slice text,
                  const uint32_t **places, size_t *count);

#endif
