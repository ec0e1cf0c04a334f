/* Inspects an index, or what indexing would do: --stats, --check, --extract, --analyze. */
#ifndef FOUILLE_TASKS_INSPECT_H
#define FOUILLE_TASKS_INSPECT_H

#include "indexer/run/options.h"

/* Each prints its answer to standard output. 0 or an error. */

/* What the index holds, one "name TAB value" line for each fact, then the bytes of each section. */
int inspect_stats(const char *given_index);

/* Verifies every checksum and every structure. */
int inspect_check(const char *given_index);

/* The body of an article as it would be indexed: of FILE, or of the article ID in FILE#ID,
 * options->operand. */
int inspect_extract(const struct options *options);

/* How a text (the file, or standard input when NULL) is cut into words. One line for each
 * occurrence: position, start, end, kind, span, surface form, term. */
int inspect_analyze(const char *path);

#endif
