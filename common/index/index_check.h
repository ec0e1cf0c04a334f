/* The deep check of an index: each segment by itself, then all of them together. */
#ifndef FOUILLE_INDEX_INDEX_CHECK_H
#define FOUILLE_INDEX_INDEX_CHECK_H

#include <stdint.h>

#include "common/index/index.h"

/* Verifies the whole index: checksums, then every structure, then that no article is in two
 * segments. 0; ERROR_CORRUPT, with a message that says what is damaged and where; ERROR_MEMORY.
 * Sets *documents to the number of documents, without deleted ones, in the segments found good. */
int index_check(struct index *index, uint64_t *documents);

/* Verifies alone that no live article (root, path, number in its file) is in two segments: a merge
 * would refuse it. 0, ERROR_CORRUPT or ERROR_MEMORY. Reads the document tables, side by side. */
int index_check_articles(struct index *index);

#endif
