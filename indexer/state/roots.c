#include "indexer/state/roots.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/buffer.h"
#include "common/base/error.h"

/* Compares whole paths, as if each ended in '/'. */
static int compare_roots(const void *one, const void *other)
{
    const unsigned char *a = (const unsigned char *)((const struct root *)one)->path;
    const unsigned char *b = (const unsigned char *)((const struct root *)other)->path;
    while (*a == *b && *a != '\0') {
        a++;
        b++;
    }
    int x = *a == '\0' ? '/' : *a, y = *b == '\0' ? '/' : *b;
    return x != y ? x - y : (*a != '\0') - (*b != '\0');
}

const char *roots_below(const char *path, const char *folder)
{
    size_t size = strlen(folder);
    if (strcmp(folder, "/") == 0)
        return path[0] != '/' ? NULL : path[1] == '\0' ? "" : path;
    if (strncmp(path, folder, size) != 0 || (path[size] != '\0' && path[size] != '/'))
        return NULL;
    return path + size;
}

/* Returns the absolute path of the folder that holds the index directory, malloc'ed, or NULL. */
static char *resolve_parent(const char *index)
{
    struct buffer parent;
    buffer_init(&parent);
    size_t size = strlen(index);
    while (size > 1 && index[size - 1] == '/')
        size--;
    while (size > 0 && index[size - 1] != '/')
        size--;
    buffer_append(&parent, index, size);
    char *resolved = realpath(size == 0 ? "." : buffer_string(&parent), NULL);
    if (resolved == NULL)
        error_system("cannot find the folder of '%s'", index);
    buffer_release(&parent);
    return resolved;
}

static char *recorded_path(const char *path, const char *parent)
{
    const char *below = roots_below(path, parent);
    if (below == NULL)
        return strdup(path);
    struct buffer recorded;
    buffer_init(&recorded);
    buffer_append_byte(&recorded, '.');
    buffer_append_string(&recorded, below);
    return buffer_detach(&recorded);
}

static int add_given_root(struct roots *roots, const char *path, const char *parent)
{
    struct root *root = &roots->items[roots->count];
    root->path = realpath(path, NULL);
    if (root->path == NULL)
        return error_system("cannot open '%s'", path);
    root->update = root->named = true;
    root->recorded = recorded_path(root->path, parent);
    root->holds_index = root->recorded != NULL && strcmp(root->recorded, ".") == 0;
    roots->count++;
    return root->recorded == NULL ? error_memory() : 0;
}

static void release_root(struct root *root)
{
    free(root->path);
    free(root->recorded);
    free(root->real);
}

static void drop_nested(struct roots *roots)
{
    size_t kept = 0;
    for (size_t i = 0; i < roots->count; i++) {
        if (kept > 0 && roots_below(roots->items[i].path, roots->items[kept - 1].path) != NULL) {
            struct root *above = &roots->items[kept - 1];
            bool same = strcmp(above->path, roots->items[i].path) == 0;
            above->update |= roots->items[i].update;
            above->named |= same && roots->items[i].named;
            above->holds_named |= roots->items[i].holds_named || (!same && roots->items[i].named);
            release_root(&roots->items[i]);
        } else {
            roots->items[kept++] = roots->items[i];
        }
    }
    roots->count = kept;
}

static void sort_roots(struct roots *roots)
{
    if (roots->count > 1)
        qsort(roots->items, roots->count, sizeof *roots->items, compare_roots);
    drop_nested(roots);
}

int roots_resolve(struct roots *roots, char *const *paths, size_t count, const char *index)
{
    *roots = (struct roots){0};
    roots->items = calloc(count + 1, sizeof *roots->items);
    if (roots->items == NULL)
        return error_memory();
    char *parent = resolve_parent(index);
    int status = parent == NULL ? ERROR_SYSTEM : 0;
    for (size_t i = 0; i < count && status == 0; i++)
        status = add_given_root(roots, paths[i], parent);
    free(parent);
    if (status != 0) {
        roots_release(roots);
        return status;
    }
    sort_roots(roots);
    return 0;
}

/* Returns the path of a recorded root, malloc'ed, or NULL. */
static char *resolve_recorded(const char *recorded, const char *parent)
{
    struct buffer path;
    buffer_init(&path);
    if (recorded[0] == '.') {
        recorded++;
        if (strcmp(parent, "/") != 0 || recorded[0] == '\0')
            buffer_append_string(&path, parent);
    }
    buffer_append_string(&path, recorded);
    char *found = buffer_detach(&path);
    if (found == NULL)
        error_memory();
    return found;
}

static struct root *reserve_roots(struct roots *roots, size_t count)
{
    struct root *larger = realloc(roots->items, (roots->count + count + 1) * sizeof *larger);
    if (larger != NULL)
        roots->items = larger;
    else
        error_memory();
    return larger;
}

static bool is_stdin_path(const char *path)
{
    return strncmp(path, ROOT_STDIN, strlen(ROOT_STDIN)) == 0;
}

int roots_add_stdin(struct roots *roots, const char *name)
{
    struct buffer path;
    if (reserve_roots(roots, 1) == NULL)
        return ERROR_MEMORY;
    buffer_init(&path);
    buffer_append_string(&path, ROOT_STDIN);
    buffer_append_string(&path, name);
    struct root *root = &roots->items[roots->count++];
    *root = (struct root){.path = buffer_detach(&path), .update = true, .from_stdin = true};
    if (root->path == NULL || (root->recorded = strdup(root->path)) == NULL)
        return error_memory();
    sort_roots(roots);
    return 0;
}

