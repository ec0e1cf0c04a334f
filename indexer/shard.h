/* A share of an index that several tasks build, perhaps on several machines, each in a staging
 * place of its own below the index folder:
 *
 *     INDEX/staging/shard-3-of-8/     laid out as an index is, and
 *         SHARD                       fouille shard 2
 *                                     share 3/8
 *
 * MANIFEST is written last: a share that has one is complete. Nothing is locked, for locks are not
 * to be relied upon between machines: each share is one task's at a time. (Two at once leave a
 * manifest whose segments are not as it says, which adopt.h refuses.)
 */
#ifndef FOUILLE_INDEXER_SHARD_H
#define FOUILLE_INDEXER_SHARD_H

#include "sources/share.h"

#define SHARD_STAGING "staging"

/* The path of the staging place, malloc'ed; NULL with a message when memory ran out. */
char *shard_place(const char *index, const struct share *share);

/* Makes the folders that the staging place lies in, and takes back what an earlier task said to be
 * complete. *place is malloc'ed, the caller's. 0, ERROR_SYSTEM or ERROR_MEMORY. */
int shard_prepare(const char *index, const struct share *share, char **place);

/* Writes SHARD into the open folder, before its manifest. 0 or an error. */
int shard_describe(int directory, const struct share *share);

/* Whether SHARD in the open folder says that this is the share. 0; ERROR_VERSION; ERROR_CORRUPT
 * when it says something else, ERROR_SYSTEM. `shown` names the folder. */
int shard_check(int directory, const char *shown, const struct share *share);

/* The share that a name in the staging folder stands for. False when it is no such name. */
bool shard_parse_name(const char *name, struct share *share);

#endif
