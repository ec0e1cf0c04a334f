#include "query/search/reranked_word.h"

#include "common/base/error.h"

void reranked_word_set_form(struct reranked_word *reranked)
{
    const struct query_word *word = reranked->word->word;
    char folded[ANALYSIS_WORD_MAX + 1];
    const size_t size = analyzer_fold(word->surface, word->surface_size, folded);
    reranked->form_hint = (struct key_hint){0};
    reranked->form_size =
        form_key(folded, size, word->surface, word->surface_size, reranked->form_key);
}

int reranked_word_enter(struct reranked_word *reranked, const struct expansion *expansion,
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
