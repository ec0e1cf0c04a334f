#include "indexer/update/listed.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/message.h"

/* Bytes of a list, and of one of its paths, which may be as long as one in an index. */
enum { LIST_SIZE_MAX = 1 << 30, PATH_SIZE_MAX = 4 << 20 };

static int read_list(const char *name, struct buffer *bytes)
{
    bool standard = strcmp(name, "-") == 0;
    int descriptor = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return error_system("cannot open '%s'", name);
    int status = file_read_all(descriptor, bytes, LIST_SIZE_MAX, standard ? NULL : name);
    if (!standard)
        close(descriptor);
    return status;
}

static int add(struct listed *listed, const char *name, const struct roots *roots,
               struct report *report)
{
    struct listed_file file = {.path = roots_absolute(name)};
    char message[1024];
    if (file.path == NULL)
        return error_memory();
    for (; file.root < roots->count; file.root++) {
        file.below = roots_below(file.path, roots->items[file.root].path);
        if (file.below == NULL)
            continue;
        file.below += file.below[0] == '/';
        buffer_append(&listed->files, &file, sizeof file);
        return buffer_status(&listed->files);
    }
    snprintf(message, sizeof message, _("'%s' lies in none of the index's folders"), name);
    report_trouble(report, TROUBLE_FILE, NULL, 0, message);
    free(file.path);
    return 0;
}

static int compare(const void *one, const void *other)
{
    const struct listed_file *a = one, *b = other;
    if (a->root != b->root)
        return a->root < b->root ? -1 : 1;
    return strcmp(a->below, b->below);
}

static void put_in_order(struct listed *listed)
{
    struct listed_file *files = (struct listed_file *)(void *)listed->files.data;
    size_t count = listed->files.size / sizeof *files, kept = 0;
    if (count > 1)
        qsort(files, count, sizeof *files, compare);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && compare(&files[i], &files[kept - 1]) == 0)
            free(files[i].path);
        else
            files[kept++] = files[i];
    }
    listed->files.size = kept * sizeof *files;
}

static void tell_long(struct report *report)
{
    char message[200];
    snprintf(message, sizeof message, _("a path of the list is longer than %d bytes"),
             PATH_SIZE_MAX);
    report_trouble(report, TROUBLE_FILE, NULL, 0, message);
}

int listed_take(struct listed *listed, const struct buffer *paths, const struct roots *roots,
                struct report *report)
{
    int status = 0;
    for (size_t at = 0, size; at < paths->size && status == 0; at += size + 1) {
        const char *path = paths->data + at;
        size = strlen(path);
        if (size > PATH_SIZE_MAX)
            tell_long(report);
        else if (size > 0)
            status = add(listed, path, roots, report);
    }
    put_in_order(listed);
    return status;
}

int listed_read(struct buffer *paths, const char *name)
{
    const size_t start = paths->size;
    int status = read_list(name, paths);
    if (status != 0 || paths->size == start)
        return status;
    if (memchr(paths->data + start, '\0', paths->size - start) == NULL)
        for (size_t i = start; i < paths->size; i++)
            if (paths->data[i] == '\n')
                paths->data[i] = '\0';
    buffer_append_byte(paths, 0); /* the last path may have no terminator */
    return buffer_status(paths);
}

void listed_release(struct listed *listed)
{
    struct listed_file *files = (struct listed_file *)(void *)listed->files.data;
    for (size_t i = 0; i < listed->files.size / sizeof *files; i++)
        free(files[i].path);
    buffer_release(&listed->files);
}
