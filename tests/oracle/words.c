#include "tests/oracle/words.h"

#include <stdlib.h>
#include <string.h>

#include "common/analysis/stem.h"
#include "tests/oracle/forms.h"

bool words_is_function(const char *surface)
{
    static const char *const words[] = {
        "de",   "la",   "le",   "et",  "les",  "des", "en", "un",  "du", "une",  "que",  "est",
        "pour", "qui",  "dans", "par", "plus", "pas", "au", "sur", "ne", "se",   "ce",   "il",
        "sont", "avec", "son",  "qu",  "l",    "d",   "où", "ou",  "sa", "sera", "mais", "vous"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(surface, words[i]) == 0)
            return true;
    return false;
}

/* --- the forms of a word --- */

/* Whether one spelling is what is left of the other where accents were lost, or the other way
 * round: where the two differ, one and the same of them has none. */
static bool differ_in_lost_accents(const char *one, const char *other)
{
    bool lost_in_one = true, lost_in_other = true;
    while (*one != '\0' && *other != '\0') {
        char plain[2][ANALYSIS_WORD_MAX + 1];
        size_t sizes[2] = {1, 1};
        while (((unsigned char)one[sizes[0]] & 0xc0) == 0x80)
            sizes[0]++;
        while (((unsigned char)other[sizes[1]] & 0xc0) == 0x80)
            sizes[1]++;
        analyzer_fold(one, sizes[0], plain[0]);
        analyzer_fold(other, sizes[1], plain[1]);
        if (strcmp(plain[0], plain[1]) != 0)
            return false;
        if (sizes[0] != sizes[1] || memcmp(one, other, sizes[0]) != 0) {
            lost_in_one = lost_in_one && sizes[0] == 1;
            lost_in_other = lost_in_other && sizes[1] == 1;
        }
        one += sizes[0];
        other += sizes[1];
    }
    return *one == *other && (lost_in_one || lost_in_other);
}

/* Whether a form counts for a word that is one, or would be with accents, or for one that is not.
 */
static bool stands_for(const struct collection *collection, const struct oracle_word *word,
                       const struct lemma_list *meant, uint32_t number)
{
    const struct form *form = analyzer_form(collection->analyzer, number);
    const struct lemma_list *lemmas = &collection->lemmas[number];
    if (words_is_function(word->surface)) {
        struct lemma_list own;
        lemmas_of_form(&own, word->surface);
        return own.count == 0 ? strcmp(form->term, word->term) == 0 : lemmas_are_same(&own, lemmas);
    }
    if (meant->count > 0)
        return lemmas_have_common(meant, lemmas);
    return lemmas->count == 0 && (strcmp(form->term, word->term) == 0 ||
                                  differ_in_lost_accents(word->surface, form->surface));
}

static bool has_term(const struct oracle_forms *forms, uint32_t term)
{
    for (size_t i = 0; i < forms->term_count; i++)
        if (forms->terms[i] == term)
            return true;
    return false;
}

static void add_form(const struct collection *collection, struct oracle_forms *forms,
                     uint32_t number)
{
    uint32_t term = analyzer_form(collection->analyzer, number)->term_id;
    forms->has[number] = true;
    if (has_term(forms, term))
        return;
    if (forms->term_count == ORACLE_TERMS)
        abort();
    forms->terms[forms->term_count++] = term;
}

static void add_all_of_terms(const struct collection *collection, struct oracle_forms *forms)
{
    for (uint32_t i = 0; i < collection->form_count; i++)
        forms->has[i] = has_term(forms, analyzer_form(collection->analyzer, i)->term_id);
}

/* --- numbers --- */

uint32_t words_count_term(const struct plain_document *document, const struct oracle_forms *forms,
                          uint32_t term, bool in_title)
{
    uint32_t count = 0, last = UINT32_MAX;
    for (size_t i = 0; i < document->count; i++) {
        const struct occurrence_of *one = &document->occurrences[i];
        if (one->term != term || !forms->has[one->form] ||
            (in_title && one->position >= document->title_length))
            continue;
        count += one->position != last;
        last = one->position;
    }
    return count;
}

uint32_t words_count(const struct plain_document *document, const struct oracle_forms *forms,
                     bool in_title)
{
    uint32_t count = 0;
    for (size_t i = 0; i < forms->term_count; i++)
        count += words_count_term(document, forms, forms->terms[i], in_title);
    return count;
}

/* Documents that have the term in whatever form; or the occurrences in forms that count, if those
 * are fewer. */
