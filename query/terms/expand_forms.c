#include "query/terms/expand_forms.h"

#include <stdlib.h>
#include <string.h>

#include "common/analysis/forms.h"
#include "common/base/error.h"
#include "common/base/vector.h"
#include "query/terms/entries.h"
#include "query/terms/form_walk.h"

/* A term with a form that fits, in one segment; later in all of them. */
struct term_candidate {
    const char *term;
    size_t size;
    uint64_t count; /* occurrences of the forms that fit */
};

struct form_gatherer {
    struct expansion *expansion;
    const struct query_word *word;
    struct form_matches *matches; /* one per segment, by term */
    VECTOR(struct term_candidate) candidates;
    struct arena terms; /* spellings of the candidates */
};

/* --- what fits, segment by segment --- */

static int compare_form_matches(const void *one, const void *other)
{
    const struct form_match *a = one, *b = other;
    if (a->term != b->term)
        return a->term < b->term ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* Ordinals ascend from call to call, so that terms near each other are read in one go. */
static int read_term_entry(struct key_cursor *cursor, struct term_entry *entry,
                           const struct key_set *terms, uint32_t ordinal)
{
    bool ahead = cursor->set == terms && cursor->block == ordinal / KEY_BLOCK_SIZE;
    if (!ahead) {
        *entry = (struct term_entry){0};
        if (ordinal >= terms->count || !key_cursor_open(cursor, terms, ordinal / KEY_BLOCK_SIZE))
            return key_damaged(terms);
    }
    do {
        int status = term_next(cursor, entry);
        if (status <= 0)
            return status < 0 ? status : key_damaged(terms);
    } while (entry->ordinal < ordinal);
    return entry->ordinal == ordinal && cursor->key_size >= 2 ? 0 : key_damaged(terms);
}

static int append_candidate(struct form_gatherer *gatherer, const struct key_cursor *cursor,
                            uint64_t count)
{
    struct term_candidate candidate = {.size = cursor->key_size - 1, .count = count};
    candidate.term = arena_copy(&gatherer->terms, cursor->key + 1, candidate.size);
    if (candidate.term == NULL)
        return error_memory();
    vector_append(&gatherer->candidates, candidate);
    return 0;
}

static int gather_segment(struct form_gatherer *gatherer, size_t number)
{
    struct segment *segment = &gatherer->expansion->index->segments[number];
    struct form_matches *found = &gatherer->matches[number];
    struct form_budget *budget = &gatherer->expansion->forms;
    int status = form_walk_collect(found, segment, gatherer->word, &budget->forms_visited);
    if (status == 0)
        status = form_budget_check(budget);
    if (status == 0)
        vector_sort(found, compare_form_matches);
    const struct form_match *matches = found->items;
    size_t count = vector_count(found);
    struct key_cursor cursor = {.set = NULL};
    struct term_entry entry;
    for (size_t i = 0; i < count && status == 0;) {
        uint64_t occurrences = 0;
        uint32_t term = matches[i].term;
        for (; i < count && matches[i].term == term; i++)
            occurrences += matches[i].count;
        status = read_term_entry(&cursor, &entry, &segment->terms, term);
        if (status == 0)
            status = append_candidate(gatherer, &cursor, occurrences);
    }
    return status;
}

/* --- the terms that are kept --- */

static int compare_candidate_terms(const void *one, const void *other)
{
    const struct term_candidate *a = one, *b = other;
    return key_compare(a->term, a->size, b->term, b->size);
}

static int compare_candidate_counts(const void *one, const void *other)
{
    const struct term_candidate *a = one, *b = other;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return compare_candidate_terms(one, other);
}

/* Merges the candidates of all segments into one per term, the most frequent first. Returns their
 * number. */
static size_t merge_candidates(struct form_gatherer *gatherer)
{
    struct term_candidate *items = gatherer->candidates.items;
    size_t count = vector_count(&gatherer->candidates), kept = 0;
    vector_sort(&gatherer->candidates, compare_candidate_terms);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && compare_candidate_terms(&items[kept - 1], &items[i]) == 0) {
            items[kept - 1].count += items[i].count;
        } else {
            items[kept++] = items[i];
        }
    }
    vector_truncate(&gatherer->candidates, kept);
    vector_sort(&gatherer->candidates, compare_candidate_counts);
    return kept;
}

