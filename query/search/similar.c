#include "query/search/similar.h"

#include <math.h>

#include "common/base/error.h"
#include "common/base/vector.h"
#include "query/evaluate/bm25.h"
#include "query/language/clauses.h"

/* A term of the text, with its most frequent form. */
struct significant_term {
    uint32_t term, form;
    uint32_t count, form_count;
    double weight, value;
};

/* The text that others are to resemble. */
struct similar_text {
    struct occurrence_list occurrences;
    VECTOR(struct significant_term) terms;
};

/* Of a boost. */
static const double precision = 1000;

static int compare_occurrences(const void *one, const void *other)
{
    const struct occurrence *a = one, *b = other;
    if (a->term != b->term)
        return a->term < b->term ? -1 : 1;
    return (a->form > b->form) - (a->form < b->form);
}

static int compare_significance(const void *one, const void *other)
{
    const struct significant_term *a = one, *b = other;
    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->term > b->term) - (a->term < b->term);
}

/* More than one byte, of letters and digits only. */
static bool is_plain_form(const struct form *form)
{
    for (uint32_t i = 0; i < form->surface_size; i++) {
        unsigned char byte = (unsigned char)form->surface[i];
        if (byte < 0x80 && !(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9'))
            return false;
    }
    return form->surface_size > 1;
}

static int count_term_documents(struct index *index, const struct form *form, uint64_t *count)
{
    char key[TERM_KEY_MAX];
    size_t size = term_key(FIELD_TEXT, form->term, form->term_size, key);
    *count = 0;
    for (size_t i = 0; i < index->segment_count; i++) {
        struct term_entry entry;
        int found = term_find(&index->segments[i].terms, key, size, &entry);
        if (found < 0)
            return found;
        *count += found == 1 ? entry.document_count : 0;
    }
    return 0;
}

/* Reads the term of the occurrences at `words`; returns how many it has. */
static size_t read_text_term(const struct occurrence *words, size_t count,
                             struct significant_term *term)
{
    *term = (struct significant_term){.term = words[0].term};
    size_t i = 0;
    while (i < count && words[i].term == term->term) {
        size_t start = i;
        while (i < count && words[i].form == words[start].form)
            i++;
        if (i - start > term->form_count) {
            term->form_count = (uint32_t)(i - start);
            term->form = words[start].form;
        }
    }
    term->count = (uint32_t)i;
    return i;
}

static int weigh_term(struct index *index, struct analyzer *analyzer, struct significant_term *term)
{
    static const double k1 = 1.2;
    const struct form *form = analyzer_form(analyzer, term->form);
    uint64_t documents;
    if (!is_plain_form(form))
        return 0;
    int status = count_term_documents(index, form, &documents);
    if (status == 0 && documents > 0) {
        term->weight = term->count / (term->count + k1);
        term->value = term->weight * bm25_idf(index->document_count, documents);
    }
    return status;
}

static int find_significant_terms(struct similar_text *text, struct index *index,
                                  struct analyzer *analyzer)
{
    const struct occurrence *words = text->occurrences.items;
    size_t count = vector_count(&text->occurrences);
    int status = 0;
    vector_sort(&text->occurrences, compare_occurrences);
    for (size_t i = 0; i < count && status == 0;) {
        struct significant_term term;
        i += read_text_term(&words[i], count - i, &term);
        status = weigh_term(index, analyzer, &term);
        if (status == 0 && term.value > 0)
            vector_append(&text->terms, term);
    }
    return status == 0 ? vector_status(&text->terms) : status;
}

int similar_query(struct query *query, struct index *index, struct analyzer *analyzer,
                  struct slice text, const struct query_options *options)
{
    struct similar_text read = {0};
    struct weighted_form forms[SIMILAR_WORDS];
    size_t kept = 0;
    int status = occurrences_read(&read.occurrences, analyzer, text.data, text.size);
    if (status == 0)
        status = find_significant_terms(&read, index, analyzer);
    vector_sort(&read.terms, compare_significance);
    const struct significant_term *items = read.terms.items;
    for (; kept < vector_count(&read.terms) && kept < SIMILAR_WORDS; kept++)
        forms[kept] = (struct weighted_form){items[kept].form,
                                             round(items[kept].weight * precision) / precision};
    if (status == 0)
        status = query_of_forms(query, analyzer, forms, kept, options);
    vector_release(&read.occurrences);
    vector_release(&read.terms);
    return status;
}
