#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "query/app/runs.h"
#include "query/present/formats.h"
#include "query/search/rerank.h"

void runs_begin(struct buffer *to, const struct options *options, const struct index *index)
{
    buffer_append_format(to, "fouille run 1\t%zu/%zu\t%" PRIu64 "\t%zu\n",
                         options->search.share + 1, options->search.shares,
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
             uint64_t number, struct slice name, const struct search_result *result)
{
    const struct expansion *expansion = &question->expansion;
    struct second_scores scores;
    struct document document;
    struct buffer path;
    buffer_init(&path);
    int status = rerank_first_hits(&scores, options, question, result);
    for (size_t i = 0; i < result->count && status == 0; i++) {
        const struct hit *hit = &result->hits[i];
        status = index_documents_read(expansion->documents, hit->segment, hit->document, &document);
        if (status != 0)
            break;
        buffer_clear(&path);
        index_document_path(expansion->index, &document, &path);
        status = buffer_status(&path);
        buffer_append_format(to, "%" PRIu64 "\t", number);
        format_trec_name(to, name);
        buffer_append_format(to, "\t%a\t%a\t%" PRIu32 "\t", hit->score, second_score(&scores, hit),
                             document.root);
        format_trec_name(to, document.path);
        buffer_append_format(to, "\t%" PRIu32 "\t", document.ordinal);
        format_trec_name(to,
                         document.id.size > 0 ? document.id : (struct slice){path.data, path.size});
        buffer_append_byte(to, '\n');
    }
    buffer_release(&path);
    return status;
}
