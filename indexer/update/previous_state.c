#include "indexer/update/previous_state.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "indexer/sources/article/hash.h"

/* A segment of the current commit, and the document that the walk has reached in it. */
struct previous_segment {
    struct segment segment;
    struct document_reader reader;
    struct document document;
    uint32_t at, next_stamp;
    unsigned char *deleted; /* bitmap, as the next commit will have it */
    uint32_t deleted_count;
    struct buffer stamps; /* struct stamp, of the next commit, in any order */
};

/* --- in step with the walk --- */

static bool segment_before(const void *context, uint32_t one, uint32_t other)
{
    const struct previous_segment *segments = context;
    int order = document_compare(&segments[one].document, &segments[other].document);
    return order != 0 ? order < 0 : one < other;
}

/* Advances to the segment's first live document from `at` on, and deletes those whose root is gone.
 * Returns 1; 0 at the end; or an error. */
static int segment_read_live(struct previous_state *previous, struct previous_segment *from)
{
    uint32_t count = segment_document_count(&from->segment);
    for (; from->at < count; from->at++) {
        if (segment_is_deleted(&from->segment, from->at))
            continue;
        int status = document_read(&from->reader, from->at, &from->document);
        if (status != 0)
            return status;
        if (from->document.root != ROOT_GONE)
            return 1;
        from->deleted[from->at / 8] |= (unsigned char)(1 << from->at % 8);
        from->deleted_count++;
        report_removed(previous->report, 1);
    }
    return 0;
}

/* Advances the segment at the top of the heap to its next document. */
static int advance_segment(struct previous_state *previous)
{
    struct previous_segment *from = &previous->segments[heap_first(&previous->heap)];
    from->at++;
    int status = segment_read_live(previous, from);
    if (status == 1)
        heap_update_first(&previous->heap, segment_before, previous->segments);
    else if (status == 0)
        heap_remove_first(&previous->heap, segment_before, previous->segments);
    return status < 0 ? status : 0;
}

/* Finds the stamp of the segment's current document, if there is one. */
static bool segment_find_stamp(struct previous_segment *from, struct stamp *stamp)
{
    const struct amendments *amendments = &from->segment.amendments;
    while (from->next_stamp < amendments->stamp_count) {
        *stamp = amendments_stamp(amendments, from->next_stamp);
        if (stamp->document >= from->at)
            return stamp->document == from->at;
        from->next_stamp++;
    }
    return false;
}

static void delete_document(struct previous_state *previous, uint32_t segment, uint32_t document)
{
    struct previous_segment *from = &previous->segments[segment];
    from->deleted[document / 8] |= (unsigned char)(1 << document % 8);
    from->deleted_count++;
}

/* Deletes a document that the walk is past without having visited its file, unless it is protected
 * or `keep` is set. */
static void pass_document(struct previous_state *previous, uint32_t segment, bool keep)
{
    struct previous_segment *from = &previous->segments[segment];
    struct stamp stamp;
    if (!keep && !protected_paths_has_document(&previous->protected_paths, &from->document)) {
        delete_document(previous, segment, from->at);
        report_removed(previous->report, 1);
        return;
    }
    report_unchanged(previous->report, 1);
    if (segment_find_stamp(from, &stamp))
        buffer_append(&from->stamps, &stamp, sizeof stamp);
}

/* Compares a document with a file in the order of the walk; < 0: the document comes first. */
static int compare_with_file(const struct document *document, uint32_t root, const char *path,
                             size_t size)
{
    if (document->root != root)
        return document->root < root ? -1 : 1;
    if (document->path.size == 0 ||
        size == 0) /* the root is a file: its path is empty, and data may be NULL */
        return (document->path.size > 0) - (size > 0);
    return key_compare(document->path.data, document->path.size, path, size);
}

/* Adds the document at the top of the heap to its file's articles. The file's state comes from a
 * stamp if one of its articles has one (*has_stamp), else from the records. */
static int collect_previous_article(struct previous_state *previous, struct previous_file *file,
                                    bool *has_stamp)
{
    uint32_t segment = heap_first(&previous->heap);
    struct previous_segment *from = &previous->segments[segment];
    const struct document *document = &from->document;
    struct stamp stamp;
    struct previous_article article = {.segment = segment,
                                       .document = from->at,
                                       .ordinal = document->ordinal,
                                       .stamped = segment_find_stamp(from, &stamp),
                                       .id = hash_bytes(document->id.data, document->id.size),
                                       .content = document->content_hash};
    if (article.stamped)
        file->state = stamp.file;
    else if (!*has_stamp)
        file->state = document->file;
    *has_stamp |= article.stamped;
    buffer_append(&file->articles, &article, sizeof article);
    return buffer_status(&file->articles);
}

