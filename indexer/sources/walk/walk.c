#include "indexer/sources/walk/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/base/buffer.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/hash_set.h"
#include "common/base/vector.h"
#include "indexer/sources/walk/ignore.h"

/* Of the folders between the root and the current one, only the root and the deepest ones are kept
 * open; the others are reopened through "..", or else from the root, when the walk returns to
 * them. */
enum { OPEN_LEVELS = 16, OPEN_FOLDER = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_OTHER };

struct entry {
    size_t name; /* offset in walk.names */
    enum entry_kind kind;
};

struct folder_id {
    dev_t device;
    ino_t inode;
};

/* A folder being walked. Its names and entries are stacked on those of the folders above it. */
struct level {
    int descriptor; /* -1 while closed */
    struct folder_id id;
    size_t first_name, first_entry;
    size_t next, end; /* the entries left to visit */
    size_t path_size;
};

struct walker {
    const struct walk_events *events;
    void *context;
    struct buffer path;  /* of the current folder, "" for the root; NUL-terminated when needed */
    struct buffer names; /* NUL-terminated; those of folders end in '/' */
    VECTOR(struct entry) entries;
    VECTOR(struct level) levels;
    struct hash_set visited; /* folders: inode and device */
    struct ignore ignore;    /* of the folders between the root and the current one */
};

static size_t level_count(const struct walker *walker)
{
    return vector_count(&walker->levels);
}

static struct level *level_at(const struct walker *walker, size_t index)
{
    return &walker->levels.items[index];
}

static size_t entry_count(const struct walker *walker)
{
    return vector_count(&walker->entries);
}

/* Returns the path of `name` in the current folder, or of the folder itself if `name` is "". Valid
 * until the next call. */
static const char *entry_path(struct walker *walker, const char *name)
{
    size_t size = walker->path.size;
    if (size > 0 && name[0] != '\0')
        buffer_append_byte(&walker->path, '/');
    buffer_append_string(&walker->path, name);
    const char *path = buffer_string(&walker->path);
    if (!walker->path.failed)
        walker->path.size = size;
    return path;
}

static void report_unreadable(struct walker *walker, const char *name)
{
    walker->events->unreadable(walker->context, entry_path(walker, name));
}

static enum entry_kind entry_kind_of_mode(mode_t mode)
{
    return S_ISREG(mode) ? ENTRY_FILE : S_ISDIR(mode) ? ENTRY_FOLDER : ENTRY_OTHER;
}

