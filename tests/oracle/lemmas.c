#include "tests/oracle/lemmas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/words/fold.h"
#include "common/words/word_size.h"

static int compare_labels(const void *one, const void *other)
{
    return strcmp(((const struct lemma_label *)one)->text,
                  ((const struct lemma_label *)other)->text);
}

static bool has_label(const struct lemma_list *list, const struct lemma_label *label)
{
    for (size_t i = 0; i < list->count; i++)
        if (compare_labels(&list->items[i], label) == 0)
            return true;
    return false;
}

static void add_label(struct lemma_list *list, const struct lexicon_lemma *lemma)
{
    struct lemma_label label;
    char headword[LEXICON_WORD_MAX];
    int size = (int)lexicon_headword(lemma, headword);
    snprintf(label.text, sizeof label.text, "%d%.*s", (int)lemma->class, size, headword);
    if (has_label(list, &label))
        return;
    if (list->count == LEMMA_LIST_MAX)
        abort();
    list->items[list->count++] = label;
    qsort(list->items, list->count, sizeof *list->items, compare_labels);
}

bool lemmas_have_common(const struct lemma_list *one, const struct lemma_list *other)
{
    for (size_t i = 0; i < one->count; i++)
        if (has_label(other, &one->items[i]))
            return true;
    return false;
}

bool lemmas_are_same(const struct lemma_list *one, const struct lemma_list *other)
{
    for (size_t i = 0; i < one->count; i++)
        if (!has_label(other, &one->items[i]))
            return false;
    return one->count == other->count;
}

/* --- the words that a form is, or could be --- */

struct word_walk {
    void (*visit)(void *context, const char *word);
    void *context;
};

static void visit_word(void *context, struct slice word)
{
    const struct word_walk *walk = context;
    char spelt[LEXICON_WORD_MAX + 1];
    snprintf(spelt, sizeof spelt, "%.*s", (int)word.size, word.data);
    walk->visit(walk->context, spelt);
}

static bool is_word(const char *surface)
{
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    return lexicon_find(slice_of(surface), lemmas, NULL) > 0;
}

static void each_word(const char *surface, void (*visit)(void *context, const char *word),
                      void *context)
{
    struct word_walk walk = {visit, context};
    if (is_word(surface))
        visit(context, surface);
    else
        lexicon_each_accented(slice_of(surface), visit_word, &walk);
}

static void add_all_lemmas(void *context, const char *word)
{
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    size_t count = lexicon_find(slice_of(word), lemmas, NULL);
    for (size_t i = 0; i < count; i++)
        add_label(context, &lemmas[i]);
}

void lemmas_of_form(struct lemma_list *list, const char *surface)
{
    list->count = 0;
    each_word(surface, add_all_lemmas, list);
}

/* --- reading --- */

struct reading {
    bool capital;
    void (*take)(void *context, const struct lexicon_lemma *lemma);
    void *context;
};

/* The names, and: what the word heads; nouns and adjectives, if it heads nothing; verbs, if it is a
 * form of no noun either. Only the names, with a capital. */
static void read_word(void *context, const char *word)
{
    const struct reading *reading = context;
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    size_t count = lexicon_find(slice_of(word), lemmas, NULL);
    bool name = false, head = false, nominal = false;
    for (size_t i = 0; i < count; i++) {
        bool is_name = lemmas[i].class == LEXICON_PROPER;
        name |= is_name;
        head |= !is_name && lemmas[i].is_head;
        nominal |= lemmas[i].class == LEXICON_NOMINAL;
    }
    for (size_t i = 0; i < count; i++) {
        bool meant = true;
        if (lemmas[i].class != LEXICON_PROPER) {
            if (name && reading->capital)
                meant = false;
            else if (head)
                meant = lemmas[i].is_head;
            else if (nominal)
                meant = lemmas[i].class == LEXICON_NOMINAL;
        }
        if (meant)
            reading->take(reading->context, &lemmas[i]);
    }
}

static void take_label(void *context, const struct lexicon_lemma *lemma)
{
    add_label(context, lemma);
}

void lemmas_meant(struct lemma_list *list, const char *surface, bool capital)
{
    struct reading reading = {capital, take_label, list};
    list->count = 0;
    each_word(surface, read_word, &reading);
}

/* --- forms --- */

/* Visits the form without those of its accents whose bits are set, counted from the first letter.
 * False when it has no such accents. */
static bool visit_without(const struct word_walk *walk, const char *form, unsigned lost)
{
    char left[LEXICON_WORD_MAX + 1];
    size_t size = 0;
    unsigned accents = 0;
    for (const char *at = form; *at != '\0';) {
        char plain[ANALYSIS_WORD_MAX + 1];
        size_t letter = 1;
        while (((unsigned char)at[letter] & 0xc0) == 0x80)
            letter++;
        size_t plain_size = analyzer_fold(at, letter, plain);
        bool accented = plain_size != letter;
        bool loses = accented && (lost >> accents & 1) != 0;
        memcpy(left + size, loses ? plain : at, loses ? plain_size : letter);
        size += loses ? plain_size : letter;
        accents += accented;
        at += letter;
    }
    left[size] = '\0';
    if (lost >> accents != 0)
        return false;
    if (lost == 0 || !is_word(left))
        walk->visit(walk->context, left);
    return true;
}

static void visit_spellings(void *context, struct slice form)
{
    char spelt[LEXICON_WORD_MAX + 1];
    snprintf(spelt, sizeof spelt, "%.*s", (int)form.size, form.data);
    for (unsigned lost = 0; visit_without(context, spelt, lost);)
        lost++;
}

static void take_forms(void *context, const struct lexicon_lemma *lemma)
{
    lexicon_each_form(lemma, visit_spellings, context);
}

void lemmas_each_form(const char *surface, bool capital,
                      void (*visit)(void *context, const char *form), void *context)
{
    struct word_walk walk = {visit, context};
    struct reading reading = {capital, take_forms, &walk};
    each_word(surface, read_word, &reading);
}
