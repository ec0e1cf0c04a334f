/* The place of a document in the order of its segment, kept for the comparison with the next one.
 *
 * Documents ascend by document_compare. Two at one place are different articles, with different
 * ids: when a file could not be read to its end, the index keeps the articles that were not
 * reached, next to new ones that have taken their places in the file. */
#ifndef FOUILLE_DOCUMENTS_DOCUMENT_PLACE_H
#define FOUILLE_DOCUMENTS_DOCUMENT_PLACE_H

#include "common/index/documents/document_table.h"

struct document_place {
    struct document document; /* its root, path, ordinal and id */
    struct buffer bytes;      /* of the path and the id */
    bool known;
};

/* Whether `next` may come directly after `previous`. */
bool document_may_follow(const struct document *previous, const struct document *next);

/* The same after a place that was kept; any document may come first. */
bool document_place_precedes(const struct document_place *place, const struct document *next);

/* Keeps the place of a document; all zeros is a valid start. Returns 0 or ERROR_MEMORY. */
int document_place_keep(struct document_place *place, const struct document *document);
void document_place_release(struct document_place *place);

#endif
