#include "query/app/runs_write.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "query/app/article.h"
#include "query/present/lines.h"
#include "query/search/rerank.h"

void runs_begin(struct buffer *to, const struct options *options, const struct index *index)
{
    buffer_append_format(to, "fouille run 1\t%zu/%zu\t%" PRIu64 "\t%zu\n",
                         options->search.subset + 1, options->search.subset_count,
                         index->manifest.generation, options->search.limit);
}

void runs_end(struct buffer *to, uint64_t queries)
{
    buffer_append_format(to, "end\t%" PRIu64 "\n", queries);
}

/* Second scores of the hits that the second stage may re-rank. */
struct second_scores {
    struct hit hits[RERANK_DEPTH];
    size_t count;
};

static int rerank_first_hits(struct second_scores *scores, const struct options *options,
                             const struct question *question, const struct search_result *result)
{
    scores->count = result->count < RERANK_DEPTH ? result->count : RERANK_DEPTH;
    if (scores->count > 0)
        memcpy(scores->hits, result->hits, scores->count * sizeof *scores->hits);
    if (!rerank_applies(&question->expansion, &options->search))
        return 0;
    return rerank_hits(&question->expansion, &options->search, scores->hits, scores->count);
}

static double second_score(const struct second_scores *scores, const struct hit *hit)
{
    for (size_t i = 0; i < scores->count; i++)
        if (scores->hits[i].segment == hit->segment && scores->hits[i].document == hit->document)
            return scores->hits[i].score;
    return hit->score;
}

int runs_add(struct buffer *to, const struct options *options, const struct question *question,
             const struct run_query *query, const struct search_result *result)
{
    struct second_scores scores;
    struct article_reader article;
    article_reader_init(&article, &question->expansion);
    int status = rerank_first_hits(&scores, options, question, result);
    for (size_t i = 0; i < result->count && status == 0; i++) {
        const struct hit *hit = &result->hits[i];
        const struct document *document = &article.document;
        status = article_read(&article, hit);
        if (status != 0)
            break;
        buffer_append_format(to, "%" PRIu64 "\t", query->number);
        format_trec_name(to, query->name);
        buffer_append_format(to, "\t%a\t%a\t%" PRIu32 "\t", hit->score, second_score(&scores, hit),
                             document->root);
        format_trec_name(to, document->path);
        buffer_append_format(to, "\t%" PRIu32 "\t", document->ordinal);
        format_trec_name(to, document->id.size > 0 ? document->id : article_path(&article));
        buffer_append_byte(to, '\n');
    }
    article_reader_release(&article);
    return status;
}
