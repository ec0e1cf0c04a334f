#include "indexer/state/protected_paths.h"

#include <string.h>

#include "common/base/error.h"

void protected_paths_init(struct protected_paths *protected_paths)
{
    *protected_paths = (struct protected_paths){0};
    arena_init(&protected_paths->arena, 1 << 12);
}

void protected_paths_release(struct protected_paths *protected_paths)
{
    vector_release(&protected_paths->paths);
    arena_release(&protected_paths->arena);
}

int protected_paths_add(struct protected_paths *protected_paths, uint32_t root, const char *path)
{
    struct protected_path entry = {root, NULL, strlen(path)};
    entry.path = arena_copy(&protected_paths->arena, path, entry.size);
    if (entry.path == NULL)
        return error_memory();
    vector_append(&protected_paths->paths, entry);
    return vector_status(&protected_paths->paths);
}

static bool covers_path(const struct protected_path *entry, uint32_t root, struct slice path)
{
    if (entry->root != root || entry->size > path.size)
        return false;
    return entry->size == 0 || (memcmp(entry->path, path.data, entry->size) == 0 &&
                                (entry->size == path.size || path.data[entry->size] == '/'));
}

static bool is_protected(const struct protected_paths *protected_paths, uint32_t root,
                         struct slice path)
{
    for (size_t i = vector_count(&protected_paths->paths); i-- > 0;)
        if (covers_path(&protected_paths->paths.items[i], root, path))
            return true;
    return false;
}

bool protected_paths_has_path(const struct protected_paths *protected_paths, uint32_t root,
                              const char *path)
{
    return is_protected(protected_paths, root, (struct slice){path, strlen(path)});
}

bool protected_paths_has_document(const struct protected_paths *protected_paths,
                                  const struct document *document)
{
    return is_protected(protected_paths, document->root, document->path);
}
