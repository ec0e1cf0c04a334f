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
static struct watched *watched_at(const struct watcher *watcher, int number)
{
    size_t count = watcher->watches.size / sizeof(struct watched);
    if (number < 0 || (size_t)number >= count)
        return NULL;
    struct watched *watched = &((struct watched *)(void *)watcher->watches.data)[number];
    return watched->names.size == 0 ? NULL : watched;
}

/* Returns the entry of a watch number, which the system assigns in ascending order, from 1; NULL
 * when memory ran out. */
static struct watched *reserve(struct watcher *watcher, int number)
{
    const struct watched none = {0};
    while (watcher->watches.size / sizeof none <= (size_t)number &&
           buffer_status(&watcher->watches) == 0)
        buffer_append(&watcher->watches, &none, sizeof none);
    if (buffer_status(&watcher->watches) != 0)
        return NULL;
    return &((struct watched *)(void *)watcher->watches.data)[number];
}

static int add_folder(struct watcher *watcher, int number, const char *path)
{
    struct watched *watched = reserve(watcher, number);
    if (watched == NULL)
        return ERROR_MEMORY;
    if (watched->names.size > 0) /* the same folder under another name, or visited twice */
        return 0;
    buffer_append(&watched->names, path, strlen(path) + 1);
    watcher->count++;
    return buffer_status(&watched->names);
}

static int add_file(struct watcher *watcher, int number, const char *path)
{
    struct watched *watched = reserve(watcher, number);
    size_t size = strlen(path) + 1;
    if (watched == NULL)
        return ERROR_MEMORY;
    if (watched->names.size == 0)
        watched->more = !watcher->opening;
    watched->file = true;
    for (size_t at = 0; at < watched->names.size; at += strlen(watched->names.data + at) + 1)
        if (strcmp(watched->names.data + at, path) == 0)
            return 0;
    buffer_append(&watched->names, path, size);
    return buffer_status(&watched->names);
}

static void drop(struct watcher *watcher, int number)
{
    struct watched *watched = watched_at(watcher, number);
    if (watched == NULL)
        return;
    watcher->count -= !watched->file;
    buffer_release(&watched->names);
    *watched = (struct watched){0};
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
    return status == 0 && number >= 0 ? add_folder(watcher, number, path) : status;
}

/* Watches a file that has several names. */
static int watch_file(struct watcher *watcher, const char *path)
{
    int number;
    int status = set_watch(watcher, path, OWN_EVENTS | IN_DONT_FOLLOW, &number);
    return status == 0 && number >= 0 ? add_file(watcher, number, path) : status;
}

static bool is_read(const struct watcher *watcher, const char *name)
{
    return intake_kind_of(watcher->intake, name).source.format != SOURCE_NONE;
}

/* --- trees --- */

/* A walk that sets watches in a tree; with `changes` it notes the files there. */
struct planting {
    struct watcher *watcher;
    struct changes *changes;
    struct buffer path;
    size_t root_size; /* bytes of the tree's own path in `path` */
    bool full;
};

static const char *whole_path(struct planting *planting, const char *below)
{
    planting->path.size = planting->root_size;
    if (below[0] != '\0') {
        if (planting->path.data[planting->path.size - 1] != '/')
            buffer_append_byte(&planting->path, '/');
        buffer_append_string(&planting->path, below);
    }
    return buffer_string(&planting->path);
}

static bool is_index(const struct watcher *watcher, const struct stat *status)
{
    return status->st_dev == watcher->index.st_dev && status->st_ino == watcher->index.st_ino;
}

static int plant_folder(void *context, const struct walk_folder *folder)
{
    struct planting *planting = context;
    if (is_index(planting->watcher, folder->status))
        return 1;
    const char *path = whole_path(planting, folder->path);
    if (planting->path.failed)
        return error_memory();
    int result = watch_folder(planting->watcher, path, folder->descriptor);
    planting->full = result == WATCHER_FULL;
    return planting->full ? ERROR_STOPPED : result;
}

static int note_file(void *context, const struct walk_file *file)
{
    struct planting *planting = context;
    bool linked = file->links > 1;
    if ((planting->changes == NULL && !linked) || !is_read(planting->watcher, file->name))
        return 0;
    const char *path = whole_path(planting, file->path);
    if (planting->path.failed)
        return error_memory();
    int result = linked ? watch_file(planting->watcher, path) : 0;
    planting->full = result == WATCHER_FULL;
    if (planting->changes != NULL)
        changes_note(planting->changes, path);
    return planting->full ? ERROR_STOPPED : result;
}

static void pass_over(void *context, const char *path)
{
    (void)context;
    (void)path;
}

