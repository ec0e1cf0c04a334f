#include "indexer/watch/watcher.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "common/base/error.h"
#include "indexer/sources/walk/walk.h"

/* IN_MODIFY counts, too: a file of lines may be kept open by a program that appends to it. */
#define FILE_EVENTS                                                                                \
    (IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)

/* Events of a file with a watch of its own. */
#define OWN_EVENTS (IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB)

/* --- what is watched, by watch number --- */

/* Returns what has that watch number, or NULL. */
static struct watch_target *find_watch_target(const struct watcher *watcher, int number)
{
    if (number < 0 || (size_t)number >= vector_count(&watcher->watches))
        return NULL;
    struct watch_target *watch_target = &watcher->watches.items[number];
    return watch_target->names.size == 0 ? NULL : watch_target;
}

/* Returns the entry of a watch number, which the system assigns in ascending order, from 1; NULL
 * when memory ran out. */
static struct watch_target *reserve_watch_target(struct watcher *watcher, int number)
{
    const struct watch_target none = {0};
    while (vector_count(&watcher->watches) <= (size_t)number &&
           vector_status(&watcher->watches) == 0)
        vector_append(&watcher->watches, none);
    if (vector_status(&watcher->watches) != 0)
        return NULL;
    return &watcher->watches.items[number];
}

static int record_folder_watch(struct watcher *watcher, int number, const char *path)
{
    struct watch_target *watch_target = reserve_watch_target(watcher, number);
    if (watch_target == NULL)
        return ERROR_MEMORY;
    if (watch_target->names.size > 0) /* the same folder under another name, or visited twice */
        return 0;
    buffer_append(&watch_target->names, path, strlen(path) + 1);
    watcher->count++;
    return buffer_status(&watch_target->names);
}

static int record_file_watch(struct watcher *watcher, int number, const char *path)
{
    struct watch_target *watch_target = reserve_watch_target(watcher, number);
    size_t size = strlen(path) + 1;
    if (watch_target == NULL)
        return ERROR_MEMORY;
    if (watch_target->names.size == 0)
        watch_target->may_have_more_names = !watcher->opening;
    watch_target->file = true;
    for (size_t at = 0; at < watch_target->names.size;
         at += strlen(watch_target->names.data + at) + 1)
        if (strcmp(watch_target->names.data + at, path) == 0)
            return 0;
    buffer_append(&watch_target->names, path, size);
    return buffer_status(&watch_target->names);
}

static void drop_watch_target(struct watcher *watcher, int number)
{
    struct watch_target *watch_target = find_watch_target(watcher, number);
    if (watch_target == NULL)
        return;
    watcher->count -= !watch_target->file;
    buffer_release(&watch_target->names);
    *watch_target = (struct watch_target){0};
}

/* Sets a watch. *number is -1 for what is gone or may not be read, which is not a failure: the walk
 * will report it. Returns 0, WATCHER_FULL or ERROR_MEMORY. */
static int set_watch(const struct watcher *watcher, const char *path, uint32_t events, int *number)
{
    *number = inotify_add_watch(watcher->descriptor, path, events);
    if (*number >= 0)
        return 0;
    if (errno == ENOSPC || errno == ENAMETOOLONG)
        return WATCHER_FULL;
    return errno == ENOMEM ? error_memory() : 0;
}

/* Watches the folder at `path`, which is open as `descriptor` unless that is -1. The path may be
 * longer than the system takes, so the descriptor is used first. */
static int watch_folder(struct watcher *watcher, const char *path, int descriptor)
{
    char open_name[40];
    int number = -1, status = 0;
    snprintf(open_name, sizeof open_name, "/proc/self/fd/%d", descriptor);
    if (descriptor >= 0)
        status = set_watch(watcher, open_name, FILE_EVENTS | IN_ONLYDIR, &number);
    if (status == 0 && number < 0 && (descriptor < 0 || errno == ENOENT)) /* there is no /proc */
        status = set_watch(watcher, path, FILE_EVENTS | IN_ONLYDIR, &number);
    return status == 0 && number >= 0 ? record_folder_watch(watcher, number, path) : status;
}

/* Watches a file that has several names. */
static int watch_file(struct watcher *watcher, const char *path)
{
    int number;
    int status = set_watch(watcher, path, OWN_EVENTS | IN_DONT_FOLLOW, &number);
    return status == 0 && number >= 0 ? record_file_watch(watcher, number, path) : status;
}

static bool has_readable_format(const struct watcher *watcher, const char *name)
{
    const struct source_kind kind = input_rules_kind_of(watcher->input_rules, name).source;
    return kind.format != SOURCE_NONE || kind.maybe_page;
}

/* --- trees --- */

