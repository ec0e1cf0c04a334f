#include "query/search/rerank.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/index/segment.h"
#include "query/evaluate/bm25.h"
#include "query/evaluate/hit_groups.h"

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

/* A word of the query, and what it is in the segment entered last. */
struct reranked_word {
    const struct expanded_word *word, *family; /* family: or NULL */
    const struct search_options *options;
    struct bm25 bm25, family_bm25;
    double early; /* weight of the early part, with idf and boost */

    struct segment *segment;
    size_t segment_number;
    bool known; /* `form` is set: the segment has the form as typed */
    struct form_entry form;
    bool damaged; /* a document has more occurrences than words */

    struct key_hint form_hint;
    size_t form_size;
    char form_key[KEY_MAX]; /* of the form as typed */
};

/* The words of the query. */
struct reranked_words {
    const struct expansion *expansion;
    size_t count;
    struct reranked_word *words; /* owned */
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

/* --- a word in a segment --- */

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

static void set_typed_form(struct reranked_word *reranked)
{
    const struct query_word *word = reranked->word->word;
    char folded[ANALYSIS_WORD_MAX + 1];
    const size_t size = analyzer_fold(word->surface, word->surface_size, folded);
    reranked->form_hint = (struct key_hint){0};
    reranked->form_size =
        form_key(folded, size, word->surface, word->surface_size, reranked->form_key);
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
    set_typed_form(reranked);
}

static int enter_segment(struct reranked_word *reranked, const struct expansion *expansion,
                         size_t segment_number)
{
    reranked->segment = &expansion->index->segments[segment_number];
    reranked->segment_number = segment_number;
    reranked->known = false;
    if (reranked->options->form <= 0)
        return 0;
    const struct slice key = {reranked->form_key, reranked->form_size};
    int found =
        form_find_near(&reranked->segment->forms, key, &reranked->form_hint, &reranked->form);
    reranked->known = found == 1;
    return found < 0 ? found : 0;
}

/* Whether ranks of the cursor's term say which of its occurrences are in the form as typed. */
static bool has_typed_form(const struct reranked_word *reranked,
                           const struct postings_cursor *postings)
{
    return reranked->known && reranked->form.term == postings->entry.ordinal;
}

/* Moves to the document, if the list has it; what will be read of it is prefetched as soon as its
 * block is known, since most of the time of a look-up is cache misses. */
static bool seek_document(const struct reranked_word *reranked, struct postings_cursor *postings,
                          uint32_t document)
{
    if (!postings_seek_block(postings, document))
        return false;
    if (postings->base + 1 <= document) {
        postings_prefetch_positions(postings);
        if (has_typed_form(reranked, postings))
            postings_prefetch_ranks(postings);
    }
    return postings_advance(postings, document) == document;
}

/* Adds the occurrences of one term of the word in the cursor's current document. Returns 0 or
 * ERROR_CORRUPT, the latter without a message. */
static int add_term_occurrences(struct reranked_word *reranked, struct postings_cursor *postings,
                                struct rerank_entry *entry)
{
    const uint32_t frequency = postings_frequency(postings);
    const uint32_t length =
        segment_length(reranked->segment, postings->document, &reranked->damaged);
    if (reranked->damaged || !postings_occurrences_fit(postings, frequency, length)) {
        reranked->damaged = true;
        return ERROR_CORRUPT;
    }
    if (postings->damaged) /* postings_status reports it */
        return 0;
    const uint32_t first = postings_first_position(postings);
    if (entry->tf == 0 || first < entry->first)
        entry->first = first;
    entry->tf += frequency;
    if (has_typed_form(reranked, postings))
        entry->exact += postings_count_rank(postings, reranked->form.rank);
    return 0;
}

/* Looks a word or its family up in documents in ascending order. Returns 0 or ERROR_CORRUPT. */
static int look_up_word(struct reranked_word *reranked, const struct expanded_word *word,
                        struct hit *const *hits, size_t count, struct rerank_entries *entries)
{
    int status = 0;
    for (size_t i = 0; i < word->count && status == 0; i++) {
        struct postings_cursor postings;
        const struct term_entry *entry = &word->alternatives[i].entries[reranked->segment_number];
        if (entry->document_count == 0)
            continue;
        status = postings_open(&postings, &reranked->segment->file, entry);
        for (size_t k = 0; k < count && status == 0; k++)
            if (seek_document(reranked, &postings, hits[k]->document))
                status = add_term_occurrences(reranked, &postings,
                                              word == reranked->family ? &entries[k].family
                                                                       : &entries[k].own);
        if (status == 0 || status == ERROR_CORRUPT)
            status = postings_status(&postings) != 0 ? ERROR_CORRUPT : status;
    }
    return status;
}

/* Looks the word and its family up. */
static int look_up_hits(struct reranked_word *reranked, struct hit *const *hits, size_t count,
                        struct rerank_entries *entries)
{
    int status = look_up_word(reranked, reranked->word, hits, count, entries);
    if (status == 0 && reranked->family != NULL)
        status = look_up_word(reranked, reranked->family, hits, count, entries);
    if (status == ERROR_CORRUPT && reranked->damaged)
        return error_set(ERROR_CORRUPT,
                         "'%s' is damaged: a document has more occurrences than words",
                         reranked->segment->file.display_path);
    return status;
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
        status = enter_segment(reranked, all->expansion, hits[0]->segment);
        if (status == 0)
            status = look_up_hits(reranked, hits, count, entries);
        for (size_t k = 0; k < count && status == 0; k++)
            hits[k]->score += early_part(reranked, &entries[k]) +
                              form_part(reranked, &entries[k].own, hits[k]->document) +
                              family_part(reranked, &entries[k].family, hits[k]->document);
    }
    return status;
}

static int open_reranked_words(struct reranked_words *all, const struct expansion *expansion,
                               const struct search_options *options)
{
    const struct second_stage stage = stage_of(expansion, options);
    *all = (struct reranked_words){.expansion = expansion};
    all->words = malloc((stage.words + 1) * sizeof *all->words);
    if (all->words == NULL)
        return error_memory();
    for (size_t i = 0; i < expansion->clause_count; i++)
        if (is_reranked(&expansion->clauses[i]))
            open_reranked_word(&all->words[all->count++], &expansion->clauses[i], &stage);
    return 0;
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
    int status = open_reranked_words(&all, expansion, options);
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
        status = enter_segment(&reranked, expansion, hit->segment);
        if (status == 0)
            status = look_up_hits(&reranked, &only_hit, 1, &entry);
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
