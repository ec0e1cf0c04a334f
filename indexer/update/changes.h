/* What has changed below the watched folders and is not yet in the index, and when it is due.
 *
 * A batch is due a while after its last change, so that one commit takes what belongs together;
 * and, where changes do not end, a while after its first one.
 */
#ifndef FOUILLE_INDEXER_CHANGES_H
#define FOUILLE_INDEXER_CHANGES_H

#include <stdbool.h>

#include "common/base/buffer.h"

/* Seconds from the last change, and from the first one, to the run that takes them. With the run a
 * change is in the index within a second. */
#define CHANGES_QUIET 0.3
#define CHANGES_CEILING 2.0

struct changes {
    struct buffer paths; /* of files, absolute, each ended by a NUL; some more than once */
    bool everything;     /* paths do not tell all: the folders are to be looked through */
    bool watches_lost;   /* so are the watches: they are to be set anew */
    bool commit;         /* the index has another manifest */
    double first, last;  /* when (changes_clock); of a batch that is not empty */
};

/* Seconds of a clock that only goes forward. */
double changes_clock(void);

/* Notes a file that came, changed or went. When there are too many names, no memory for them, or
 * one is longer than the system takes (PATH_MAX), the folders are to be looked through instead. */
void changes_note(struct changes *changes, const char *path);

/* All folders are to be looked through. */
void changes_note_everything(struct changes *changes);

/* Whether there is anything for a run to do. */
bool changes_pending(const struct changes *changes);

/* When the batch is due. */
double changes_due(const struct changes *changes);

/* Nothing has changed, of what a run does; the caller may have taken the paths. */
void changes_clear(struct changes *changes);
void changes_release(struct changes *changes);

#endif
