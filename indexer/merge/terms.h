/* The terms of a merge and their postings. */
#ifndef FOUILLE_MERGE_TERMS_H
#define FOUILLE_MERGE_TERMS_H

#include "indexer/merge/merge_internal.h"

/* Merges the postings of each term, and settles the numbers of its forms. After merge_list_forms;
 * the section of positions must be open. Returns 0 or an error; the merge releases what was made.
 */
int merge_terms(struct merge *merge);

#endif
