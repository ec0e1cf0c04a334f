/* What the ways of finding and scoring the documents of one segment have in common (ways.h): its
 * clauses, opened; lengths of documents; where scores go. */
#ifndef FOUILLE_EVALUATE_EVALUATION_H
#define FOUILLE_EVALUATE_EVALUATION_H

#include "query/evaluate/bm25.h"
#include "query/evaluate/top.h"
#include "query/match/clause_cursor.h"

/* A clause in a segment: its cursor, and the parameters of its scores. */
struct scored_clause {
    struct clause_cursor cursor;
    const struct expanded_clause *clause;
    struct bm25 bm25;
    enum occur occur;
    bool by_title; /* normalised by the length of the title */
};

struct maxscore;

struct evaluation {
    struct segment *segment;
    uint32_t segment_number;
    size_t clause_count; /* in query order */
    struct scored_clause *clauses;
    size_t must_count, should_count, must_not_count;
    bool counting; /* only the matches are wanted, not their scores */
    uint64_t counted;
    struct top *top;          /* NULL when counting, unless hits are sorted by date or path */
    double competitive_floor; /* scores up to this are not wanted; −1: all are */
    bool damaged;             /* a column of the segment could not be read */
    struct maxscore **maxscore_scratch; /* of evaluate_maxscore, reused for every segment; freed
                              with maxscore_destroy (maxscore.h) */
    struct search_work work;
};

/* Opens the cursors of all clauses in the evaluation's segment; `segment` and `segment_number` must
 * be set. Returns 0, ERROR_CORRUPT or ERROR_MEMORY; the caller closes, also after failure. */
int evaluation_open(struct evaluation *evaluation, const struct expansion *expansion,
                    const struct search_options *options);
void evaluation_close(struct evaluation *evaluation);

/* Damage ends a walk early, so results count only if this returns 0 after all walks. Returns 0 or
 * ERROR_CORRUPT. */
int evaluation_status(const struct evaluation *evaluation);

/* Adds the postings of the clauses, and those decoded so far, to evaluation->work. */
void evaluation_add_work(struct evaluation *evaluation);

/* Only scores above this are competitive. */
static inline double competitive_score(const struct evaluation *evaluation)
{
    double threshold = top_threshold(evaluation->top);
    return threshold > evaluation->competitive_floor ? threshold : evaluation->competitive_floor;
}

/* The length that normalises the clause's scores. */
static inline uint32_t evaluate_length(struct evaluation *evaluation,
                                       const struct scored_clause *scored, uint32_t document)
{
    return scored->by_title
               ? segment_title_length(evaluation->segment, document, &evaluation->damaged)
               : segment_length(evaluation->segment, document, &evaluation->damaged);
}

/* Stores the lengths of `count` documents, in ascending order, in `lengths`. */
void evaluate_lengths(struct evaluation *evaluation, const struct scored_clause *scored,
                      const uint32_t *documents, size_t count, uint32_t *lengths);

/* The score of a clause in a document that has it `tf` times. */
static inline double evaluate_clause(struct evaluation *evaluation,
                                     const struct scored_clause *scored, uint32_t document,
                                     uint32_t tf)
{
    return bm25_score(&scored->bm25, tf, evaluate_length(evaluation, scored, document));
}

#endif