/* Returns the first match of a term in a segment; NULL when there is none. */
static const struct form_match *find_match(const struct form_matches *found, uint32_t term)
{
    const struct form_match *matches = found->items;
    size_t low = 0, count = vector_count(found), high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (matches[middle].term < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && matches[low].term == term ? &matches[low] : NULL;
}

static void *alloc_zeroed(struct form_gatherer *gatherer, size_t size)
{
    void *memory = arena_alloc(&gatherer->expansion->arena, size);
    if (memory == NULL)
        error_memory();
    else
        memset(memory, 0, size);
    return memory;
}

/* Sets the ranks of the term's forms that fit in a segment, unless all of its forms do. If none
 * does, the term has no documents in the segment. */
static int set_form_bits(struct form_gatherer *gatherer, struct alternative *alternative,
                         size_t number)
{
    struct term_entry *entry = &alternative->entries[number];
    const struct form_matches *found = &gatherer->matches[number];
    const struct form_match *match = find_match(found, entry->ordinal);
    size_t fitting = 0;
    if (entry->document_count == 0)
        return 0;
    if (match == NULL) {
        entry->document_count = 0;
        return 0;
    }
    const struct form_match *end = vector_end(found);
    while (match + fitting < end && match[fitting].term == entry->ordinal)
        fitting++;
    if (fitting >= entry->form_count)
        return 0;
    const struct key_set *forms = &gatherer->expansion->index->segments[number].forms;
    if (entry->form_count > forms->count)
        return key_damaged(forms);
    uint64_t *bits = alloc_zeroed(gatherer, ((size_t)entry->form_count + 63) / 64 * sizeof *bits);
    if (bits == NULL)
        return ERROR_MEMORY;
    for (size_t i = 0; i < fitting; i++)
        if (match[i].rank < entry->form_count)
            bits[match[i].rank / 64] |= UINT64_C(1) << match[i].rank % 64;
    alternative->forms[number] = bits;
    return 0;
}

static int make_alternative(struct form_gatherer *gatherer, const struct term_candidate *candidate,
                            struct alternative *alternative)
{
    struct expansion *expansion = gatherer->expansion;
    size_t segments = expansion->index->segment_count;
    *alternative = (struct alternative){
        .term = arena_copy(&expansion->arena, candidate->term, candidate->size),
        .size = candidate->size};
    if (alternative->term == NULL)
        return error_memory();
    int status = entries_find(expansion, alternative, FIELD_TEXT);
    if (status != 0 || gatherer->word->kind == WORD_FUZZY)
        return status;
    if (candidate->count < alternative->document_count)
        alternative->document_count = candidate->count;
    alternative->forms = alloc_zeroed(gatherer, (segments + 1) * sizeof *alternative->forms);
    if (alternative->forms == NULL)
        return ERROR_MEMORY;
    for (size_t i = 0; i < segments && status == 0; i++)
        status = set_form_bits(gatherer, alternative, i);
    return status;
}

static uint64_t count_postings(const struct alternative *alternative, size_t segments)
{
    uint64_t count = 0;
    for (size_t i = 0; i < segments; i++)
        count += alternative->entries[i].document_count;
    return count;
}

/* Makes alternatives of the first candidates, as many as the budget has terms and postings for, but
 * at least one. */
static int make_alternatives(struct form_gatherer *gatherer, struct expanded_word *expanded)
{
    const struct form_budget *budget = &gatherer->expansion->forms;
    size_t found = merge_candidates(gatherer), max = found < budget->terms ? found : budget->terms;
    max = found > 0 && max == 0 ? 1 : max;
    const struct term_candidate *items = gatherer->candidates.items;
    uint64_t postings = 0;
    int status = 0;
    expanded->alternatives = alloc_zeroed(gatherer, (max + 1) * sizeof *expanded->alternatives);
    if (expanded->alternatives == NULL)
        return ERROR_MEMORY;
    while (expanded->count < max && status == 0) {
        struct alternative *alternative = &expanded->alternatives[expanded->count];
        status = make_alternative(gatherer, &items[expanded->count], alternative);
        if (status == 0)
            postings += count_postings(alternative, gatherer->expansion->index->segment_count);
        if (postings > budget->postings && expanded->count > 0)
            break;
        expanded->count++;
    }
    expanded->left_out = found - expanded->count;
    if (status == 0 && expanded->count > 0) {
        alternatives_sort(expanded->alternatives, expanded->count);
        expanded->document_count = expanded->alternatives[0].document_count;
    }
    return status;
}

static int expand_form_word(struct expansion *expansion, const struct query_word *word,
                            struct expanded_word *expanded)
{
    struct form_gatherer gatherer = {.expansion = expansion, .word = word};
    size_t segments = expansion->index->segment_count;
    gatherer.matches = calloc(segments + 1, sizeof *gatherer.matches);
    if (gatherer.matches == NULL)
        return error_memory();
    arena_init(&gatherer.terms, 1 << 14);
    int status = 0;
    for (size_t i = 0; i < segments && status == 0; i++)
        status = gather_segment(&gatherer, i);
    if (status == 0)
        status = vector_status(&gatherer.candidates);
    if (status == 0)
        status = make_alternatives(&gatherer, expanded);
    for (size_t i = 0; i < segments; i++)
        vector_release(&gatherer.matches[i]);
    free(gatherer.matches);
    vector_release(&gatherer.candidates);
    arena_release(&gatherer.terms);
    return status;
}

/* --- words equal to earlier ones --- */

int expand_forms_init(struct expansion *expansion)
{
    size_t slots = 2;
    while (slots < expansion->forms.words * 2)
        slots *= 2;
    size_t bytes = slots * sizeof *expansion->form_words;
    expansion->form_words = arena_alloc(&expansion->arena, bytes);
    if (expansion->form_words == NULL)
        return error_memory();
    memset((void *)expansion->form_words, 0, bytes);
    expansion->form_words_mask = slots - 1;
    return 0;
}

static bool is_same_word(const struct query_word *one, const struct query_word *other)
{
    return one->kind == other->kind && one->edits == other->edits &&
           one->surface_size == other->surface_size &&
           memcmp(one->surface, other->surface, one->surface_size) == 0;
}

/* Returns the slot of the word that equals this one, or the empty slot for it. */
static const struct expanded_word **find_word_slot(const struct expansion *expansion,
                                                   const struct query_word *word)
{
    size_t at = forms_hash(word->surface, word->surface_size) & expansion->form_words_mask;
    while (expansion->form_words[at] != NULL &&
           !is_same_word(expansion->form_words[at]->word, word))
        at = (at + 1) & expansion->form_words_mask;
    return &expansion->form_words[at];
}

int expand_forms(struct expansion *expansion, const struct query_word *word,
                 struct expanded_word *expanded)
{
    *expanded = (struct expanded_word){.word = word};
    if (word->kind == WORD_EXACT)
        return expand_form_word(expansion, word, expanded);
    const struct expanded_word **place = find_word_slot(expansion, word);
    if (*place != NULL) {
        *expanded = **place;
        expanded->word = word;
        expanded->repeated = true;
        return 0;
    }
    *place = expanded;
    return expand_form_word(expansion, word, expanded);
}
