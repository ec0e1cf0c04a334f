#include "indexer/watch/watch.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/vector.h"
#include "indexer/run/stop.h"
#include "indexer/state/changes.h"
#include "indexer/update/build.h"
#include "indexer/update/run.h"
#include "indexer/watch/watcher.h"

/* Seconds: between checks that the folders are still those that are watched; between walks of all
 * folders, without watches; before another try after a failure, and while another writer has the
 * lock. */
#define CHECK_INTERVAL 2.0
#define RESCAN_INTERVAL 5.0
#define FAILURE_WAIT 10.0
#define BUSY_WAIT 0.2

/* Walking all folders takes at most 1/RESCAN_PART of the time. */
#define RESCAN_PART 10

/* The same with watches, which do not report everything: not what is written through a mapping or
 * by another machine, nor through a name that a file got elsewhere. */
#define BACKSTOP_INTERVAL 600.0
#define BACKSTOP_PART 100

/* Identity of the file or folder at a root's path, if there is one. */
struct path_identity {
    bool exists;
    dev_t device;
    ino_t inode;
};

struct mount_paths {
    VECTOR(char *) paths; /* owned */
};

struct watch {
    struct options options;    /* of each run: all folders of the index */
    char *index;               /* path of the index folder; owned */
    struct roots roots;        /* as they were when the watches were set */
    struct mount_paths mounts; /* mount points below them */
    struct path_identity *ids; /* of the roots, the mount points and the index */
    struct watcher watcher;
    bool rescans; /* there are no watches: folders are walked instead */
    struct changes changes;
    double next_check, next_rescan, not_before; /* clock_seconds */
    char failure[1024];                         /* the last one reported */
};

static double earlier(double one, double other)
{
    return one < other ? one : other;
}

static double later(double one, double other)
{
    return one > other ? one : other;
}

/* --- messages --- */

static void report_message(const struct watch *watch, const char *message)
{
    struct report report;
    report_init(&report, watch->options.quiet);
    report_error(&report, message);
}

/* Reports error_message(), unless it was the last failure since a run succeeded. */
static void report_run_failure(struct watch *watch)
{
    if (strcmp(watch->failure, error_message()) == 0)
        return;
    snprintf(watch->failure, sizeof watch->failure, "%s", error_message());
    report_message(watch, watch->failure);
}

static long read_watch_limit(void)
{
    long limit = 0;
    FILE *file = fopen("/proc/sys/fs/inotify/max_user_watches", "re");
    if (file != NULL) {
        if (fscanf(file, "%ld", &limit) != 1)
            limit = 0;
        fclose(file);
    }
    return limit;
}

static void report_watch_limit(const struct watch *watch)
{
    char message[512];
    const long limit = read_watch_limit();
    if (limit > 0)
        snprintf(message, sizeof message,
                 _("the limit on watched folders is reached (fs.inotify.max_user_watches is %ld, "
                   "to raise it: sudo sysctl fs.inotify.max_user_watches=1048576); all folders are "
                   "scanned about every %.0f seconds instead"),
                 limit, RESCAN_INTERVAL);
    else
        snprintf(message, sizeof message,
                 _("not all folders can be watched without /proc; all folders are scanned about "
                   "every %.0f seconds instead"),
                 RESCAN_INTERVAL);
    report_message(watch, message);
}

static void report_watching(const struct watch *watch)
{
    char message[256];
    if (watch->options.quiet)
        return;
    snprintf(message, sizeof message, _("watching %s; press Ctrl-C to stop"),
             message_with_count("%s folder", "%s folders", watch->watcher.count).text);
    report_message(watch, message);
}

/* --- the folders --- */

static struct path_identity identify(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return (struct path_identity){0};
    /* A file may be replaced without becoming another root, so its inode does not count. */
    return (struct path_identity){true, status.st_dev, S_ISDIR(status.st_mode) ? status.st_ino : 0};
}

static bool same_id(struct path_identity one, struct path_identity other)
{
    return one.exists == other.exists && one.device == other.device && one.inode == other.inode;
}

static size_t mount_count(const struct watch *watch)
{
    return vector_count(&watch->mounts.paths);
}

/* Numbers count the roots, then the mount points; the index is last. */
static const char *watched_path(const struct watch *watch, size_t number)
{
    if (number < watch->roots.count)
        return watch->roots.items[number].path;
    number -= watch->roots.count;
    return number < mount_count(watch) ? watch->mounts.paths.items[number] : watch->index;
}

/* Whether a folder is gone, came back, was replaced, or had a disk mounted over it: watches do not
 * report that. */
static bool watched_paths_differ(const struct watch *watch)
{
    for (size_t i = 0; i <= watch->roots.count + mount_count(watch); i++)
        if (!same_id(watch->ids[i], identify(watched_path(watch, i))))
            return true;
    return false;
}

