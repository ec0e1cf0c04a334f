/* What a run leaves out, beside what runs before it did (left_list.h).
 *
 * A file that cannot be read is named once. It is not opened again before it, or what reads it, has
 * changed, or --retry asks for it. What the system refuses (a file that may not be read, a folder
 * whose disk is not mounted) is tried by each run, since nothing tells when that passes, and named
 * once all the same.
 *
 * The walk looks files up; any thread notes what it leaves out.
 */
#ifndef FOUILLE_INDEXER_LEFT_OUT_H
#define FOUILLE_INDEXER_LEFT_OUT_H

#include <pthread.h>

#include "indexer/commit/transaction.h"
#include "indexer/run/options.h"
#include "indexer/run/report.h"
#include "indexer/update/left_list.h"
#include "indexer/update/protected.h"

struct left_out {
    const struct options *options;
    struct report *report;
    struct left_list before, next;
    pthread_mutex_t lock; /* guards next */
    bool damaged;         /* the commit before has a list that cannot be read */
    bool changed;         /* the commit has another list than the one before */
};

/* Reads the list of the commit before, with its root numbers mapped to the next one's by `map`;
 * `fresh`: nothing counts of what it says. A damaged list counts as empty: all is read again.
 * 0, ERROR_SYSTEM or ERROR_MEMORY; the caller releases, also after failure. */
int left_out_open(struct left_out *left, const struct transaction *transaction, const uint32_t *map,
                  bool fresh);
void left_out_release(struct left_out *left);

/* What the list says of a path, or NULL. The run has met it then: unless it is noted anew, it is
 * taken from the list. */
struct left_entry *left_out_find(struct left_out *left, uint32_t root, const char *path);

/* Whether a file that was left out before is so still, without being opened. */
bool left_out_stays(const struct left_out *left, const struct left_entry *before,
                    const struct file_state *now, uint64_t reader);

/* Whether this was told by a run before: the same of a file that is as it was, or the same error of
 * the system. `before` may be NULL. */
bool left_out_was_told(const struct left_out *left, const struct left_entry *before,
                       const struct left_entry *now);

/* Notes what is left out; `told`: by a run before. 0 or ERROR_MEMORY. */
int left_out_note(struct left_out *left, const struct left_entry *entry, bool told);

/* What was not met has vanished, but for what is protected, or when the run was ended early
 * (`keep`). `protected` may be NULL. Writes the list, where it is another, and has
 * transaction->next name it. 0 or an error.
 */
int left_out_finish(struct left_out *left, struct transaction *transaction,
                    const struct protected *protected, bool keep);

#endif