/* A walk that sets watches in a tree; with `changes` it notes the files there. */
struct tree_watch {
    struct watcher *watcher;
    struct changes *changes;
    struct buffer path;
    size_t root_size; /* bytes of the tree's own path in `path` */
    bool full;
};

static const char *whole_path(struct tree_watch *tree_watch, const char *below)
{
    tree_watch->path.size = tree_watch->root_size;
    if (below[0] != '\0') {
        if (tree_watch->path.data[tree_watch->path.size - 1] != '/')
            buffer_append_byte(&tree_watch->path, '/');
        buffer_append_string(&tree_watch->path, below);
    }
    return buffer_string(&tree_watch->path);
}

static bool is_index(const struct watcher *watcher, const struct stat *status)
{
    return status->st_dev == watcher->index.st_dev && status->st_ino == watcher->index.st_ino;
}

static int watch_tree_folder(void *context, const struct walk_folder *folder)
{
    struct tree_watch *tree_watch = context;
    if (is_index(tree_watch->watcher, folder->status))
        return 1;
    const char *path = whole_path(tree_watch, folder->path);
    if (tree_watch->path.failed)
        return error_memory();
    int result = watch_folder(tree_watch->watcher, path, folder->descriptor);
    tree_watch->full = result == WATCHER_FULL;
    return tree_watch->full ? ERROR_STOPPED : result;
}

static int watch_tree_file(void *context, const struct walk_file *file)
{
    struct tree_watch *tree_watch = context;
    bool linked = file->links > 1;
    if ((tree_watch->changes == NULL && !linked) ||
        !has_readable_format(tree_watch->watcher, file->name))
        return 0;
    const char *path = whole_path(tree_watch, file->path);
    if (tree_watch->path.failed)
        return error_memory();
    int result = linked ? watch_file(tree_watch->watcher, path) : 0;
    tree_watch->full = result == WATCHER_FULL;
    if (tree_watch->changes != NULL)
        changes_note(tree_watch->changes, path);
    return tree_watch->full ? ERROR_STOPPED : result;
}

static void ignore_path(void *context, const char *path)
{
    (void)context;
    (void)path;
}

/* Watches a tree. One that does not exist, or no longer, gets no watches. */
static int watch_tree(struct watcher *watcher, const char *path, struct changes *changes)
{
    const struct walk_events events = {.file = watch_tree_file,
                                       .unreadable = ignore_path,
                                       .other = ignore_path,
                                       .folder = watch_tree_folder};
    struct tree_watch tree_watch = {.watcher = watcher, .changes = changes};
    buffer_append_string(&tree_watch.path, path);
    tree_watch.root_size = tree_watch.path.size;
    int status = buffer_status(&tree_watch.path);
    if (status == 0)
        status = walk_tree(path, &events, &tree_watch);
    buffer_release(&tree_watch.path);
    if (tree_watch.full)
        return WATCHER_FULL;
    return status == ERROR_SYSTEM ? 0 : status;
}

/* Watches a root. If it is a file, the folder that holds it is watched, because files are replaced
 * by renaming. */
static int watch_root(struct watcher *watcher, const char *path)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return 0;
    if (S_ISDIR(status.st_mode))
        return watch_tree(watcher, path, NULL);
    if (S_ISREG(status.st_mode) && status.st_nlink > 1) {
        int result = watch_file(watcher, path);
        if (result != 0)
            return result;
    }
    char *folder = strdup(path), *slash;
    if (folder == NULL)
        return error_memory();
    slash = strrchr(folder, '/');
    if (slash != NULL)
        slash[slash == folder] = '\0';
    int result = watch_folder(watcher, folder, -1);
    free(folder);
    return result;
}

/* --- events --- */

static bool is_in_root(const struct watcher *watcher, const char *path)
{
    for (size_t i = 0; i < watcher->roots->count; i++)
        if (roots_below(path, watcher->roots->items[i].path) != NULL)
            return true;
    return false;
}

/* Notes a file, unless it is a symbolic link, which a walk does not follow. */
static int note_changed_file(struct watcher *watcher, const char *path, struct changes *changes)
{
    struct stat status;
    bool there = lstat(path, &status) == 0;
    if (there && S_ISLNK(status.st_mode))
        return 0;
    changes_note(changes, path);
    return there && S_ISREG(status.st_mode) && status.st_nlink > 1 ? watch_file(watcher, path) : 0;
}

/* Notes all names of a file that changed through any of them. */
static void note_linked_file(const struct watch_target *watch_target, struct changes *changes)
{
    if (watch_target->may_have_more_names)
        changes_note_everything(changes);
    for (size_t at = 0; at < watch_target->names.size;
         at += strlen(watch_target->names.data + at) + 1)
        changes_note(changes, watch_target->names.data + at);
}

