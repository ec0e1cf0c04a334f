/* What the current commit knows of the files that are being walked, so that a run costs what has
 * changed: the document tables of all segments, read in the order of paths, in step with the walk.
 *
 * A file whose size, times and inode are those that the index has of it is not opened. Of any other
 * that is there each article's hash is compared: the same hash at the same place with the same id
 * is an unchanged article, which stays in its segment; the others are deleted, or replaced. What
 * the walk does not meet has vanished and is deleted, unless the walk could not look (protected).
 * The result is amendments to the segments (index/amendments.h).
 *
 * Memory: a block of records and a bit a document for each segment, and 40 bytes for each article
 * of the files under way.
 */
#ifndef FOUILLE_INDEXER_KNOWN_H
#define FOUILLE_INDEXER_KNOWN_H

#include <pthread.h>

#include "common/base/heap.h"
#include "common/index/documents/document_table.h"
#include "common/index/segment.h"
#include "indexer/commit/transaction.h"
#include "indexer/run/report.h"
#include "indexer/sources/article/article.h"
#include "indexer/update/protected.h"

struct known_article {
    uint32_t segment, document;
    uint32_t ordinal;
    bool stamped; /* has a stamp in the segment's amendments */
    bool kept;
    uint64_t id, content; /* hashes */
};

/* The articles that the index has of one file, in the order of their places. */
struct known_file {
    struct buffer articles;  /* struct known_article */
    struct file_state state; /* when it was last read */
    struct buffer given;     /* u64: ids of articles that were not kept, as they come */
    bool failed;             /* not all of it could be read */
};

struct known_segment;

struct known {
    pthread_mutex_t lock; /* guards all but the walk's own place */
    struct report *report;
    size_t count; /* segments: the first ones of transaction->next */
    struct known_segment *segments;
    struct heap heap; /* of segments, by the documents that they stand at */
    struct protected protected;
};

/* Opens the segments that transaction->next lists already: those of the current commit, their maps
 * leading to the roots of the next one. 0 or an error; the caller closes, also after failure. */
int known_open(struct known *known, const struct transaction *transaction, struct report *report);
void known_close(struct known *known);

/* Looks a file up. The calls come in the order of the walk: roots by number, paths by bytes; what
 * lies between them has vanished. *file, NULL when the index has nothing of it, is the caller's. 0
 * or an error. */
int known_find(struct known *known, uint32_t root, const char *path, struct known_file **file);

/* Whether the index has documents of a root that has not been walked. 0 or an error. */
int known_has_root(struct known *known, uint32_t root, bool *has);

/* Whether the index has documents at or below a path that the walk has come to. 0 or an error. */
int known_has_folder(struct known *known, uint32_t root, const char *path, bool *has);

/* What lies at or below the path could not be looked at, and stays. "": the whole root. 0 or
 * ERROR_MEMORY. */
int known_protect(struct known *known, uint32_t root, const char *path);

/* The walk is over: what it has not come to has vanished, or stays if `keep`. 0 or an error. */
int known_end(struct known *known, bool keep);

/* The file is as it was: all of it stays. Frees it. */
void known_unchanged(struct known *known, struct known_file *file);

/* Whether an article that was read is as it was; else it is noted as given, and the caller adds it.
 * 1, 0 or ERROR_MEMORY. Readers of one file may call at the same time. */
int known_compare(struct known *known, struct known_file *file, const struct article *article);

/* All of the file has been read, with these times, or as much as could be (file->failed): what was
 * not met again is deleted; of a file that failed, only what was replaced. Frees it. Any thread. */
int known_settle(struct known *known, struct known_file *file, const struct file_state *state);

/* Frees it, of a run that has failed. NULL: nothing. */
void known_discard(struct known_file *file);

/* Whether anything is other than it was. */
bool known_changed(const struct known *known);

/* Writes amendments, named from *number on, and takes segments out of transaction->next of which
 * nothing is left. 0 or an error. */
int known_finish(struct known *known, struct transaction *transaction, unsigned *number);

#endif
