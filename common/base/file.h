/* Files: whole reads, read-only maps, and publication that readers never see half done. */
#ifndef FOUILLE_PLATFORM_FILE_H
#define FOUILLE_PLATFORM_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "common/base/map_fault.h"

/* The path of a file, as messages name it. */
enum { FILE_PATH_SIZE = 700 };
struct file_path {
    char text[FILE_PATH_SIZE];
};

/* The path of `name` in an open folder: absolute, as /proc knows it; `name` alone where that does
 * not say, or it would not fit in a message. Returns path->text; errno stays. */
const char *file_path(struct file_path *path, int directory, const char *name);

/* A file seen as memory. `data` is NULL when the file is empty. Bytes that cannot be read any more
 * are seen as zeros, and counted (map_fault.h). */
struct file_map {
    const unsigned char *data;
    size_t size;
    struct map_guard *guard;
};

/* Maps `name`, relative to the open folder `directory` (or AT_FDCWD), for reading; regular files
 * only, symbolic links not followed. 0, ERROR_SYSTEM or ERROR_MEMORY; `shown` is the path that
 * messages name. */
int file_map_open(struct file_map *map, int directory, const char *name, const char *shown);
void file_map_close(struct file_map *map);

/* Appends what `descriptor` still holds to `into`, at most `limit` bytes. `shown` names it in
 * messages; NULL: it is standard input.
 * 0; ERROR_SYSTEM; ERROR_INPUT when there is more than limit; ERROR_MEMORY. */
int file_read_all(int descriptor, struct buffer *into, size_t limit, const char *shown);

/* Writes all of it, going on after signals and short writes. 0 or ERROR_SYSTEM. */
int file_write_all(int descriptor, const void *bytes, size_t size, const char *shown);

/* A new file in the open folder, to be written and read, that goes with its descriptor: it has no
 * name, or, where the file system knows no such files, `name` for a moment. The descriptor, or -1
 * with errno. */
int file_open_nameless(int directory, const char *name);

/* Creates a file that is not there in the open folder, for writing. It gets the folder's
 * permissions, less the right to execute, whatever the umask says: what lies in a folder that is
 * closed to others is closed to them. The descriptor, or -1 with errno. */
int file_create(int directory, const char *name);

/* Replaces `name` in the open folder: writes a temporary beside it, fsync, rename, fsync of the
 * folder. Whoever opens `name` sees the old bytes or the new ones. 0; ERROR_SYSTEM, the temporary
 * being removed and the old file standing; or ERROR_UNSYNCED: the new one stands. */
int file_replace(int directory, const char *name, const void *bytes, size_t size);

/* fsync of a descriptor, a folder's or a file's. 0 or ERROR_SYSTEM. */
int file_sync(int descriptor, const char *shown);

#endif
