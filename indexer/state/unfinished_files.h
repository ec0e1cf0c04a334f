/* Files of which only some articles reached new segments, because reading failed or was stopped.
 * Their records describe the whole files, so the next run would take them for read: a stamp on one
 * of their articles (index/amendments.h) says that the file is to be read again. */
#ifndef FOUILLE_STATE_UNFINISHED_H
#define FOUILLE_STATE_UNFINISHED_H

#include "common/base/vector.h"
#include "indexer/commit/transaction.h"

/* An article in a new segment. */
struct new_article {
    char segment[SEGMENT_NAME_SIZE]; /* "": none */
    uint32_t document;
};

/* The articles that are to be stamped. */
struct unfinished_files {
    VECTOR(struct new_article) articles;
};

/* Notes an article, unless its segment is "". Returns 0 or ERROR_MEMORY. */
int unfinished_files_note(struct unfinished_files *unfinished_files,
                          const struct new_article *article);
void unfinished_files_release(struct unfinished_files *unfinished_files);

/* Writes amendments to the segments of transaction->next that have such articles, named from
 * *number on. Returns 0 or an error. */
int unfinished_files_write(struct unfinished_files *unfinished_files,
                           struct transaction *transaction, unsigned *number);

#endif
