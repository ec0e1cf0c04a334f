/* Several segments become one: the documents of all in document_order, every section as if the
 * articles had been indexed into one segment to begin with, byte for byte.
 *
 *     documents.c   the order of documents, records, columns, bodies
 *     forms.c       surface forms: those of one spelling are one; fold keys
 *     terms.c       terms and their postings
 *
 * Documents that are deleted are left out, with all that only they had; so the result is that of
 * articles which they were never among. Files that were seen again with other times have the new
 * ones in their records.
 *
 * Everything streams but what is as long as the vocabulary (about 60 bytes a form and term) or the
 * number of documents (20 bytes each).
 */
#ifndef FOUILLE_MERGE_MERGE_H
#define FOUILLE_MERGE_MERGE_H

#include <stdbool.h>

#include "common/index/manifest.h"
#include "common/index/segment.h"

/* Told now and then how much of the work is done, 0 to 1; may be NULL. False ends the merge. */
typedef bool (*merge_progress)(void *context, double done);

struct merge_options {
    const char *amendments; /* name of a file for the stamps that segments which are not merged
                               here may still need; NULL when none are left */
    merge_progress progress;
    void *context;
};

/* Merges `count` open segments, at least 1 and with a document that is left, into the file `name`
 * of the open folder, and syncs it. 0 with its entry for the manifest; ERROR_CORRUPT when an input
 * is damaged; ERROR_INPUT when they have too many documents for one; ERROR_SYSTEM; ERROR_MEMORY,
 * ERROR_STOPPED; and then there is no file. O(all of it). */
int merge_segments(struct segment *const *inputs, size_t count, int directory, const char *name,
                   const struct merge_options *options, struct manifest_segment *entry);

#endif
