/* A disk that loses power: from a log of file operations (shim/log.h), what may be found
 * afterwards.
 *
 * The model is that of ALICE (Pillai et al., OSDI 2014), with nothing granted beyond POSIX: bytes
 * and size of a file last from its own fsync on, names in a folder from the folder's. What was done
 * since may be there in full, in part, or not at all, each file and folder for itself:
 *
 *   - of a file, the first so many writes, the last of them torn at a sector; or all sizes
 *     and no bytes (zeros); or some sectors and zeros in the place of others;
 *   - of a folder, the first so many changes, or any others: some, in their order, others not. A
 *     rename happens as a whole or not.
 */
#ifndef FOUILLE_TESTS_CRASH_DISK_H
#define FOUILLE_TESTS_CRASH_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DISK_SECTOR = 512 };

/* How much of what was not synced is found. */
enum disk_luck {
    DISK_NOTHING,
    DISK_ALL,
    DISK_ZEROS, /* for files: sizes only; for folders the same as all */
    DISK_SOME   /* by the random numbers */
};

struct disk;

/* The folder as it is, all of it taken to be synced: then the log is of what follows. */
struct disk *disk_load(const char *folder);

/* Reads the log; ends the test when it makes no sense. */
void disk_read_log(struct disk *disk, const char *log);
void disk_free(struct disk *disk);

size_t disk_log_length(const struct disk *disk);

/* Whether a process has reported success within the first `length` operations. */
bool disk_reported(const struct disk *disk, size_t length);

/* Whether the operation of that number, from 0, is a rename. */
bool disk_renames(const struct disk *disk, size_t number);

/* A state after a cut past the first `length` operations; `random` is advanced. */
struct disk_state;
struct disk_state *disk_cut(const struct disk *disk, size_t length, enum disk_luck files,
                            enum disk_luck folders, uint64_t *random);
void disk_state_free(struct disk_state *state);

/* A number that tells states apart. */
uint64_t disk_state_hash(const struct disk_state *state);

/* Writes what the state has of the entry `name` of the loaded folder into `folder`. */
void disk_state_write(const struct disk_state *state, const char *folder, const char *name);

/* splitmix64. */
uint64_t disk_random(uint64_t *random);

#endif
