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
#include "common/base/error.h"
#include "indexer/sources/walk/folder_set.h"
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

/* A folder being walked. Its names and entries are stacked on those of the folders above it. */
struct level {
    int descriptor; /* -1 while closed */
    struct folder_id id;
    size_t first_name, first_entry;
    size_t next, end; /* the entries left to visit */
    size_t path_size;
};

struct walk {
    const struct walk_events *events;
    void *context;
    struct buffer path;    /* of the current folder, "" for the root; NUL-terminated when needed */
    struct buffer names;   /* NUL-terminated; those of folders end in '/' */
    struct buffer entries; /* of struct entry */
    struct buffer levels;  /* of struct level */
    struct folder_set seen;
    struct ignore ignore; /* of the folders between the root and the current one */
};

static size_t level_count(const struct walk *walk)
{
    return walk->levels.size / sizeof(struct level);
}

static struct level *level_at(const struct walk *walk, size_t index)
{
    return (struct level *)(void *)walk->levels.data + index;
}

static struct entry *entry_at(const struct walk *walk, size_t index)
{
    return (struct entry *)(void *)walk->entries.data + index;
}

static size_t entry_count(const struct walk *walk)
{
    return walk->entries.size / sizeof(struct entry);
}

/* Returns the path of `name` in the current folder, or of the folder itself if `name` is "". Valid
 * until the next call. */
static const char *path_of(struct walk *walk, const char *name)
{
    size_t size = walk->path.size;
    if (size > 0 && name[0] != '\0')
        buffer_append_byte(&walk->path, '/');
    buffer_append_string(&walk->path, name);
    const char *path = buffer_string(&walk->path);
    if (!walk->path.failed)
        walk->path.size = size;
    return path;
}

static void report_unreadable(struct walk *walk, const char *name)
{
    walk->events->unreadable(walk->context, path_of(walk, name));
}

static enum entry_kind kind_of_mode(mode_t mode)
{
    return S_ISREG(mode) ? ENTRY_FILE : S_ISDIR(mode) ? ENTRY_FOLDER : ENTRY_OTHER;
}

static enum entry_kind kind_of_entry(int directory, const struct dirent *found)
{
    struct stat status;
    switch (found->d_type) {
    case DT_REG:
        return ENTRY_FILE;
    case DT_DIR:
        return ENTRY_FOLDER;
    case DT_UNKNOWN:
        if (fstatat(directory, found->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            return kind_of_mode(status.st_mode);
        return ENTRY_FILE; /* visit_file looks at it again and reports the failure */
    default:
        return ENTRY_OTHER;
    }
}

static void add_entry(struct walk *walk, int directory, const struct dirent *found)
{
    if (found->d_name[0] == '.')
        return;
    struct entry entry = {walk->names.size, kind_of_entry(directory, found)};
    buffer_append_string(&walk->names, found->d_name);
    if (entry.kind == ENTRY_FOLDER)
        buffer_append_byte(&walk->names, '/');
    buffer_append_byte(&walk->names, 0);
    buffer_append(&walk->entries, &entry, sizeof entry);
}

static int compare_entries(const void *left, const void *right, void *names)
{
    const struct entry *first = left, *second = right;
    return strcmp((const char *)names + first->name, (const char *)names + second->name);
}

/* Adds the entries of the folder. 0, or ERROR_SYSTEM (the entries read so far are kept). */
static int read_entries(struct walk *walk, int descriptor)
{
    int own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0); /* closedir closes the one it is given */
    DIR *stream = own < 0 ? NULL : fdopendir(own);
    if (stream == NULL) {
        int status = error_system("cannot read '%s'", path_of(walk, ""));
        if (own >= 0)
            close(own);
        return status;
    }
    const struct dirent *found;
    while (errno = 0, (found = readdir(stream)) != NULL)
        add_entry(walk, descriptor, found);
    int status = errno == 0 ? 0 : error_system("cannot read '%s'", path_of(walk, ""));
    closedir(stream);
    return status;
}

static void close_level(struct level *level)
{
    if (level->descriptor >= 0)
        close(level->descriptor);
    level->descriptor = -1;
}

static int enter_folder(struct walk *walk, int descriptor)
{
    if (!walk->events->heeds_ignore_files)
        return 0;
    return ignore_enter(&walk->ignore, descriptor, path_of(walk, ""));
}

/* Makes the folder at walk->path the current one, and reads it. Takes ownership of the
 * descriptor. */
static int push_level(struct walk *walk, int descriptor, struct folder_id id)
{
    struct level level = {.descriptor = descriptor,
                          .id = id,
                          .first_name = walk->names.size,
                          .first_entry = entry_count(walk),
                          .path_size = walk->path.size};
    if (buffer_reserve(&walk->levels, sizeof level) != 0) {
        close(descriptor);
        return ERROR_MEMORY;
    }
    size_t depth = level_count(walk);
    if (depth > OPEN_LEVELS)
        close_level(level_at(walk, depth - OPEN_LEVELS));
    int entered = enter_folder(walk, descriptor);
    if (entered != 0 && depth == 0) {
        close(descriptor);
        return entered;
    }
    if (entered != 0 || read_entries(walk, descriptor) != 0)
        report_unreadable(walk, "");
    level.next = level.first_entry;
    level.end = entry_count(walk);
    buffer_append(&walk->levels, &level, sizeof level);
    if (walk->names.failed || walk->entries.failed || walk->path.failed)
        return error_memory();
    if (level.end > level.next)
        qsort_r(entry_at(walk, level.next), level.end - level.next, sizeof(struct entry),
                compare_entries, walk->names.data);
    return 0;
}

static bool is_folder(int descriptor, struct folder_id id)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 && status.st_dev == id.device &&
           status.st_ino == id.inode;
}

