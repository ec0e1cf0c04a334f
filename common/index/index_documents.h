/* The records of all segments of an open index, for reading in any order: a reader per segment,
 * made when it is first needed, and a common budget for cached blocks.
 */
#ifndef FOUILLE_INDEX_INDEX_DOCUMENTS_H
#define FOUILLE_INDEX_INDEX_DOCUMENTS_H

#include "common/index/index.h"

struct index_documents {
    struct index *index;
    struct document_reader *readers; /* by segment; NULL, or its file NULL, until one is needed */
};

/* The index must stay open until index_documents_release. */
void index_documents_init(struct index_documents *documents, struct index *index);
void index_documents_release(struct index_documents *documents);

/* Reads the record of a document of a segment; its strings are valid until the next read from the
 * same segment. 0, ERROR_CORRUPT or ERROR_MEMORY. Costs as much as document_read. */
int index_documents_read(struct index_documents *documents, size_t segment, uint32_t number,
                         struct document *document);

#endif
