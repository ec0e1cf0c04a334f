/* Files: reading whole files, mapping them read-only, and replacing them atomically. */
#ifndef FOUILLE_BASE_FILE_H
#define FOUILLE_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/base/buffer.h"
#include "common/base/map_fault.h"
#include "common/base/slice.h"

/* The path of a file as messages show it. */
enum { FILE_PATH_SIZE = 700 };
struct file_path {
    char text[FILE_PATH_SIZE];
};

/* Writes the path of `name` in an open folder: absolute, from /proc; `name` alone if /proc does not
 * know it, or the path would not fit. Returns path->text; errno is kept. */
const char *file_path(struct file_path *path, int directory, const char *name);

/* A file mapped into memory. `data` is NULL when the file is empty. Bytes that can no longer be
 * read appear as zeros, and are counted (map_fault.h). */
struct file_map {
    const unsigned char *data;
    size_t size;
    struct map_guard *guard;
};

/* Maps `name`, relative to the open folder `directory` (or AT_FDCWD), for reading; symbolic links
 * are not followed. Returns 0; ERROR_SYSTEM; ERROR_CORRUPT when it is not a regular file;
 * ERROR_MEMORY. `display_path` is the path that messages show. */
int file_map_open(struct file_map *map, int directory, const char *name, const char *display_path);
void file_map_close(struct file_map *map);

/* Reads `descriptor` to its end and appends the bytes, at most `limit`, to `into`. `display_path`
 * names it in messages; NULL: standard input. Returns 0; ERROR_SYSTEM; ERROR_INPUT when there are
 * more than `limit` bytes; ERROR_MEMORY. */
int file_read_all(int descriptor, struct buffer *into, size_t limit, const char *display_path);

/* Writes all bytes, continuing after signals and short writes. Returns 0 or ERROR_SYSTEM. */
int file_write_all(int descriptor, const void *bytes, size_t size, const char *display_path);

/* Creates a file in the open folder, to be written and read, that vanishes with its descriptor: it
 * has no name or, on file systems without such files, has `name` for a moment. Returns the
 * descriptor, or -1 with errno. */
int file_open_unnamed(int directory, const char *name);

/* Creates a file that does not exist yet in the open folder, for writing. It gets the folder's
 * permissions, without execution, whatever the umask: a file in a folder that is closed to others
 * is closed to them. Returns the descriptor, or -1 with errno. */
int file_create(int directory, const char *name);

/* Writes a file that does not exist yet into the open folder, and syncs it. `mode` is that of
 * open(2); 0: the folder's permissions, as file_create gives them. Returns 0 or ERROR_SYSTEM, with
 * no file. */
int file_write_new(int directory, const char *name, mode_t mode, struct slice bytes);

/* Replaces `name` in the open folder: writes a temporary file next to it, then fsync, rename, fsync
 * of the folder. Readers see either the old bytes or the new ones. `name` has no '/', and at most
 * 250 bytes. Returns 0; ERROR_SYSTEM, with the temporary file removed and the old file kept; or
 * ERROR_UNSYNCED: the new file is in place. */
int file_replace(int directory, const char *name, const void *bytes, size_t size);

/* Calls fsync on a file or folder. Returns 0 or ERROR_SYSTEM. */
int file_sync(int descriptor, const char *display_path);

#endif
