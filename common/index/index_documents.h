/* The records of all segments of an open index, for reading in any order: a reader for each
 * segment, made when it is first needed, and inflated blocks within one budget.
 */
#ifndef FOUILLE_INDEX_INDEX_DOCUMENTS_H
#define FOUILLE_INDEX_INDEX_DOCUMENTS_H

#include "common/index/index.h"

struct index_documents {
    struct index *index;
    struct document_reader *readers; /* by segment; NULL, or file is NULL, where none is made yet */
};

/* The index must stay open. */
void index_documents_init(struct index_documents *documents, struct index *index);
void index_documents_release(struct index_documents *documents);

/* The record of a document of a segment; its bytes stay until the next read of the same segment.
 * 0, ERROR_CORRUPT or ERROR_MEMORY. Costs what document_read does. */
int index_documents_read(struct index_documents *documents, size_t segment, uint32_t number,
                         struct document *document);

#endif
