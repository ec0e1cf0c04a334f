#include "indexer/update/known.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "indexer/sources/article/hash.h"

/* A segment of the current commit, and the document that the walk has reached in it. */
struct known_segment {
    struct segment segment;
    struct document_reader reader;
    struct document document;
    uint32_t at, next_stamp;
    unsigned char *deleted; /* bitmap, as the next commit will have it */
    uint32_t deleted_count;
    struct buffer stamps; /* struct stamp, of the next commit, in any order */
};

/* --- in step with the walk --- */

static bool before(const void *context, uint32_t one, uint32_t other)
{
    const struct known_segment *segments = context;
    int order = document_order(&segments[one].document, &segments[other].document);
    return order != 0 ? order < 0 : one < other;
}

/* Advances to the segment's first live document from `at` on, and deletes those whose root is gone.
 * Returns 1; 0 at the end; or an error. */
static int read_live(struct known *known, struct known_segment *from)
{
    uint32_t count = segment_documents(&from->segment);
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
        report_removed(known->report, 1);
    }
    return 0;
}

/* Advances the segment at the top of the heap to its next document. */
static int step(struct known *known)
{
    struct known_segment *from = &known->segments[heap_first(&known->heap)];
    from->at++;
    int status = read_live(known, from);
    if (status == 1)
        heap_settle(&known->heap, before, known->segments);
    else if (status == 0)
        heap_drop(&known->heap, before, known->segments);
    return status < 0 ? status : 0;
}

/* Finds the stamp of the segment's current document, if there is one. */
static bool find_stamp(struct known_segment *from, struct stamp *stamp)
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

static void delete_document(struct known *known, uint32_t segment, uint32_t document)
{
    struct known_segment *from = &known->segments[segment];
    from->deleted[document / 8] |= (unsigned char)(1 << document % 8);
    from->deleted_count++;
}

/* Deletes a document that the walk is past without having visited its file, unless it is protected
 * or `keep` is set. */
static void pass_over(struct known *known, uint32_t segment, bool keep)
{
    struct known_segment *from = &known->segments[segment];
    struct stamp stamp;
    if (!keep && !protected_has(&known->protected, &from->document)) {
        delete_document(known, segment, from->at);
        report_removed(known->report, 1);
        return;
    }
    report_unchanged(known->report, 1);
    if (find_stamp(from, &stamp))
        buffer_append(&from->stamps, &stamp, sizeof stamp);
}