static uint64_t df_of(const struct collection *collection, const struct oracle_forms *forms,
                      uint32_t term, bool in_title)
{
    static struct oracle_forms any;
    uint64_t df = 0, occurrences = 0;
    memset(any.has, true, sizeof any.has);
    for (size_t d = 0; d < collection->count; d++) {
        if (!collection_counts(collection, d))
            continue;
        df += words_count_term(&collection->documents[d], &any, term, in_title) > 0;
        occurrences += words_count_term(&collection->documents[d], forms, term, in_title);
    }
    return df < occurrences ? df : occurrences;
}

static void find_df(const struct collection *collection, struct oracle_forms *forms, bool in_title)
{
    forms->df = 0;
    for (size_t i = 0; i < forms->term_count; i++) {
        uint64_t df = df_of(collection, forms, forms->terms[i], in_title);
        forms->df = df > forms->df ? df : forms->df;
    }
}

static void clear_forms(const struct collection *collection, struct oracle_forms *forms)
{
    if (collection->form_count > ORACLE_FORMS)
        abort();
    *forms = (struct oracle_forms){0};
}

void words_prepare(const struct collection *collection, struct oracle_word *word, bool in_title)
{
    struct lemma_list meant;
    lemmas_meant(&meant, word->surface, word->capital);
    clear_forms(collection, &word->forms);
    for (uint32_t i = 0; i < collection->form_count; i++)
        if (collection_has_form(collection, i) &&
            (word->kind == ORACLE_WORD ? stands_for(collection, word, &meant, i)
                                       : form_fits(collection, word, i)))
            add_form(collection, &word->forms, i);
    if (word->kind == ORACLE_WORD || word->kind == ORACLE_FUZZY)
        add_all_of_terms(collection, &word->forms);
    find_df(collection, &word->forms, in_title);
}

/* --- families --- */

enum { STEMS_MAX = 64 };

struct stems {
    size_t count;
    char items[STEMS_MAX][ANALYSIS_WORD_MAX + 1];
};

/* That of the headword of its first lemma; of an unknown form, that of its term. */
static void stem_of(const struct lemma_list *lemmas, const char *term,
                    char stem[ANALYSIS_WORD_MAX + 1])
{
    if (lemmas->count == 0) {
        size_t size = strcspn(term, "\x01\x02\x03\x04\x05\x06");
        memcpy(stem, term, size);
        stem[size] = '\0';
        return;
    }
    static struct sb_stemmer *stemmer;
    const char *headword = lemmas->items[0].text + 1;
    if (stemmer == NULL && stem_create(&stemmer) != 0)
        abort();
    stem_word(stemmer, headword, strlen(headword), stem);
}

static bool has_stem(const struct stems *stems, const char *stem)
{
    for (size_t i = 0; i < stems->count; i++)
        if (strcmp(stems->items[i], stem) == 0)
            return true;
    return false;
}

static void add_stem(struct stems *stems, const struct lemma_list *lemmas, const char *term)
{
    char stem[ANALYSIS_WORD_MAX + 1];
    stem_of(lemmas, term, stem);
    if (has_stem(stems, stem))
        return;
    if (stems->count == STEMS_MAX)
        abort();
    strcpy(stems->items[stems->count++], stem);
}

static void add_form_stem(void *context, const char *form)
{
    struct lemma_list lemmas;
    lemmas_of_form(&lemmas, form);
    add_stem(context, &lemmas, "");
}

/* Of all forms of what the word means, whether or not the collection has them. */
static void find_stems(const struct oracle_word *word, struct stems *stems)
{
    struct lemma_list lemmas;
    lemmas_of_form(&lemmas, word->surface);
    if (words_is_function(word->surface) || lemmas.count == 0)
        add_stem(stems, &lemmas, word->term);
    else
        lemmas_each_form(word->surface, word->capital, add_form_stem, stems);
}

void words_prepare_family(const struct collection *collection, struct oracle_word *word)
{
    static struct stems stems;
    stems.count = 0;
    find_stems(word, &stems);
    clear_forms(collection, &word->family);
    for (uint32_t i = 0; i < collection->form_count; i++) {
        const struct form *form = analyzer_form(collection->analyzer, i);
        char stem[ANALYSIS_WORD_MAX + 1];
        stem_of(&collection->lemmas[i], form->term, stem);
        if (collection_has_form(collection, i) && has_stem(&stems, stem) &&
            !has_term(&word->forms, form->term_id))
            add_form(collection, &word->family, i);
    }
    add_all_of_terms(collection, &word->family);
    if (word->forms.df == 0)
        find_df(collection, &word->family, false);
}
