#include "tests/oracle/collection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void collection_init(struct collection *collection)
{
    *collection = (struct collection){.analyzer = analyzer_create()};
    if (collection->analyzer == NULL)
        abort();
}

void collection_release(struct collection *collection)
{
    for (size_t i = 0; i < collection->count; i++) {
        free(collection->documents[i].path);
        free(collection->documents[i].sort_path);
        free(collection->documents[i].url);
        free(collection->documents[i].occurrences);
    }
    free(collection->documents);
    free(collection->lemmas);
    free(collection->live_forms);
    analyzer_destroy(collection->analyzer);
}

static void *grow_records(void *array, size_t count, size_t size)
{
    void *larger = realloc(array, count * size);
    if (larger == NULL)
        abort();
    return larger;
}

/* Appends the words of a text; the position after the last. */
static uint32_t index_text(struct collection *collection, struct plain_document *document,
                           const char *text, uint32_t first_position)
{
    static struct occurrence batch[ANALYSIS_BATCH_MIN];
    analyzer_begin(collection->analyzer, text, strlen(text), first_position);
    size_t got;
    while ((got = analyzer_next(collection->analyzer, batch, ANALYSIS_BATCH_MIN)) > 0) {
        document->occurrences = grow_records(document->occurrences, document->count + got,
                                             sizeof *document->occurrences);
        for (size_t i = 0; i < got; i++)
            document->occurrences[document->count++] = (struct occurrence_of){
                batch[i].position, analyzer_form(collection->analyzer, batch[i].form)->term_id,
                batch[i].form};
    }
    return analyzer_position(collection->analyzer);
}

void collection_add(struct collection *collection, const struct plain_record *record,
                    const char *title, const char *body)
{
    if (collection->count == collection->capacity) {
        collection->capacity = collection->capacity * 2 + 64;
        collection->documents = grow_records(collection->documents, collection->capacity,
                                             sizeof *collection->documents);
    }
    struct plain_document document = {.ordinal = record->ordinal,
                                      .sort_path = strdup(record->file),
                                      .day = record->day,
                                      .url = strdup(record->url)};
    char path[4096];
    snprintf(path, sizeof path, record->id == NULL ? "%s" : "%s#%s", record->file, record->id);
    document.path = strdup(path);
    document.title_length = index_text(collection, &document, title, 0);
    uint32_t start = document.title_length + ANALYSIS_TITLE_GAP;
    uint32_t end = index_text(collection, &document, body, start);
    document.length = document.title_length + end - start;
    collection->documents[collection->count++] = document;
}

static int compare_documents(const void *one, const void *other)
{
    const struct plain_document *a = one, *b = other;
    int order = strcmp(a->sort_path, b->sort_path);
    return order != 0 ? order : (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);
}

/* Sums and forms, of all documents and of those that are not deleted. */
static void count_plain_documents(struct collection *collection)
{
    collection->live_forms =
        grow_records(NULL, collection->form_count + 1, sizeof *collection->live_forms);
    memset(collection->live_forms, 0, collection->form_count * sizeof *collection->live_forms);
    for (size_t i = 0; i < collection->count; i++) {
        const struct plain_document *document = &collection->documents[i];
        for (int counted = document->deleted; counted < 2; counted++) {
            collection->documents_of[counted]++;
            collection->length_of[counted] += document->length;
            collection->title_length_of[counted] += document->title_length;
        }
        for (size_t k = 0; k < document->count && !document->deleted; k++)
            collection->live_forms[document->occurrences[k].form] = true;
    }
}

bool collection_counts(const struct collection *collection, size_t document)
{
    return collection->counts_deleted || !collection->documents[document].deleted;
}

bool collection_has_form(const struct collection *collection, uint32_t form)
{
    return collection->counts_deleted || collection->live_forms[form];
}

void collection_sort(struct collection *collection)
{
    qsort(collection->documents, collection->count, sizeof *collection->documents,
          compare_documents);
    collection->form_count = analyzer_form_count(collection->analyzer);
    count_plain_documents(collection);
    collection->lemmas = grow_records(NULL, collection->form_count + 1, sizeof *collection->lemmas);
    for (uint32_t i = 0; i < collection->form_count; i++)
        lemmas_of_form(&collection->lemmas[i], analyzer_form(collection->analyzer, i)->surface);
}
