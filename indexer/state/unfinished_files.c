#include "indexer/state/unfinished_files.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/index/amendments.h"

int unfinished_files_note(struct unfinished_files *unfinished_files,
                          const struct new_article *article)
{
    if (article->segment[0] != '\0')
        vector_append(&unfinished_files->articles, *article);
    return vector_status(&unfinished_files->articles);
}

void unfinished_files_release(struct unfinished_files *unfinished_files)
{
    vector_release(&unfinished_files->articles);
}

static int compare_new_articles(const void *one, const void *other)
{
    const struct new_article *a = one, *b = other;
    int order = strcmp(a->segment, b->segment);
    return order != 0 ? order : (a->document > b->document) - (a->document < b->document);
}

static int stamp_segment(struct transaction *transaction, struct manifest_segment *entry,
                         const struct new_article *articles, size_t count, unsigned number)
{
    char name[SEGMENT_NAME_SIZE];
    unsigned char *none = calloc(amendments_bitset_size(entry->documents) + 1, 1);
    struct stamp *stamps = calloc(count, sizeof *stamps);
    int status = none == NULL || stamps == NULL ? error_memory() : 0;
    for (size_t i = 0; i < count && status == 0; i++)
        stamps[i] = (struct stamp){.document = articles[i].document, .file = {.again = true}};
    transaction_amendments_name(transaction, number, name);
    if (status == 0)
        status =
            amendments_write(transaction->directory, name,
                             &(struct amendments_content){none, stamps, (uint32_t)count}, entry);
    free(none);
    free(stamps);
    return status;
}

int unfinished_files_write(struct unfinished_files *unfinished_files,
                           struct transaction *transaction, unsigned *number)
{
    const struct new_article *articles = unfinished_files->articles.items;
    size_t count = vector_count(&unfinished_files->articles);
    int status = 0;
    vector_sort(&unfinished_files->articles, compare_new_articles);
    for (size_t first = 0, end; first < count && status == 0; first = end) {
        for (end = first + 1;
             end < count && strcmp(articles[end].segment, articles[first].segment) == 0;)
            end++;
        for (size_t i = 0; i < transaction->next.segment_count && status == 0; i++)
            if (strcmp(transaction->next.segments[i].name, articles[first].segment) == 0)
                status = stamp_segment(transaction, &transaction->next.segments[i],
                                       &articles[first], end - first, (*number)++);
    }
    return status;
}
