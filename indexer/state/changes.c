#include "indexer/state/changes.h"

#include <limits.h>
#include <string.h>

#include "common/base/clock.h"

/* With more bytes of names than this, a walk costs no more than they do. */
enum { PATHS_SIZE_MAX = 16 << 20 };

bool changes_pending(const struct changes *changes)
{
    return changes->everything || changes->paths.size > 0;
}

static void note_time(struct changes *changes)
{
    double now = clock_seconds();
    if (!changes_pending(changes))
        changes->first = now;
    changes->last = now;
}

void changes_note_everything(struct changes *changes)
{
    note_time(changes);
    changes->everything = true;
    buffer_release(&changes->paths);
}

/* Whether the path was noted last: a file that is being written causes many events in a row. */
static bool is_last_noted(const struct changes *changes, const char *path, size_t size)
{
    size_t held = changes->paths.size;
    return held >= size && memcmp(changes->paths.data + held - size, path, size) == 0 &&
           (held == size || changes->paths.data[held - size - 1] == '\0');
}

void changes_note(struct changes *changes, const char *path)
{
    size_t size = strlen(path) + 1;
    if (size > PATH_MAX) { /* only a walk can reach it, folder by folder */
        changes_note_everything(changes);
        return;
    }
    note_time(changes);
    if (changes->everything || is_last_noted(changes, path, size))
        return;
    buffer_append(&changes->paths, path, size);
    if (changes->paths.size > PATHS_SIZE_MAX || changes->paths.failed)
        changes_note_everything(changes);
}

double changes_due(const struct changes *changes)
{
    double quiet = changes->last + CHANGES_QUIET, ceiling = changes->first + CHANGES_CEILING;
    return quiet < ceiling ? quiet : ceiling;
}

void changes_release(struct changes *changes)
{
    buffer_release(&changes->paths);
}
