#include "indexer/commit/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "common/index/index_folder.h"

static int refuse_index(const char *path)
{
    return error_set(
        ERROR_NOT_FOUND,
        "'%s' is neither empty nor an index; nothing in it was changed: give a new folder, for "
        "example --index '%s/.fouille', or remove this one if it is the remains of an index",
        path, path);
}

static int refuse_staging(const char *path)
{
    return error_set(ERROR_NOT_FOUND,
                     "'%s' is not empty, and was not made by fouille-index; nothing was changed: "
                     "move it elsewhere, or remove it",
                     path);
}

static int open_or_make(const char *path)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return error_system("cannot create the index folder '%s'", path);
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return directory < 0 ? error_system("cannot open the index folder '%s'", path) : directory;
}

static int open_and_claim(const char *path, int (*refuse)(const char *path))
{
    enum folder_kind kind;
    int directory = open_or_make(path);
    if (directory < 0)
        return directory;
    int status = folder_classify(directory, path, &kind);
    if (status == 0 && kind == FOLDER_FOREIGN)
        status = refuse(path);
    if (status == 0 && kind == FOLDER_FREE)
        status = folder_write_mark(directory, path);
    if (status == 0)
        return directory;
    close(directory);
    return status;
}

int claim_index(const char *path)
{
    return open_and_claim(path, refuse_index);
}

int claim_staging(const char *path)
{
    return open_and_claim(path, refuse_staging);
}

static int check_claim(int folder, const char *path, int (*refuse)(const char *path))
{
    enum folder_kind kind;
    int status = folder_classify(folder, path, &kind);
    return status == 0 && kind == FOLDER_FOREIGN ? refuse(path) : status;
}

int claim_check_index(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return errno == ENOENT ? 0 : error_system("cannot open the index folder '%s'", path);
    int status = check_claim(folder, path, refuse_index);
    close(folder);
    return status;
}

int claim_check_staging(int directory, const char *name, const char *display_path)
{
    struct buffer path;
    int folder = openat(directory, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (folder < 0 && errno == ENOENT)
        return 0;
    if (folder < 0 && errno != ENOTDIR && errno != ELOOP)
        return error_system("cannot open '%s/%s'", display_path, name);
    buffer_init(&path);
    buffer_append_format(&path, "%s/%s", display_path, name);
    int status = folder < 0 ? refuse_staging(buffer_string(&path))
                            : check_claim(folder, buffer_string(&path), refuse_staging);
    if (folder >= 0)
        close(folder);
    buffer_release(&path);
    return status;
}
