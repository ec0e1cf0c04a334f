/* Whether a file has changed since it was read, told without reading it.
 *
 * Size, time of modification and inode number can all be as they were though the bytes are others
 * (`touch -r`, an archive unpacked over the folder, a file that was removed and made again): the
 * time of change (ctime), which no program can set, then tells.
 */
#ifndef FOUILLE_SOURCES_FILE_CHANGE_H
#define FOUILLE_SOURCES_FILE_CHANGE_H

#include "index/file_state.h"
#include "sources/walk.h"

/* What the walk found, as a record keeps it. */
struct file_state file_state_of(const struct walk_file *walked);

/* Whether a file that was `before` when it was read is to be read again, being `now`. */
bool file_is_changed(const struct file_state *before, const struct file_state *now);

#endif
