/* Shards: shares of an index that several tasks build, perhaps on several machines, each in a
 * staging place of its own below the index folder:
 *
 *     INDEX/staging/shard-3-of-8/     laid out like an index, plus
 *         SHARD                       fouille shard 2
 *                                     share 3/8
 *                                     options --exclude '*.bak'
 *                                     pdf yes
 *
 * MANIFEST is written last: a shard that has one is complete. Nothing is locked, because locks
 * between machines are not reliable: each shard belongs to one task at a time. (Two at once leave a
 * manifest that does not match its segments, which adopt.h refuses.)
 *
 * Shard groups, which were merged, are in INDEX/staging/merged in the same layout, numbered among
 * the groups; an additional line, `of`, names the shards that they were made of.
 */
#ifndef FOUILLE_UPDATE_SHARD_H
#define FOUILLE_UPDATE_SHARD_H

#include "indexer/sources/json/shard_input.h"

#define SHARD_STAGING "staging"
#define SHARD_MERGED "staging/merged"
/* Name of the staging folder after it is published, until it is removed. */
#define SHARD_ADOPTED "adopted"

/* What SHARD says in addition to the shard's number. */
struct shard_description {
    const char *options; /* build_parameters.h */
    bool reads_pdf;      /* the machine had pdftotext, or a filter was given for .pdf */
    const char
        *made_of; /* "" for a shard, else what the group was made of; no spaces or line ends */
};

/* Returns the path of a staging place in `folder`, SHARD_STAGING or SHARD_MERGED; malloc'ed; NULL
 * with a message when memory ran out. */
char *shard_path(const char *index, const char *folder, const struct shard *shard);

/* Makes the staging place and the folders that it lies in, and removes the manifest with which an
 * earlier task declared it complete. *place is malloc'ed, the caller's. Returns 0; ERROR_NOT_FOUND
 * when one of the folders holds something else (commit/claim.h); ERROR_SYSTEM; ERROR_MEMORY. */
int shard_prepare(const char *index, const char *folder, const struct shard *shard,
                  char **staging_path);

/* Writes SHARD into the open folder, before its manifest. Returns 0 or an error. */
int shard_describe(int directory, const struct shard *shard,
                   const struct shard_description *description);

/* Reads SHARD in the open folder, which must name this shard. Returns 0, and then *text is
 * malloc'ed, the caller's, and `description` points into it; ERROR_VERSION; ERROR_CORRUPT when it
 * says something else; ERROR_SYSTEM; ERROR_MEMORY. `display_path` names the folder. */
int shard_read(int directory, const char *display_path, const struct shard *shard,
               struct shard_description *description, char **text);

/* Parses the name of a staging place. Returns false when it is not one. */
bool shard_parse_name(const char *name, struct shard *shard);

/* Called before shards are merged or published: checks that they are in a folder that fouille-index
 * made. If they are to be published, also checks that of the remains of shards published earlier,
 * and removes those. Returns 0, also when the index does not exist; ERROR_NOT_FOUND with a message
 * that says what is in the way; ERROR_SYSTEM. */
int shard_begin_adoption(const char *index, bool publishes);

/* Renames the staging folder of an index that was published, and removes what is in it, except for
 * files that are not fouille-index's. Returns 0 or an error; the next shard_begin_adoption removes
 * what is left over. */
int shard_end_adoption(const char *index);

#endif
