#include "tests/crash/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Noreturn void files_fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("crash: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(2);
}

void files_scratch(char path[PATH_SIZE])
{
    const char *const places[] = {getenv("TMPDIR"), "/dev/shm", "/tmp"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (places[i] == NULL || places[i][0] != '/')
            continue;
        files_join(path, places[i], "fouille-crash-XXXXXX");
        if (mkdtemp(path) != NULL)
            return;
    }
    files_fail("no place for a folder");
}

void files_join(char path[PATH_SIZE], const char *folder, const char *name)
{
    if (snprintf(path, PATH_SIZE, "%s/%s", folder, name) >= PATH_SIZE)
        files_fail("too long a path: %s/%s", folder, name);
}

void files_make_folder(const char *path)
{
    if (mkdir(path, 0700) != 0)
        files_fail("cannot make %s: %s", path, strerror(errno));
}

void files_write(const char *path, const void *bytes, size_t size)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || write(file, bytes, size) != (ssize_t)size || close(file) != 0)
        files_fail("cannot write %s: %s", path, strerror(errno));
}

char *files_read(const char *path, size_t *size)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NULL;
    char *bytes = fstat(file, &status) == 0 ? malloc((size_t)status.st_size + 1) : NULL;
    if (bytes == NULL || read(file, bytes, (size_t)status.st_size) != status.st_size)
        files_fail("cannot read %s", path);
    close(file);
    bytes[status.st_size] = '\0';
    *size = (size_t)status.st_size;
    return bytes;
}

void files_list(const char *path, void (*visit)(void *context, const char *name), void *context)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    if (folder == NULL)
        return;
    while ((entry = readdir(folder)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            visit(context, entry->d_name);
    closedir(folder);
}

struct pair {
    const char *from, *to;
};

static void copy_entry(void *context, const char *name)
{
    const struct pair *pair = context;
    struct stat status;
    char from[PATH_SIZE], to[PATH_SIZE];
    files_join(from, pair->from, name);
    files_join(to, pair->to, name);
    if (lstat(from, &status) != 0)
        files_fail("cannot copy %s", from);
    if (S_ISDIR(status.st_mode)) {
        files_copy(from, to);
        return;
    }
    size_t size;
    char *bytes = files_read(from, &size);
    if (bytes == NULL)
        files_fail("cannot copy %s", from);
    files_write(to, bytes, size);
    free(bytes);
    /* An indexer may tell by its time whether a file has changed. */
    const struct timespec times[] = {status.st_atim, status.st_mtim};
    utimensat(AT_FDCWD, to, times, 0);
}

void files_copy(const char *from, const char *to)
{
    struct pair pair = {from, to};
    files_make_folder(to);
    files_list(from, copy_entry, &pair);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void files_remove(const char *path)
{
    enum { DESCRIPTORS = 16 };
    if (nftw(path, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
        files_fail("cannot remove %s: %s", path, strerror(errno));
}

struct space {
    const char *folder;
    size_t bytes;
};

static void add_space(void *context, const char *name)
{
    struct space *space = context;
    struct stat status;
    char path[PATH_SIZE];
    files_join(path, space->folder, name);
    if (lstat(path, &status) == 0 && S_ISREG(status.st_mode))
        space->bytes += (size_t)status.st_size;
}

size_t files_space(const char *path)
{
    struct space space = {path, 0};
    files_list(path, add_space, &space);
    return space.bytes;
}

unsigned long files_setting(const char *name, unsigned long otherwise)
{
    const char *text = getenv(name);
    return text == NULL || text[0] == '\0' ? otherwise : strtoul(text, NULL, 10);
}
