#include "indexer/state/previous_state.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "indexer/state/previous_file.h"

static bool segment_before(const void *context, uint32_t one, uint32_t other)
{
    const struct previous_segment *segments = context;
    int order = document_compare(&segments[one].document, &segments[other].document);
    return order != 0 ? order < 0 : one < other;
}

/* --- opening --- */

/* Reads the document that a segment is at, or the next that is not gone. Returns 1; 0 at the end;
 * or an error. */
static int read_document(struct previous_state *state, struct previous_segment *segment)
{
    uint64_t gone = 0;
    int status = previous_segment_read(segment, &gone);
    if (gone > 0)
        report_removed(state->report, gone);
    return status;
}

static int enter_segment(struct previous_state *state, uint32_t number)
{
    int status = read_document(state, &state->segments[number]);
    if (status == 1)
        heap_add(&state->heap, number, segment_before, state->segments);
    return status < 0 ? status : 0;
}

int previous_state_open(struct previous_state *state, const struct transaction *transaction,
                        struct report *report)
{
    size_t count = transaction->next.segment_count;
    *state = (struct previous_state){.report = report};
    pthread_mutex_init(&state->lock, NULL);
    protected_paths_init(&state->protected_paths);
    state->segments = calloc(count + 1, sizeof *state->segments);
    if (state->segments == NULL)
        return error_memory();
    int status = heap_init(&state->heap, count + 1);
    for (uint32_t i = 0; i < count && status == 0; i++) {
        status =
            previous_segment_open(&state->segments[i], transaction, &transaction->next.segments[i]);
        if (status == 0) {
            state->count++;
            status = enter_segment(state, i);
        }
    }
    return status;
}

void previous_state_close(struct previous_state *state)
{
    for (size_t i = 0; i < state->count; i++)
        previous_segment_close(&state->segments[i]);
    free(state->segments);
    heap_release(&state->heap);
    protected_paths_release(&state->protected_paths);
    pthread_mutex_destroy(&state->lock);
}

/* --- in step with the walk --- */

/* Returns the segment that has the next document of all; the heap must not be empty. */
static struct previous_segment *first_segment(struct previous_state *state)
{
    return &state->segments[heap_first(&state->heap)];
}

/* Advances the segment at the top of the heap to its next document. */
static int advance(struct previous_state *state)
{
    struct previous_segment *from = first_segment(state);
    from->at++;
    int status = read_document(state, from);
    if (status == 1)
        heap_update_first(&state->heap, segment_before, state->segments);
    else if (status == 0)
        heap_remove_first(&state->heap, segment_before, state->segments);
    return status < 0 ? status : 0;
}

/* Goes past the next document, whose file the walk has not visited: deletes it, unless it is
 * protected or `keep` is set. */
static int skip_document(struct previous_state *state, bool keep)
{
    struct previous_segment *from = first_segment(state);
    if (keep || protected_paths_has_document(&state->protected_paths, &from->document)) {
        struct stamp stamp;
        report_unchanged(state->report, 1);
        if (previous_segment_stamp(from, &stamp))
            previous_segment_set_stamp(from, &stamp);
    } else {
        previous_segment_delete(from, from->at);
        report_removed(state->report, 1);
    }
    return advance(state);
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

/* Collects the articles of a file, which has some: the next documents. */
static int collect_file(struct previous_state *state, uint32_t root, const char *path,
                        struct previous_file **found)
{
    const size_t size = strlen(path);
    struct previous_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return error_memory();
    int status = 0;
    while (status == 0 && state->heap.count > 0 &&
           compare_file(&first_segment(state)->document, root, path, size) == 0) {
        status = previous_file_collect(file, first_segment(state), heap_first(&state->heap));
        if (status == 0)
            status = advance(state);
    }
    if (status == 0)
        *found = file;
    else
        previous_file_discard(file);
    return status;
}

static int find_file(struct previous_state *state, uint32_t root, const char *path,
                     struct previous_file **file)
{
    const size_t size = strlen(path);
    int status = 0;
    while (status == 0 && state->heap.count > 0) {
        int order = compare_file(&first_segment(state)->document, root, path, size);
        if (order > 0)
            return 0;
        if (order == 0)
            return collect_file(state, root, path, file);
        status = skip_document(state, false);
    }
    return status;
}

int previous_state_find(struct previous_state *state, uint32_t root, const char *path,
                        struct previous_file **file)
{
    *file = NULL;
    pthread_mutex_lock(&state->lock);
    int status = find_file(state, root, path, file);
    pthread_mutex_unlock(&state->lock);
    return status;
}

int previous_state_protect(struct previous_state *state, uint32_t root, const char *path)
{
    return protected_paths_add(&state->protected_paths, root, path);
}

int previous_state_has_root(struct previous_state *state, uint32_t root, bool *has)
{
    int status = 0;
    pthread_mutex_lock(&state->lock);
    while (status == 0 && state->heap.count > 0 && first_segment(state)->document.root < root)
        status = skip_document(state, false);
    *has = status == 0 && state->heap.count > 0 && first_segment(state)->document.root == root;
    pthread_mutex_unlock(&state->lock);
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

static int has_folder(struct previous_state *state, uint32_t root, const char *path, bool *has)
{
    const size_t size = strlen(path);
    int status = 0;
    *has = false;
    while (status == 0 && state->heap.count > 0) {
        const struct document *next = &first_segment(state)->document;
        *has |= is_at_or_below(next, root, path);
        if (compare_file(next, root, path, size) >= 0)
            break;
        status = skip_document(state, false);
    }
    return status;
}

int previous_state_has_folder(struct previous_state *state, uint32_t root, const char *path,
                              bool *has)
{
    struct buffer folder;
    buffer_init(&folder);
    buffer_append_string(&folder, path);
    buffer_append_byte(&folder, '/');
    int status = buffer_status(&folder);
    pthread_mutex_lock(&state->lock);
    if (status == 0)
        status = has_folder(state, root, buffer_string(&folder), has);
    pthread_mutex_unlock(&state->lock);
    buffer_release(&folder);
    return status;
}

int previous_state_end(struct previous_state *state, bool keep)
{
    int status = 0;
    pthread_mutex_lock(&state->lock);
    while (status == 0 && state->heap.count > 0)
        status = skip_document(state, keep);
    pthread_mutex_unlock(&state->lock);
    return status;
}

/* --- the next commit --- */

bool previous_state_changed(const struct previous_state *state)
{
    for (size_t i = 0; i < state->count; i++)
        if (previous_segment_is_amended(&state->segments[i]))
            return true;
    return false;
}

int previous_state_finish(struct previous_state *state, struct transaction *transaction,
                          unsigned *number)
{
    size_t *empty = malloc((state->count + 1) * sizeof *empty), empty_count = 0;
    int status = 0;
    if (empty == NULL)
        return error_memory();
    for (size_t i = 0; i < state->count && status == 0; i++) {
        struct previous_segment *from = &state->segments[i];
        if (from->deleted_count == segment_document_count(&from->segment))
            empty[empty_count++] = i;
        else
            status = previous_segment_amend(from, transaction, &transaction->next.segments[i],
                                            (*number)++);
    }
    if (status == 0)
        manifest_remove_segments(&transaction->next, empty, empty_count);
    free(empty);
    return status;
}
