#include "present/highlight.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analyzer.h"
#include "platform/error.h"

static bool stands_for(const struct expanded_word *word, const struct form *form)
{
    for (size_t i = 0; i < word->count; i++)
        if (word->alternatives[i].size == form->term_size &&
            memcmp(word->alternatives[i].term, form->term, form->term_size) == 0)
            return true;
    return false;
}

/* A text's occurrences, all of them: phrases look ahead. */
static int analyse(struct buffer *out, struct analyzer *analyzer, const char *text, size_t size)
{
    analyzer_begin(analyzer, text, size, 0);
    for (;;) {
        if (buffer_reserve(out, ANALYSIS_BATCH_MIN * sizeof(struct occurrence)) != 0)
            return ERROR_MEMORY;
        struct occurrence *behind = (struct occurrence *)(void *)(out->data + out->size);
        size_t got = analyzer_next(analyzer, behind, ANALYSIS_BATCH_MIN);
        if (got == 0)
            return analyzer_status(analyzer);
        out->size += got * sizeof *behind;
    }
}

struct text {
    struct analyzer *analyzer;
    const struct occurrence *items;
    size_t count;
};

/* The occurrence at `position`, from `from` on, that the word stands for; or NULL. */
static const struct occurrence *find_at(const struct text *text, size_t from, uint32_t position,
                                        const struct expanded_word *word)
{
    for (size_t i = from; i < text->count && text->items[i].position <= position; i++)
        if (text->items[i].position == position &&
            stands_for(word, analyzer_form(text->analyzer, text->items[i].form)))
            return &text->items[i];
    return NULL;
}

/* Notes the words of a sequence that begins at occurrence `first`, if all of them are there. */
static void note_sequence(struct buffer *matches, const struct text *text, size_t first,
                          const struct expanded_sequence *sequence, uint32_t clause)
{
    size_t before = matches->size;
    for (size_t i = 0; i < sequence->count; i++) {
        const struct expanded_word *word = &sequence->words[i];
        const struct occurrence *found =
            find_at(text, first, text->items[first].position + word->word->offset, word);
        if (found == NULL) {
            matches->size = before;
            return;
        }
        const struct match match = {found->start, found->end, clause};
        buffer_append(matches, &match, sizeof match);
    }
}

static void note_clause(struct buffer *matches, const struct text *text,
                        const struct expanded_clause *clause, uint32_t number)
{
    for (size_t v = 0; v < clause->variant_count; v++) {
        const struct expanded_sequence *sequence = &clause->variants[v];
        for (size_t i = 0; i < text->count; i++)
            if (stands_for(&sequence->words[0], analyzer_form(text->analyzer, text->items[i].form)))
                note_sequence(matches, text, i, sequence, number);
    }
}

static int compare_matches(const void *one, const void *other)
{
    const struct match *a = one, *b = other;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return (a->end < b->end) - (a->end > b->end);
}

int highlight_find(struct buffer *matches, const struct expansion *expansion,
                   struct analyzer *analyzer, const char *text, size_t size, bool title)
{
    struct buffer occurrences;
    buffer_init(&occurrences);
    int status = analyse(&occurrences, analyzer, text, size);
    struct text analysed = {analyzer, (const struct occurrence *)(const void *)occurrences.data,
                            occurrences.size / sizeof(struct occurrence)};
    for (size_t i = 0; i < expansion->clause_count && status == 0; i++) {
        const struct query_clause *clause = expansion->clauses[i].clause;
        if (clause->occur != OCCUR_MUST_NOT && (title || clause->field != FIELD_TITLE))
            note_clause(matches, &analysed, &expansion->clauses[i], (uint32_t)i);
    }
    buffer_release(&occurrences);
    if (status == 0)
        status = buffer_status(matches);
    if (status == 0 && matches->size > 0)
        qsort(matches->data, matches->size / sizeof(struct match), sizeof(struct match),
              compare_matches);
    return status;
}
