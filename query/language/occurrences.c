#include "query/language/occurrences.h"

#include "common/base/error.h"

int occurrences_read(struct buffer *out, struct analyzer *analyzer, const char *text, size_t size)
{
    analyzer_begin(analyzer, text, size, 0);
    for (;;) {
        if (buffer_reserve(out, ANALYSIS_BATCH_MIN * sizeof(struct occurrence)) != 0)
            return ERROR_MEMORY;
        struct occurrence *batch = (struct occurrence *)(void *)(out->data + out->size);
        size_t got = analyzer_next(analyzer, batch, ANALYSIS_BATCH_MIN);
        if (got == 0)
            return analyzer_status(analyzer);
        out->size += got * sizeof *batch;
    }
}
