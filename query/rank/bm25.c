#include "rank/bm25.h"

#include <math.h>

double bm25_idf(uint64_t documents, uint64_t df)
{
    double all = (double)documents, with = (double)df;
    return log(1 + (all - with + 0.5) / (with + 0.5));
}

/* Of a sequence: the sum over its words; −1 when a word is not in the index. */
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

/* The variants spell one thing, so the most common spelling says how common it is. */
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
    bm25.fixed = options->k1 * (1 - options->b);
    bm25.by_length = bm25.average > 0 ? options->k1 * options->b / bm25.average : 0;
    return bm25;
}