void previous_file_discard(struct previous_file *file)
{
    if (file == NULL)
        return;
    buffer_release(&file->articles);
    buffer_release(&file->new_ids);
    free(file);
}

static int collect_file(struct previous_state *previous, uint32_t root, const char *path,
                        size_t size, struct previous_file **found)
{
    struct previous_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return error_memory();
    int status = 0;
    bool has_stamp = false;
    while (status == 0 && previous->heap.count > 0 &&
           compare_with_file(&previous->segments[heap_first(&previous->heap)].document, root, path,
                             size) == 0) {
        status = collect_previous_article(previous, file, &has_stamp);
        if (status == 0)
            status = advance_segment(previous);
    }
    if (status == 0)
        *found = file;
    else
        previous_file_discard(file);
    return status;
}

static int find_file(struct previous_state *previous, uint32_t root, const char *path,
                     struct previous_file **file)
{
    size_t size = strlen(path);
    while (previous->heap.count > 0) {
        uint32_t segment = heap_first(&previous->heap);
        int order = compare_with_file(&previous->segments[segment].document, root, path, size);
        if (order > 0)
            return 0;
        if (order == 0)
            return collect_file(previous, root, path, size, file);
        pass_document(previous, segment, false);
        int status = advance_segment(previous);
        if (status != 0)
            return status;
    }
    return 0;
}

int previous_state_find(struct previous_state *previous, uint32_t root, const char *path,
                        struct previous_file **file)
{
    *file = NULL;
    pthread_mutex_lock(&previous->lock);
    int status = find_file(previous, root, path, file);
    pthread_mutex_unlock(&previous->lock);
    return status;
}

int previous_state_protect(struct previous_state *previous, uint32_t root, const char *path)
{
    return protected_paths_add(&previous->protected_paths, root, path);
}

static int has_root(struct previous_state *previous, uint32_t root, bool *has)
{
    int status = 0;
    while (status == 0 && previous->heap.count > 0 &&
           previous->segments[heap_first(&previous->heap)].document.root < root) {
        pass_document(previous, heap_first(&previous->heap), false);
        status = advance_segment(previous);
    }
    *has = status == 0 && previous->heap.count > 0 &&
           previous->segments[heap_first(&previous->heap)].document.root == root;
    return status;
}

int previous_state_has_root(struct previous_state *previous, uint32_t root, bool *has)
{
    pthread_mutex_lock(&previous->lock);
    int status = has_root(previous, root, has);
    pthread_mutex_unlock(&previous->lock);
    return status;
}

/* `path` ends in '/'. */
static bool is_at_or_below(const struct document *document, uint32_t root, const char *path)
{
    const size_t size = strlen(path);
    return document->root == root && document->path.size + 1 >= size &&
           memcmp(document->path.data, path, size - 1) == 0 &&
           (document->path.size == size - 1 || document->path.data[size - 1] == '/');
}

static int has_folder(struct previous_state *previous, uint32_t root, const char *path, bool *has)
{
    const size_t size = strlen(path);
    int status = 0;
    *has = false;
    while (status == 0 && previous->heap.count > 0) {
        const struct document *next = &previous->segments[heap_first(&previous->heap)].document;
        *has |= is_at_or_below(next, root, path);
        if (compare_with_file(next, root, path, size) >= 0)
            break;
        pass_document(previous, heap_first(&previous->heap), false);
        status = advance_segment(previous);
    }
    return status;
}

int previous_state_has_folder(struct previous_state *previous, uint32_t root, const char *path,
                              bool *has)
{
    struct buffer folder;
    buffer_init(&folder);
    buffer_append_string(&folder, path);
    buffer_append_byte(&folder, '/');
    int status = buffer_status(&folder);
    pthread_mutex_lock(&previous->lock);
    if (status == 0)
        status = has_folder(previous, root, buffer_string(&folder), has);
    pthread_mutex_unlock(&previous->lock);
    buffer_release(&folder);
    return status;
}

int previous_state_end(struct previous_state *previous, bool keep)
{
    int status = 0;
    pthread_mutex_lock(&previous->lock);
    while (status == 0 && previous->heap.count > 0) {
        pass_document(previous, heap_first(&previous->heap), keep);
        status = advance_segment(previous);
    }
    pthread_mutex_unlock(&previous->lock);
    return status;
}