/* Watches a tree. One that does not exist, or no longer, gets no watches. */
static int watch_tree(struct watcher *watcher, const char *path, struct changes *changes)
{
    const struct walk_events events = {
        .file = note_file, .unreadable = pass_over, .other = pass_over, .folder = plant_folder};
    struct planting planting = {.watcher = watcher, .changes = changes};
    buffer_append_string(&planting.path, path);
    planting.root_size = planting.path.size;
    int status = buffer_status(&planting.path);
    if (status == 0)
        status = walk_tree(path, &events, &planting);
    buffer_release(&planting.path);
    if (planting.full)
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

static bool lies_in_a_root(const struct watcher *watcher, const char *path)
{
    for (size_t i = 0; i < watcher->roots->count; i++)
        if (roots_below(path, watcher->roots->items[i].path) != NULL)
            return true;
    return false;
}

/* Notes a file, unless it is a symbolic link, which a walk does not follow. */
static int take_file(struct watcher *watcher, const char *path, struct changes *changes)
{
    struct stat status;
    bool there = lstat(path, &status) == 0;
    if (there && S_ISLNK(status.st_mode))
        return 0;
    changes_note(changes, path);
    return there && S_ISREG(status.st_mode) && status.st_nlink > 1 ? watch_file(watcher, path) : 0;
}

/* Notes all names of a file that changed through any of them. */
static void take_linked(const struct watched *watched, struct changes *changes)
{
    if (watched->more)
        changes_note_everything(changes);
    for (size_t at = 0; at < watched->names.size; at += strlen(watched->names.data + at) + 1)
        changes_note(changes, watched->names.data + at);
}

static int take_folder(struct watcher *watcher, uint32_t mask, const char *path,
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

static int take_named(struct watcher *watcher, const struct inotify_event *event,
                      const char *folder, struct changes *changes)
{
    bool is_folder = (event->mask & IN_ISDIR) != 0;
    struct buffer path;
    int result = 0;
    if (strcmp(event->name, IGNORE_FILE) == 0)
        changes_note_everything(changes);
    if (event->name[0] == '.' || (!is_folder && !is_read(watcher, event->name)))
        return 0;
    buffer_init(&path);
    buffer_append_string(&path, folder);
    if (path.size > 0 && path.data[path.size - 1] != '/')
        buffer_append_byte(&path, '/');
    buffer_append_string(&path, event->name);
    const char *whole = buffer_string(&path);
    if (path.failed)
        result = error_memory();
    else if (lies_in_a_root(watcher, whole)) {
        if (is_folder)
            result = take_folder(watcher, event->mask, whole, changes);
        else
            result = take_file(watcher, whole, changes);
    }
    buffer_release(&path);
    return result;
}

static int take_event(struct watcher *watcher, const struct inotify_event *event,
                      struct changes *changes)
{
    if ((event->mask & IN_Q_OVERFLOW) != 0) {
        changes->watches_lost = true;
        return 0;
    }
    if (event->wd == watcher->index_watch) {
        changes->commit |= event->len > 0 && strcmp(event->name, "MANIFEST") == 0;
        return 0;
    }
    if ((event->mask & IN_UNMOUNT) != 0)
        changes_note_everything(changes);
    const struct watched *watched = watched_at(watcher, event->wd);
    if ((event->mask & IN_IGNORED) != 0)
        drop(watcher, event->wd);
    else if (watched != NULL && watched->file)
        take_linked(watched, changes);
    else if (watched != NULL && event->len > 0)
        return take_named(watcher, event, watched->names.data, changes);
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
            return error_system("cannot read what inotify tells");
        if (size <= 0)
            return 0;
        for (const char *at = bytes; at < bytes + size;) {
            const struct inotify_event *event = (const struct inotify_event *)(const void *)at;
            int status = take_event(watcher, event, changes);
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
    watcher->index_watch = inotify_add_watch(watcher->descriptor, index, IN_MOVED_TO | IN_ONLYDIR);
    if (watcher->index_watch >= 0)
        return 0;
    return errno == ENOSPC ? WATCHER_FULL : error_system("cannot watch the index '%s'", index);
}

int watcher_open(struct watcher *watcher, const struct roots *roots, const struct intake *intake,
                 const char *index)
{
    *watcher = (struct watcher){.roots = roots, .intake = intake, .index_watch = -1};
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
    for (size_t i = 0; i < watcher->watches.size / sizeof(struct watched); i++)
        drop(watcher, (int)i);
    buffer_release(&watcher->watches);
    if (watcher->descriptor >= 0)
        close(watcher->descriptor);
    watcher->descriptor = -1;
    watcher->count = 0;
}
