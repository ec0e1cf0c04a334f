/* What leads from a term to its postings, which postings.h describes. */
#ifndef FOUILLE_POSTINGS_TERM_ENTRY_H
#define FOUILLE_POSTINGS_TERM_ENTRY_H

#include <stdint.h>

enum { POSTINGS_GROUP_BLOCKS = 32 };

/* Widths of a tail's codes; its first byte is gap width + frequency width × 32. */
enum { TAIL_GAP_WIDTH_MAX = 31, TAIL_FREQUENCY_WIDTH_MAX = 7 };

/* No document: past the last one. */
#define POSTINGS_END UINT32_MAX

/* What the term dictionary keeps of a term. */
struct term_entry {
    uint32_t ordinal;
    uint32_t document_count;   /* df, at least 1 */
    uint64_t occurrence_count; /* Σ tf, at least document_count */
    uint32_t single_document;  /* when document_count is 1 */
    uint32_t single_position;  /* when occurrence_count is 1: without the gap after the title */
    uint32_t form_count;       /* surface forms; ranks are stored when above 1 */
    uint64_t postings_offset, postings_size;
    uint64_t positions_offset, positions_size;
    uint64_t ranks_offset, ranks_size;
};

#endif
