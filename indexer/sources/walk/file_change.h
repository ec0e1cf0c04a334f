/* Whether a file has changed since it was read, without reading it again.
 *
 * Size, modification time and inode number can all be unchanged although the bytes differ (`touch
 * -r`, an archive unpacked over the folder, a file removed and created again). The change time
 * (ctime), which no program can set, then shows the change. It can be ignored where something
 * changes it alone (a backup that restores access times, machines that see different ones).
 *
 * A second change within the same step of the file system's clock leaves no trace. So a file that
 * is younger than such a step when it is read must be read again: git's rule for racily clean
 * files, but by the clock instead of the index's own time, as articles may lie on another file
 * system than the index. The times themselves show how long a step is: those of FAT are even
 * seconds, those of ext4 with 128-byte inodes whole seconds, those of exFAT hundredths; the others
 * follow the kernel's tick, or are finer.
 */
#ifndef FOUILLE_WALK_FILE_CHANGE_H
#define FOUILLE_WALK_FILE_CHANGE_H

#include "common/index/documents/file_state.h"
#include "indexer/sources/walk/walk.h"

/* Returns what the walk found, in the form that a record keeps. */
struct file_state file_state_of(const struct walk_file *walked);

/* Whether a file that was `before` when it was read has changed, as far as its state shows. */
bool file_has_changed(const struct file_state *before, const struct file_state *now,
                      bool ignore_ctime);

/* Returns the number of nanoseconds from `now` (since 1970) during which a change of the file might
 * leave no trace; 0: every change shows. A foreign clock is assumed to differ from ours by at most
 * five minutes, so times within that range count as too young. Times further in the future come
 * from a clock that was set back, or were set by a program: what is written now gets other ones. */
int64_t file_racy_time(const struct file_state *state, int64_t now, bool foreign_clock);

/* Whether the times in a file system of this type (statfs.f_type) may come from another machine. */
bool file_system_is_shared(uint64_t type);

#endif
