/* A whole run of indexing: walk the roots, read what is new, build segments, publish them. */
#ifndef FOUILLE_INDEXER_BUILD_H
#define FOUILLE_INDEXER_BUILD_H

#include "indexer/run/options.h"
#include "indexer/run/report.h"
#include "indexer/update/changes.h"

/* Brings the index up to date with options->paths, or, without any, with the roots that it records;
 * roots that are not named keep their articles. Everything is indexed anew when there is no index,
 * when options->rebuild says so, and when the old one was made otherwise. For TASK_FORGET a root
 * is taken out. All of it is one atomic step: until then, and if the process dies, the old index
 * answers; when nothing has changed, there is no new commit. Files that changed while they were
 * read are read again, in a second such step. `files`: see build_scope. 0; or an error with nothing
 * changed. What could not be read is in the report, and keeps the articles that the index has of
 * it. */
int build_index(const struct options *options, struct report *report, const struct buffer *files);

/* --- one step of it --- */

struct build_scope {
    const struct buffer *files; /* paths, each ended by a NUL: they alone are looked at; NULL: all
                                   folders */
    struct changes *changed;    /* is told of files that changed while they were read; NULL: they
                                   are complained of */
};

/* Whether the user says which index is meant: by --index, $FOUILLE_INDEX or the settings. Else it
 * was found in or above a folder, where anybody may have put it. */
bool build_is_named(const struct options *options);

/* Where the index of these options is, or goes. *index is malloc'ed, the caller's. 0,
 * ERROR_NOT_FOUND, ERROR_SYSTEM or ERROR_MEMORY. */
int build_locate(const struct options *options, char **index);

/* Whether there is an index at that path that can be read. 0 or an error that tells. */
int build_check(const char *index);

/* One step, on the index at that path, which must be there unless options->paths are. */
int build_at(const struct options *options, struct report *report, const char *index,
             const struct build_scope *scope);

#endif
