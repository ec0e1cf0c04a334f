#include "query/search/reranked_word.h"

#include "common/base/error.h"
#include "query/terms/segment_lookup.h"

/* --- the form as typed --- */

struct form_search {
    struct reranked_word *reranked;
    const struct index *index;
    struct hit *const *hits;
    size_t count;
    struct slice key;
};

static bool has_hits(void *context, size_t segment)
{
    const struct form_search *search = context;
    for (size_t i = 0; i < search->count; i++)
        if (search->hits[i]->segment == segment)
            return true;
    return false;
}

static int find_in_block(void *context, size_t segment, uint32_t block)
{
    const struct form_search *search = context;
    struct reranked_word *reranked = search->reranked;
    struct segment_form *there = &reranked->forms[reranked->form_count];
    int found =
        form_find_in(&search->index->segments[segment].forms, block, search->key, &there->form);
    there->segment = segment;
    reranked->form_count += found == 1;
    return found;
}

int reranked_word_find_forms(struct reranked_word *reranked, const struct expansion *expansion,
                             struct hit *const *hits, size_t count)
{
    const struct query_word *word = reranked->word->word;
    char folded[ANALYSIS_WORD_MAX + 1], key[KEY_MAX];
    reranked->form_count = 0;
    if (reranked->options->form <= 0)
        return 0;
    const size_t folded_size = analyzer_fold(word->surface, word->surface_size, folded);
    const size_t size = form_key(folded, folded_size, word->surface, word->surface_size, key);
    struct form_search search = {reranked, expansion->index, hits, count, {key, size}};
    return segment_lookup_run(&(struct segment_lookup){.index = expansion->index,
                                                       .dictionary = DICTIONARY_FORMS,
                                                       .key = key,
                                                       .size = size,
                                                       .wanted = has_hits,
                                                       .find_in_block = find_in_block,
                                                       .context = &search});
}

/* --- in a segment --- */

void reranked_word_enter(struct reranked_word *reranked, const struct expansion *expansion,
                         size_t segment_number)
{
    reranked->segment = &expansion->index->segments[segment_number];
    reranked->segment_number = segment_number;
    reranked->form = NULL;
    for (size_t i = 0; i < reranked->form_count; i++)
        if (reranked->forms[i].segment == segment_number)
            reranked->form = &reranked->forms[i].form;
}

/* Whether ranks of the cursor's term say which of its occurrences are in the form as typed. */
static bool has_typed_form(const struct reranked_word *reranked,
                           const struct postings_cursor *postings)
{
    return reranked->form != NULL && reranked->form->term == postings->entry.ordinal;
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
        entry->exact += postings_count_rank(postings, reranked->form->rank);
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

int reranked_word_look_up(struct reranked_word *reranked, struct hit *const *hits, size_t count,
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
