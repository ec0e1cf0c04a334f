/* The second stage of ranking: the first RERANK_DEPTH hits by BM25 are put in order anew, by their
 * BM25 scores and two more parts of each word that a query has by itself:
 *
 *     early = weight of early × scale × idf × boost × H / (H + p)
 *     form  = weight of form × BM25's score with x in place of tf
 *
 * p is the position, counted in words from 0, title first, where the word stands for the first
 * time. H is 20. What an article is about is said early in it: Troy and Zhang, Enhancing relevance
 * scoring with chronological term rank, SIGIR 2007; a word of the title has most. A long query is
 * rather a text than a subject: scale is 1 up to 8 words, else 8 / words, so that the early parts
 * of a long query are together worth no more than those of 8.
 *
 * x is the number of places where the word stands in the very form that was typed, accents
 * included, so that `marché` comes before `marche` and the plural asked for before the singular.
 *
 * Function words (language/function_words.h), phrases, patterns, words in titles and excluded words
 * have no such parts. Both are 0 or more, are rounded as BM25's parts are, and the hits behind
 * RERANK_DEPTH keep place and score, so that the list is in order of scores, and does not depend on
 * how many hits are asked for.
 */
#ifndef FOUILLE_RANK_RERANK_H
#define FOUILLE_RANK_RERANK_H

#include "query/search/search.h"

enum { RERANK_DEPTH = 20, RERANK_HALF = 20, RERANK_WORDS = 8 };

/* Whether there is anything to rank by. */
bool rerank_applies(const struct expansion *expansion, const struct search_options *options);

/* Adds to the scores of the first RERANK_DEPTH hits, and sorts them; equals stay in their order.
 * 0, ERROR_CORRUPT or ERROR_MEMORY. A block of postings and its positions is decoded for each hit
 * and word: about 1 µs. */
int rerank_hits(const struct expansion *expansion, const struct search_options *options,
                struct hit *hits, size_t count);

/* Fills early, first, form and exact of the parts of one document, one a clause, 0 where there are
 * none. 0, ERROR_CORRUPT or ERROR_MEMORY. */
int rerank_explain(const struct expansion *expansion, const struct search_options *options,
                   const struct hit *hit, struct score_part *parts);

#endif