static enum entry_kind read_entry_kind(int directory, const struct dirent *found)
{
    struct stat status;
    switch (found->d_type) {
    case DT_REG:
        return ENTRY_FILE;
    case DT_DIR:
        return ENTRY_FOLDER;
    case DT_UNKNOWN:
        if (fstatat(directory, found->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            return entry_kind_of_mode(status.st_mode);
        return ENTRY_FILE; /* visit_file_entry looks at it again and reports the failure */
    default:
        return ENTRY_OTHER;
    }
}

static void append_entry(struct walker *walker, int directory, const struct dirent *found)
{
    if (found->d_name[0] == '.')
        return;
    struct entry entry = {walker->names.size, read_entry_kind(directory, found)};
    buffer_append_string(&walker->names, found->d_name);
    if (entry.kind == ENTRY_FOLDER)
        buffer_append_byte(&walker->names, '/');
    buffer_append_byte(&walker->names, 0);
    vector_append(&walker->entries, entry);
}

static int compare_walk_entries(const void *left, const void *right, void *names)
{
    const struct entry *first = left, *second = right;
    return strcmp((const char *)names + first->name, (const char *)names + second->name);
}

/* Adds the entries of the folder. 0, or ERROR_SYSTEM (the entries read so far are kept). */
static int read_entries(struct walker *walker, int descriptor)
{
    int duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0); /* closedir closes the one it is given */
    DIR *stream = duplicate < 0 ? NULL : fdopendir(duplicate);
    if (stream == NULL) {
        int status = error_system("cannot read '%s'", entry_path(walker, ""));
        if (duplicate >= 0)
            close(duplicate);
        return status;
    }
    const struct dirent *found;
    while (errno = 0, (found = readdir(stream)) != NULL)
        append_entry(walker, descriptor, found);
    int status = errno == 0 ? 0 : error_system("cannot read '%s'", entry_path(walker, ""));
    closedir(stream);
    return status;
}

static void close_level(struct level *level)
{
    if (level->descriptor >= 0)
        close(level->descriptor);
    level->descriptor = -1;
}

static int enter_ignore_level(struct walker *walker, int descriptor)
{
    if (!walker->events->use_ignore_files)
        return 0;
    return ignore_enter(&walker->ignore, descriptor, entry_path(walker, ""));
}

/* Makes the folder at walk->path the current one, and reads it. Takes ownership of the
 * descriptor. */
static int push_level(struct walker *walker, int descriptor, struct folder_id id)
{
    struct level level = {.descriptor = descriptor,
                          .id = id,
                          .first_name = walker->names.size,
                          .first_entry = entry_count(walker),
                          .path_size = walker->path.size};
    if (vector_reserve(&walker->levels, 1) != 0) {
        close(descriptor);
        return ERROR_MEMORY;
    }
    size_t depth = level_count(walker);
    if (depth > OPEN_LEVELS)
        close_level(level_at(walker, depth - OPEN_LEVELS));
    int entered = enter_ignore_level(walker, descriptor);
    if (entered != 0 && depth == 0) {
        close(descriptor);
        return entered;
    }
    if (entered != 0 || read_entries(walker, descriptor) != 0)
        report_unreadable(walker, "");
    level.next = level.first_entry;
    level.end = entry_count(walker);
    vector_append(&walker->levels, level);
    if (walker->names.failed || walker->entries.buffer.failed || walker->path.failed)
        return error_memory();
    if (level.end > level.next)
        qsort_r(&walker->entries.items[level.next], level.end - level.next, sizeof(struct entry),
                compare_walk_entries, walker->names.data);
    return 0;
}

/* 1: not visited before; 0: visited; ERROR_MEMORY. */
static int add_visited(struct walker *walker, struct folder_id id)
{
    return hash_set_add(&walker->visited, (const uint64_t[]){id.inode, id.device});
}

static bool is_same_folder(int descriptor, struct folder_id id)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 && status.st_dev == id.device &&
           status.st_ino == id.inode;
}

/* Returns a new descriptor of the folder at the first `size` bytes of the path, or -1. Opens one
 * part at a time, since the whole may be longer than PATH_MAX. */
static int open_from_root(struct walker *walker, size_t size)
{
    int at = fcntl(level_at(walker, 0)->descriptor, F_DUPFD_CLOEXEC, 0);
    for (size_t start = 0; at >= 0 && start < size;) {
        char part[NAME_MAX + 1];
        size_t end = start;
        while (end < size && walker->path.data[end] != '/')
            end++;
        if (end - start >= sizeof part) {
            close(at);
            return -1;
        }
        memcpy(part, walker->path.data + start, end - start);
        part[end - start] = '\0';
        int next = openat(at, part, OPEN_FOLDER | O_NOFOLLOW);
        close(at);
        at = next;
        start = end + 1;
    }
    return at;
}

/* Reopens the folder above `child`, if it is still the folder that the walk came from. */
static void reopen_level(struct walker *walker, struct level *level, int child)
{
    int descriptor = child < 0 ? -1 : openat(child, "..", OPEN_FOLDER);
    if (descriptor >= 0 && !is_same_folder(descriptor, level->id)) {
        close(descriptor);
        descriptor = -1;
    }
    if (descriptor < 0)
        descriptor = open_from_root(walker, level->path_size);
    if (descriptor >= 0 && !is_same_folder(descriptor, level->id)) {
        close(descriptor);
        descriptor = -1;
    }
    level->descriptor = descriptor;
}

