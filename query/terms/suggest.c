#include "query/terms/suggest.h"

#include <string.h>

#include "query/terms/form_walk.h"
#include "query/terms/live_count.h"

enum { SHORT_WORD_SIZE = 5 }; /* bytes */

/* A form half a letter further away is preferred if it is 2^WORTH_HALF times as frequent: articles
 * have misspellings, too. */
enum { WORTH_HALF = 3 };

struct best_form {
    struct segment *segment;
    int value;
    uint64_t count;
    char *form;
};

static int form_value(uint64_t count, unsigned halves)
{
    int value = -(int)halves * WORTH_HALF;
    for (; count > 1; count /= 2)
        value++;
    return value;
}

static bool is_better(const struct best_form *best, int value, uint64_t count)
{
    return best->form[0] == '\0' || value > best->value ||
           (value == best->value && count > best->count);
}

static int consider_form(void *context, const struct form_entry *entry, unsigned halves)
{
    struct best_form *best = context;
    uint64_t count = entry->count;
    if (entry->surface_size > ANALYSIS_WORD_MAX ||
        !is_better(best, form_value(count, halves), count))
        return 0;
    int status = live_count_occurrences(best->segment, entry, &count); /* may be fewer */
    int value = form_value(count, halves);
    if (status != 0 || count == 0 || !is_better(best, value, count))
        return status;
    best->value = value;
    best->count = count;
    memcpy(best->form, entry->surface, entry->surface_size);
    best->form[entry->surface_size] = '\0';
    return 0;
}

bool suggest_accepts(const struct query_word *word)
{
    size_t letters = 0;
    for (size_t i = 0; i < word->surface_size; i++)
        letters += ((unsigned char)word->surface[i] & 0xc0) != 0x80;
    return letters <= SUGGEST_LETTERS_MAX;
}

int suggest_form(struct index *index, const struct query_word *word,
                 char form[ANALYSIS_WORD_MAX + 1])
{
    struct query_word fuzzy = *word;
    struct best_form best = {.form = form};
    int status = 0;
    form[0] = '\0';
    fuzzy.kind = WORD_FUZZY;
    fuzzy.edits = word->surface_size < SHORT_WORD_SIZE ? 1 : 2;
    for (size_t i = 0; i < index->segment_count && status == 0; i++) {
        best.segment = &index->segments[i];
        status = form_walk_for_each(best.segment, &fuzzy, consider_form, &best);
    }
    return status;
}
