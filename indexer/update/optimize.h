/* fouille-index --optimize: merges the segments of an index into one. */
#ifndef FOUILLE_UPDATE_OPTIMIZE_H
#define FOUILLE_UPDATE_OPTIMIZE_H

#include "indexer/commit/transaction.h"
#include "indexer/run/options.h"
#include "indexer/run/report.h"

/* Merges the segments of the index that the options name, in one commit; the old ones answer until
 * then. Returns 0, also when there was nothing to merge; or an error with nothing changed. */
int optimize_index(const struct options *options, struct report *report);

/* Merges all segments of a transaction into one before it is published, unless there is only one,
 * without amendments. Returns 0 or an error. */
int optimize_transaction(struct transaction *transaction, struct report *report);

/* Before a transaction is published, merges the segments that merge_policy chooses, and rewrites
 * those of which more than a tenth is deleted or, with `purge`, anything at all. Segments with so
 * many articles that a merge would not fit into half of `memory` bytes are left to --optimize.
 * `name_from` is the first number for new segments. Returns 0 or an error. */
int optimize_new_segments(struct transaction *transaction, unsigned name_from, size_t memory,
                          bool purge, struct report *report);

#endif