/* Leaves the current folder and returns to the one above it. */
static void pop_level(struct walker *walker)
{
    struct level *done = level_at(walker, level_count(walker) - 1);
    if (walker->events->use_ignore_files)
        ignore_leave(&walker->ignore);
    walker->names.size = done->first_name;
    vector_truncate(&walker->entries, done->first_entry);
    vector_pop(&walker->levels);
    if (level_count(walker) > 0) {
        struct level *above = done - 1;
        walker->path.size = above->path_size;
        if (above->descriptor < 0)
            reopen_level(walker, above, done->descriptor);
        if (above->descriptor < 0 && above->next < above->end) {
            error_set(ERROR_SYSTEM, "'%s' was moved while being read", entry_path(walker, ""));
            errno = 0;
            report_unreadable(walker, "");
            above->next = above->end;
        }
    }
    close_level(done);
}

struct walk_file walk_file_of(const struct stat *status, int directory, const char *name,
                              const char *path)
{
    return (struct walk_file){
        .path = path,
        .directory = directory,
        .name = name,
        .size = (uint64_t)status->st_size,
        .mtime = clock_nanoseconds(status->st_mtim),
        .ctime = clock_nanoseconds(status->st_ctim),
        .inode = status->st_ino,
        .device = status->st_dev,
        .links = status->st_nlink,
        .mode = status->st_mode,
        .group = status->st_gid,
    };
}

static int visit_file_entry(struct walker *walker, int directory, const char *name)
{
    struct stat status;
    const char *path = entry_path(walker, name);
    if (walker->path.failed)
        return error_memory();
    if (walker->events->before_file != NULL &&
        !walker->events->before_file(walker->context, path, name))
        return 0;
    if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        error_system("cannot stat '%s'", path);
        report_unreadable(walker, name);
        return 0;
    }
    if (!S_ISREG(status.st_mode)) {
        walker->events->other(walker->context, path);
        return 0;
    }
    const struct walk_file file = walk_file_of(&status, directory, name, path);
    return walker->events->file(walker->context, &file);
}

/* Reports the folder to walk_events.folder and returns its answer. */
static int report_folder(struct walker *walker, const char *name, struct walk_folder *folder)
{
    if (walker->events->folder == NULL)
        return 0;
    folder->path = entry_path(walker, name);
    return walker->path.failed ? error_memory() : walker->events->folder(walker->context, folder);
}

/* Looks at the folder above the root; needed once per walk. */
static bool root_is_mount(int descriptor, const struct stat *status)
{
    struct stat above;
    return fstatat(descriptor, "..", &above, 0) == 0 && above.st_dev != status->st_dev;
}

/* `name` ends in '/', which is removed for good. */
static int visit_folder_entry(struct walker *walker, int directory, char *name)
{
    struct stat status;
    name[strlen(name) - 1] = '\0';
    int descriptor = openat(directory, name, OPEN_FOLDER | O_NOFOLLOW);
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        error_system("cannot open '%s'", entry_path(walker, name));
        report_unreadable(walker, name);
        if (descriptor >= 0)
            close(descriptor);
        return 0;
    }
    struct folder_id id = {status.st_dev, status.st_ino};
    int added = add_visited(walker, id);
    const dev_t above = level_at(walker, level_count(walker) - 1)->id.device;
    struct walk_folder folder = {
        .descriptor = descriptor, .status = &status, .is_mount = status.st_dev != above};
    int verdict = added <= 0 ? 1 : report_folder(walker, name, &folder);
    if (verdict != 0) { /* already walked under another name, or declined */
        close(descriptor);
        return added < 0 ? added : verdict < 0 ? verdict : 0;
    }
    if (walker->path.size > 0)
        buffer_append_byte(&walker->path, '/');
    buffer_append_string(&walker->path, name);
    return push_level(walker, descriptor, id);
}

/* The `name` of a folder ends in '/'. */
static bool entry_is_wanted(struct walker *walker, const char *name, bool folder)
{
    const struct walk_events *events = walker->events;
    if (events->wanted == NULL && !events->use_ignore_files)
        return true;
    size_t size = walker->path.size;
    const char *path = entry_path(walker, name);
    if (walker->path.failed)
        return true; /* the visit fails on the same buffer */
    if (folder)
        walker->path.data[strlen(path) - 1] = '\0';
    bool wanted = (events->wanted == NULL || events->wanted(walker->context, path, folder)) &&
                  !ignore_excludes(&walker->ignore, path, folder);
    if (!wanted && events->unwanted != NULL)
        events->unwanted(walker->context, path);
    walker->path.size = size;
    return wanted;
}

