/* The second stage of ranking: the first RERANK_DEPTH hits by BM25 are re-ranked by their BM25
 * scores plus three more parts for each word of the query that is a clause by itself:
 *
 *     early  = weight of early × scale × idf × boost × max(H / (H + p), 0.7 × H / (H + q))
 *     form   = weight of form × BM25's score with x in place of tf
 *     family = weight of families × BM25's score with y in place of tf
 *
 * p is the position of the word's first occurrence, counted in words from 0, title first. H is 20.
 * An article says early what it is about (Troy and Zhang, Enhancing relevance scoring with
 * chronological term rank, SIGIR 2007), so a word of the title scores highest. A long query
 * resembles a text rather than a topic: scale is 1 up to 8 words, else 8 / words, so that the early
 * parts of a long query together weigh no more than those of 8 words.
 *
 * x is the number of occurrences of the word in exactly the form that was typed, accents included,
 * so that `marché` ranks before `marche`, and the plural, if typed, before the singular.
 *
 * y is the number of occurrences of words of the family (terms/family.h), and q the position of the
 * first of them. The family is looked up in these hits only: where the first stage added it, too,
 * the ranking was no better, and queries took up to twice the time (docs/relevance.md).
 *
 * Function words (language/function_words.h), phrases, patterns, words in titles and excluded words
 * have no such parts. The parts are at least 0 and rounded as BM25's are. Hits after RERANK_DEPTH
 * keep their ranks and scores, so the list is still sorted by score, and does not depend on the
 * number of hits requested.
 *
 * The words' cursors are opened anew: those of the first stage are closed with their segment, as
 * the cursors of all segments together may take too much memory.
 */
#ifndef FOUILLE_SEARCH_RERANK_H
#define FOUILLE_SEARCH_RERANK_H

#include "query/search/search.h"

enum { RERANK_DEPTH = 20 };

/* Whether the query and the options give the second stage any parts. */
bool rerank_applies(const struct expansion *expansion, const struct search_options *options);

/* Adds the parts to the scores of the first RERANK_DEPTH hits and sorts these; ties keep their
 * order. Returns 0, ERROR_CORRUPT or ERROR_MEMORY. Decodes a block of postings and skips to a
 * document's positions for each hit and word: about 0.4 µs. */
int rerank_hits(const struct expansion *expansion, const struct search_options *options,
                struct hit *hits, size_t count);

/* Sets early, first, form, exact, family and family_frequency in the parts of one document (one per
 * clause); leaves the parts of clauses that are not re-ranked untouched. Returns 0, ERROR_CORRUPT
 * or ERROR_MEMORY. */
int rerank_explain(const struct expansion *expansion, const struct search_options *options,
                   const struct hit *hit, struct score_part *parts);

#endif
