#include "tools/lexicon/lost.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/lexicon/accents.h"

/* Accents of one word beyond these are kept: no French word has so many. */
enum { ACCENTS_MAX = 5 };

/* A form, or a spelling of it that lacks accents, and one lemma. */
struct spelling {
    struct slice text;
    size_t lemma; /* of the group */
    bool lost;
};

/* A spelling that lacks accents, and the lemmas of one form that has it, as a hash. */
struct reading {
    struct slice text;
    uint64_t lemmas;
};

struct finder {
    struct lost_words *lost;
    VECTOR(struct spelling) forms;
    VECTOR(struct reading) readings;
};

static int compare_spellings(const void *one, const void *other)
{
    const struct spelling *a = one, *b = other;
    int order = slice_compare(a->text, b->text);
    return order != 0 ? order : (a->lemma > b->lemma) - (a->lemma < b->lemma);
}

static int compare_readings(const void *one, const void *other)
{
    const struct reading *a = one, *b = other;
    int order = slice_compare(a->text, b->text);
    return order != 0 ? order : (a->lemmas > b->lemmas) - (a->lemmas < b->lemmas);
}

/* Adds the spellings of a form that lack the accents whose bits are set, for every set of them. */
static int add_lost_spellings(struct finder *finder, struct slice form, uint64_t lemmas)
{
    size_t places[ACCENTS_MAX], count = 0;
    char plain[ACCENTS_MAX];
    for (size_t at = 0; at < form.size && count < ACCENTS_MAX;) {
        uint32_t c;
        const size_t size = utf8_decode(form.data + at, &c);
        plain[count] = size == 2 ? plain_letter(form.data + at) : 0;
        places[count] = at;
        count += plain[count] != 0;
        at += size;
    }
    for (unsigned taken = 1; taken < 1U << count; taken++) {
        char text[LEXICON_WORD_MAX + 1];
        size_t size = 0;
        for (size_t at = 0, next = 0; at < form.size;) {
            const bool accent = next < count && places[next] == at;
            const bool loses = accent && (taken >> next & 1) != 0;
            text[size++] = loses ? plain[next] : form.data[at];
            at += loses ? 2 : 1;
            next += accent;
        }
        struct reading reading = {.lemmas = lemmas};
        reading.text = (struct slice){arena_copy(&finder->lost->arena, text, size), size};
        if (reading.text.data == NULL)
            return error_memory();
        vector_append(&finder->readings, reading);
    }
    return vector_status(&finder->readings);
}

static int collect_forms(struct finder *finder, const struct lemmas *lemmas)
{
    for (size_t i = 0; i < vector_count(&lemmas->items); i++) {
        const struct lemma *lemma = &lemmas->items.items[i];
        const size_t group = (size_t)(lemmas_group(lemmas, lemma) - lemmas->items.items);
        for (size_t k = 0; k < lemma->form_count; k++)
            vector_append(&finder->forms,
                          (struct spelling){.text = lemma->forms[k], .lemma = group});
    }
    vector_sort(&finder->forms, compare_spellings);
    return vector_status(&finder->forms);
}

static int collect_readings(struct finder *finder)
{
    const struct spelling *forms = finder->forms.items;
    const size_t count = vector_count(&finder->forms);
    int status = 0;
    for (size_t first = 0, end; first < count && status == 0; first = end) {
        uint64_t lemmas = 0;
        size_t last = SIZE_MAX;
        for (end = first; end < count && slice_equals(forms[end].text, forms[first].text); end++)
            if (forms[end].lemma != last) {
                last = forms[end].lemma;
                lemmas = (lemmas ^ last) * UINT64_C(0x9e3779b97f4a7c15) + 1;
            }
        status = add_lost_spellings(finder, forms[first].text, lemmas);
    }
    vector_sort(&finder->readings, compare_readings);
    return status;
}

static bool is_form(const struct finder *finder, struct slice text)
{
    const struct spelling key = {.text = text, .lemma = 0};
    size_t low = 0, high = vector_count(&finder->forms);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_spellings(&finder->forms.items[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < vector_count(&finder->forms) && slice_equals(finder->forms.items[low].text, text);
}

int lost_words_find(struct lost_words *lost, const struct lemmas *lemmas)
{
    struct finder finder = {.lost = lost};
    *lost = (struct lost_words){0};
    arena_init(&lost->arena, 1 << 20);
    int status = collect_forms(&finder, lemmas);
    if (status == 0)
        status = collect_readings(&finder);
    const struct reading *readings = finder.readings.items;
    const size_t count = vector_count(&finder.readings);
    for (size_t first = 0, end; first < count && status == 0; first = end) {
        for (end = first + 1;
             end < count && slice_equals(readings[end].text, readings[first].text);)
            end++;
        if (readings[first].lemmas != readings[end - 1].lemmas &&
            !is_form(&finder, readings[first].text))
            vector_append(&lost->words, readings[first].text);
    }
    vector_release(&finder.forms);
    vector_release(&finder.readings);
    return status == 0 ? vector_status(&lost->words) : status;
}

void lost_words_release(struct lost_words *lost)
{
    vector_release(&lost->words);
    arena_release(&lost->arena);
}