/* Returns a new descriptor of the folder at the first `size` bytes of the path, or -1. Opens one
 * part at a time, since the whole may be longer than PATH_MAX. */
static int open_from_root(struct walk *walk, size_t size)
{
    int at = fcntl(level_at(walk, 0)->descriptor, F_DUPFD_CLOEXEC, 0);
    for (size_t start = 0; at >= 0 && start < size;) {
        char part[NAME_MAX + 1];
        size_t end = start;
        while (end < size && walk->path.data[end] != '/')
            end++;
        if (end - start >= sizeof part) {
            close(at);
            return -1;
        }
        memcpy(part, walk->path.data + start, end - start);
        part[end - start] = '\0';
        int next = openat(at, part, OPEN_FOLDER | O_NOFOLLOW);
        close(at);
        at = next;
        start = end + 1;
    }
    return at;
}

/* Reopens the folder above `child`, if it is still the folder that the walk came from. */
static void reopen_level(struct walk *walk, struct level *level, int child)
{
    int descriptor = child < 0 ? -1 : openat(child, "..", OPEN_FOLDER);
    if (descriptor >= 0 && !is_folder(descriptor, level->id)) {
        close(descriptor);
        descriptor = -1;
    }
    if (descriptor < 0)
        descriptor = open_from_root(walk, level->path_size);
    if (descriptor >= 0 && !is_folder(descriptor, level->id)) {
        close(descriptor);
        descriptor = -1;
    }
    level->descriptor = descriptor;
}

/* Leaves the current folder and returns to the one above it. */
static void pop_level(struct walk *walk)
{
    struct level *done = level_at(walk, level_count(walk) - 1);
    if (walk->events->heeds_ignore_files)
        ignore_leave(&walk->ignore);
    walk->names.size = done->first_name;
    walk->entries.size = done->first_entry * sizeof(struct entry);
    walk->levels.size -= sizeof *done;
    if (level_count(walk) > 0) {
        struct level *above = done - 1;
        walk->path.size = above->path_size;
        if (above->descriptor < 0)
            reopen_level(walk, above, done->descriptor);
        if (above->descriptor < 0 && above->next < above->end) {
            error_set(ERROR_SYSTEM, "'%s' was moved while it was read", path_of(walk, ""));
            report_unreadable(walk, "");
            above->next = above->end;
        }
    }
    close_level(done);
}

static int visit_file(struct walk *walk, int directory, const char *name)
{
    struct stat status;
    const char *path = path_of(walk, name);
    if (walk->path.failed)
        return error_memory();
    if (walk->events->foreign != NULL && walk->events->foreign(walk->context, path, name))
        return 0;
    if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        error_system("cannot stat '%s'", path);
        report_unreadable(walk, name);
        return 0;
    }
    if (!S_ISREG(status.st_mode)) {
        walk->events->other(walk->context, path);
        return 0;
    }
    struct walk_file file = {
        .path = path,
        .directory = directory,
        .name = name,
        .size = (uint64_t)status.st_size,
        .mtime = walk_time(status.st_mtim),
        .ctime = walk_time(status.st_ctim),
        .inode = status.st_ino,
        .device = status.st_dev,
        .links = status.st_nlink,
        .mode = status.st_mode,
        .group = status.st_gid,
    };
    return walk->events->file(walk->context, &file);
}

/* Reports the folder to walk_events.folder and returns its answer. */
static int announce(struct walk *walk, const char *name, struct walk_folder *folder)
{
    if (walk->events->folder == NULL)
        return 0;
    folder->path = path_of(walk, name);
    return walk->path.failed ? error_memory() : walk->events->folder(walk->context, folder);
}

