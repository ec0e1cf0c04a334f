/* The C library's calls, under the names that programs know, each first asked about (fault.h), then
 * made and recorded (record.h). */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/crash/shim/fault.h"
#include "tests/crash/shim/record.h"

/* A program built for large files calls the second name. */
#define ALSO_AS(name) __attribute__((alias(#name)))

/* --- open --- */

static int open_at(int folder, const char *path, int flags, mode_t mode)
{
    if (fault_meet(CALL_OPEN) == VERDICT_FAIL)
        return -1;
    if ((flags & O_TMPFILE) == O_TMPFILE && getenv("FOUILLE_FAULT_NO_NAMELESS") != NULL) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return record_openat(folder, path, flags, mode);
}

/* With O_CREAT or O_TMPFILE a mode follows, else nothing: then what is read is not used. */
#define MODE_AFTER(flags, mode)                                                                    \
    mode_t mode = 0;                                                                               \
    if (((flags) & (O_CREAT | O_TMPFILE)) != 0) {                                                  \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        mode = va_arg(arguments, mode_t);                                                          \
        va_end(arguments);                                                                         \
    }

int open(const char *path, int flags, ...)
{
    MODE_AFTER(flags, mode)
    return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    MODE_AFTER(flags, mode)
    return open_at(folder, path, flags, mode);
}

int open64(const char *path, int flags, ...) ALSO_AS(open);
int openat64(int folder, const char *path, int flags, ...) ALSO_AS(openat);

/* --- bad sectors --- */

enum { PAGE = 1 << 12 };

/* Whether FOUILLE_FAULT_SECTOR is of this file; then *offset is that of the page. */
static bool has_bad_sector(int file, size_t *offset)
{
    char link[40], path[PATH_MAX];
    const char *sector = getenv("FOUILLE_FAULT_SECTOR");
    const char *colon = sector == NULL ? NULL : strrchr(sector, ':');
    if (colon == NULL)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path), named = colon - sector;
    *offset = strtoul(colon + 1, NULL, 10) / PAGE * PAGE;
    return length >= named && memcmp(path + length - named, sector, (size_t)named) == 0;
}

/* --- read and write --- */

ssize_t read(int file, void *to, size_t size)
{
    enum verdict verdict = fault_meet(CALL_READ);
    if (verdict == VERDICT_FAIL)
        return -1;
    if (verdict == VERDICT_SHORT && size > 1)
        size /= 2;
    size_t bad;
    off_t at = lseek(file, 0, SEEK_CUR);
    if (has_bad_sector(file, &bad) && at >= 0 && (size_t)at < bad + PAGE &&
        (size_t)at + size > bad) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_read, file, to, size);
}

ssize_t pread(int file, void *to, size_t size, off_t offset)
{
    enum verdict verdict = fault_meet(CALL_READ);
    if (verdict == VERDICT_FAIL)
        return -1;
    if (verdict == VERDICT_SHORT && size > 1)
        size /= 2;
    return syscall(SYS_pread64, file, to, size, offset);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    enum verdict verdict = fault_meet(CALL_WRITE);
    if (verdict == VERDICT_FAIL)
        return -1;
    if (verdict != VERDICT_GO && size > 1)
        size /= 2;
    ssize_t written = record_write(file, bytes, size);
    if (verdict == VERDICT_DIE_AMID)
        fault_die();
    return written;
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    enum verdict verdict = fault_meet(CALL_WRITE);
    if (verdict == VERDICT_FAIL)
        return -1;
    if (verdict != VERDICT_GO && size > 1)
        size /= 2;
    ssize_t written = record_pwrite(file, bytes, size, offset);
    if (verdict == VERDICT_DIE_AMID)
        fault_die();
    return written;
}

/* One part a call: a short write, which the caller must expect anyway. */
ssize_t writev(int file, const struct iovec *parts, int count)
{
    for (int i = 0; i < count; i++)
        if (parts[i].iov_len > 0)
            return write(file, parts[i].iov_base, parts[i].iov_len);
    return 0;
}

ssize_t pread64(int file, void *to, size_t size, off_t offset) ALSO_AS(pread);
ssize_t pwrite64(int file, const void *bytes, size_t size, off_t offset) ALSO_AS(pwrite);

/* --- what lasts --- */

int fsync(int file)
{
    return fault_meet(CALL_SYNC) == VERDICT_FAIL ? -1 : record_fsync(file);
}

int fdatasync(int file)
{
    return fault_meet(CALL_SYNC) == VERDICT_FAIL ? -1 : record_fsync(file);
}

int ftruncate(int file, off_t size)
{
    return fault_meet(CALL_TRUNCATE) == VERDICT_FAIL ? -1 : record_ftruncate(file, size);
}

int ftruncate64(int file, off_t size) ALSO_AS(ftruncate);

/* --- names --- */

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    if (fault_meet(CALL_RENAME) == VERDICT_FAIL)
        return -1;
    return record_renameat(from_folder, from, to_folder, to);
}

int rename(const char *from, const char *to)
{
    return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int unlinkat(int folder, const char *path, int flags)
{
    return fault_meet(CALL_UNLINK) == VERDICT_FAIL ? -1 : record_unlinkat(folder, path, flags);
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    return fault_meet(CALL_MKDIR) == VERDICT_FAIL ? -1 : record_mkdirat(folder, path, mode);
}

int mkdir(const char *path, mode_t mode)
{
    return mkdirat(AT_FDCWD, path, mode);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    if (fault_meet(CALL_LINK) == VERDICT_FAIL)
        return -1;
    return record_linkat(from_folder, from, to_folder, to, flags);
}

int link(const char *from, const char *to)
{
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* --- memory by pages --- */

/* Puts pages of an empty file there: who touches them gets SIGBUS. */
static void make_unreadable(char *at, size_t size)
{
    int nothing = (int)syscall(SYS_memfd_create, "nothing", 0);
    syscall(SYS_mmap, at, size, PROT_READ, MAP_SHARED | MAP_FIXED, nothing, 0);
    syscall(SYS_close, nothing);
}

void *mmap(void *wish, size_t size, int protection, int flags, int file, off_t offset)
{
    enum verdict verdict = fault_meet(CALL_MAP);
    if (verdict == VERDICT_FAIL)
        return MAP_FAILED;
    if ((flags & MAP_ANONYMOUS) == 0 && (flags & MAP_SHARED) != 0 && (protection & PROT_WRITE) != 0)
        record_refuse("mmap for writing");
    long result = syscall(SYS_mmap, wish, size, protection, flags, file, offset);
    void *address = (void *)result; // NOLINT(performance-no-int-to-ptr)
    size_t bad;
    if (address != MAP_FAILED && (flags & MAP_ANONYMOUS) == 0) {
        if (verdict == VERDICT_HOLLOW)
            make_unreadable(address, size);
        if (has_bad_sector(file, &bad) && bad < size)
            make_unreadable((char *)address + bad, PAGE);
    }
    return address;
}

void *mmap64(void *wish, size_t size, int protection, int flags, int file, off_t offset)
    ALSO_AS(mmap);

void *mremap(void *memory, size_t old_size, size_t size, int flags, ...)
{
    if (fault_meet(CALL_MAP) == VERDICT_FAIL)
        return MAP_FAILED;
    if ((flags & MREMAP_FIXED) != 0)
        record_refuse("mremap to a fixed place");
    return (void *)syscall(SYS_mremap, memory, old_size, size, flags); // NOLINT
}
