/* A word of the query in the second stage (rerank.h): how often, where first and in which form the
 * documents of its hits have it, segment by segment.
 */
#ifndef FOUILLE_SEARCH_RERANKED_WORD_H
#define FOUILLE_SEARCH_RERANKED_WORD_H

#include "common/index/segment.h"
#include "query/evaluate/bm25.h"
#include "query/search/rerank.h"

/* A form in a segment that has it. */
struct segment_form {
    size_t segment;
    struct form_entry form;
};

/* A word of the query, and what it is in the segment entered last. */
struct reranked_word {
    const struct expanded_word *word, *family; /* family: or NULL */
    const struct search_options *options;
    struct bm25 bm25, family_bm25;
    double early; /* weight of the early part, with idf and boost */

    struct segment *segment;
    size_t segment_number;
    const struct form_entry *form; /* as typed; NULL: the segment does not have it */
    bool damaged;                  /* a document has more occurrences than words */

    size_t form_count;
    struct segment_form forms[RERANK_DEPTH]; /* in segments with hits */
};

/* Frequency, first position and exact forms of a word in one document. */
struct rerank_entry {
    uint32_t tf;    /* 0: the document does not have it */
    uint32_t first; /* position of its first occurrence, not counting the gap after the title */
    uint32_t exact; /* occurrences in the form as typed */
};

/* The same of a word and its family. */
struct rerank_entries {
    struct rerank_entry own, family;
};

/* Looks the form as typed of a word up, whose members before those of a segment are set, in all
 * segments of `count` hits. 0 or ERROR_CORRUPT. */
int reranked_word_find_forms(struct reranked_word *reranked, const struct expansion *expansion,
                             struct hit *const *hits, size_t count);

/* Goes to a segment of those hits. */
void reranked_word_enter(struct reranked_word *reranked, const struct expansion *expansion,
                         size_t segment_number);

/* Looks the word and its family up in `count` hits of the segment, in ascending document order;
 * `entries` must be zeros. 0 or ERROR_CORRUPT. */
int reranked_word_look_up(struct reranked_word *reranked, struct hit *const *hits, size_t count,
                          struct rerank_entries *entries);

#endif
