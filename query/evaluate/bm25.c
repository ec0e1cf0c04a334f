#include "query/evaluate/bm25.h"

#include <math.h>

#include "common/base/clones.h"

double bm25_idf(uint64_t documents, uint64_t df)
{
    double all = (double)documents, with = (double)df;
    return log(1 + (all - with + 0.5) / (with + 0.5));
}

/* The sum over the words of a sequence; −1 when a word is not in the index. */
static double sequence_idf(const struct expanded_sequence *sequence, uint64_t documents)
{
    double sum = 0;
    for (size_t i = 0; i < sequence->count; i++) {
        if (sequence->words[i].document_count == 0)
            return -1;
        sum += bm25_idf(documents, sequence->words[i].document_count);
    }
    return sum;
}

/* Variants are spellings of one thing, so the most common one determines the idf. */
static double clause_idf(const struct expanded_clause *clause, uint64_t documents)
{
    double least = -1;
    for (size_t i = 0; i < clause->variant_count; i++) {
        double idf = sequence_idf(&clause->variants[i], documents);
        if (idf >= 0 && (least < 0 || idf < least))
            least = idf;
    }
    return least < 0 ? 0 : least;
}

struct bm25 bm25_of(const struct expanded_clause *clause, const struct search_options *options)
{
    const struct index *index = clause->expansion->index;
    uint64_t total =
        clause->clause->field == FIELD_TITLE ? index->total_title_length : index->total_length;
    struct bm25 bm25 = {.idf = clause_idf(clause, index->document_count)};
    bm25.average = index->document_count == 0 ? 0 : (double)total / (double)index->document_count;
    bm25.weight = bm25.idf * (options->k1 + 1) * clause->clause->boost;
    bm25.norm_base = options->k1 * (1 - options->b);
    bm25.norm_slope = bm25.average > 0 ? options->k1 * options->b / bm25.average : 0;
    return bm25;
}

struct bm25 bm25_of_family(const struct expanded_clause *clause,
                           const struct search_options *options)
{
    const struct expansion *expansion = clause->expansion;
    struct bm25 bm25 = bm25_of(clause, options);
    if (clause->variants[0].words[0].document_count == 0)
        bm25.idf = bm25_idf(expansion->index->document_count, clause->family->document_count);
    bm25.weight =
        bm25.idf * (options->k1 + 1) * clause->clause->boost * expansion->query->family_weight;
    return bm25;
}

void bm25_set_rounding(struct bm25 *bm25, double total)
{
    int exponent;
    if (!(total > 0) || isinf(total)) {
        bm25->rounding = bm25->slack = 0;
        return;
    }
    frexp(total, &exponent); /* total < 2^exponent */
    double quantum = ldexp(1, exponent - 50);
    bm25->rounding = ldexp(1.5 * quantum, 52);
    bm25->slack = 4 * quantum;
}

CLONED("avx512f", "avx2")
void bm25_score_all(const struct bm25 *bm25, const uint32_t *frequencies, const uint32_t *lengths,
                    size_t count, double *scores)
{
    const struct bm25 with = *bm25;
    for (size_t i = 0; i < count; i++)
        scores[i] = bm25_score(&with, frequencies[i], lengths[i]);
}
