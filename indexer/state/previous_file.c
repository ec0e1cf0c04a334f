#include "indexer/state/previous_file.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "indexer/sources/article/hash.h"

static struct previous_article *articles_of(const struct previous_file *file, size_t *count)
{
    *count = vector_count(&file->articles);
    return file->articles.items;
}

void previous_file_discard(struct previous_file *file)
{
    if (file == NULL)
        return;
    vector_release(&file->articles);
    vector_release(&file->new_ids);
    free(file);
}

int previous_file_collect(struct previous_file *file, struct previous_segment *from,
                          uint32_t segment)
{
    const struct document *document = &from->document;
    struct stamp stamp;
    struct previous_article article = {.segment = segment,
                                       .document = from->at,
                                       .ordinal = document->ordinal,
                                       .stamped = previous_segment_stamp(from, &stamp),
                                       .id = hash_bytes(document->id.data, document->id.size),
                                       .content = document->content_hash};
    if (article.stamped)
        file->state = stamp.file;
    else if (!file->stamp_counts)
        file->state = document->file;
    file->stamp_counts |= article.stamped;
    vector_append(&file->articles, article);
    return vector_status(&file->articles);
}

/* Leaves all stamps of the file as they are. */
static void keep_stamps(struct previous_state *state, const struct previous_file *file)
{
    size_t count;
    const struct previous_article *articles = articles_of(file, &count);
    for (size_t i = 0; i < count; i++)
        if (articles[i].stamped)
            previous_segment_keep_stamp(&state->segments[articles[i].segment],
                                        articles[i].document);
}

void previous_file_keep(struct previous_state *state, struct previous_file *file)
{
    size_t count;
    articles_of(file, &count);
    pthread_mutex_lock(&state->lock);
    keep_stamps(state, file);
    pthread_mutex_unlock(&state->lock);
    report_unchanged(state->report, count);
    previous_file_discard(file);
}

int previous_file_compare(struct previous_state *state, struct previous_file *file,
                          const struct article *article)
{
    size_t low = 0, high;
    struct previous_article *articles = articles_of(file, &high), *same = NULL;
    uint64_t id = hash_bytes(article->id.bytes, article->id.size);
    while (low < high && same == NULL) {
        size_t middle = low + (high - low) / 2;
        if (articles[middle].ordinal == article->ordinal)
            same = &articles[middle];
        else if (articles[middle].ordinal < article->ordinal)
            low = middle + 1;
        else
            high = middle;
    }
    uint64_t content = article->content_hash & DOCUMENT_HASH_MASK;
    if (same != NULL && same->id == id && same->content == content) {
        same->kept = true;
        return 1;
    }
    pthread_mutex_lock(&state->lock);
    vector_append(&file->new_ids, id);
    pthread_mutex_unlock(&state->lock);
    return vector_status(&file->new_ids);
}

/* --- the end of a file --- */

static int compare_ids(const void *one, const void *other)
{
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

/* Deletes articles that were not found again; *lost is their number. Returns the number of those
 * that were replaced by an article with the same id. */
static size_t delete_lost(struct previous_state *state, struct previous_file *file, size_t *lost)
{
    size_t count, replaced = 0, new_ids = vector_count(&file->new_ids);
    struct previous_article *articles = articles_of(file, &count);
    vector_sort(&file->new_ids, compare_ids);
    *lost = 0;
    for (size_t i = 0; i < count; i++) {
        if (articles[i].kept)
            continue;
        bool again = new_ids > 0 && bsearch(&articles[i].id, file->new_ids.items, new_ids,
                                            sizeof(uint64_t), compare_ids) != NULL;
        if (file->failed && !again) {
            articles[i].kept = true;
            continue;
        }
        previous_segment_delete(&state->segments[articles[i].segment], articles[i].document);
        replaced += again;
        ++*lost;
    }
    return replaced;
}

/* Puts the file's state into a stamp of the first article that stays, where it counts for those
 * after it. A file that was not read completely is marked to be read again. */
static void set_stamp(struct previous_state *state, const struct previous_file *file, size_t lost,
                      const struct file_state *now)
{
    size_t count;
    const struct previous_article *articles = articles_of(file, &count);
    bool same = lost == 0 && file_state_equal(&file->state, now);
    if (vector_count(&file->new_ids) == 0 && (file->failed || same)) {
        keep_stamps(state, file);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (!articles[i].kept)
            continue;
        struct stamp stamp = {articles[i].document, *now};
        stamp.file.again |= file->failed;
        previous_segment_set_stamp(&state->segments[articles[i].segment], &stamp);
        return;
    }
}

int previous_file_finish(struct previous_state *state, struct previous_file *file,
                         const struct file_state *now)
{
    size_t count, lost;
    articles_of(file, &count);
    pthread_mutex_lock(&state->lock);
    size_t changed = delete_lost(state, file, &lost);
    set_stamp(state, file, lost, now);
    pthread_mutex_unlock(&state->lock);
    report_changed(state->report, changed);
    report_removed(state->report, lost - changed);
    report_unchanged(state->report, count - lost);
    int status = vector_status(&file->new_ids);
    previous_file_discard(file);
    return status;
}
