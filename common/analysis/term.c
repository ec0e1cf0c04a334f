#include "common/analysis/term.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "common/analysis/base_form.h"
#include "common/analysis/stem.h"
#include "common/words/fold.h"

/* --- lemmas --- */

static int compare_names(const struct lemma_name *one, const struct lemma_name *other)
{
    if (one->class != other->class)
        return one->class < other->class ? -1 : 1;
    return slice_compare((struct slice){one->headword, one->size},
                         (struct slice){other->headword, other->size});
}

void lemma_set_add(struct lemma_set *set, const struct lexicon_lemma *lemmas, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct lemma_name name = {.class = lemmas[i].class};
        size_t place = 0;
        name.size = (unsigned char)lexicon_headword(&lemmas[i], name.headword);
        while (place < set->count && compare_names(&set->items[place], &name) < 0)
            place++;
        if (set->count == TERM_LEMMAS_MAX ||
            (place < set->count && compare_names(&set->items[place], &name) == 0))
            continue;
        memmove(&set->items[place + 1], &set->items[place],
                (set->count - place) * sizeof *set->items);
        set->items[place] = name;
        set->count++;
    }
}

static void add_word(void *context, struct slice word)
{
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    lemma_set_add(context, lemmas, lexicon_find(word, lemmas, NULL));
}

static void add_name(void *context, struct slice word)
{
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    const size_t count = lexicon_find(word, lemmas, NULL);
    for (size_t i = 0; i < count; i++)
        if (lemmas[i].class == LEXICON_PROPER)
            lemma_set_add(context, &lemmas[i], 1);
}

/* Whether a form has a letter that French does not write: ğ, ó, ã. */
static bool is_foreign(struct slice surface)
{
    static const char french[] = "\xa0\xa2\xa4\xa7\xa8\xa9\xaa\xab\xae\xaf\xb4\xb6\xb9\xbb\xbc\xbf";
    for (size_t i = 0; i < surface.size; i++) {
        if ((signed char)surface.data[i] >= 0)
            continue;
        if (surface.data[i] != '\xc3' || i + 1 == surface.size ||
            strchr(french, surface.data[i + 1]) == NULL)
            return true;
        i++;
    }
    return false;
}

/* Adds the name that a form with accents of another language is: Erdoğan, Łódź. */
static void add_foreign_name(struct lemma_set *set, struct slice surface)
{
    if (!is_foreign(surface))
        return;
    char folded[ANALYSIS_WORD_MAX + 1];
    const struct slice plain = {folded, analyzer_fold(surface.data, surface.size, folded)};
    if (slice_equals(plain, surface))
        return;
    add_name(set, plain);
    lexicon_each_accented(plain, add_name, set);
}

void lemma_set_of(struct lemma_set *set, struct slice surface)
{
    set->count = 0;
    add_word(set, surface);
    if (set->count == 0)
        lexicon_each_accented(surface, add_word, set);
    if (set->count == 0)
        add_foreign_name(set, surface);
}

/* --- terms --- */

/* Appends a mark and what follows, as far as both fit. */
static size_t append(char *term, size_t size, char mark, struct slice rest)
{
    if (size + 1 + rest.size > ANALYSIS_WORD_MAX)
        return size;
    term[size++] = mark;
    memcpy(term + size, rest.data, rest.size);
    return size + rest.size;
}

size_t term_of_lemmas(struct sb_stemmer *stemmer, const struct lemma_set *set,
                      char term[ANALYSIS_WORD_MAX + 1])
{
    assert(set->count > 0);
    size_t size = stem_word(stemmer, set->items[0].headword, set->items[0].size, term);
    const struct slice stem = {term, size};
    for (size_t i = 0; i < set->count; i++) {
        const struct lemma_name *name = &set->items[i];
        struct slice headword = {name->headword, name->size};
        if (slice_starts_with(headword, stem))
            headword = slice_skip(headword, stem.size);
        else
            size = append(term, size, TERM_WHOLE, (struct slice){"", 0});
        size = append(term, size, (char)(TERM_CLASS + (int)name->class), headword);
    }
    term[size] = '\0';
    return size;
}

/* The term of a form that is no word. */
static size_t term_of_unknown(struct sb_stemmer *stemmer, struct slice surface,
                              char term[ANALYSIS_WORD_MAX + 1])
{
    char base[ANALYSIS_WORD_MAX + 1];
    struct slice left = {base, base_form(surface, base)};
    size_t size = stem_word(stemmer, base, left.size, term);
    const struct slice stem = {term, size};
    if (!slice_starts_with(left, stem))
        size = append(term, size, TERM_WHOLE_REST, left);
    else if (left.size > size)
        size = append(term, size, TERM_REST, slice_skip(left, size));
    term[size] = '\0';
    return size;
}

size_t term_of_form(struct sb_stemmer *stemmer, struct slice surface,
                    char term[ANALYSIS_WORD_MAX + 1])
{
    struct lemma_set set;
    lemma_set_of(&set, surface);
    return set.count > 0 ? term_of_lemmas(stemmer, &set, term)
                         : term_of_unknown(stemmer, surface, term);
}

size_t term_stem_size(struct slice term)
{
    size_t stem = 0;
    while (stem < term.size && (unsigned char)term.data[stem] >= TERM_MARK_END)
        stem++;
    return stem;
}

static size_t append_name(char *name, size_t size, struct slice bytes)
{
    if (size + bytes.size > TERM_NAME_MAX)
        return size;
    memcpy(name + size, bytes.data, bytes.size);
    return size + bytes.size;
}

size_t term_name(struct slice term, char name[TERM_NAME_MAX + 1])
{
    struct slice stem = {term.data, term_stem_size(term)};
    size_t size = term.size == stem.size ? append_name(name, 0, stem) : 0;
    bool whole = false;
    for (struct slice left = slice_skip(term, stem.size); left.size > 0;) {
        const unsigned char mark = (unsigned char)left.data[0];
        left = slice_skip(left, 1);
        const struct slice rest = {left.data, term_stem_size(left)};
        left = slice_skip(left, rest.size);
        if (mark == TERM_WHOLE) {
            whole = true;
            continue;
        }
        size = size > 0 ? append_name(name, size, (struct slice){"+", 1}) : size;
        if (!whole && mark != TERM_WHOLE_REST)
            size = append_name(name, size, stem);
        size = append_name(name, size, rest);
        whole = false;
    }
    name[size] = '\0';
    return size;
}