/* Looks at the folder above the root; needed once per walk. */
static bool root_is_mount(int descriptor, const struct stat *status)
{
    struct stat above;
    return fstatat(descriptor, "..", &above, 0) == 0 && above.st_dev != status->st_dev;
}

/* `name` ends in '/', which is removed for good. */
static int visit_folder(struct walk *walk, int directory, char *name)
{
    struct stat status;
    name[strlen(name) - 1] = '\0';
    int descriptor = openat(directory, name, OPEN_FOLDER | O_NOFOLLOW);
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        error_system("cannot open '%s'", path_of(walk, name));
        report_unreadable(walk, name);
        if (descriptor >= 0)
            close(descriptor);
        return 0;
    }
    struct folder_id id = {status.st_dev, status.st_ino};
    int added = folder_set_add(&walk->seen, id);
    const dev_t above = level_at(walk, level_count(walk) - 1)->id.device;
    struct walk_folder folder = {
        .descriptor = descriptor, .status = &status, .is_mount = status.st_dev != above};
    int passed = added <= 0 ? 1 : announce(walk, name, &folder);
    if (passed != 0) { /* already walked under another name, or declined */
        close(descriptor);
        return added < 0 ? added : passed < 0 ? passed : 0;
    }
    if (walk->path.size > 0)
        buffer_append_byte(&walk->path, '/');
    buffer_append_string(&walk->path, name);
    return push_level(walk, descriptor, id);
}

/* The `name` of a folder ends in '/'. */
static bool is_wanted(struct walk *walk, const char *name, bool folder)
{
    const struct walk_events *events = walk->events;
    if (events->wanted == NULL && !events->heeds_ignore_files)
        return true;
    size_t size = walk->path.size;
    const char *path = path_of(walk, name);
    if (walk->path.failed)
        return true; /* the visit fails on the same buffer */
    if (folder)
        walk->path.data[strlen(path) - 1] = '\0';
    bool wanted = (events->wanted == NULL || events->wanted(walk->context, path, folder)) &&
                  !ignore_excludes(&walk->ignore, path, folder);
    if (!wanted && events->unwanted != NULL)
        events->unwanted(walk->context, path);
    walk->path.size = size;
    return wanted;
}

static int visit_entry(struct walk *walk, struct level *level)
{
    const struct entry *entry = entry_at(walk, level->next++);
    char *name = walk->names.data + entry->name;
    if (!is_wanted(walk, name, entry->kind == ENTRY_FOLDER))
        return 0;
    switch (entry->kind) {
    case ENTRY_FILE:
        return visit_file(walk, level->descriptor, name);
    case ENTRY_FOLDER:
        return visit_folder(walk, level->descriptor, name);
    default:
        walk->events->other(walk->context, path_of(walk, name));
        return 0;
    }
}

static int walk_folder(struct walk *walk, int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        close(descriptor);
        return error_system("cannot stat the root");
    }
    struct folder_id id = {status.st_dev, status.st_ino};
    int result = folder_set_add(&walk->seen, id);
    struct walk_folder folder = {.descriptor = descriptor, .status = &status};
    folder.is_mount = walk->events->folder != NULL && root_is_mount(descriptor, &status);
    if (result >= 0)
        result = announce(walk, "", &folder);
    if (result != 0) {
        close(descriptor);
        return result < 0 ? result : 0;
    }
    result = push_level(walk, descriptor, id);
    while (result == 0 && level_count(walk) > 0) {
        struct level *top = level_at(walk, level_count(walk) - 1);
        if (top->next < top->end)
            result = visit_entry(walk, top);
        else
            pop_level(walk);
    }
    while (level_count(walk) > 0) {
        close_level(level_at(walk, level_count(walk) - 1));
        walk->levels.size -= sizeof(struct level);
    }
    return result;
}

/* Walks a root that is a file. Its folder is opened for the callback to open the file from. Links
 * on the command line are followed. */
static int walk_one_file(const char *root, const struct walk_events *events, void *context)
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
    } else {
        struct walk_file file = {
            .path = "",
            .directory = directory,
            .name = slash + 1,
            .size = (uint64_t)status.st_size,
            .mtime = walk_time(status.st_mtim),
            .ctime = walk_time(status.st_ctim),
            .inode = status.st_ino,
            .device = status.st_dev,
            .links = status.st_nlink,
            .mode = status.st_mode,
            .group = status.st_gid,
        };
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
        return walk_one_file(root, events, context);
    if (descriptor < 0)
        return error_system("cannot open '%s'", root);
    struct walk walk = {.events = events, .context = context};
    int result = walk_folder(&walk, descriptor);
    folder_set_release(&walk.seen);
    ignore_release(&walk.ignore);
    buffer_release(&walk.levels);
    buffer_release(&walk.entries);
    buffer_release(&walk.names);
    buffer_release(&walk.path);
    return result;
}
