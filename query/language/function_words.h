/* Function words of French: articles, pronouns, prepositions, conjunctions, question words, and the
 * forms of auxiliary and modal verbs.
 *
 * A natural question is full of them (Quels sont les…, Comment peut-on…), and in a small collection
 * of answers they may be rarer than what the question is about, so that idf overrates them. Beside
 * content words they only add to scores, and weigh less (content.h); phrases need them.
 *
 * The list has the closed word classes of grammars. Words that are also common nouns (pouvoir,
 * devoir, été, bien, fait, car, or, point) are not in it.
 */
#ifndef FOUILLE_LANGUAGE_FUNCTION_WORDS_H
#define FOUILLE_LANGUAGE_FUNCTION_WORDS_H

#include <stdbool.h>

/* Bytes of the longest. */
enum { FUNCTION_WORD_MAX = 10 };

/* Whether a surface form (normalised, accents kept or not) is a function word. O(log words). */
bool is_function_word(const char *surface);

#endif
