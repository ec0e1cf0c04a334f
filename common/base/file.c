#include "common/base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/message.h"

const char *file_path(struct file_path *path, int directory, const char *name)
{
    int saved = errno;
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
    ssize_t size = readlink(link, path->text, sizeof path->text);
    size_t kept = size > 0 && path->text[0] == '/' ? (size_t)size : sizeof path->text;
    if (kept + 1 + strlen(name) < sizeof path->text)
        snprintf(path->text + kept, sizeof path->text - kept, "%s%s", kept > 1 ? "/" : "", name);
    else
        snprintf(path->text, sizeof path->text, "%s", name);
    errno = saved;
    return path->text;
}

static int map_descriptor(struct file_map *map, int descriptor, const char *display_path)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return error_system("cannot stat '%s'", display_path);
    if (!S_ISREG(status.st_mode))
        return error_set(ERROR_CORRUPT, "'%s' is not a regular file", display_path);
    *map = (struct file_map){.size = (size_t)status.st_size};
    if (map->size == 0)
        return 0;
    void *data = mmap(NULL, map->size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (data == MAP_FAILED)
        return error_system("cannot map '%s'", display_path);
    map->data = data;
    map->guard = map_fault_guard(data, map->size, display_path);
    if (map->guard != NULL)
        return 0;
    file_map_close(map);
    return ERROR_MEMORY;
}

int file_map_open(struct file_map *map, int directory, const char *name, const char *display_path)
{
    *map = (struct file_map){0};
    int descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return error_system("cannot open '%s'", display_path);
    int status = map_descriptor(map, descriptor, display_path);
    close(descriptor);
    return status;
}

void file_map_close(struct file_map *map)
{
    map_fault_release(map->guard);
    if (map->data != NULL)
        munmap((void *)map->data, map->size);
    *map = (struct file_map){0};
}

int file_open_unnamed(int directory, const char *name)
{
    int descriptor = openat(directory, ".", O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
    if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT))
        return descriptor;
    descriptor = openat(directory, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor >= 0)
        unlinkat(directory, name, 0);
    return descriptor;
}

static int create_file(int directory, const char *name, mode_t mode)
{
    return openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
}

int file_create(int directory, const char *name)
{
    struct stat folder;
    if (fstat(directory, &folder) != 0)
        return -1;
    const mode_t mode = (folder.st_mode & 0066) | 0600;
    int descriptor = create_file(directory, name, mode);
    /* If the file system keeps no permissions, or refuses these, fewer users can read the file. */
    if (descriptor >= 0 && (mode & 0066) != 0)
        fchmod(descriptor, mode);
    return descriptor;
}

int file_read_all(int descriptor, struct buffer *into, size_t limit, const char *display_path)
{
    struct stat status;
    size_t hint = 1 << 16;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0)
        hint = (size_t)status.st_size < limit ? (size_t)status.st_size + 1 : limit + 1;
    size_t total = 0;
    for (;;) {
        size_t room = into->capacity - into->size;
        if (room == 0) {
            if (buffer_reserve(into, total == 0 ? hint : total) != 0)
                return ERROR_MEMORY;
            room = into->capacity - into->size;
        }
        ssize_t got = read(descriptor, into->data + into->size, room);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system("cannot read '%s'",
                                display_path != NULL ? display_path : _("standard input"));
        if (got == 0)
            return 0;
        into->size += (size_t)got;
        total += (size_t)got;
        if (total > limit)
            return error_set(ERROR_INPUT, "'%s' is larger than %zu bytes",
                             display_path != NULL ? display_path : _("standard input"), limit);
    }
}

/* Linux caches the bytes of one write in folios as large as possible, up to 2 MiB, and maps a whole
 * folio when one of its pages is touched. After large writes, a process that reads at many places
 * would have all of those in its memory. */
enum { WRITE_SIZE_MAX = 1 << 16 };

int file_write_all(int descriptor, const void *bytes, size_t size, const char *display_path)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t written = write(descriptor, at, size < WRITE_SIZE_MAX ? size : WRITE_SIZE_MAX);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return error_system("cannot write '%s'", display_path);
        at += written;
        size -= (size_t)written;
    }
    return 0;
}

int file_sync(int descriptor, const char *display_path)
{
    if (fsync(descriptor) != 0)
        return error_system("cannot sync '%s'", display_path);
    return 0;
}

static int write_and_sync(int descriptor, const void *bytes, size_t size, const char *display_path)
{
    int status = file_write_all(descriptor, bytes, size, display_path);
    if (status == 0)
        status = file_sync(descriptor, display_path);
    if (close(descriptor) != 0 && status == 0)
        status = error_system("cannot close '%s'", display_path);
    return status;
}

int file_write_new(int directory, const char *name, mode_t mode, struct slice bytes)
{
    struct file_path path;
    int descriptor = mode == 0 ? file_create(directory, name) : create_file(directory, name, mode);
    if (descriptor < 0)
        return error_system("cannot create '%s'", file_path(&path, directory, name));
    int status =
        write_and_sync(descriptor, bytes.data, bytes.size, file_path(&path, directory, name));
    if (status != 0)
        unlinkat(directory, name, 0);
    return status;
}

int file_replace(int directory, const char *name, const void *bytes, size_t size)
{
    char temporary[300];
    struct file_path path, target;
    assert(strlen(name) <= 250 && strchr(name, '/') == NULL);
    snprintf(temporary, sizeof temporary, "%s.tmp", name);
    unlinkat(directory, temporary, 0);
    int descriptor = file_create(directory, temporary);
    if (descriptor < 0)
        return error_system("cannot create '%s'", file_path(&path, directory, temporary));
    int status = write_and_sync(descriptor, bytes, size, file_path(&path, directory, temporary));
    if (status == 0 && renameat(directory, temporary, directory, name) != 0)
        status = error_system("cannot rename '%s' to '%s'", temporary,
                              file_path(&target, directory, name));
    if (status != 0) {
        unlinkat(directory, temporary, 0);
        return status;
    }
    if (fsync(directory) != 0)
        return error_set(ERROR_UNSYNCED,
                         "'%s' was replaced, but the change may not survive a power failure: "
                         "cannot sync its folder: %s",
                         file_path(&target, directory, name), error_describe(errno));
    return 0;
}
