/* What the index has of one file, compared with what is read of it now: the same hash at the same
 * place with the same id means an unchanged article, which stays in its segment; the other articles
 * are deleted or replaced. */
#ifndef FOUILLE_STATE_PREVIOUS_FILE_H
#define FOUILLE_STATE_PREVIOUS_FILE_H

#include "common/base/vector.h"
#include "indexer/sources/article/article.h"
#include "indexer/state/previous_state.h"

struct previous_article {
    uint32_t segment, document;
    uint32_t ordinal;
    bool stamped; /* has a stamp in the segment's amendments */
    bool kept;
    uint64_t id, content; /* hashes */
};

struct previous_file {
    VECTOR(struct previous_article) articles; /* by ordinal */
    struct file_state state;                  /* when it was last read */
    VECTOR(uint64_t) new_ids; /* hashes of the ids of articles read that are new or changed */
    bool stamp_counts;        /* `state` is that of a stamp */
    bool failed;              /* not all of it could be read */
};

/* Adds the document that its segment is at. The file's state comes from a stamp if one of its
 * articles has one, else from the records. Returns 0 or ERROR_MEMORY. */
int previous_file_collect(struct previous_file *file, struct previous_segment *from,
                          uint32_t segment);

/* Keeps all articles of an unchanged file. Frees it. */
void previous_file_keep(struct previous_state *state, struct previous_file *file);

/* Whether an article that was read is unchanged. If not, its id is noted in new_ids, and the
 * caller adds the article. Returns 1, 0 or ERROR_MEMORY. Threads that read parts of one file may
 * call this at the same time. */
int previous_file_compare(struct previous_state *state, struct previous_file *file,
                          const struct article *article);

/* Ends the reading of a file that is now in that state, which was read completely or (file->failed)
 * as far as possible: deletes articles that were not found again; if it failed, only those that
 * were replaced. Frees it. Any thread may call this. Returns 0 or ERROR_MEMORY. */
int previous_file_finish(struct previous_state *state, struct previous_file *file,
                         const struct file_state *now);

/* Frees the file of a run that has failed. NULL: does nothing. */
void previous_file_discard(struct previous_file *file);

#endif
