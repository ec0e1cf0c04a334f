/* Function words of French: articles, pronouns, prepositions, conjunctions, question words, and the
 * forms of auxiliary and modal verbs.
 *
 * A natural question is full of them (Quels sont les…, Comment peut-on…), and in a small collection
 * of answers they may be rarer than what the question is about, so that idf takes them for telling.
 * They are not left out, for they match, and phrases need them: beside other words they weigh less.
 *
 * The list is of closed classes, as grammars have them. Words that are common nouns as well
 * (pouvoir, devoir, été, bien, fait, car, or, point) are not in it.
 */
#ifndef FOUILLE_LANGUAGE_FUNCTION_WORDS_H
#define FOUILLE_LANGUAGE_FUNCTION_WORDS_H

#include "query/language/query.h"

/* Whether a surface form (normalised, accents kept or not) is a function word. O(log words). */
bool function_words_have(const char *surface);

/* The same, but not of spellings that only stand for one with accents (tres, etait). */
bool function_words_have_so(const char *surface);

/* Multiplies the boost of the clauses that are one function word, typed without quotes and searched
 * in the text, by `weight`, and marks them, unless the query has nothing else that is sought. */
void function_words_weigh(struct query *query, double weight);

#endif
