/* What a run leaves out, together with what earlier runs did (left_list.h).
 *
 * A file that cannot be read is reported once. It is not opened again before it, or what reads it,
 * has changed, or --retry asks for it. What the system refuses (a file that may not be read, a
 * folder whose disk is not mounted) is tried by every run, since nothing tells when that passes,
 * but is reported only once, too.
 *
 * The walk looks files up; any thread may note what it leaves out.
 */
#ifndef FOUILLE_STATE_LEFT_OUT_H
#define FOUILLE_STATE_LEFT_OUT_H

#include <pthread.h>

#include "indexer/commit/transaction.h"
#include "indexer/run/options.h"
#include "indexer/run/report.h"
#include "indexer/state/left_list.h"
#include "indexer/state/protected_paths.h"

struct left_out {
    const struct options *options;
    struct report *report;
    struct left_list previous, next;
    pthread_mutex_t lock; /* guards next */
    bool damaged;         /* the previous commit has a list that cannot be read */
    bool changed;         /* the next commit has another list than the previous one */
};

/* Makes it empty. The caller releases. */
void left_out_init(struct left_out *left, const struct options *options, struct report *report);

/* Reads the list of the previous commit, with its root numbers mapped to the next one's by `map`;
 * `rebuilds`: ignores it. A damaged list counts as empty: everything is read again. Returns 0,
 * ERROR_SYSTEM or ERROR_MEMORY. */
int left_out_open(struct left_out *left, const struct transaction *transaction, const uint32_t *map,
                  bool rebuilds);
void left_out_release(struct left_out *left);

/* Returns what the list says of a path, or NULL, and marks it as found by this run: unless it is
 * noted again, it is dropped from the list. */
struct left_entry *left_out_find(struct left_out *left, uint32_t root, const char *path);

/* Whether a file that was left out before still is, as far as can be seen without opening it. */
bool left_out_stays(const struct left_out *left, const struct left_entry *previous,
                    const struct file_state *now, uint64_t reader);

/* Whether an earlier run reported this: the same about an unchanged file, or the same error of the
 * system. `previous` may be NULL. */
bool left_out_was_reported(const struct left_out *left, const struct left_entry *previous,
                           const struct left_entry *now);

/* Notes what is left out; `reported`: an earlier run reported it. Returns 0 or ERROR_MEMORY. */
int left_out_note(struct left_out *left, const struct left_entry *entry, bool reported);

/* Writes the list, if it has changed, and makes transaction->next name it. Entries that this run
 * has not found are dropped, unless they are protected or the run was ended early (`keep`).
 * `protected_paths` may be NULL. Returns 0 or an error. */
int left_out_finish(struct left_out *left, struct transaction *transaction,
                    const struct protected_paths *protected_paths, bool keep);

#endif
