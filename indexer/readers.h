/* Who may read the index when a run has ended, and what the run may therefore tell: --shared,
 * --private, --include-private (commit/sharing.h says what permissions mean). */
#ifndef FOUILLE_INDEXER_READERS_H
#define FOUILLE_INDEXER_READERS_H

#include "commit/sharing.h"
#include "commit/transaction.h"
#include "options.h"

struct readers {
    struct audience audience; /* whom articles must be open to; empty: anything is taken in */
    bool widening; /* articles were not checked for all of the audience: every file is to be looked
                      at, and what is deleted is to be taken out of the segments */
};

/* Settles it for a transaction that has begun, and tells the transaction. `index` is the index's
 * folder, which is the transaction's but for a share. Nobody is let in before the commit; who is to
 * be kept out is so at once. 0; ERROR_INPUT when the umask, or the file system, does not allow what
 * is asked for; ERROR_SYSTEM. */
int readers_settle(struct readers *readers, const struct options *options,
                   struct transaction *transaction, const char *index);

#endif
