#include "common/base/path.h"

#include <assert.h>
#include <string.h>

void path_append(struct buffer *path, struct slice part)
{
    if (path->size > 0 && path->data[path->size - 1] != '/')
        buffer_append_byte(path, '/');
    buffer_append(path, part.data, part.size);
}

const char *path_base_name(const char *path)
{
    assert(path != NULL);
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

size_t path_folder_size(struct slice path)
{
    size_t size = path.size;
    while (size > 0 && path.data[size - 1] != '/')
        size--;
    while (size > 1 && path.data[size - 1] == '/')
        size--;
    return size;
}

bool path_is_within(struct slice path, struct slice folder)
{
    if (!slice_starts_with(path, folder))
        return false;
    bool ends_in_slash = folder.size > 0 && folder.data[folder.size - 1] == '/';
    return path.size == folder.size || ends_in_slash || path.data[folder.size] == '/';
}
