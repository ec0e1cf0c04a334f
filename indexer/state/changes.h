/* What has changed below the watched folders and is not yet in the index, and when it is due.
 *
 * A batch of changes is due shortly after its last one, so that changes that belong together share
 * a commit; or, if changes keep coming, some time after its first one.
 */
#ifndef FOUILLE_STATE_CHANGES_H
#define FOUILLE_STATE_CHANGES_H

#include <stdbool.h>

#include "common/base/buffer.h"

/* Seconds from the last change, and at most from the first one, to the run that reads them.
 * Including the run, an isolated change is in the index within a second. */
#define CHANGES_QUIET 0.3
#define CHANGES_CEILING 2.0

struct changes {
    struct buffer paths; /* of files, absolute, each ended by a NUL; may contain duplicates */
    bool everything;     /* `paths` is incomplete: all folders are to be walked */
    bool watches_lost;   /* the watches are incomplete, too, and are to be set again */
    bool commit;         /* the index has a new manifest */
    double first, last;  /* times of changes (clock_seconds); valid unless the batch is empty */
};

/* Notes a file that appeared, changed or disappeared. When there are too many names, no memory for
 * them, or a path is longer than the system allows (PATH_MAX), notes everything instead. */
void changes_note(struct changes *changes, const char *path);

/* Notes that all folders are to be walked. */
void changes_note_everything(struct changes *changes);

/* Whether there is anything for a run to do. */
bool changes_pending(const struct changes *changes);

/* Returns when the batch is due, on clock_seconds. */
double changes_due(const struct changes *changes);

void changes_release(struct changes *changes);

#endif
