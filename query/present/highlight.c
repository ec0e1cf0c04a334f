#include "present/highlight.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analyzer.h"
#include "language/occurrences.h"
#include "platform/error.h"

/* The occurrences of a text that stand for a word of the query; all others are passed over first,
 * form by form. */
struct text {
    struct analyzer *analyzer;
    const struct occurrence *items;
    size_t count;
};

static bool stands_for_any(const struct expansion *expansion, const struct form *form)
{
    for (size_t i = 0; i < expansion->clause_count; i++) {
        const struct expanded_clause *clause = &expansion->clauses[i];
        for (size_t v = 0; v < clause->variant_count; v++)
            for (size_t w = 0; w < clause->variants[v].count; w++)
                if (expanded_word_accepts(&clause->variants[v].words[w], form))
                    return true;
    }
    return false;
}

/* Keeps of `occurrences` those that stand for a word of the query. */
static int keep_sought(struct buffer *occurrences, const struct expansion *expansion,
                       const struct analyzer *analyzer)
{
    enum { UNKNOWN, SOUGHT, OTHER };
    struct occurrence *items = (struct occurrence *)(void *)occurrences->data;
    size_t count = occurrences->size / sizeof *items, kept = 0;
    unsigned char *known = calloc(analyzer_form_count(analyzer) + 1, 1);
    if (known == NULL)
        return error_memory();
    for (size_t i = 0; i < count; i++) {
        unsigned char *form = &known[items[i].form];
        if (*form == UNKNOWN)
            *form =
                stands_for_any(expansion, analyzer_form(analyzer, items[i].form)) ? SOUGHT : OTHER;
        if (*form == SOUGHT)
            items[kept++] = items[i];
    }
    free(known);
    occurrences->size = kept * sizeof *items;
    return 0;
}

/* The occurrence at `position`, from `from` on, that the word stands for; or NULL. */
static const struct occurrence *find_at(const struct text *text, size_t from, uint32_t position,
                                        const struct expanded_word *word)
{
    for (size_t i = from; i < text->count && text->items[i].position <= position; i++)
        if (text->items[i].position == position &&
            expanded_word_accepts(word, analyzer_form(text->analyzer, text->items[i].form)))
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
            i == 0 ? &text->items[first]
                   : find_at(text, first, text->items[first].position + word->word->offset, word);
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
            if (expanded_word_accepts(&sequence->words[0],
                                      analyzer_form(text->analyzer, text->items[i].form)))
                note_sequence(matches, text, i, sequence, number);
    }
}

static int compare_matches(const void *one, const void *other)
{
    const struct match *a = one, *b = other;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return (a->clause > b->clause) - (a->clause < b->clause);
}

static void note_clauses(struct buffer *matches, const struct expansion *expansion,
                         const struct text *text, bool title)
{
    for (size_t i = 0; i < expansion->clause_count; i++) {
        const struct query_clause *clause = expansion->clauses[i].clause;
        if (clause->occur != OCCUR_MUST_NOT && (title || clause->field != FIELD_TITLE))
            note_clause(matches, text, &expansion->clauses[i], (uint32_t)i);
    }
}

int highlight_find(struct buffer *matches, const struct expansion *expansion,
                   struct analyzer *analyzer, const char *text, size_t size, bool title)
{
    struct buffer occurrences;
    buffer_init(&occurrences);
    int status = occurrences_read(&occurrences, analyzer, text, size);
    if (status == 0)
        status = keep_sought(&occurrences, expansion, analyzer);
    const struct text sought = {analyzer, (const struct occurrence *)(const void *)occurrences.data,
                                occurrences.size / sizeof(struct occurrence)};
    if (status == 0) {
        note_clauses(matches, expansion, &sought, title);
        status = buffer_status(matches);
    }
    buffer_release(&occurrences);
    if (status == 0 && matches->size > 0)
        qsort(matches->data, matches->size / sizeof(struct match), sizeof(struct match),
              compare_matches);
    return status;
}