static int handle_folder_event(struct watcher *watcher, uint32_t mask, const char *path,
                               struct changes *changes)
{
    /* The watches of a folder that was moved away have wrong paths now; one whose path is too long
     * to open is only found by a walk. */
    if ((mask & IN_MOVED_FROM) != 0 || strlen(path) >= PATH_MAX) {
        changes->watches_lost = true;
        return 0;
    }
    if ((mask & (IN_CREATE | IN_MOVED_TO | IN_ATTRIB)) != 0)
        return watch_tree(watcher, path, changes);
    return 0;
}

static int handle_named_event(struct watcher *watcher, const struct inotify_event *event,
                              const char *folder, struct changes *changes)
{
    bool is_folder = (event->mask & IN_ISDIR) != 0;
    struct buffer path;
    int result = 0;
    if (strcmp(event->name, IGNORE_FILE) == 0)
        changes_note_everything(changes);
    if (event->name[0] == '.' || (!is_folder && !has_readable_format(watcher, event->name)))
        return 0;
    buffer_init(&path);
    buffer_append_string(&path, folder);
    if (path.size > 0 && path.data[path.size - 1] != '/')
        buffer_append_byte(&path, '/');
    buffer_append_string(&path, event->name);
    const char *whole = buffer_string(&path);
    if (path.failed)
        result = error_memory();
    else if (is_in_root(watcher, whole)) {
        if (is_folder)
            result = handle_folder_event(watcher, event->mask, whole, changes);
        else
            result = note_changed_file(watcher, whole, changes);
    }
    buffer_release(&path);
    return result;
}

static int handle_event(struct watcher *watcher, const struct inotify_event *event,
                        struct changes *changes)
{
    if ((event->mask & IN_Q_OVERFLOW) != 0) {
        changes->watches_lost = true;
        return 0;
    }
    if (event->wd == watcher->index_watch)
        changes->commit |= (event->mask & IN_MOVED_TO) != 0 && event->len > 0 &&
                           strcmp(event->name, "MANIFEST") == 0;
    if ((event->mask & IN_UNMOUNT) != 0)
        changes_note_everything(changes);
    const struct watch_target *watch_target = find_watch_target(watcher, event->wd);
    if ((event->mask & IN_IGNORED) != 0)
        drop_watch_target(watcher, event->wd);
    else if (watch_target != NULL && watch_target->file)
        note_linked_file(watch_target, changes);
    else if (watch_target != NULL && event->len > 0)
        return handle_named_event(watcher, event, watch_target->names.data, changes);
    return 0;
}

int watcher_read(struct watcher *watcher, struct changes *changes)
{
    char bytes[1 << 13] __attribute__((aligned(__alignof__(struct inotify_event))));
    for (;;) {
        ssize_t size = read(watcher->descriptor, bytes, sizeof bytes);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno != EAGAIN)
            return error_system("cannot read events from inotify");
        if (size <= 0)
            return 0;
        for (const char *at = bytes; at < bytes + size;) {
            const struct inotify_event *event = (const struct inotify_event *)(const void *)at;
            int status = handle_event(watcher, event, changes);
            if (status != 0)
                return status;
            at += sizeof *event + event->len;
        }
    }
}

/* --- opening --- */

static int watch_all(struct watcher *watcher, const char *index)
{
    if (stat(index, &watcher->index) != 0)
        return error_system("cannot open the index '%s'", index);
    int status = 0;
    watcher->opening = true;
    for (size_t i = 0; i < watcher->roots->count && status == 0; i++)
        status = watch_root(watcher, watcher->roots->items[i].path);
    watcher->opening = false;
    if (status != 0)
        return status;
    /* A root that is a file in the index folder has a watch on that already. */
    watcher->index_watch =
        inotify_add_watch(watcher->descriptor, index, IN_MOVED_TO | IN_ONLYDIR | IN_MASK_ADD);
    if (watcher->index_watch >= 0)
        return 0;
    return errno == ENOSPC ? WATCHER_FULL : error_system("cannot watch the index '%s'", index);
}

int watcher_open(struct watcher *watcher, const struct roots *roots,
                 const struct input_rules *input_rules, const char *index)
{
    *watcher = (struct watcher){.roots = roots, .input_rules = input_rules, .index_watch = -1};
    watcher->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watcher->descriptor < 0)
        return errno == EMFILE ? WATCHER_FULL : error_system("cannot watch folders");
    int status = watch_all(watcher, index);
    if (status != 0)
        watcher_close(watcher);
    return status;
}

void watcher_close(struct watcher *watcher)
{
    for (size_t i = 0; i < vector_count(&watcher->watches); i++)
        drop_watch_target(watcher, (int)i);
    vector_release(&watcher->watches);
    if (watcher->descriptor >= 0)
        close(watcher->descriptor);
    watcher->descriptor = -1;
    watcher->count = 0;
}
