#include "query/search/rerank.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "query/evaluate/hit_groups.h"
#include "query/search/reranked_word.h"

/* Words before which an early occurrence keeps half of its part; words that share the early part in
 * full. */
static const double EARLY_HALF = 20, EARLY_WORDS = 8;

/* The early part of a word of the family, as a fraction of the word's own. */
static const double FAMILY_EARLY = 0.7;

/* What all words of a query have in common. */
struct second_stage {
    const struct search_options *options;
    size_t words; /* the number of words that have parts */
    double total; /* at least any score: parts are rounded by it, as in the first stage */
};

/* The words of the query. */
struct reranked_words {
    const struct expansion *expansion;
    size_t count;
    struct reranked_word *words; /* owned */
};

static bool is_reranked(const struct expanded_clause *clause)
{
    const struct query_clause *query = clause->clause;
    return query->occur != OCCUR_MUST_NOT && query->field == FIELD_TEXT && !query->function_word &&
           !clause_is_phrase(query) &&
           (clause->variants[0].words[0].count > 0 || clause->family != NULL);
}

static size_t count_reranked_words(const struct expansion *expansion)
{
    size_t count = 0;
    for (size_t i = 0; i < expansion->clause_count; i++)
        count += is_reranked(&expansion->clauses[i]);
    return count;
}

bool rerank_applies(const struct expansion *expansion, const struct search_options *options)
{
    return options->sort == SORT_SCORE &&
           (options->early > 0 || options->form > 0 || expansion->query->family_weight > 0) &&
           count_reranked_words(expansion) > 0;
}

/* --- a word --- */

static double early_scale(size_t words)
{
    return (double)words > EARLY_WORDS ? EARLY_WORDS / (double)words : 1;
}

/* At least any score. */
static double score_total(const struct expansion *expansion, const struct search_options *options)
{
    double total = 0;
    for (size_t i = 0; i < expansion->clause_count; i++) {
        const struct expanded_clause *clause = &expansion->clauses[i];
        struct bm25 bm25 = bm25_of(clause, options);
        if (clause->clause->occur != OCCUR_MUST_NOT)
            total += bm25.weight * (1 + options->form) +
                     options->early * bm25.idf * clause->clause->boost +
                     (clause->family == NULL ? 0 : bm25_of_family(clause, options).weight);
    }
    return total;
}

static struct second_stage stage_of(const struct expansion *expansion,
                                    const struct search_options *options)
{
    return (struct second_stage){options, count_reranked_words(expansion),
                                 score_total(expansion, options)};
}

static void open_reranked_word(struct reranked_word *reranked, const struct expanded_clause *clause,
                               const struct second_stage *stage)
{
    const struct search_options *options = stage->options;
    reranked->word = &clause->variants[0].words[0];
    reranked->family = clause->family;
    reranked->options = options;
    reranked->damaged = false;
    reranked->bm25 = bm25_of(clause, options);
    if (clause->family != NULL) {
        reranked->family_bm25 = bm25_of_family(clause, options);
        reranked->bm25.idf = reranked->family_bm25.idf;
        bm25_set_rounding(&reranked->family_bm25, stage->total);
    }
    reranked->early =
        options->early * early_scale(stage->words) * reranked->bm25.idf * clause->clause->boost;
    bm25_set_rounding(&reranked->bm25, stage->total);
}

/* --- scores --- */

static double round_part(const struct reranked_word *reranked, double part)
{
    return part + reranked->bm25.rounding - reranked->bm25.rounding;
}

static double early_place(const struct rerank_entry *entry)
{
    return entry->tf == 0 ? 0 : EARLY_HALF / (EARLY_HALF + (double)entry->first);
}

static double early_part(const struct reranked_word *reranked, const struct rerank_entries *entries)
{
    const double own = early_place(&entries->own);
    const double family = FAMILY_EARLY * early_place(&entries->family);
    return round_part(reranked, reranked->early * (own > family ? own : family));
}

static double form_part(struct reranked_word *reranked, const struct rerank_entry *entry,
                        uint32_t document)
{
    if (entry->exact == 0)
        return 0;
    double length = segment_length(reranked->segment, document, &reranked->damaged);
    return round_part(reranked,
                      reranked->options->form * bm25_score(&reranked->bm25, entry->exact, length));
}

