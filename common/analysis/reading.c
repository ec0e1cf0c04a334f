#include "common/analysis/reading.h"

#include <assert.h>

#include "common/analysis/analyzer_state.h"
#include "common/analysis/term.h"

/* The most terms of a word; further ones are not looked for. */
enum { SETS_MAX = 64 };

struct reader {
    struct analyzer *analyzer;
    bool capital;
    reading_visitor *visit;
    void *context;
    bool read_any; /* a form was a word */
    size_t count;
    uint64_t sets[SETS_MAX]; /* hashes of the sets of lemmas whose terms were visited */
};

/* Visits the term of a set of lemmas, unless it was visited before. */
static void read_lemmas(struct reader *reader, const struct lemma_set *set)
{
    uint64_t hash = set->count;
    for (size_t i = 0; i < set->count; i++)
        hash = forms_mix(hash ^ forms_hash(set->items[i].headword, set->items[i].size),
                         UINT64_C(0xa0761d6478bd642f) + (uint64_t)set->items[i].class);
    for (size_t i = 0; i < reader->count; i++)
        if (reader->sets[i] == hash)
            return;
    if (reader->count == SETS_MAX)
        return;
    reader->sets[reader->count++] = hash;
    char term[ANALYSIS_WORD_MAX + 1];
    const size_t size = term_of_lemmas(reader->analyzer->stemmer, set, term);
    reader->visit(reader->context, (struct slice){term, size});
}

/* Visits the term of a form that is a word, or lacks accents of one. */
static void read_form(void *context, struct slice form)
{
    struct lemma_set set;
    lemma_set_of(&set, form);
    if (set.count > 0)
        read_lemmas(context, &set);
}

static void read_spellings(void *context, struct slice form)
{
    read_form(context, form);
    lexicon_each_lost(form, read_form, context);
}

/* Whether any lemma is of the class, and heads the form if it must. */
static bool has_class(const struct lexicon_lemma *lemmas, size_t count, enum lexicon_class class,
                      bool heads)
{
    for (size_t i = 0; i < count; i++)
        if (lemmas[i].class == class && (lemmas[i].is_head || !heads))
            return true;
    return false;
}

/* Whether a reader takes the word for a form of the lemma, one of its lemmas. */
static bool means(const struct reader *reader, const struct lexicon_lemma *lemma,
                  const struct lexicon_lemma *lemmas, size_t count)
{
    if (lemma->class == LEXICON_PROPER)
        return true;
    if (reader->capital && has_class(lemmas, count, LEXICON_PROPER, false))
        return false;
    if (has_class(lemmas, count, LEXICON_NOMINAL, true) ||
        has_class(lemmas, count, LEXICON_VERB, true))
        return lemma->is_head;
    return lemma->class == LEXICON_NOMINAL || !has_class(lemmas, count, LEXICON_NOMINAL, false);
}

static void read_word(void *context, struct slice word)
{
    struct reader *reader = context;
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    const size_t count = lexicon_find(word, lemmas, NULL);
    reader->read_any |= count > 0;
    for (size_t i = 0; i < count; i++)
        if (means(reader, &lemmas[i], lemmas, count))
            lexicon_each_form(&lemmas[i], read_spellings, reader);
}

void analyzer_read_form(struct analyzer *analyzer, struct slice surface, reading_visitor *visit,
                        void *context)
{
    char term[ANALYSIS_WORD_MAX + 1];
    const size_t size = term_of_form(analyzer->stemmer, surface, term);
    visit(context, (struct slice){term, size});
}

/* Reads the words that a form could be with accents, and the form that lacks them. */
static void read_accented(struct reader *reader, struct slice surface)
{
    lexicon_each_accented(surface, read_word, reader);
    read_form(reader, surface);
    if (reader->count == 0)
        analyzer_read_form(reader->analyzer, surface, reader->visit, reader->context);
}

void analyzer_read_accented(struct analyzer *analyzer, struct slice surface, reading_visitor *visit,
                            void *context)
{
    struct reader reader = {.analyzer = analyzer, .visit = visit, .context = context};
    assert(surface.size <= ANALYSIS_WORD_MAX);
    read_word(&reader, surface);
    read_accented(&reader, surface);
}

bool analyzer_read_word(struct analyzer *analyzer, struct slice surface, bool capital,
                        reading_visitor *visit, void *context)
{
    struct reader reader = {
        .analyzer = analyzer, .capital = capital, .visit = visit, .context = context};
    assert(surface.size <= ANALYSIS_WORD_MAX);
    read_word(&reader, surface);
    if (!reader.read_any) {
        read_accented(&reader, surface);
        return false;
    }
    return true;
}