static int visit_entry(struct walker *walker, struct level *level)
{
    const struct entry *entry = &walker->entries.items[level->next++];
    char *name = walker->names.data + entry->name;
    if (!entry_is_wanted(walker, name, entry->kind == ENTRY_FOLDER))
        return 0;
    switch (entry->kind) {
    case ENTRY_FILE:
        return visit_file_entry(walker, level->descriptor, name);
    case ENTRY_FOLDER:
        return visit_folder_entry(walker, level->descriptor, name);
    default:
        walker->events->other(walker->context, entry_path(walker, name));
        return 0;
    }
}

static int walk_folder(struct walker *walker, int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        close(descriptor);
        return error_system("cannot stat the root");
    }
    struct folder_id id = {status.st_dev, status.st_ino};
    int result = add_visited(walker, id);
    struct walk_folder folder = {.descriptor = descriptor, .status = &status};
    folder.is_mount = walker->events->folder != NULL && root_is_mount(descriptor, &status);
    if (result >= 0)
        result = report_folder(walker, "", &folder);
    if (result != 0) {
        close(descriptor);
        return result < 0 ? result : 0;
    }
    result = push_level(walker, descriptor, id);
    while (result == 0 && level_count(walker) > 0) {
        struct level *top = level_at(walker, level_count(walker) - 1);
        if (top->next < top->end)
            result = visit_entry(walker, top);
        else
            pop_level(walker);
    }
    while (level_count(walker) > 0) {
        close_level(level_at(walker, level_count(walker) - 1));
        vector_pop(&walker->levels);
    }
    return result;
}

/* Walks a root that is a file. Its folder is opened for the callback to open the file from. Links
 * on the command line are followed. */
static int walk_file_root(const char *root, const struct walk_events *events, void *context)
{
    char *path = realpath(root, NULL);
    if (path == NULL)
        return error_system("cannot open '%s'", root);
    if (events->resolved && strcmp(path, root) != 0) {
        free(path);
        return error_set(ERROR_SYSTEM, "'%s' has become a link", root);
    }
    char *slash = strrchr(path, '/');
    *slash = '\0';
    int directory = open(path[0] == '\0' ? "/" : path, OPEN_FOLDER);
    struct stat status;
    int result;
    if (directory < 0 || fstatat(directory, slash + 1, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        result = error_system("cannot open '%s'", root);
    } else if (!S_ISREG(status.st_mode)) {
        result = error_set(ERROR_SYSTEM, "'%s' is neither a folder nor a regular file", root);
    } else if (events->before_file != NULL && !events->before_file(context, "", slash + 1)) {
        result = 0;
    } else {
        const struct walk_file file = walk_file_of(&status, directory, slash + 1, "");
        result = events->file(context, &file);
    }
    if (directory >= 0)
        close(directory);
    free(path);
    return result;
}

static int open_root(const char *root, const struct walk_events *events)
{
    struct open_how how = {.flags = OPEN_FOLDER, .resolve = RESOLVE_NO_SYMLINKS};
    if (!events->resolved)
        return open(root, OPEN_FOLDER);
    int descriptor = (int)syscall(SYS_openat2, AT_FDCWD, root, &how, sizeof how);
    return descriptor < 0 && (errno == ENOSYS || errno == EPERM)
               ? open(root, OPEN_FOLDER | O_NOFOLLOW)
               : descriptor;
}

int walk_tree(const char *root, const struct walk_events *events, void *context)
{
    int descriptor = open_root(root, events);
    if (descriptor < 0 && errno == ENOTDIR)
        return walk_file_root(root, events, context);
    if (descriptor < 0)
        return error_system("cannot open '%s'", root);
    struct walker walker = {.events = events, .context = context};
    hash_set_init(&walker.visited, 2);
    int result = walk_folder(&walker, descriptor);
    hash_set_release(&walker.visited);
    ignore_release(&walker.ignore);
    vector_release(&walker.levels);
    vector_release(&walker.entries);
    buffer_release(&walker.names);
    buffer_release(&walker.path);
    return result;
}