/* Appends the path of a mount point, unless its root lies within another. */
static int add_mount(const struct roots *roots, const char *recorded, const char *below,
                     struct mount_paths *mounts)
{
    for (size_t i = 0; i < roots->count; i++) {
        if (strcmp(roots->items[i].recorded, recorded) != 0)
            continue;
        struct buffer display_path;
        buffer_init(&display_path);
        root_full_path(&display_path, &roots->items[i], below);
        char *path = buffer_detach(&display_path);
        if (path == NULL)
            return error_memory();
        vector_append(&mounts->paths, path);
        if (mounts->paths.buffer.failed)
            free(path);
        return vector_status(&mounts->paths);
    }
    return 0;
}

/* Reads the roots that the index records. Appends the paths of its mount points to `mounts`, unless
 * that is NULL. Returns 0 or an error. */
static int read_watched_roots(const struct watch *watch, struct roots *roots,
                              struct mount_paths *mounts)
{
    struct manifest manifest;
    *roots = (struct roots){0};
    int status = manifest_read_at(&manifest, watch->index);
    if (status == 0) {
        status = roots_add_recorded(roots, &manifest, watch->index, true);
        if (status == 0 && !build_is_named(&watch->options))
            status = roots_confine(roots, watch->index);
        roots_drop_outside(roots);
        for (size_t i = 0; i < manifest.mount_count && mounts != NULL && status == 0; i++)
            status = add_mount(roots, manifest.roots[manifest.mounts[i].root],
                               manifest.mounts[i].path, mounts);
        manifest_release(&manifest);
    }
    return status;
}

/* Whether another program has added folders to the index, or removed some. */
static bool has_other_roots(const struct watch *watch)
{
    struct roots roots;
    bool other = read_watched_roots(watch, &roots, NULL) == 0 && roots.count != watch->roots.count;
    for (size_t i = 0; i < roots.count && !other; i++)
        other = strcmp(roots.items[i].path, watch->roots.items[i].path) != 0;
    roots_release(&roots);
    return other;
}

static void close_watches(struct watch *watch)
{
    watcher_close(&watch->watcher);
    roots_release(&watch->roots);
    for (size_t i = 0; i < mount_count(watch); i++)
        free(watch->mounts.paths.items[i]);
    vector_release(&watch->mounts.paths);
    free(watch->ids);
    watch->ids = NULL;
}

static void fall_back_to_walks(struct watch *watch)
{
    if (!watch->rescans)
        report_watch_limit(watch);
    watch->rescans = true;
    watch->next_rescan = clock_seconds() + RESCAN_INTERVAL;
    watcher_close(&watch->watcher);
}

/* Sets all watches again, and notes everything, so that a walk finds what happened before each was
 * set. */
static int set_watches(struct watch *watch)
{
    close_watches(watch);
    watch->changes.watches_lost = watch->changes.commit = false;
    int status = read_watched_roots(watch, &watch->roots, &watch->mounts);
    if (status != 0)
        return status;
    const size_t watched_count = watch->roots.count + mount_count(watch) + 1;
    watch->ids = calloc(watched_count, sizeof *watch->ids);
    if (watch->ids == NULL)
        return error_memory();
    for (size_t i = 0; i < watched_count; i++)
        watch->ids[i] = identify(watched_path(watch, i));
    changes_note_everything(&watch->changes);
    if (!watch->rescans)
        status =
            watcher_open(&watch->watcher, &watch->roots, &watch->options.input_rules, watch->index);
    if (status == WATCHER_FULL) {
        fall_back_to_walks(watch);
        status = 0;
    }
    return status;
}

/* --- waiting --- */

static double due_time(const struct watch *watch)
{
    if (!changes_pending(&watch->changes))
        return INFINITY;
    return later(changes_due(&watch->changes), watch->not_before);
}

static int collect_changes(struct watch *watch, double now)
{
    int status = 0;
    if (watch->watcher.descriptor >= 0)
        status = watcher_read(&watch->watcher, &watch->changes);
    if (status == WATCHER_FULL) {
        fall_back_to_walks(watch);
        changes_note_everything(&watch->changes);
        status = 0;
    }
    if (now >= watch->next_rescan) {
        changes_note_everything(&watch->changes);
        watch->next_rescan = INFINITY; /* until it is done */
    }
    if (watch->changes.commit || now >= watch->next_check) {
        watch->changes.watches_lost |= watched_paths_differ(watch) || has_other_roots(watch);
        watch->changes.commit = false;
        watch->next_check = now + CHECK_INTERVAL;
    }
    return status;
}

/* Waits until a run is due, the watches are to be set again, or a signal came. Returns 0 or an
 * error. */