/* --- a file --- */

static struct previous_article *articles_of(const struct previous_file *file, size_t *count)
{
    *count = file->articles.size / sizeof(struct previous_article);
    return (struct previous_article *)(void *)file->articles.data;
}

/* Copies the document's stamp, if it has one, to the next commit. O(log n). */
static void copy_stamp(struct previous_state *previous, const struct previous_article *article)
{
    struct previous_segment *from = &previous->segments[article->segment];
    const struct amendments *amendments = &from->segment.amendments;
    for (uint32_t low = 0, high = amendments->stamp_count; article->stamped && low < high;) {
        uint32_t middle = low + (high - low) / 2;
        struct stamp stamp = amendments_stamp(amendments, middle);
        if (stamp.document == article->document) {
            buffer_append(&from->stamps, &stamp, sizeof stamp);
            return;
        }
        if (stamp.document < article->document)
            low = middle + 1;
        else
            high = middle;
    }
}

void previous_file_keep(struct previous_state *previous, struct previous_file *file)
{
    size_t count;
    const struct previous_article *articles = articles_of(file, &count);
    pthread_mutex_lock(&previous->lock);
    for (size_t i = 0; i < count; i++)
        copy_stamp(previous, &articles[i]);
    pthread_mutex_unlock(&previous->lock);
    report_unchanged(previous->report, count);
    previous_file_discard(file);
}

int previous_file_compare(struct previous_state *previous, struct previous_file *file,
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
    pthread_mutex_lock(&previous->lock);
    buffer_append_u64(&file->new_ids, id);
    pthread_mutex_unlock(&previous->lock);
    return buffer_status(&file->new_ids);
}

