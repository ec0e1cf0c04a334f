#include "query/evaluate/evaluate.h"

/* Documents close together are read from the column in one request. */
void evaluate_lengths(struct evaluation *evaluation, const struct scored_clause *scored,
                      const uint32_t *documents, size_t count, uint32_t *lengths)
{
    uint32_t first = count > 0 ? documents[0] : 0, size = scored->by_title ? 2 : 4;
    uint32_t range = count > 0 ? documents[count - 1] - first + 1 : 0;
    const unsigned char *column = NULL;
    if (range > 0 && range <= SEGMENT_PAGE_SIZE)
        column = segment_file_bytes(&evaluation->segment->file,
                                    scored->by_title ? SECTION_TITLE_LENGTHS : SECTION_LENGTHS,
                                    (uint64_t)first * size, (uint64_t)range * size);
    for (size_t i = 0; i < count && column == NULL; i++)
        lengths[i] = evaluate_length(evaluation, scored, documents[i]);
    for (size_t i = 0; i < count && column != NULL; i++) {
        const unsigned char *at = column + (size_t)(documents[i] - first) * size;
        lengths[i] = scored->by_title ? load_u16(at) : load_u32(at);
    }
}