/* Compares a document with a file in the order of the walk; < 0: the document comes first. */
static int compare_file(const struct document *document, uint32_t root, const char *path,
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
 * stamp if one of its articles has one (*held), else from the records. */
static int collect(struct known *known, struct known_file *file, bool *held)
{
    uint32_t segment = heap_first(&known->heap);
    struct known_segment *from = &known->segments[segment];
    const struct document *document = &from->document;
    struct stamp stamp;
    struct known_article article = {.segment = segment,
                                    .document = from->at,
                                    .ordinal = document->ordinal,
                                    .stamped = find_stamp(from, &stamp),
                                    .id = hash_bytes(document->id.data, document->id.size),
                                    .content = document->content_hash};
    if (article.stamped)
        file->state = stamp.file;
    else if (!*held)
        file->state = document->file;
    *held |= article.stamped;
    buffer_append(&file->articles, &article, sizeof article);
    return buffer_status(&file->articles);
}

void known_discard(struct known_file *file)
{
    if (file == NULL)
        return;
    buffer_release(&file->articles);
    buffer_release(&file->given);
    free(file);
}

static int collect_file(struct known *known, uint32_t root, const char *path, size_t size,
                        struct known_file **found)
{
    struct known_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return error_memory();
    int status = 0;
    bool held = false;
    while (status == 0 && known->heap.count > 0 &&
           compare_file(&known->segments[heap_first(&known->heap)].document, root, path, size) ==
               0) {
        status = collect(known, file, &held);
        if (status == 0)
            status = step(known);
    }
    if (status == 0)
        *found = file;
    else
        known_discard(file);
    return status;
}

static int find(struct known *known, uint32_t root, const char *path, struct known_file **file)
{
    size_t size = strlen(path);
    while (known->heap.count > 0) {
        uint32_t segment = heap_first(&known->heap);
        int order = compare_file(&known->segments[segment].document, root, path, size);
        if (order > 0)
            return 0;
        if (order == 0)
            return collect_file(known, root, path, size, file);
        pass_over(known, segment, false);
        int status = step(known);
        if (status != 0)
            return status;
    }
    return 0;
}

int known_find(struct known *known, uint32_t root, const char *path, struct known_file **file)
{
    *file = NULL;
    pthread_mutex_lock(&known->lock);
    int status = find(known, root, path, file);
    pthread_mutex_unlock(&known->lock);
    return status;
}

int known_protect(struct known *known, uint32_t root, const char *path)
{
    return protected_add(&known->protected, root, path);
}

static int has_root(struct known *known, uint32_t root, bool *has)
{
    int status = 0;
    while (status == 0 && known->heap.count > 0 &&
           known->segments[heap_first(&known->heap)].document.root < root) {
        pass_over(known, heap_first(&known->heap), false);
        status = step(known);
    }
    *has = status == 0 && known->heap.count > 0 &&
           known->segments[heap_first(&known->heap)].document.root == root;
    return status;
}

int known_has_root(struct known *known, uint32_t root, bool *has)
{
    pthread_mutex_lock(&known->lock);
    int status = has_root(known, root, has);
    pthread_mutex_unlock(&known->lock);
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

static int has_folder(struct known *known, uint32_t root, const char *path, bool *has)
{
    const size_t size = strlen(path);
    int status = 0;
    *has = false;
    while (status == 0 && known->heap.count > 0) {
        const struct document *next = &known->segments[heap_first(&known->heap)].document;
        *has |= is_at_or_below(next, root, path);
        if (compare_file(next, root, path, size) >= 0)
            break;
        pass_over(known, heap_first(&known->heap), false);
        status = step(known);
    }
    return status;
}

int known_has_folder(struct known *known, uint32_t root, const char *path, bool *has)
{
    struct buffer folder;
    buffer_init(&folder);
    buffer_append_string(&folder, path);
    buffer_append_byte(&folder, '/');
    int status = buffer_status(&folder);
    pthread_mutex_lock(&known->lock);
    if (status == 0)
        status = has_folder(known, root, buffer_string(&folder), has);
    pthread_mutex_unlock(&known->lock);
    buffer_release(&folder);
    return status;
}

int known_end(struct known *known, bool keep)
{
    int status = 0;
    pthread_mutex_lock(&known->lock);
    while (status == 0 && known->heap.count > 0) {
        pass_over(known, heap_first(&known->heap), keep);
        status = step(known);
    }
    pthread_mutex_unlock(&known->lock);
    return status;
}

/* --- a file --- */

static struct known_article *articles_of(const struct known_file *file, size_t *count)
{
    *count = file->articles.size / sizeof(struct known_article);
    return (struct known_article *)(void *)file->articles.data;
}

/* Copies the document's stamp, if it has one, to the next commit. O(log n). */
static void keep_stamp(struct known *known, const struct known_article *article)
{
    struct known_segment *from = &known->segments[article->segment];
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

void known_unchanged(struct known *known, struct known_file *file)
{
    size_t count;
    const struct known_article *articles = articles_of(file, &count);
    pthread_mutex_lock(&known->lock);
    for (size_t i = 0; i < count; i++)
        keep_stamp(known, &articles[i]);
    pthread_mutex_unlock(&known->lock);
    report_unchanged(known->report, count);
    known_discard(file);
}

int known_compare(struct known *known, struct known_file *file, const struct article *article)
{
    size_t low = 0, high;
    struct known_article *articles = articles_of(file, &high), *same = NULL;
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
    pthread_mutex_lock(&known->lock);
    buffer_append_u64(&file->given, id);
    pthread_mutex_unlock(&known->lock);
    return buffer_status(&file->given);
}

static int compare_ids(const void *one, const void *other)
{
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

/* Deletes articles that were not found again; *lost is their number. Returns the number of those
 * that were replaced by an article with the same id. */
static size_t delete_lost(struct known *known, struct known_file *file, size_t *lost)
{
    size_t count, replaced = 0, given = file->given.size / sizeof(uint64_t);
    struct known_article *articles = articles_of(file, &count);
    if (given > 1)
        qsort(file->given.data, given, sizeof(uint64_t), compare_ids);
    *lost = 0;
    for (size_t i = 0; i < count; i++) {
        if (articles[i].kept)
            continue;
        bool again = given > 0 && bsearch(&articles[i].id, file->given.data, given,
                                          sizeof(uint64_t), compare_ids) != NULL;
        if (file->failed && !again) {
            articles[i].kept = true;
            continue;
        }
        delete_document(known, articles[i].segment, articles[i].document);
        replaced += again;
        ++*lost;
    }
    return replaced;
}

/* Puts the file's state into a stamp of the first article that stays, where it counts for those
 * after it. A file that was not read completely is marked to be read again. */
static void set_stamp(struct known *known, const struct known_file *file, size_t lost,
                      const struct file_state *state)
{
    size_t count;
    const struct known_article *articles = articles_of(file, &count);
    bool same = lost == 0 && file_state_equal(&file->state, state);
    if (file->given.size == 0 && (file->failed || same)) {
        for (size_t i = 0; i < count; i++)
            keep_stamp(known, &articles[i]);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (!articles[i].kept)
            continue;
        struct stamp stamp = {articles[i].document, *state};
        stamp.file.again |= file->failed;
        buffer_append(&known->segments[articles[i].segment].stamps, &stamp, sizeof stamp);
        return;
    }
}

int known_settle(struct known *known, struct known_file *file, const struct file_state *state)
{
    size_t count, lost;
    articles_of(file, &count);
    pthread_mutex_lock(&known->lock);
    size_t changed = delete_lost(known, file, &lost);
    set_stamp(known, file, lost, state);
    pthread_mutex_unlock(&known->lock);
    report_changed(known->report, changed);
    report_removed(known->report, lost - changed);
    report_unchanged(known->report, count - lost);
    int status = buffer_status(&file->given);
    known_discard(file);
    return status;
}

/* --- opening, and the amendments --- */

static int open_segment(struct known *known, uint32_t number, const struct transaction *transaction)
{
    struct known_segment *from = &known->segments[number];
    const struct manifest_segment *entry = &transaction->next.segments[number];
    int status = segment_open_listed(&from->segment, transaction->directory, transaction->path,
                                     entry, &transaction->next);
    if (status != 0)
        return status;
    known->count++;
    size_t bytes = amendments_bytes(entry->documents);
    from->deleted = calloc(bytes + 1, 1);
    if (from->deleted == NULL)
        return error_memory();
    if (from->segment.file.deleted != NULL)
        memcpy(from->deleted, from->segment.file.deleted, bytes);
    from->deleted_count = from->segment.amendments.deleted_count;
    status = document_reader_init(&from->reader, &from->segment.file);
    from->reader.forgets = true;
    if (status == 0)
        status = read_live(known, from);
    if (status == 1)
        heap_add(&known->heap, number, before, known->segments);
    return status < 0 ? status : 0;
}

int known_open(struct known *known, const struct transaction *transaction, struct report *report)
{
    size_t count = transaction->next.segment_count;
    *known = (struct known){.report = report};
    pthread_mutex_init(&known->lock, NULL);
    protected_init(&known->protected);
    known->segments = calloc(count + 1, sizeof *known->segments);
    if (known->segments == NULL)
        return error_memory();
    int status = heap_init(&known->heap, count + 1);
    for (uint32_t i = 0; i < count && status == 0; i++)
        status = open_segment(known, i, transaction);
    return status;
}

void known_close(struct known *known)
{
    for (size_t i = 0; i < known->count; i++) {
        struct known_segment *from = &known->segments[i];
        document_reader_release(&from->reader);
        segment_close(&from->segment);
        free(from->deleted);
        buffer_release(&from->stamps);
    }
    free(known->segments);
    heap_release(&known->heap);
    protected_release(&known->protected);
    pthread_mutex_destroy(&known->lock);
}

static int compare_stamps(const void *one, const void *other)
{
    uint32_t a = ((const struct stamp *)one)->document, b = ((const struct stamp *)other)->document;
    return (a > b) - (a < b);
}

static bool is_amended(const struct known_segment *from)
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

bool known_changed(const struct known *known)
{
    for (size_t i = 0; i < known->count; i++) {
        struct known_segment *from = &known->segments[i];
        size_t count = from->stamps.size / sizeof(struct stamp);
        if (count > 1)
            qsort(from->stamps.data, count, sizeof(struct stamp), compare_stamps);
        if (is_amended(from))
            return true;
    }
    return false;
}

static int amend(struct known_segment *from, struct transaction *transaction,
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

int known_finish(struct known *known, struct transaction *transaction, unsigned *number)
{
    size_t *empty = malloc((known->count + 1) * sizeof *empty), empty_count = 0;
    int status = 0;
    if (empty == NULL)
        return error_memory();
    for (size_t i = 0; i < known->count && status == 0; i++) {
        struct known_segment *from = &known->segments[i];
        if (from->deleted_count == segment_documents(&from->segment))
            empty[empty_count++] = i;
        else
            status = amend(from, transaction, &transaction->next.segments[i], (*number)++);
    }
    if (status == 0)
        manifest_remove_segments(&transaction->next, empty, empty_count);
    free(empty);
    return status;
}
