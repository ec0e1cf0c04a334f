/* A run: walks the roots, reads what is new or changed, builds segments and publishes them. */
#ifndef FOUILLE_UPDATE_BUILD_H
#define FOUILLE_UPDATE_BUILD_H

#include "indexer/run/options.h"
#include "indexer/run/report.h"
#include "indexer/state/changes.h"

/* Brings the index up to date with options->paths or, without any, with the roots that it records;
 * roots that are not named keep their articles. Rebuilds everything when there is no index, when
 * options->rebuild is set, and when the existing index is incompatible. TASK_FORGET removes a root.
 * All of it is one atomic commit: until then, and if the process dies, the old index answers; when
 * nothing has changed, there is no new commit. Files that change while they are read are read
 * again, in a second commit. `files`: see build_at. Returns 0, or an error with nothing changed.
 * What could not be read is in the report, and keeps the articles that the index has of it. */
int build_index(const struct options *options, struct report *report, const struct buffer *files);

/* --- one transaction of a run --- */

/* Whether the user named the index, by --index, $FOUILLE_INDEX or the settings. Otherwise it was
 * found in or above a folder, where anybody may have put it. */
bool build_is_named(const struct options *options);

/* Finds where the index of these options is, or will be made. *index is malloc'ed, the caller's.
 * Returns 0, ERROR_NOT_FOUND, ERROR_SYSTEM or ERROR_MEMORY. */
int build_locate(const struct options *options, char **index);

/* Checks that there is an index at that path whose manifest can be read. Returns 0, or an error
 * whose message says what is wrong. */
int build_check(const char *index);

/* Runs one transaction on the index at that path, which must exist unless the options give paths or
 * standard input. `files`: visits these paths, each ended by a NUL; NULL: all folders. `changed`:
 * collects files that changed while they were read; NULL: reports them. Returns 0, or an error with
 * nothing changed. */
int build_at(const struct options *options, struct report *report, const char *index,
             const struct buffer *files, struct changes *changed);

#endif
