/* What runs left out, so that none reads it again before it has changed: a file of the index that
 * the manifest names. A text of lines, in order of root and path:
 *
 *     fouille left 1
 *     file ROOT SIZE MTIME CTIME INODE AGAIN READER PATH WHY
 *     part …     some of the file was left out, and the rest is in the index
 *     away …     the system refused it; READER is the number of the error
 *
 * In PATH and WHY bytes are written %XX as in the manifest. docs/format.md tells more.
 */
#ifndef FOUILLE_INDEXER_LEFT_LIST_H
#define FOUILLE_INDEXER_LEFT_LIST_H

#include "common/base/arena.h"
#include "common/base/buffer.h"
#include "common/index/documents/file_state.h"
#include "common/index/manifest.h"

/* In the order of their weight: of one file several jobs may tell. */
enum left_kind {
    LEFT_PART, /* some articles of the file, or something of them */
    LEFT_FILE, /* the file: its bytes cannot be read as its format */
    LEFT_AWAY  /* a file or folder that the system does not give, which may pass */
};

/* Longer reasons are cut. */
enum { LEFT_WHY_MAX = 1000 };

struct left_entry {
    enum left_kind kind;
    uint32_t root;
    struct file_state state; /* when it was left out; all zeros for LEFT_AWAY */
    uint64_t reader;         /* a hash of what read it, or the number of the system's error */
    const char *path;        /* below the root; the list's */
    const char *why;         /* as it was said, one line; the list's */
    bool met;                /* by this run */
};

struct left_list {
    struct buffer entries; /* struct left_entry */
    struct arena arena;
};

void left_list_init(struct left_list *list);
void left_list_release(struct left_list *list);

size_t left_list_count(const struct left_list *list);
struct left_entry *left_list_at(const struct left_list *list, size_t number);

/* Adds a copy. 0 or ERROR_MEMORY. */
int left_list_add(struct left_list *list, const struct left_entry *entry);

/* By root and path; of entries with one path the gravest stays. */
void left_list_sort(struct left_list *list);

/* The entry with that path, of a list in order, or NULL. O(log n). */
struct left_entry *left_list_find(const struct left_list *list, uint32_t root, const char *path);

/* Adds what the list that a manifest names holds. 0, also when it names none; ERROR_SYSTEM, with
 * EACCES for those who may only read the index; ERROR_CORRUPT; ERROR_MEMORY. `shown` is the path of
 * the folder. */
int left_list_read(struct left_list *list, int directory, const struct manifest *manifest,
                   const char *shown);

/* Writes and syncs a list in order as the file `name`, which must not exist, and notes it in
 * `entry`; an empty list is no file. When it would be byte for byte what `same` names, nothing is
 * written and that is noted. 0, ERROR_SYSTEM or ERROR_MEMORY, and then there is no file. */
int left_list_write(const struct left_list *list, int directory, const char *name,
                    const struct manifest_left *same, struct manifest_left *entry);

#endif
