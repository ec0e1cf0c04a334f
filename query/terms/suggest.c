#include "query/terms/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/arena.h"
#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/base/vector.h"
#include "query/terms/form_walk.h"
#include "query/terms/live_count.h"

enum { SHORT_WORD_SIZE = 5 }; /* bytes */

/* A form half a letter further away is preferred if it is 2^WORTH_HALF times as frequent: articles
 * have misspellings, too. */
enum { WORTH_HALF = 3 };

/* A form near the word, in one segment. */
struct near_form {
    struct segment *segment;
    struct form_entry entry; /* its spellings are in the list's arena */
    unsigned halves;         /* its distance from the word */
};

/* The forms near a word, segment by segment. */
struct near_list {
    struct segment *segment; /* the one being walked */
    VECTOR(struct near_form) forms;
    struct arena arena;
};

/* The rank of a form as a suggestion: the larger comes first. */
struct worth {
    int value;
    uint64_t count;
};

static struct worth worth_of(uint64_t count, unsigned halves)
{
    struct worth worth = {-(int)halves * WORTH_HALF, count};
    for (uint64_t left = count; left > 1; left /= 2)
        worth.value++;
    return worth;
}

static bool is_better(const struct worth *one, const struct worth *other)
{
    return one->value > other->value || (one->value == other->value && one->count > other->count);
}

static int note_form(void *context, const struct form_entry *entry, unsigned halves)
{
    struct near_list *list = context;
    struct near_form form = {list->segment, *entry, halves};
    if (entry->surface_size > ANALYSIS_WORD_MAX)
        return 0;
    form.entry.folded = arena_copy(&list->arena, entry->folded, entry->folded_size);
    form.entry.surface = arena_copy(&list->arena, entry->surface, entry->surface_size);
    if (form.entry.folded == NULL || form.entry.surface == NULL)
        return error_memory();
    vector_append(&list->forms, form);
    return vector_status(&list->forms);
}

static int compare_spellings(const struct near_form *a, const struct near_form *b)
{
    int order =
        key_compare(a->entry.folded, a->entry.folded_size, b->entry.folded, b->entry.folded_size);
    return order != 0 ? order
                      : key_compare(a->entry.surface, a->entry.surface_size, b->entry.surface,
                                    b->entry.surface_size);
}

/* In the order of the dictionaries, then of segments. */
static int compare_forms(const void *one, const void *other)
{
    const struct near_form *a = one, *b = other;
    int order = compare_spellings(a, b);
    return order != 0 ? order : (a->segment > b->segment) - (a->segment < b->segment);
}

/* Counts the occurrences of one spelling, `count` forms of as many segments, in documents that are
 * not deleted. 0, ERROR_CORRUPT or ERROR_MEMORY. */
static int count_live(const struct near_form *forms, size_t count, uint64_t *occurrences)
{
    int status = 0;
    *occurrences = 0;
    for (size_t i = 0; i < count && status == 0; i++) {
        uint64_t here = 0;
        status = live_count_occurrences(forms[i].segment, &forms[i].entry, &here);
        *occurrences += here;
    }
    return status;
}

/* Sets `form` to the best of the forms. */
static int choose_form(struct near_form *forms, size_t count, char form[ANALYSIS_WORD_MAX + 1])
{
    struct worth best = {INT32_MIN, 0};
    int status = 0;
    if (count > 1)
        qsort(forms, count, sizeof *forms, compare_forms);
    for (size_t i = 0, end; i < count && status == 0; i = end) {
        uint64_t occurrences = 0;
        for (end = i; end < count && compare_spellings(&forms[i], &forms[end]) == 0; end++)
            occurrences += forms[end].entry.count;
        struct worth worth = worth_of(occurrences, forms[i].halves);
        if (!is_better(&worth, &best))
            continue;
        status = count_live(&forms[i], end - i, &occurrences); /* may be fewer */
        worth = worth_of(occurrences, forms[i].halves);
        if (status != 0 || occurrences == 0 || !is_better(&worth, &best))
            continue;
        best = worth;
        memcpy(form, forms[i].entry.surface, forms[i].entry.surface_size);
        form[forms[i].entry.surface_size] = '\0';
    }
    return status;
}

bool suggest_accepts(const struct query_word *word)
{
    size_t letters = 0;
    for (size_t i = 0; i < word->surface_size; i++)
        letters += !utf8_is_continuation(word->surface[i]);
    return letters <= SUGGEST_LETTERS_MAX;
}

int suggest_form(struct index *index, const struct query_word *word,
                 char form[ANALYSIS_WORD_MAX + 1])
{
    struct query_word fuzzy = *word;
    struct near_list list = {0};
    int status = 0;
    form[0] = '\0';
    fuzzy.kind = WORD_FUZZY;
    fuzzy.edits = word->surface_size < SHORT_WORD_SIZE ? 1 : 2;
    arena_init(&list.arena, 1 << 12);
    for (size_t i = 0; i < index->segment_count && status == 0; i++) {
        list.segment = &index->segments[i];
        status = form_walk_for_each(list.segment, &fuzzy, note_form, &list);
    }
    if (status == 0)
        status = choose_form(list.forms.items, vector_count(&list.forms), form);
    arena_release(&list.arena);
    vector_release(&list.forms);
    return status;
}
