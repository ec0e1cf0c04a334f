#include "indexer/state/left_list.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <libdeflate.h>

#include "common/base/error.h"
#include "common/base/escape.h"
#include "common/base/file.h"
#include "common/base/utf8.h"

static const char first_line[] = "fouille left 1\n";

static const char *const kind_names[] = {
    [LEFT_TEXT] = "text", [LEFT_PART] = "part", [LEFT_FILE] = "file", [LEFT_REFUSED] = "away"};
enum { KINDS = sizeof kind_names / sizeof *kind_names };

void left_list_init(struct left_list *list)
{
    *list = (struct left_list){0};
    arena_init(&list->arena, 1 << 12);
}

void left_list_release(struct left_list *list)
{
    vector_release(&list->entries);
    arena_release(&list->arena);
}

size_t left_list_count(const struct left_list *list)
{
    return vector_count(&list->entries);
}

struct left_entry *left_list_at(const struct left_list *list, size_t number)
{
    return &list->entries.items[number];
}

int left_list_add(struct left_list *list, const struct left_entry *entry)
{
    struct left_entry copy = *entry;
    size_t size = utf8_floor(entry->why, strlen(entry->why), LEFT_WHY_MAX);
    copy.seen = false;
    copy.path = arena_copy(&list->arena, entry->path, strlen(entry->path));
    copy.why = arena_copy(&list->arena, entry->why, size);
    if (copy.path == NULL || copy.why == NULL)
        return error_memory();
    vector_append(&list->entries, copy);
    return vector_status(&list->entries);
}

static int compare_paths(const struct left_entry *a, uint32_t root, const char *path)
{
    if (a->root != root)
        return a->root < root ? -1 : 1;
    return strcmp(a->path, path);
}

/* For one path, the gravest comes first, so that it is kept; then by reason, so that the result
 * does not depend on the order of threads. */
static int compare_left_entries(const void *one, const void *other)
{
    const struct left_entry *a = one, *b = other;
    int order = compare_paths(a, b->root, b->path);
    if (order == 0)
        order = (int)b->kind - (int)a->kind;
    return order != 0 ? order : strcmp(a->why, b->why);
}

void left_list_sort(struct left_list *list)
{
    size_t count = left_list_count(list), kept = 0;
    vector_sort(&list->entries, compare_left_entries);
    for (size_t i = 0; i < count; i++) {
        const struct left_entry *entry = left_list_at(list, i);
        const struct left_entry *last = kept == 0 ? NULL : left_list_at(list, kept - 1);
        if (last == NULL || compare_paths(last, entry->root, entry->path) != 0)
            *left_list_at(list, kept++) = *entry;
    }
    vector_truncate(&list->entries, kept);
}

struct left_entry *left_list_find(const struct left_list *list, uint32_t root, const char *path)
{
    size_t low = 0, high = left_list_count(list);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct left_entry *entry = left_list_at(list, middle);
        int order = compare_paths(entry, root, path);
        if (order == 0)
            return entry;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* --- reading --- */

static bool parse_left_kind(const char *name, enum left_kind *kind)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kind_names[i], name) == 0) {
            *kind = (enum left_kind)i;
            return true;
        }
    return false;
}

static bool parse_left_line(char *line, size_t root_count, struct left_entry *entry)
{
    struct file_state *state = &entry->state;
    char kind[8];
    unsigned again = 2;
    int past = 0;
    *entry = (struct left_entry){0};
    if (sscanf(line,
               "%7s %" SCNu32 " %" SCNu64 " %" SCNd64 " %" SCNd64 " %" SCNu64 " %1u %16" SCNx64
               "%n",
               kind, &entry->root, &state->size, &state->mtime, &state->ctime, &state->inode,
               &again, &entry->reader, &past) != 8 ||
        line[past] != ' ')
        return false;
    char *path = line + past + 1, *why = strchr(path, ' ');
    if (why == NULL)
        return false;
    *why++ = '\0';
    state->again = again == 1;
    entry->path = path;
    entry->why = why;
    return parse_left_kind(kind, &entry->kind) && again <= 1 && entry->root < root_count &&
           escape_decode(path) && escape_decode(why);
}

