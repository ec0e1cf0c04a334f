#include "query/terms/candidates.h"

#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/analysis/term.h"
#include "common/base/error.h"
#include "common/base/utf8.h"
#include "query/terms/entries.h"
#include "query/terms/segment_lookup.h"

/* Adds a term unless it is a candidate already, or there is no room for it. Sets *added to the
 * candidate, or to NULL. */
static int add_candidate(struct candidates *candidates, struct slice term,
                         struct alternative **added)
{
    *added = NULL;
    for (size_t i = 0; i < candidates->count; i++) {
        struct alternative *item = &candidates->items[i];
        if (slice_equals((struct slice){item->term, item->size}, term)) {
            *added = item;
            return 0;
        }
    }
    if (candidates->count == CANDIDATES_MAX)
        return 0;
    struct alternative *item = &candidates->items[candidates->count];
    *item = (struct alternative){
        .term = arena_copy(&candidates->expansion->arena, term.data, term.size), .size = term.size};
    if (item->term == NULL)
        return error_memory();
    *added = item;
    candidates->count++;
    return 0;
}

/* --- accents of words that the lexicon does not have --- */

/* A word of the query that is in no lexicon, and the form that it folds to. */
struct sought_form {
    struct candidates *candidates;
    const struct query_word *word;
    size_t folded_size;
    char folded[ANALYSIS_WORD_MAX + 1];
};

/* Whether two spellings of one fold can be one word: one of them has lost accents of the other. */
static bool is_lost_spelling(struct slice full, struct slice lost)
{
    while (full.size > 0 && lost.size > 0) {
        uint32_t one, other;
        const size_t one_size = utf8_decode(full.data, &one);
        const size_t other_size = utf8_decode(lost.data, &other);
        if (one != other && other >= 0x80)
            return false;
        full = slice_skip(full, one_size);
        lost = slice_skip(lost, other_size);
    }
    return true;
}

/* Adds the term of a form, of the same fold as the word, if the lexicon does not have it either. */
static int add_form_term(const struct sought_form *sought, size_t number,
                         const struct form_entry *form)
{
    const struct slice surface = {form->surface, form->surface_size};
    const struct slice typed = {sought->word->surface, sought->word->surface_size};
    struct term_entry entry;
    struct alternative *added;
    struct lemma_set lemmas;
    char term[TERM_KEY_MAX + 1];
    size_t size;
    if (utf8_valid_prefix(surface.data, surface.size) != surface.size ||
        (!is_lost_spelling(typed, surface) && !is_lost_spelling(surface, typed)))
        return 0;
    lemma_set_of(&lemmas, surface);
    if (lemmas.count > 0)
        return 0;
    int status = term_at(&sought->candidates->expansion->index->segments[number].terms, form->term,
                         &entry, term, &size);
    if (status != 0 || size < 2)
        return status;
    status = add_candidate(sought->candidates, (struct slice){term + 1, size - 1}, &added);
    if (status != 0 || added == NULL || term[0] != (char)sought->candidates->field)
        return status;
    if (added->entries == NULL)
        status = entries_alloc(sought->candidates->expansion, added);
    if (status == 0)
        added->entries[number] = entry;
    return status;
}

/* Adds the terms of the forms of a segment that have the word's fold. */
static int add_forms_in_block(void *context, size_t number, uint32_t block)
{
    const struct sought_form *sought = context;
    const struct key_set *forms = &sought->candidates->expansion->index->segments[number].forms;
    struct key_cursor cursor;
    struct form_entry form;
    if (!key_cursor_open(&cursor, forms, block))
        return cursor.damaged ? ERROR_CORRUPT : 0;
    int status;
    while ((status = form_next(&cursor, &form)) == 1) {
        int order = key_compare(form.folded, form.folded_size, sought->folded, sought->folded_size);
        if (order > 0)
            return 0;
        status = order == 0 ? add_form_term(sought, number, &form) : 0;
        if (status != 0)
            return status;
    }
    return status;
}

static int add_other_accents(struct candidates *candidates, const struct query_word *word)
{
    struct sought_form sought = {.candidates = candidates, .word = word};
    sought.folded_size = analyzer_fold(word->surface, word->surface_size, sought.folded);
    return segment_lookup_run(&(struct segment_lookup){.index = candidates->expansion->index,
                                                       .dictionary = DICTIONARY_FORMS,
                                                       .key = sought.folded,
                                                       .size = sought.folded_size,
                                                       .find_in_block = add_forms_in_block,
                                                       .context = &sought});
}

static void prefetch_postings(const struct index *index, const struct alternative *item)
{
    for (size_t i = 0; i < index->segment_count; i++)
        if (item->entries[i].document_count > 1)
            postings_prefetch(&index->segments[i].file, &item->entries[i]);
}

/* Fills the entries and the df of a candidate. */
static int find_entries(const struct candidates *candidates, struct alternative *item)
{
    const struct slice term = {item->term, item->size};
    if (candidates->stems == NULL || !stem_terms_cover(candidates->stems, term))
        return entries_find(candidates->expansion, item, candidates->field);
    const struct alternative *known = stem_terms_get(candidates->stems, term);
    if (known != NULL) {
        item->entries = known->entries;
        item->document_count = known->document_count;
        prefetch_postings(candidates->expansion->index, item);
    }
    return 0;
}

int candidates_find(struct candidates *candidates, const struct query_word *word)
{
    struct alternative *added;
    int status = 0;
    candidates->count = 0;
    for (size_t i = 0; i < word->term_count && status == 0; i++)
        status = add_candidate(candidates, word->terms[i], &added);
    if (status == 0 && !word->known)
        status = add_other_accents(candidates, word);
    size_t kept = 0;
    for (size_t i = 0; i < candidates->count && status == 0; i++) {
        status = find_entries(candidates, &candidates->items[i]);
        if (candidates->items[i].document_count > 0)
            candidates->items[kept++] = candidates->items[i];
    }
    candidates->count = kept;
    alternatives_sort(candidates->items, kept);
    return status;
}
