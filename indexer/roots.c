#include "roots.h"

#include <stdlib.h>
#include <string.h>

#include "platform/buffer.h"
#include "platform/error.h"

/* Order of whole paths: as if each ended in '/'. */
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

/* What stands behind `folder` in `path`: "" for itself, "/sub…" for what lies below; else NULL. */
static const char *below(const char *path, const char *folder)
{
    size_t size = strlen(folder);
    if (strcmp(folder, "/") == 0)
        return path[1] == '\0' ? "" : path;
    if (strncmp(path, folder, size) != 0 || (path[size] != '\0' && path[size] != '/'))
        return NULL;
    return path + size;
}

/* Absolute path of the folder that holds the index directory. */
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

static char *record(const char *path, const char *parent)
{
    const char *behind = below(path, parent);
    if (behind == NULL)
        return strdup(path);
    struct buffer recorded;
    buffer_init(&recorded);
    buffer_append_byte(&recorded, '.');
    buffer_append_string(&recorded, behind);
    return buffer_detach(&recorded);
}

static int add(struct roots *roots, const char *path, const char *parent)
{
    struct root *root = &roots->items[roots->count];
    root->path = realpath(path, NULL);
    if (root->path == NULL)
        return error_system("cannot open '%s'", path);
    root->recorded = record(root->path, parent);
    roots->count++;
    return root->recorded == NULL ? error_memory() : 0;
}

static void release_root(struct root *root)
{
    free(root->path);
    free(root->recorded);
}

static void drop_nested(struct roots *roots)
{
    size_t kept = 0;
    for (size_t i = 0; i < roots->count; i++) {
        if (kept > 0 && below(roots->items[i].path, roots->items[kept - 1].path) != NULL)
            release_root(&roots->items[i]);
        else
            roots->items[kept++] = roots->items[i];
    }
    roots->count = kept;
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
        status = add(roots, paths[i], parent);
    free(parent);
    if (status != 0) {
        roots_release(roots);
        return status;
    }
    qsort(roots->items, roots->count, sizeof *roots->items, compare_roots);
    drop_nested(roots);
    return 0;
}

int roots_recorded(const struct manifest *manifest, const char *index, char ***paths, size_t *count)
{
    *count = 0;
    *paths = calloc(manifest->root_count + 1, sizeof **paths);
    char *parent = *paths == NULL ? NULL : resolve_parent(index);
    if (parent == NULL)
        return *paths == NULL ? error_memory() : ERROR_SYSTEM;
    for (size_t i = 0; i < manifest->root_count; i++) {
        struct buffer path;
        buffer_init(&path);
        const char *recorded = manifest->roots[i];
        if (recorded[0] == '.') {
            buffer_append_string(&path, parent);
            recorded++;
        }
        buffer_append_string(&path, recorded);
        (*paths)[*count] = buffer_detach(&path);
        if ((*paths)[(*count)++] == NULL) {
            free(parent);
            return error_memory();
        }
    }
    free(parent);
    return 0;
}

void roots_release(struct roots *roots)
{
    for (size_t i = 0; i < roots->count; i++)
        release_root(&roots->items[i]);
    free(roots->items);
    *roots = (struct roots){0};
}