static int wait_for_changes(struct watch *watch)
{
    for (;;) {
        double now = clock_seconds();
        int status = collect_changes(watch, now);
        double due = due_time(watch);
        if (due <= now) /* names below a folder that is gone would look deleted */
            watch->changes.watches_lost |= watched_paths_differ(watch);
        if (status != 0 || stop_requested() || watch->changes.watches_lost || due <= now)
            return status;
        double until = earlier(due, earlier(watch->next_check, watch->next_rescan));
        status = stop_wait(watch->watcher.descriptor, until - now);
        if (status < 0)
            return status;
    }
}

/* --- runs --- */

/* Notes again what a run did not do, for the next one. `paths`: NULL is everything. */
static void restore_changes(struct watch *watch, const struct buffer *paths)
{
    if (paths == NULL)
        changes_note_everything(&watch->changes);
    for (size_t at = 0; paths != NULL && at < paths->size; at += strlen(paths->data + at) + 1)
        changes_note(&watch->changes, paths->data + at);
}

/* Whether the failure may pass. */
static bool is_temporary_failure(int status)
{
    return status == ERROR_BUSY || status == ERROR_SYSTEM || status == ERROR_MEMORY ||
           status == ERROR_UNSYNCED;
}

static int run_build(struct watch *watch, const struct buffer *paths)
{
    struct report report;
    report_init(&report, watch->options.quiet);
    report.terse = true;
    int status = build_at(&watch->options, &report, watch->index, paths, &watch->changes);
    double now = clock_seconds();
    if (status == 0) {
        watch->failure[0] = '\0';
        if (stop_requested() && paths != NULL)
            restore_changes(watch, paths);
    } else if (is_temporary_failure(status)) {
        restore_changes(watch, paths);
        watch->not_before = now + (status == ERROR_BUSY ? BUSY_WAIT : FAILURE_WAIT);
        if (status != ERROR_BUSY)
            report_run_failure(watch);
        status = 0;
    }
    return status;
}

/* Runs once for the changes so far. The next run waits as long as this one took, so that runs take
 * at most half of the time. */
static int run_once(struct watch *watch)
{
    struct buffer paths = watch->changes.paths;
    bool everything = watch->changes.everything;
    double start = clock_seconds();
    buffer_init(&watch->changes.paths);
    watch->changes.everything = false;
    watch->not_before = 0;
    int status = run_build(watch, everything ? NULL : &paths);
    double end = clock_seconds();
    watch->not_before = later(watch->not_before, end + (end - start));
    if (watch->rescans)
        watch->next_rescan = end + later(RESCAN_INTERVAL, RESCAN_PART * (end - start));
    else if (everything)
        watch->next_rescan = end + later(BACKSTOP_INTERVAL, BACKSTOP_PART * (end - start));
    buffer_release(&paths);
    return status;
}

/* Sets the watches or, if that fails for now, reports it and waits before the next try. */
static int watch_or_wait(struct watch *watch)
{
    bool first = watch->ids == NULL && !watch->rescans;
    int status = set_watches(watch);
    if (status == 0 && first && !watch->rescans)
        report_watching(watch);
    if (!is_temporary_failure(status))
        return status;
    report_run_failure(watch);
    watch->changes.watches_lost = true;
    return stop_wait(-1, CHECK_INTERVAL);
}

/* Runs for what changed before the signal came. A second signal cuts it short. */
static int run_last(struct watch *watch)
{
    int status = collect_changes(watch, 0);
    if (status != 0 || !changes_pending(&watch->changes))
        return status;
    stop_withdraw();
    return run_once(watch);
}

static int watch_until_stopped(struct watch *watch)
{
    int status = 0;
    watch->changes.watches_lost = true;
    while (status == 0 && !stop_requested()) {
        if (watch->changes.watches_lost)
            status = watch_or_wait(watch);
        else
            status = wait_for_changes(watch);
        if (status == 0 && !stop_requested() && !watch->changes.watches_lost &&
            due_time(watch) <= clock_seconds())
            status = run_once(watch);
    }
    return status == 0 ? run_last(watch) : status;
}

/* Named folders, or rebuilding, need a run of their own before the watching begins. */
static int run_first(const struct options *options, const char *index)
{
    struct report report;
    if (options->path_count == 0 && !options->rebuild) {
        int status = build_check(index);
        if (status != ERROR_OLDER)
            return status;
    }
    report_init(&report, options->quiet);
    return build_at(options, &report, index, NULL, NULL);
}

int watch_index(const struct options *options)
{
    struct watch watch = {.options = *options, .watcher = {.descriptor = -1}};
    watch.options.task = TASK_BUILD;
    watch.options.path_count = 0;
    watch.options.rebuild = false;
    int status = build_locate(options, &watch.index);
    if (status == 0)
        status = run_first(options, watch.index);
    if (status == 0 && !stop_requested())
        status = watch_until_stopped(&watch);
    close_watches(&watch);
    changes_release(&watch.changes);
    free(watch.index);
    return status;
}
