#include "indexer/state/left_out.h"

#include <errno.h>
#include <string.h>

#include "common/base/error.h"
#include "indexer/sources/walk/file_change.h"

static int read_previous_list(struct left_out *left, const struct transaction *transaction,
                              const uint32_t *map)
{
    struct left_list list;
    left_list_init(&list);
    int status =
        left_list_read(&list, transaction->directory, &transaction->old, transaction->path);
    if (status == ERROR_CORRUPT ||
        (status == ERROR_SYSTEM && (errno == ENOENT || errno == EACCES))) {
        left_list_release(&list);
        left->damaged = true;
        return 0;
    }
    for (size_t i = 0; i < left_list_count(&list) && status == 0; i++) {
        struct left_entry *entry = left_list_at(&list, i);
        entry->root = map[entry->root];
        if (entry->root != ROOT_GONE)
            status = left_list_add(&left->previous, entry);
    }
    left_list_release(&list);
    left_list_sort(&left->previous);
    return status;
}

void left_out_init(struct left_out *left, const struct options *options, struct report *report)
{
    *left = (struct left_out){.options = options, .report = report};
    pthread_mutex_init(&left->lock, NULL);
    left_list_init(&left->previous);
    left_list_init(&left->next);
}

int left_out_open(struct left_out *left, const struct transaction *transaction, const uint32_t *map,
                  bool rebuilds)
{
    return rebuilds ? 0 : read_previous_list(left, transaction, map);
}

void left_out_release(struct left_out *left)
{
    left_list_release(&left->previous);
    left_list_release(&left->next);
    pthread_mutex_destroy(&left->lock);
}

struct left_entry *left_out_find(struct left_out *left, uint32_t root, const char *path)
{
    struct left_entry *entry = left_list_find(&left->previous, root, path);
    if (entry != NULL)
        entry->seen = true;
    return entry;
}

bool left_out_stays(const struct left_out *left, const struct left_entry *previous,
                    const struct file_state *now, uint64_t reader)
{
    return !left->options->retry && previous->kind != LEFT_REFUSED && previous->reader == reader &&
           !previous->state.again &&
           !file_has_changed(&previous->state, now, left->options->ignore_ctime);
}

bool left_out_was_reported(const struct left_out *left, const struct left_entry *previous,
                           const struct left_entry *now)
{
    if (previous == NULL || left->options->retry || previous->kind != now->kind ||
        previous->reader != now->reader)
        return false;
    struct file_state state = previous->state;
    state.again = now->state.again; /* ignored: set if so young that it had to be read twice */
    return now->kind == LEFT_REFUSED || file_state_equal(&state, &now->state);
}

int left_out_note(struct left_out *left, const struct left_entry *entry, bool reported)
{
    pthread_mutex_lock(&left->lock);
    int status = left_list_add(&left->next, entry);
    pthread_mutex_unlock(&left->lock);
    if (!reported)
        report_left_out(left->report);
    return status;
}

int left_out_finish(struct left_out *left, struct transaction *transaction,
                    const struct protected_paths *protected_paths, bool keep)
{
    int status = vector_status(&left->next.entries);
    for (size_t i = 0; i < left_list_count(&left->previous) && status == 0; i++) {
        const struct left_entry *entry = left_list_at(&left->previous, i);
        bool stays = keep || (protected_paths != NULL &&
                              protected_paths_has_path(protected_paths, entry->root, entry->path));
        if (!entry->seen && stays)
            status = left_list_add(&left->next, entry);
    }
    char name[SEGMENT_NAME_SIZE];
    const struct manifest_left_out none = {0}, *old = &transaction->old.left_out;
    struct manifest_left_out *next = &transaction->next.left_out;
    transaction_left_name(transaction, name);
    left_list_sort(&left->next);
    if (status == 0)
        status = left_list_write(&left->next, transaction->directory, name,
                                 left->damaged ? &none : old, next);
    left->changed = strcmp(old->name, next->name) != 0;
    report_left_out_total(left->report, left_list_count(&left->next));
    return status;
}
