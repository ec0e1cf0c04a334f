/* Function words of French: articles, pronouns, prepositions, conjunctions, question words, and the
 * forms of auxiliary and modal verbs.
 *
 * A natural question is full of them (Quels sont les…, Comment peut-on…), and in a small collection
 * of answers they may be rarer than what the question is about, so that idf overrates them. They
 * are not dropped, because they do match and phrases need them; next to other words they weigh
 * less.
 *
 * The list has the closed word classes of grammars. Words that are also common nouns (pouvoir,
 * devoir, été, bien, fait, car, or, point) are not in it.
 */
#ifndef FOUILLE_LANGUAGE_FUNCTION_WORDS_H
#define FOUILLE_LANGUAGE_FUNCTION_WORDS_H

#include "query/language/query.h"

/* Whether a surface form (normalised, accents kept or not) is a function word. O(log words). */
bool is_function_word(const char *surface);

/* The same, except for spellings that merely lack their accents (tres, etait). */
bool is_function_word_as_spelled(const char *surface);

/* Multiplies by `weight` the boost of each clause that is one function word, typed without quotes
 * and searched in the text, and marks it. Does nothing if the query asks for nothing else. */
void function_words_weigh(struct query *query, double weight);

#endif
