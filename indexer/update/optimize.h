/* fouille-index --optimize: the segments of an index become one. */
#ifndef FOUILLE_INDEXER_OPTIMIZE_H
#define FOUILLE_INDEXER_OPTIMIZE_H

#include "indexer/commit/transaction.h"
#include "indexer/run/options.h"
#include "indexer/run/report.h"

/* Merges the segments of the index that the options name, in one commit; the old ones answer until
 * then. 0, also when there is one already; or an error, and then nothing has changed. */
int optimize_index(const struct options *options, struct report *report);

/* Merges all segments of a transaction into one, if there is more than one, before it is published.
 * 0 or an error. */
int optimize_transaction(struct transaction *transaction, struct report *report);

/* Merges the segments of a transaction that merge_policy names, and writes those anew of which more
 * than a tenth is deleted, before it is published. Segments of so many articles that a merge would
 * not find room in half of `memory` bytes are left to --optimize. `name_from` is the first number
 * for new segments. `purge`: so are all of which anything is
 * deleted. 0 or an error. */
int optimize_new_segments(struct transaction *transaction, unsigned name_from, size_t memory,
                          bool purge, struct report *report);

#endif
