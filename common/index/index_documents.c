#include "common/index/index_documents.h"

#include <assert.h>
#include <stdlib.h>

#include "common/base/error.h"

/* Bytes of inflated blocks over all segments: the records of some 100,000 articles. */
enum { BUDGET = 32 << 20 };

void index_documents_init(struct index_documents *documents, struct index *index)
{
    *documents = (struct index_documents){.index = index};
}

void index_documents_release(struct index_documents *documents)
{
    for (size_t i = 0; documents->readers != NULL && i < documents->index->segment_count; i++)
        if (documents->readers[i].file != NULL)
            document_reader_release(&documents->readers[i]);
    free(documents->readers);
    *documents = (struct index_documents){0};
}

static int open_segment_reader(struct index_documents *documents, size_t segment)
{
    struct index *index = documents->index;
    if (documents->readers == NULL)
        documents->readers = calloc(index->segment_count, sizeof *documents->readers);
    if (documents->readers == NULL)
        return error_memory();
    struct document_reader *reader = &documents->readers[segment];
    if (reader->file != NULL)
        return 0;
    int status = document_reader_init(reader, &index->segments[segment].file);
    if (status == 0)
        document_reader_set_cache(reader, BUDGET / index->segment_count);
    else
        reader->file = NULL;
    return status;
}

int index_documents_read(struct index_documents *documents, size_t segment, uint32_t number,
                         struct document *document)
{
    assert(segment < documents->index->segment_count);
    int status = open_segment_reader(documents, segment);
    return status != 0 ? status : document_read(&documents->readers[segment], number, document);
}