static int compare_ids(const void *one, const void *other)
{
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

/* Deletes articles that were not found again; *lost is their number. Returns the number of those
 * that were replaced by an article with the same id. */
static size_t delete_lost(struct previous_state *previous, struct previous_file *file, size_t *lost)
{
    size_t count, replaced = 0, new_count = file->new_ids.size / sizeof(uint64_t);
    struct previous_article *articles = articles_of(file, &count);
    if (new_count > 1)
        qsort(file->new_ids.data, new_count, sizeof(uint64_t), compare_ids);
    *lost = 0;
    for (size_t i = 0; i < count; i++) {
        if (articles[i].kept)
            continue;
        bool again = new_count > 0 && bsearch(&articles[i].id, file->new_ids.data, new_count,
                                              sizeof(uint64_t), compare_ids) != NULL;
        if (file->failed && !again) {
            articles[i].kept = true;
            continue;
        }
        delete_document(previous, articles[i].segment, articles[i].document);
        replaced += again;
        ++*lost;
    }
    return replaced;
}

/* Puts the file's state into a stamp of the first article that stays, where it counts for those
 * after it. A file that was not read completely is marked to be read again. */
static void set_stamp(struct previous_state *previous, const struct previous_file *file,
                      size_t lost, const struct file_state *state)
{
    size_t count;
    const struct previous_article *articles = articles_of(file, &count);
    bool same = lost == 0 && file_state_equal(&file->state, state);
    if (file->new_ids.size == 0 && (file->failed || same)) {
        for (size_t i = 0; i < count; i++)
            copy_stamp(previous, &articles[i]);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (!articles[i].kept)
            continue;
        struct stamp stamp = {articles[i].document, *state};
        stamp.file.again |= file->failed;
        buffer_append(&previous->segments[articles[i].segment].stamps, &stamp, sizeof stamp);
        return;
    }
}

int previous_file_finish(struct previous_state *previous, struct previous_file *file,
                         const struct file_state *state)
{
    size_t count, lost;
    articles_of(file, &count);
    pthread_mutex_lock(&previous->lock);
    size_t changed = delete_lost(previous, file, &lost);
    set_stamp(previous, file, lost, state);
    pthread_mutex_unlock(&previous->lock);
    report_changed(previous->report, changed);
    report_removed(previous->report, lost - changed);
    report_unchanged(previous->report, count - lost);
    int status = buffer_status(&file->new_ids);
    previous_file_discard(file);
    return status;
}

/* --- opening, and the amendments --- */

static int open_old_segment(struct previous_state *previous, uint32_t number,
                            const struct transaction *transaction)
{
    struct previous_segment *from = &previous->segments[number];
    const struct manifest_segment *entry = &transaction->next.segments[number];
    int status = segment_open_listed(&from->segment, transaction->directory, transaction->path,
                                     entry, &transaction->next);
    if (status != 0)
        return status;
    previous->count++;
    size_t bytes = amendments_bitset_size(entry->documents);
    from->deleted = calloc(bytes + 1, 1);
    if (from->deleted == NULL)
        return error_memory();
    if (from->segment.file.deleted != NULL)
        memcpy(from->deleted, from->segment.file.deleted, bytes);
    from->deleted_count = from->segment.amendments.deleted_count;
    status = document_reader_init(&from->reader, &from->segment.file);
    from->reader.accepts_gone_roots = true;
    if (status == 0)
        status = segment_read_live(previous, from);
    if (status == 1)
        heap_add(&previous->heap, number, segment_before, previous->segments);
    return status < 0 ? status : 0;
}

int previous_state_open(struct previous_state *previous, const struct transaction *transaction,
                        struct report *report)
{
    size_t count = transaction->next.segment_count;
    *previous = (struct previous_state){.report = report};
    pthread_mutex_init(&previous->lock, NULL);
    protected_paths_init(&previous->protected_paths);
    previous->segments = calloc(count + 1, sizeof *previous->segments);
    if (previous->segments == NULL)
        return error_memory();
    int status = heap_init(&previous->heap, count + 1);
    for (uint32_t i = 0; i < count && status == 0; i++)
        status = open_old_segment(previous, i, transaction);
    return status;
}

void previous_state_close(struct previous_state *previous)
{
    for (size_t i = 0; i < previous->count; i++) {
        struct previous_segment *from = &previous->segments[i];
        document_reader_release(&from->reader);
        segment_close(&from->segment);
        free(from->deleted);
        buffer_release(&from->stamps);
    }
    free(previous->segments);
    heap_release(&previous->heap);
    protected_paths_release(&previous->protected_paths);
    pthread_mutex_destroy(&previous->lock);
}

static int compare_stamps(const void *one, const void *other)
{
    uint32_t a = ((const struct stamp *)one)->document, b = ((const struct stamp *)other)->document;
    return (a > b) - (a < b);
}

static bool is_amended(const struct previous_segment *from)
{
    const struct amendments *old = &from->segment.amendments;
    const struct stamp *stamps = (const struct stamp *)(const void *)from->stamps.data;
    if (from->deleted_count != old->deleted_count ||
        from->stamps.size / sizeof *stamps != old->stamp_count)
        return true;
    for (uint32_t i = 0; i < old->stamp_count; i++) {
        struct stamp stamp = amendments_stamp(old, i);
        if (stamp.document != stamps[i].document || !file_state_equal(&stamp.file, &stamps[i].file))
            return true;
    }
    return false;
}

bool previous_state_changed(const struct previous_state *previous)
{
    for (size_t i = 0; i < previous->count; i++) {
        struct previous_segment *from = &previous->segments[i];
        size_t count = from->stamps.size / sizeof(struct stamp);
        if (count > 1)
            qsort(from->stamps.data, count, sizeof(struct stamp), compare_stamps);
        if (is_amended(from))
            return true;
    }
    return false;
}

static int amend_segment(struct previous_segment *from, struct transaction *transaction,
                         struct manifest_segment *entry, unsigned number)
{
    char name[SEGMENT_NAME_SIZE];
    size_t count = from->stamps.size / sizeof(struct stamp);
    int status = buffer_status(&from->stamps);
    if (status != 0)
        return status;
    if (count > 1)
        qsort(from->stamps.data, count, sizeof(struct stamp), compare_stamps);
    if (!is_amended(from))
        return 0;
    transaction_amendments_name(transaction, number, name);
    return amendments_write(transaction->directory, name, from->deleted,
                            (const struct stamp *)(const void *)from->stamps.data, (uint32_t)count,
                            entry);
}

int previous_state_finish(struct previous_state *previous, struct transaction *transaction,
                          unsigned *number)
{
    size_t *empty = malloc((previous->count + 1) * sizeof *empty), empty_count = 0;
    int status = 0;
    if (empty == NULL)
        return error_memory();
    for (size_t i = 0; i < previous->count && status == 0; i++) {
        struct previous_segment *from = &previous->segments[i];
        if (from->deleted_count == segment_document_count(&from->segment))
            empty[empty_count++] = i;
        else
            status = amend_segment(from, transaction, &transaction->next.segments[i], (*number)++);
    }
    if (status == 0)
        manifest_remove_segments(&transaction->next, empty, empty_count);
    free(empty);
    return status;
}
