#include "indexer/update/protected.h"

#include <string.h>

#include "common/base/error.h"

struct protected_path {
    uint32_t root;
    const char *path;
    size_t size;
};

void protected_init(struct protected *protected)
{
    buffer_init(&protected->paths);
    arena_init(&protected->arena, 1 << 12);
}

void protected_release(struct protected *protected)
{
    buffer_release(&protected->paths);
    arena_release(&protected->arena);
}

int protected_add(struct protected *protected, uint32_t root, const char *path)
{
    struct protected_path entry = {root, NULL, strlen(path)};
    entry.path = arena_copy(&protected->arena, path, entry.size);
    if (entry.path == NULL)
        return error_memory();
    buffer_append(&protected->paths, &entry, sizeof entry);
    return buffer_status(&protected->paths);
}

static bool covers(const struct protected_path *entry, uint32_t root, struct bytes path)
{
    if (entry->root != root || entry->size > path.size)
        return false;
    return entry->size == 0 || (memcmp(entry->path, path.data, entry->size) == 0 &&
                                (entry->size == path.size || path.data[entry->size] == '/'));
}

static bool has(const struct protected *protected, uint32_t root, struct bytes path)
{
    const struct protected_path *paths =
        (const struct protected_path *)(const void *)protected->paths.data;
    for (size_t i = protected->paths.size / sizeof *paths; i-- > 0;)
        if (covers(&paths[i], root, path))
            return true;
    return false;
}

bool protected_has_path(const struct protected *protected, uint32_t root, const char *path)
{
    return has(protected, root, (struct bytes){path, strlen(path)});
}

bool protected_has(const struct protected *protected, const struct document *document)
{
    return has(protected, document->root, document->path);
}
