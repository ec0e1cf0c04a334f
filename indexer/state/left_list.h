/* The list of what runs left out, so that it is not read again before it has changed: a file of the
 * index that the manifest names. It is text; its lines are in order of root and path:
 *
 *     fouille left 1
 *     file ROOT SIZE MTIME CTIME INODE AGAIN READER PATH WHY
 *     part …     some of the file was left out, and the rest is in the index
 *     text …     all of it could be read, but it gave no text, or far less than it holds
 *     away …     the system refused it; READER is the error number
 *
 * PATH and WHY are escaped with %XX as in the manifest. docs/format.md has the details.
 */
#ifndef FOUILLE_STATE_LEFT_LIST_H
#define FOUILLE_STATE_LEFT_LIST_H

#include "common/base/arena.h"
#include "common/base/vector.h"
#include "common/index/documents/file_state.h"
#include "common/index/manifest.h"

/* In order of gravity: several jobs may report on one file, and the gravest report counts. */
enum left_kind {
    LEFT_TEXT,   /* text of the file, for which its format has no place */
    LEFT_PART,   /* some articles of the file, or parts of them */
    LEFT_FILE,   /* the file: it cannot be read as its format */
    LEFT_REFUSED /* a file or folder that the system refuses, which may be temporary */
};

/* Bytes of a reason; longer ones are cut. */
enum { LEFT_WHY_MAX = 1000 };

struct left_entry {
    enum left_kind kind;
    uint32_t root;
    struct file_state state; /* when it was left out; all zeros for LEFT_REFUSED */
    uint64_t reader;         /* a hash of what read it; for LEFT_REFUSED the error number */
    const char *path;        /* below the root; owned by the list */
    const char *why;         /* the message, one line; owned by the list */
    bool seen;               /* found by this run */
};

struct left_list {
    VECTOR(struct left_entry) entries;
    struct arena arena;
};

void left_list_init(struct left_list *list);
void left_list_release(struct left_list *list);

size_t left_list_count(const struct left_list *list);
struct left_entry *left_list_at(const struct left_list *list, size_t number);

/* Adds a copy. 0 or ERROR_MEMORY. */
int left_list_add(struct left_list *list, const struct left_entry *entry);

/* Sorts by root and path; of entries with the same path keeps the gravest. */
void left_list_sort(struct left_list *list);

/* Returns the entry with that path of a sorted list, or NULL. O(log n). */
struct left_entry *left_list_find(const struct left_list *list, uint32_t root, const char *path);

/* Adds the entries of the list that a manifest names. Returns 0, also when it names none;
 * ERROR_SYSTEM, with EACCES for those who may only read the index; ERROR_CORRUPT; ERROR_MEMORY.
 * `display_path` is the path of the folder. */
int left_list_read(struct left_list *list, int directory, const struct manifest *manifest,
                   const char *display_path);

/* Writes and syncs a sorted list as the file `name`, which must not exist, and describes it in
 * `entry`; an empty list needs no file. When its size and checksum would be those of `same`,
 * nothing is written and *entry becomes a copy of that. Returns 0, ERROR_SYSTEM or ERROR_MEMORY;
 * after an error there is no file. */
int left_list_write(const struct left_list *list, int directory, const char *name,
                    const struct manifest_left_out *same, struct manifest_left_out *entry);

#endif
