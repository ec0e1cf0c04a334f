/* How often a word occurs in the documents of a segment that are not deleted: its dictionaries
 * count the deleted ones, too. */
#ifndef FOUILLE_TERMS_LIVE_COUNT_H
#define FOUILLE_TERMS_LIVE_COUNT_H

#include "common/index/segment.h"

/* Counts the documents of a term that are not deleted. 0 or ERROR_CORRUPT. O(1) in a segment
 * without deleted documents, else O(deleted documents that have the term). */
int live_count_documents(struct segment *segment, const struct term_entry *term, uint32_t *count);

/* Counts the occurrences of a surface form in documents that are not deleted. 0, ERROR_CORRUPT or
 * ERROR_MEMORY; as fast. */
int live_count_occurrences(struct segment *segment, const struct form_entry *form, uint64_t *count);

#endif
