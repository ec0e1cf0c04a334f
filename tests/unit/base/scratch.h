/* A folder of a test's own, in memory where there is /dev/shm. */
#ifndef FOUILLE_TESTS_SCRATCH_H
#define FOUILLE_TESTS_SCRATCH_H

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "common/base/file.h"

struct scratch {
    char path[64];
    int directory;
};

static inline void scratch_make(struct scratch *scratch)
{
    strcpy(scratch->path, "/dev/shm/fouille-unit-XXXXXX");
    if (mkdtemp(scratch->path) == NULL) {
        strcpy(scratch->path, "/tmp/fouille-unit-XXXXXX");
        assert_non_null(mkdtemp(scratch->path));
    }
    scratch->directory = open(scratch->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(scratch->directory >= 0);
}

/* Removes the folder with the files in it. */
static inline void scratch_remove(struct scratch *scratch)
{
    DIR *listing = opendir(scratch->path);
    assert_non_null(listing);
    struct dirent *entry;
    while ((entry = readdir(listing)) != NULL)
        unlinkat(scratch->directory, entry->d_name, 0);
    closedir(listing);
    close(scratch->directory);
    assert_int_equal(rmdir(scratch->path), 0);
}

/* Holds the last message to one that names a file of the folder by its whole path: `before`, the
 * path, `after`. */
static inline void scratch_assert_message(const struct scratch *scratch, const char *before,
                                          const char *name, const char *after)
{
    char expected[300];
    snprintf(expected, sizeof expected, "%s%s/%s%s", before, scratch->path, name, after);
    assert_string_equal(error_message(), expected);
}

static inline bool scratch_has(const struct scratch *scratch, const char *name)
{
    return faccessat(scratch->directory, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static inline void scratch_write(const struct scratch *scratch, const char *name, const void *bytes,
                                 size_t size)
{
    int descriptor = openat(scratch->directory, name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(descriptor >= 0);
    assert_int_equal(file_write_all(descriptor, bytes, size, name), 0);
    close(descriptor);
}

/* Reads a file into `bytes`, which the caller releases. */
static inline void scratch_read(const struct scratch *scratch, const char *name,
                                struct buffer *bytes)
{
    int descriptor = openat(scratch->directory, name, O_RDONLY);
    assert_true(descriptor >= 0);
    buffer_init(bytes);
    assert_int_equal(file_read_all(descriptor, bytes, SIZE_MAX, name), 0);
    close(descriptor);
}

#endif
