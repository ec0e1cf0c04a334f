#include "indexer/state/file_list.h"

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

static int read_list_file(const char *name, struct buffer *bytes)
{
    bool from_stdin = strcmp(name, "-") == 0;
    int descriptor = from_stdin ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return error_system("cannot open '%s'", name);
    int status = file_read_all(descriptor, bytes, LIST_SIZE_MAX, from_stdin ? NULL : name);
    if (!from_stdin)
        close(descriptor);
    return status;
}

static int add_listed_file(struct file_list *file_list, const char *name, const struct roots *roots,
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
        vector_append(&file_list->files, file);
        return vector_status(&file_list->files);
    }
    snprintf(message, sizeof message, _("'%s' is not in any folder of the index"), name);
    report_complaint(report, COMPLAINT_FILE, NULL, 0, message);
    free(file.path);
    return 0;
}

static int compare_listed_files(const void *one, const void *other)
{
    const struct listed_file *a = one, *b = other;
    if (a->root != b->root)
        return a->root < b->root ? -1 : 1;
    return strcmp(a->below, b->below);
}

static void sort_listed_files(struct file_list *file_list)
{
    struct listed_file *files = file_list->files.items;
    size_t count = vector_count(&file_list->files), kept = 0;
    vector_sort(&file_list->files, compare_listed_files);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && compare_listed_files(&files[i], &files[kept - 1]) == 0)
            free(files[i].path);
        else
            files[kept++] = files[i];
    }
    vector_truncate(&file_list->files, kept);
}

static void report_long_path(struct report *report)
{
    char message[200];
    snprintf(message, sizeof message, _("a path of the list is longer than %d bytes"),
             PATH_SIZE_MAX);
    report_complaint(report, COMPLAINT_FILE, NULL, 0, message);
}

int file_list_resolve(struct file_list *file_list, const struct buffer *paths,
                      const struct roots *roots, struct report *report)
{
    int status = 0;
    for (size_t at = 0, size; at < paths->size && status == 0; at += size + 1) {
        const char *path = paths->data + at;
        size = strlen(path);
        if (size > PATH_SIZE_MAX)
            report_long_path(report);
        else if (size > 0)
            status = add_listed_file(file_list, path, roots, report);
    }
    sort_listed_files(file_list);
    return status;
}

int file_list_read(struct buffer *paths, const char *name)
{
    const size_t start = paths->size;
    int status = read_list_file(name, paths);
    if (status != 0 || paths->size == start)
        return status;
    if (memchr(paths->data + start, '\0', paths->size - start) == NULL)
        for (size_t i = start; i < paths->size; i++)
            if (paths->data[i] == '\n')
                paths->data[i] = '\0';
    buffer_append_byte(paths, 0); /* the last path may have no terminator */
    return buffer_status(paths);
}

void file_list_release(struct file_list *file_list)
{
    for (size_t i = 0; i < vector_count(&file_list->files); i++)
        free(file_list->files.items[i].path);
    vector_release(&file_list->files);
}
