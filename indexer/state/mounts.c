#include "indexer/state/mounts.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

int mounts_open(struct mounts *mounts, const struct manifest *old, const uint32_t *map)
{
    for (size_t i = 0; i < old->mount_count; i++) {
        struct mount_point point = {.root = map[old->mounts[i].root], .path = old->mounts[i].path};
        if (point.root == ROOT_GONE)
            mounts->changed = true;
        else
            vector_append(&mounts->points, point);
    }
    return vector_status(&mounts->points);
}

void mounts_release(struct mounts *mounts)
{
    vector_release(&mounts->points);
}

size_t mounts_count(const struct mounts *mounts)
{
    return vector_count(&mounts->points);
}

struct mount_point *mounts_at(const struct mounts *mounts, size_t number)
{
    return &mounts->points.items[number];
}

bool mounts_is_unmounted(const char *path)
{
    struct buffer above;
    struct stat folder, around;
    if (lstat(path, &folder) != 0)
        return errno == ENOENT || errno == ENOTDIR;
    buffer_init(&above);
    buffer_append_string(&above, path);
    buffer_append_string(&above, "/..");
    bool same = stat(buffer_string(&above), &around) == 0 && around.st_dev == folder.st_dev;
    buffer_release(&above);
    return same || !S_ISDIR(folder.st_mode);
}

bool mounts_covers(const struct mounts *mounts, uint32_t root, const char *path)
{
    for (size_t i = 0; i < mounts_count(mounts); i++) {
        const struct mount_point *point = mounts_at(mounts, i);
        size_t size = strlen(point->path);
        if (point->unmounted && point->root == root && strncmp(path, point->path, size) == 0 &&
            (size == 0 || path[size] == '/' || path[size] == '\0'))
            return true;
    }
    return false;
}

static bool same_mounts(const struct mounts *mounts, const struct manifest *next)
{
    bool same = mounts_count(mounts) == next->mount_count;
    for (size_t i = 0; i < mounts_count(mounts) && same; i++)
        same = manifest_has_mount(next, mounts_at(mounts, i)->root, mounts_at(mounts, i)->path);
    return same;
}

int mounts_finish(struct mounts *mounts, struct transaction *transaction,
                  const struct protected_paths *protected_paths, bool keep)
{
    struct manifest *next = &transaction->next;
    int status = 0;
    for (size_t i = 0; i < mounts_count(mounts) && status == 0; i++) {
        const struct mount_point *point = mounts_at(mounts, i);
        bool stays = keep || (protected_paths != NULL &&
                              protected_paths_has_path(protected_paths, point->root, point->path));
        if (stays && !manifest_has_mount(next, point->root, point->path))
            status = manifest_add_mount(next, point->root, point->path);
    }
    mounts->changed |= !same_mounts(mounts, next);
    return status;
}
