#include "tests/crash/shim/record.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/crash/shim/log.h"

/* One at a time, with its record: the log's order is that in which things happened. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static long log_file = -1;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("FOUILLE_RECORD");
    if (path != NULL)
        log_file =
            syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static bool recording(void)
{
    return log_file >= 0;
}

void record_refuse(const char *what)
{
    if (!recording())
        return;
    syscall(SYS_write, STDERR_FILENO, what, strlen(what));
    syscall(SYS_write, STDERR_FILENO, ": no word in the log for this\n", 30);
    _exit(99);
}

static void append_record(struct log_head head, const char *name, const void *bytes)
{
    head.name_size = (uint32_t)strlen(name);
    struct iovec parts[] = {
        {&head, sizeof head}, {(void *)name, head.name_size}, {(void *)bytes, (size_t)head.size}};
    size_t all = sizeof head + head.name_size + (size_t)head.size;
    if (syscall(SYS_writev, log_file, parts, 3) != (long)all)
        record_refuse("cut record");
}

/* --- which file --- */

static uint64_t inode_of(int file)
{
    struct stat status;
    return fstat(file, &status) == 0 ? status.st_ino : 0;
}

static bool is_file(int file)
{
    struct stat status;
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* The folder that holds what `path` names. */
static uint64_t folder_of(int folder, const char *path)
{
    struct stat status;
    char above[4096];
    size_t size = (size_t)(base_name(path) - path);
    if (size == 0)
        above[size++] = '.';
    else if (size < sizeof above)
        memcpy(above, path, size);
    if (size >= sizeof above)
        return 0;
    above[size] = '\0';
    return fstatat(folder, above, &status, 0) == 0 ? status.st_ino : 0;
}

/* --- the operations --- */

static long keep_result(long result)
{
    int error = errno;
    pthread_mutex_unlock(&turn);
    errno = error;
    return result;
}

static bool is_there(int folder, const char *path)
{
    struct stat status;
    return fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

int record_openat(int folder, const char *path, int flags, mode_t mode)
{
    bool makes = (flags & O_CREAT) != 0;
    if (!recording() || !(makes || (flags & O_TRUNC) != 0))
        return (int)syscall(SYS_openat, folder, path, flags, mode);
    pthread_mutex_lock(&turn);
    bool is_new = makes && !is_there(folder, path);
    int file = (int)syscall(SYS_openat, folder, path, flags, mode);
    if (file >= 0 && is_new)
        append_record((struct log_head){.operation = LOG_CREATE,
                                        .folder = folder_of(folder, path),
                                        .inode = inode_of(file)},
                      base_name(path), "");
    else if (file >= 0 && (flags & O_TRUNC) != 0)
        append_record((struct log_head){.operation = LOG_TRUNCATE, .inode = inode_of(file)}, "",
                      "");
    return (int)keep_result(file);
}

static ssize_t write_at(int file, const void *bytes, size_t size, off_t offset, bool moves)
{
    off_t at = moves ? lseek(file, 0, SEEK_CUR) : offset;
    ssize_t written = moves ? syscall(SYS_write, file, bytes, size)
                            : syscall(SYS_pwrite64, file, bytes, size, offset);
    if (written > 0)
        append_record((struct log_head){.operation = LOG_WRITE,
                                        .inode = inode_of(file),
                                        .offset = (uint64_t)at,
                                        .size = (uint64_t)written},
                      "", bytes);
    return written;
}

ssize_t record_write(int file, const void *bytes, size_t size)
{
    if (!recording() || !is_file(file))
        return syscall(SYS_write, file, bytes, size);
    pthread_mutex_lock(&turn);
    return keep_result(write_at(file, bytes, size, 0, true));
}

ssize_t record_pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    if (!recording())
        return syscall(SYS_pwrite64, file, bytes, size, offset);
    pthread_mutex_lock(&turn);
    return keep_result(write_at(file, bytes, size, offset, false));
}

int record_fsync(int file)
{
    if (!recording())
        return (int)syscall(SYS_fsync, file);
    pthread_mutex_lock(&turn);
    int result = (int)syscall(SYS_fsync, file);
    if (result == 0)
        append_record((struct log_head){.operation = LOG_SYNC, .inode = inode_of(file)}, "", "");
    return (int)keep_result(result);
}

int record_ftruncate(int file, off_t size)
{
    if (!recording())
        return (int)syscall(SYS_ftruncate, file, size);
    pthread_mutex_lock(&turn);
    int result = (int)syscall(SYS_ftruncate, file, size);
    if (result == 0)
        append_record((struct log_head){.operation = LOG_TRUNCATE,
                                        .inode = inode_of(file),
                                        .offset = (uint64_t)size},
                      "", "");
    return (int)keep_result(result);
}

int record_renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    if (!recording())
        return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
    pthread_mutex_lock(&turn);
    int result = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
    if (result == 0)
        append_record((struct log_head){.operation = LOG_RENAME,
                                        .folder = folder_of(from_folder, from),
                                        .inode = folder_of(to_folder, to),
                                        .size = strlen(base_name(to))},
                      base_name(from), base_name(to));
    return (int)keep_result(result);
}

int record_linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    if (!recording())
        return (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    pthread_mutex_lock(&turn);
    struct stat status;
    int result = (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    if (result == 0 && fstatat(to_folder, to, &status, AT_SYMLINK_NOFOLLOW) == 0)
        append_record((struct log_head){.operation = LOG_LINK,
                                        .folder = folder_of(to_folder, to),
                                        .inode = status.st_ino},
                      base_name(to), "");
    return (int)keep_result(result);
}

int record_unlinkat(int folder, const char *path, int flags)
{
    if (!recording())
        return (int)syscall(SYS_unlinkat, folder, path, flags);
    pthread_mutex_lock(&turn);
    uint64_t holder = folder_of(folder, path);
    int result = (int)syscall(SYS_unlinkat, folder, path, flags);
    if (result == 0)
        append_record((struct log_head){.operation = LOG_UNLINK, .folder = holder}, base_name(path),
                      "");
    return (int)keep_result(result);
}

int record_mkdirat(int folder, const char *path, mode_t mode)
{
    if (!recording())
        return (int)syscall(SYS_mkdirat, folder, path, mode);
    pthread_mutex_lock(&turn);
    struct stat status;
    int result = (int)syscall(SYS_mkdirat, folder, path, mode);
    if (result == 0 && fstatat(folder, path, &status, 0) == 0)
        append_record((struct log_head){.operation = LOG_MKDIR,
                                        .folder = folder_of(folder, path),
                                        .inode = status.st_ino},
                      base_name(path), "");
    return (int)keep_result(result);
}
