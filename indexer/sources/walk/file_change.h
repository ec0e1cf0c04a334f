/* Whether a file has changed since it was read, told without reading it.
 *
 * Size, time of modification and inode number can all be as they were though the bytes are others
 * (`touch -r`, an archive unpacked over the folder, a file that was removed and made again): the
 * time of change (ctime), which no program can set, then tells. Where something changes that alone
 * (a backup that restores times of access, machines that see different ones), it can be ignored.
 *
 * A change within the same step of the file system's clock as the one before shows nowhere. So a
 * file that is younger than such a step when it is read is to be read again: git's rule for racily
 * clean files, by the clock instead of by the index's own time, as articles may lie on another file
 * system than the index. How long a step is, the times themselves tell: those of FAT are even
 * seconds, those of ext4 with inodes of 128 bytes whole ones, those of exFAT hundredths; the others
 * go by the kernel's tick, or are finer.
 */
#ifndef FOUILLE_SOURCES_FILE_CHANGE_H
#define FOUILLE_SOURCES_FILE_CHANGE_H

#include "common/index/documents/file_state.h"
#include "indexer/sources/walk/walk.h"

/* What the walk found, as a record keeps it. */
struct file_state file_state_of(const struct walk_file *walked);

/* Whether a file that was `before` when it was read is now another, as far as that tells. */
bool file_is_changed(const struct file_state *before, const struct file_state *now,
                     bool ignore_ctime);

/* For how many nanoseconds from `now` (since 1970) on a change of the file might not show; 0: each
 * shows. With a foreign clock, which is taken to be apart from ours by five minutes at most, times
 * that near are too young. Times further in the future are those of a clock that was set back, or
 * were set: what is written now gets others. */
int64_t file_unsettled(const struct file_state *state, int64_t now, bool foreign_clock);

/* Whether a file system of this type (statfs.f_type) may take its times from another machine. */
bool file_system_is_foreign(uint64_t type);

#endif
