/* The first part of a merge: the order of documents, their records, columns and bodies. */
#ifndef FOUILLE_MERGE_DOCUMENTS_H
#define FOUILLE_MERGE_DOCUMENTS_H

#include "indexer/merge/merge_internal.h"

/* Numbers the live documents of all inputs in the order of document_compare, and writes the store,
 * whose section must be open. Returns 0 or an error; the merge releases what was made. */
int merge_documents(struct merge *merge);

#endif