static double family_part(struct reranked_word *reranked, const struct rerank_entry *entry,
                          uint32_t document)
{
    if (entry->tf == 0)
        return 0;
    double length = segment_length(reranked->segment, document, &reranked->damaged);
    return bm25_score(&reranked->family_bm25, entry->tf, length);
}

/* Adds the parts of all words to hits of one segment, in ascending document order. */
static int rerank_segment(void *context, struct hit *const *hits, size_t count)
{
    const struct reranked_words *all = context;
    int status = 0;
    for (size_t i = 0; i < all->count && status == 0; i++) {
        struct reranked_word *reranked = &all->words[i];
        struct rerank_entries entries[RERANK_DEPTH];
        memset(entries, 0, count * sizeof *entries);
        reranked_word_enter(reranked, all->expansion, hits[0]->segment);
        status = reranked_word_look_up(reranked, hits, count, entries);
        for (size_t k = 0; k < count && status == 0; k++)
            hits[k]->score += early_part(reranked, &entries[k]) +
                              form_part(reranked, &entries[k].own, hits[k]->document) +
                              family_part(reranked, &entries[k].family, hits[k]->document);
    }
    return status;
}

/* Opens the words, for `count` hits. 0, ERROR_CORRUPT or ERROR_MEMORY. */
static int open_reranked_words(struct reranked_words *all, const struct expansion *expansion,
                               const struct search_options *options, struct hit *const *hits,
                               size_t count)
{
    const struct second_stage stage = stage_of(expansion, options);
    *all = (struct reranked_words){.expansion = expansion};
    all->words = malloc((stage.words + 1) * sizeof *all->words);
    if (all->words == NULL)
        return error_memory();
    int status = 0;
    for (size_t i = 0; i < expansion->clause_count && status == 0; i++) {
        struct reranked_word *reranked = &all->words[all->count];
        if (!is_reranked(&expansion->clauses[i]))
            continue;
        open_reranked_word(reranked, &expansion->clauses[i], &stage);
        status = reranked_word_find_forms(reranked, expansion, hits, count);
        all->count++;
    }
    return status;
}

/* Insertion sort: hits are few, nearly sorted, and ties must keep their order. */
static void sort_hits(struct hit *hits, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct hit hit = hits[i];
        size_t at = i;
        for (; at > 0 && hits[at - 1].score < hit.score; at--)
            hits[at] = hits[at - 1];
        hits[at] = hit;
    }
}

int rerank_hits(const struct expansion *expansion, const struct search_options *options,
                struct hit *hits, size_t count)
{
    struct hit *by_document[RERANK_DEPTH];
    struct reranked_words all;
    if (count > RERANK_DEPTH)
        count = RERANK_DEPTH;
    for (size_t i = 0; i < count; i++)
        by_document[i] = &hits[i];
    int status = open_reranked_words(&all, expansion, options, by_document, count);
    if (status == 0)
        status = hit_groups_each(by_document, count, rerank_segment, &all);
    free(all.words);
    if (status == 0)
        sort_hits(hits, count);
    return status;
}

int rerank_explain(const struct expansion *expansion, const struct search_options *options,
                   const struct hit *hit, struct score_part *parts)
{
    struct hit copy = *hit, *const only_hit = &copy;
    const struct second_stage stage = stage_of(expansion, options);
    int status = 0;
    for (size_t i = 0; i < expansion->clause_count && status == 0; i++) {
        struct reranked_word reranked;
        struct rerank_entries entry = {0};
        if (!is_reranked(&expansion->clauses[i]))
            continue;
        open_reranked_word(&reranked, &expansion->clauses[i], &stage);
        status = reranked_word_find_forms(&reranked, expansion, &only_hit, 1);
        reranked_word_enter(&reranked, expansion, hit->segment);
        if (status == 0)
            status = reranked_word_look_up(&reranked, &only_hit, 1, &entry);
        if (status == 0) {
            parts[i].first = early_place(&entry.own) >= FAMILY_EARLY * early_place(&entry.family)
                                 ? entry.own.first
                                 : entry.family.first;
            parts[i].exact = entry.own.exact;
            parts[i].family = family_part(&reranked, &entry.family, hit->document);
            parts[i].family_frequency = entry.family.tf;
            parts[i].early = early_part(&reranked, &entry);
            parts[i].form = form_part(&reranked, &entry.own, hit->document);
        }
    }
    return status;
}
