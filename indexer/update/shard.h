/* A share of an index that several tasks build, perhaps on several machines, each in a staging
 * place of its own below the index folder:
 *
 *     INDEX/staging/shard-3-of-8/     laid out as an index is, and
 *         SHARD                       fouille shard 2
 *                                     share 3/8
 *                                     options --exclude '*.bak'
 *                                     pdf yes
 *
 * MANIFEST is written last: a share that has one is complete. Nothing is locked, for locks are not
 * to be relied upon between machines: each share is one task's at a time. (Two at once leave a
 * manifest whose segments are not as it says, which adopt.h refuses.)
 *
 * Groups of shares that were merged stand likewise in INDEX/staging/merged, as shares of the number
 * of groups; a further line, `of`, tells the shares that they were made of.
 */
#ifndef FOUILLE_INDEXER_SHARD_H
#define FOUILLE_INDEXER_SHARD_H

#include "indexer/sources/json/share.h"

#define SHARD_STAGING "staging"
#define SHARD_MERGED "staging/merged"
/* What staging is called once it is published, and until it is removed. */
#define SHARD_ADOPTED "adopted"

/* What SHARD says beside the number. */
struct shard_terms {
    const char *options; /* recipe.h */
    bool reads_pdf;      /* the machine had pdftotext, or a filter was given for .pdf */
    const char *of; /* "" for a share, else what the group was made of; no spaces or line ends */
};

/* The path of a staging place in `folder`, SHARD_STAGING or SHARD_MERGED; malloc'ed; NULL with a
 * message when memory ran out. */
char *shard_place(const char *index, const char *folder, const struct share *share);

/* Makes the folders that the staging place lies in, and takes back what an earlier task said to be
 * complete. *place is malloc'ed, the caller's. 0; ERROR_NOT_FOUND when one of them holds something
 * else (commit/claim.h); ERROR_SYSTEM; ERROR_MEMORY. */
int shard_prepare(const char *index, const char *folder, const struct share *share, char **place);

/* Writes SHARD into the open folder, before its manifest. 0 or an error. */
int shard_describe(int directory, const struct share *share, const struct shard_terms *terms);

/* Reads SHARD in the open folder, which must say that this is the share. 0, and then *text is
 * malloc'ed, the caller's, and `terms` points into it; ERROR_VERSION; ERROR_CORRUPT when it says
 * something else; ERROR_SYSTEM; ERROR_MEMORY. `shown` names the folder. */
int shard_read(int directory, const char *shown, const struct share *share,
               struct shard_terms *terms, char **text);

/* The share that a name in a staging folder stands for. False when it is no such name. */
bool shard_parse_name(const char *name, struct share *share);

/* Before shares are merged or published: checks that they are in a folder that fouille-index made.
 * When they are to be published, also that what is left of those published before is in one, and
 * removes it. 0, also when the index is not there; ERROR_NOT_FOUND with a message that says what is
 * in the way; ERROR_SYSTEM. */
int shard_begin_adoption(const char *index, bool publishes);

/* Renames the staging folder of an index that was published, and removes what is in it, but for
 * files of others. 0; or an error, and what is left over the next shard_begin_adoption removes. */
int shard_end_adoption(const char *index);

#endif
