/* fouille-index --export-bulk: the articles of an index, for OpenSearch. */
#ifndef FOUILLE_INDEXER_EXPORT_H
#define FOUILLE_INDEXER_EXPORT_H

#include "indexer/run/options.h"
#include "indexer/run/report.h"

/* Writes mapping.json and batches (bulk.h) of all articles of the index that the options name into
 * the folder options->operand, which is made if it is not there and must hold none of these files.
 * An article that is too long for a batch is cut there and complained of. 0; ERROR_INPUT when the
 * index keeps no texts; or an error, and then the files are not all of it. */
int export_bulk(const struct options *options, struct report *report);

#endif
