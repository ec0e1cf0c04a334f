/* fouille-index --export-bulk: the articles of an index, for OpenSearch. */
#ifndef FOUILLE_TASKS_EXPORT_H
#define FOUILLE_TASKS_EXPORT_H

#include "indexer/run/options.h"
#include "indexer/run/report.h"

/* Writes mapping.json and batches (bulk.h) of all articles of the index that the options name into
 * the folder options->operand, which is made if it does not exist and must hold none of these
 * files. An article that is too long for a batch is cut, with a complaint. 0; ERROR_INPUT when the
 * index stores no texts; or an error, after which the export is incomplete. */
int export_bulk(const struct options *options, struct report *report);

#endif