int roots_add_recorded(struct roots *roots, const struct manifest *manifest, const char *index,
                       bool update)
{
    char *parent = resolve_parent(index);
    if (parent == NULL)
        return ERROR_SYSTEM;
    int status = reserve_roots(roots, manifest->root_count) == NULL ? ERROR_MEMORY : 0;
    for (size_t i = 0; i < manifest->root_count && status == 0; i++) {
        struct root *root = &roots->items[roots->count++];
        const char *recorded = manifest->roots[i];
        *root = (struct root){.path = resolve_recorded(recorded, parent),
                              .recorded = strdup(recorded),
                              .update = update && !is_stdin_path(recorded),
                              .from_stdin = is_stdin_path(recorded),
                              .holds_index = strcmp(recorded, ".") == 0};
        if (root->path == NULL || root->recorded == NULL)
            status = error_memory();
    }
    free(parent);
    if (status == 0)
        sort_roots(roots);
    return status;
}

int roots_confine(struct roots *roots, const char *index)
{
    char *parent = resolve_parent(index);
    int status = parent == NULL ? ERROR_SYSTEM : 0;
    for (size_t i = 0; i < roots->count && status == 0; i++) {
        struct root *root = &roots->items[i];
        if (root->named || root->from_stdin)
            continue;
        root->real = realpath(root->path, NULL);
        if (root->real == NULL && errno == ENOMEM)
            status = error_memory();
        /* A root that does not exist leads nowhere; it is judged by its name. */
        root->outside = roots_below(root->real != NULL ? root->real : root->path, parent) == NULL;
    }
    free(parent);
    return status;
}

void roots_drop_outside(struct roots *roots)
{
    size_t kept = 0;
    for (size_t i = 0; i < roots->count; i++)
        if (roots->items[i].outside)
            release_root(&roots->items[i]);
        else
            roots->items[kept++] = roots->items[i];
    roots->count = kept;
}

int roots_refuse_outside(const struct root *root, const char *index)
{
    return error_set(ERROR_INPUT,
                     "'%s' is not in the folder that contains the index, and is read only on "
                     "request: fouille-index --index '%s'",
                     root->path, index);
}

char *roots_absolute(const char *path)
{
    struct buffer whole;
    char *resolved = realpath(path, NULL);
    if (resolved != NULL)
        return resolved;
    size_t size = strlen(path), name;
    while (size > 1 && path[size - 1] == '/')
        size--;
    for (name = size; name > 0 && path[name - 1] != '/';)
        name--;
    buffer_init(&whole);
    buffer_append(&whole, name == 0 ? "." : path, name == 0 ? 1 : name);
    char *folder = realpath(buffer_string(&whole), NULL);
    buffer_clear(&whole);
    buffer_append_string(&whole, folder != NULL ? folder : "");
    if (whole.size > 0 && whole.data[whole.size - 1] != '/')
        buffer_append_byte(&whole, '/');
    buffer_append(&whole, folder != NULL ? path + name : path, folder != NULL ? size - name : size);
    free(folder);
    return buffer_detach(&whole);
}

static bool matches_operand(const struct root *root, const char *path, const char *absolute)
{
    if (!root->from_stdin)
        return strcmp(root->path, absolute) == 0;
    return strcmp(root->path, path) == 0 || strcmp(path, ROOT_STDIN) == 0;
}

int roots_forget(struct roots *roots, const char *path)
{
    char *wanted = roots_absolute(path);
    if (wanted == NULL)
        return error_system("cannot find '%s'", path);
    size_t kept = 0;
    for (size_t i = 0; i < roots->count; i++) {
        if (matches_operand(&roots->items[i], path, wanted))
            release_root(&roots->items[i]);
        else
            roots->items[kept++] = roots->items[i];
    }
    bool found = kept < roots->count;
    roots->count = kept;
    free(wanted);
    return found
               ? 0
               : error_set(ERROR_NOT_FOUND,
                           "'%s' is not a folder of the index; for a list: fouille-index --status",
                           path);
}

int roots_map(const struct roots *roots, const struct manifest *manifest, const char *index,
              uint32_t *map, bool *ascending)
{
    char *parent = resolve_parent(index);
    int64_t last = -1;
    *ascending = true;
    for (size_t i = 0; parent != NULL && i < manifest->root_count; i++) {
        char *path = resolve_recorded(manifest->roots[i], parent);
        map[i] = ROOT_GONE;
        for (size_t k = 0; path != NULL && k < roots->count; k++)
            if (strcmp(roots->items[k].path, path) == 0)
                map[i] = (uint32_t)k;
        *ascending &= map[i] == ROOT_GONE || (int64_t)map[i] > last;
        last = map[i] == ROOT_GONE ? last : (int64_t)map[i];
        bool failed = path == NULL;
        free(path);
        if (failed) {
            free(parent);
            return ERROR_MEMORY;
        }
    }
    int status = parent == NULL ? ERROR_SYSTEM : 0;
    free(parent);
    return status;
}

void roots_release(struct roots *roots)
{
    for (size_t i = 0; i < roots->count; i++)
        release_root(&roots->items[i]);
    free(roots->items);
    *roots = (struct roots){0};
}
