#include "common/index/index_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/parse_number.h"
#include "common/index/manifest.h"

const char folder_mark[] =
    "fouille index folder\n"
    "# fouille-index made this folder for an index, or for parts of one, and removes files of its\n"
    "# own from it. Do not put this file anywhere else.\n";

enum { MARK_SIZE = sizeof folder_mark - 1 };

/* --- the beginning of a file --- */

enum { NO_FILE = -100 };

/* Reads up to `room` bytes from the beginning of a file. Returns their number; NO_FILE when there
 * is no such file, or it is not a regular one; or ERROR_SYSTEM. */
static int read_start(int directory, const char *name, char *bytes, int room,
                      const char *display_path)
{
    struct stat status;
    int descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0 && (errno == ENOENT || errno == ELOOP || errno == ENXIO))
        return NO_FILE;
    if (descriptor < 0)
        return error_system("cannot open '%s/%s'", display_path, name);
    int size = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) ? 0 : NO_FILE;
    while (size >= 0 && size < room) {
        ssize_t got = pread(descriptor, bytes + size, (size_t)(room - size), size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            size = error_system("cannot read '%s/%s'", display_path, name);
        if (got <= 0)
            break;
        size += (int)got;
    }
    close(descriptor);
    return size;
}

/* --- the mark --- */

enum mark { MARK_ABSENT, MARK_PARTIAL, MARK_WHOLE, MARK_FOREIGN };

static int read_mark(int directory, const char *display_path, enum mark *mark)
{
    char bytes[MARK_SIZE + 1];
    int size = read_start(directory, FOLDER_MARK, bytes, sizeof bytes, display_path);
    if (size < 0 && size != NO_FILE)
        return size;
    bool partial = size >= 0 && size <= MARK_SIZE;
    for (int i = 0; partial && i < size; i++)
        partial = bytes[i] == folder_mark[i] || bytes[i] == '\0';
    *mark = size == NO_FILE ? MARK_ABSENT : partial ? MARK_PARTIAL : MARK_FOREIGN;
    if (size == MARK_SIZE && memcmp(bytes, folder_mark, MARK_SIZE) == 0)
        *mark = MARK_WHOLE;
    return 0;
}

bool folder_is_marked(int directory)
{
    enum mark mark;
    return read_mark(directory, "", &mark) == 0 && mark == MARK_WHOLE;
}

static int write_mark(int directory, const char *display_path)
{
    int descriptor = openat(directory, FOLDER_MARK,
                            O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (descriptor < 0)
        return error_system("cannot write '%s/%s'", display_path, FOLDER_MARK);
    struct file_path path;
    const char *whole = file_path(&path, directory, FOLDER_MARK);
    int status = file_write_all(descriptor, folder_mark, MARK_SIZE, whole);
    if (status == 0)
        status = file_sync(descriptor, whole);
    close(descriptor);
    return status == 0 ? file_sync(directory, display_path) : status;
}

int folder_write_mark(int directory, const char *display_path)
{
    enum mark mark;
    int status = read_mark(directory, display_path, &mark);
    if (status != 0 || mark == MARK_WHOLE || mark == MARK_FOREIGN)
        return status;
    return write_mark(directory, display_path);
}

/* --- the folder --- */

/* Whether MANIFEST begins as those of any version do. */
static int has_manifest(int directory, const char *display_path, bool *has)
{
    static const char first[] = "fouille index ";
    char bytes[64];
    uint64_t version;
    int size = read_start(directory, MANIFEST_NAME, bytes, sizeof bytes - 1, display_path);
    *has = false;
    if (size < 0)
        return size == NO_FILE ? 0 : size;
    bytes[size] = '\0';
    const char *at = bytes + sizeof first - 1;
    *has = strncmp(bytes, first, sizeof first - 1) == 0 &&
           parse_digits(&at, 10, MANIFEST_VERSION_MAX, &version) && *at == '\n';
    return 0;
}

struct names {
    unsigned marks, others;
};

static int count_names(int directory, const char *display_path, struct names *names)
{
    struct dirent *entry;
    int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = copy < 0 ? NULL : fdopendir(copy);
    *names = (struct names){0};
    if (listing == NULL) {
        int status = error_system("cannot read '%s'", display_path);
        if (copy >= 0)
            close(copy);
        return status;
    }
    errno = 0;
    while (names->others == 0 && (entry = readdir(listing)) != NULL)
        if (strcmp(entry->d_name, FOLDER_MARK) == 0)
            names->marks++;
        else if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            names->others++;
    int status =
        names->others == 0 && errno != 0 ? error_system("cannot read '%s'", display_path) : 0;
    closedir(listing);
    return status;
}

/* Reads the mark again after listing the names: a process that made an index here in the meantime
 * wrote the mark before any other file. */
static int classify_unmarked(int directory, const char *display_path, enum folder_kind *kind)
{
    struct names names;
    enum mark mark;
    int status = count_names(directory, display_path, &names);
    if (status == 0)
        status = read_mark(directory, display_path, &mark);
    if (status != 0)
        return status;
    bool free =
        names.others == 0 && (mark == MARK_ABSENT ? names.marks == 0 : mark == MARK_PARTIAL);
    *kind = mark == MARK_WHOLE ? FOLDER_OURS : free ? FOLDER_FREE : FOLDER_FOREIGN;
    return 0;
}

int folder_classify(int directory, const char *display_path, enum folder_kind *kind)
{
    enum mark mark;
    bool has = false;
    int status = read_mark(directory, display_path, &mark);
    if (status == 0 && mark != MARK_WHOLE)
        status = has_manifest(directory, display_path, &has);
    if (status != 0)
        return status;
    *kind = FOLDER_OURS;
    return mark == MARK_WHOLE || has ? 0 : classify_unmarked(directory, display_path, kind);
}
