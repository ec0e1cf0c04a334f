/* How the documents of one segment are found and scored: one file per way.
 *
 * Every way hands documents to its visitor in ascending order, each with its score: the sum of the
 * clauses' scores in query order.
 */
#ifndef FOUILLE_RANK_EVALUATE_H
#define FOUILLE_RANK_EVALUATE_H

#include "query/evaluate/bm25.h"
#include "query/evaluate/top.h"
#include "query/match/clause_cursor.h"

/* A clause in a segment: where its documents are, and what they are worth. */
struct scored_clause {
    struct clause_cursor cursor;
    const struct expanded_clause *clause;
    struct bm25 bm25;
    enum occur occur;
    bool by_title; /* normalised by the title's length */
};

struct pruning;

struct evaluation {
    struct segment *segment;
    uint32_t segment_number;
    size_t clause_count; /* in query order */
    struct scored_clause *clauses;
    size_t must_count, should_count, must_not_count;
    bool counting; /* matches alone are wanted, no scores */
    uint64_t counted;
    struct top *top;       /* NULL when counting, unless hits are sorted otherwise */
    double floor;          /* scores of this and less are not wanted; −1: all are */
    bool damaged;          /* a column could not be read */
    struct pruning **kept; /* scratch of evaluate_pruned, from segment to segment; freed with
                              pruning_free */
    struct search_work work;
};

/* Opens the cursors of all clauses in the evaluation's segment, whose number and segment are set.
 * 0, ERROR_CORRUPT or ERROR_MEMORY; the caller closes, also after failure. */
int evaluation_open(struct evaluation *evaluation, const struct expansion *expansion,
                    const struct search_options *options);
void evaluation_close(struct evaluation *evaluation);

/* Damage ends a walk early: an answer is given only when every walk came to its end.
 * 0 or ERROR_CORRUPT. */
int evaluation_status(const struct evaluation *evaluation);

/* Documents that have every MUST clause: leapfrog over them, the rarest leading; then MUST_NOT,
 * then scores. O(postings of the rarest clause × clauses). */
int evaluate_conjunction(struct evaluation *evaluation);

/* The best documents of a list of clauses: what the two above find, without looking at postings
 * that cannot make a difference. See pruned.c. */
int evaluate_pruned(struct evaluation *evaluation);
void pruning_free(struct pruning *kept);

/* The same for a query of one word that is one term in the segment, which term_is_alone tells. See
 * term.c. */
bool term_is_alone(const struct evaluation *evaluation);
int evaluate_term(struct evaluation *evaluation);

/* The same for a query of one clause that phrase_is_walked says it of: a phrase with one variant in
 * the segment, of words of few terms. See phrase.c. */
bool phrase_is_walked(const struct evaluation *evaluation);
int evaluate_phrase(struct evaluation *evaluation);

/* A score must be above this to be wanted. */
static inline double evaluation_threshold(const struct evaluation *evaluation)
{
    double threshold = top_threshold(evaluation->top);
    return threshold > evaluation->floor ? threshold : evaluation->floor;
}

/* Documents that have any SHOULD clause, in windows of documents, clause by clause.
 * O(postings of all clauses). */
int evaluate_disjunction(struct evaluation *evaluation);

/* The length that a clause's scores go by. */
static inline uint32_t evaluate_length(struct evaluation *evaluation,
                                       const struct scored_clause *scored, uint32_t document)
{
    return scored->by_title
               ? segment_title_length(evaluation->segment, document, &evaluation->damaged)
               : segment_length(evaluation->segment, document, &evaluation->damaged);
}

/* The same of `count` documents that ascend, into `lengths`. */
void evaluate_lengths(struct evaluation *evaluation, const struct scored_clause *scored,
                      const uint32_t *documents, size_t count, uint32_t *lengths);

/* The score of a clause in a document of the segment that has it tf times. */
static inline double evaluate_clause(struct evaluation *evaluation,
                                     const struct scored_clause *scored, uint32_t document,
                                     uint32_t tf)
{
    return bm25_score(&scored->bm25, tf, evaluate_length(evaluation, scored, document));
}

#endif