static int parse_left_list(struct left_list *list, char *text, size_t root_count)
{
    size_t first = strlen(first_line);
    if (strncmp(text, first_line, first) != 0)
        return ERROR_CORRUPT;
    char *rest = text + first, *line;
    int status = 0;
    while (status == 0 && (line = strsep(&rest, "\n")) != NULL && (rest != NULL || *line != '\0')) {
        struct left_entry entry;
        status =
            parse_left_line(line, root_count, &entry) ? left_list_add(list, &entry) : ERROR_CORRUPT;
    }
    return status;
}

int left_list_read(struct left_list *list, int directory, const struct manifest *manifest,
                   const char *display_path)
{
    const struct manifest_left_out *left = &manifest->left_out;
    struct buffer text;
    if (left->name[0] == '\0')
        return 0;
    int descriptor = openat(directory, left->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return error_system("cannot open '%s/%s'", display_path, left->name);
    buffer_init(&text);
    int status = file_read_all(descriptor, &text, left->size, left->name);
    close(descriptor);
    const size_t size = text.size;
    buffer_string(&text);
    if (status == 0 && text.failed)
        status = error_memory();
    if (status == 0 && (size != left->size || memchr(text.data, '\0', size) != NULL ||
                        libdeflate_crc32(0, text.data, size) != left->checksum))
        status = ERROR_CORRUPT;
    if (status == 0)
        status = parse_left_list(list, text.data, manifest->root_count);
    if (status == 0 && left_list_count(list) < left->files)
        status = ERROR_CORRUPT;
    buffer_release(&text);
    return status == ERROR_CORRUPT || status == ERROR_INPUT
               ? error_set(ERROR_CORRUPT, "'%s/%s' is damaged", display_path, left->name)
               : status;
}

/* --- writing --- */

static void append_list(struct buffer *to, const struct left_list *list)
{
    buffer_append_string(to, first_line);
    for (size_t i = 0; i < left_list_count(list); i++) {
        const struct left_entry *entry = left_list_at(list, i);
        const struct file_state *state = &entry->state;
        buffer_append_format(
            to, "%s %" PRIu32 " %" PRIu64 " %" PRId64 " %" PRId64 " %" PRIu64 " %d %016" PRIx64 " ",
            kind_names[entry->kind], entry->root, state->size, state->mtime, state->ctime,
            state->inode, state->again, entry->reader);
        escape_append(to, entry->path, strlen(entry->path));
        buffer_append_byte(to, ' ');
        escape_append(to, entry->why, strlen(entry->why));
        buffer_append_byte(to, '\n');
    }
}

int left_list_write(const struct left_list *list, int directory, const char *name,
                    const struct manifest_left_out *same, struct manifest_left_out *entry)
{
    struct buffer bytes;
    size_t count = left_list_count(list);
    *entry = (struct manifest_left_out){0};
    if (count == 0)
        return 0;
    buffer_init(&bytes);
    append_list(&bytes, list);
    int status = buffer_status(&bytes);
    struct manifest_left_out written = {.size = bytes.size, .files = count};
    if (status == 0) {
        written.checksum = libdeflate_crc32(0, bytes.data, bytes.size);
        snprintf(written.name, sizeof written.name, "%s", name);
    }
    if (status == 0 && same->name[0] != '\0' && same->size == written.size &&
        same->checksum == written.checksum)
        written = *same;
    else if (status == 0) /* private even in a shared index: it may name files that readers cannot
                             list */
        status = file_write_new(directory, name, 0600, (struct slice){bytes.data, bytes.size});
    if (status == 0)
        *entry = written;
    buffer_release(&bytes);
    return status;
}
