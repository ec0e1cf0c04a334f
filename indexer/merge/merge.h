/* Merges several segments into one: the documents of all in the order of document_compare, and
 * every section byte for byte as if the articles had been indexed into one segment from the start.
 *
 *     documents.c   the order of documents, records, columns, bodies
 *     forms.c       surface forms, one for each spelling
 *     terms.c       terms and their postings
 *
 * Deleted documents are left out, with all that only they had, as if they had never been indexed.
 * The records of stamped files get the new size and times.
 *
 * Everything streams, except what grows with the vocabulary (about 60 bytes per form and term) or
 * with the number of documents (20 bytes each).
 */
#ifndef FOUILLE_MERGE_MERGE_H
#define FOUILLE_MERGE_MERGE_H

#include <stdbool.h>

#include "common/index/manifest.h"
#include "common/index/segment.h"

/* Where a merge writes. */
struct merge_output {
    int directory;          /* open */
    const char *name;       /* of the segment's file, which must not exist */
    const char *amendments; /* file name for the stamps, which segments that are not merged here may
                               still need; NULL when there are no such segments */
};

/* Is told the fraction done, 0 to 1. When `report` returns false, the merge ends. */
struct merge_progress {
    bool (*report)(void *context, double done); /* may be NULL */
    void *context;
};

/* Merges `count` open segments, at least 1, into a file, and syncs it; without live documents it is
 * an empty segment. 0, with `entry` filled in for the manifest; or, without a file, ERROR_CORRUPT
 * when an input is damaged; ERROR_INPUT when they have too many documents for one segment;
 * ERROR_SYSTEM; ERROR_MEMORY; ERROR_STOPPED. O(size of the inputs). */
int merge_segments(struct segment *const *inputs, size_t count, const struct merge_output *output,
                   const struct merge_progress *progress, struct manifest_segment *entry);

#endif
