/* The shards of an index that several tasks built (indexer/update/shard.h), or the groups that they
 * were merged into: finds those that exist, and checks them. */
#ifndef FOUILLE_CLUSTER_SHARDS_H
#define FOUILLE_CLUSTER_SHARDS_H

#include "common/index/manifest.h"
#include "indexer/cluster/duplicate_ids.h"
#include "indexer/run/report.h"
#include "indexer/update/shard.h"

/* One shard or group. Its folder is not kept open: there may be more than a process may open. */
struct staged_shard {
    char *path; /* owned */
    char *text; /* content of SHARD, owned; `description` points into it */
    struct shard_description description;
    struct manifest manifest;
};

struct shards {
    const char *index, *folder; /* the caller's; SHARD_STAGING or SHARD_MERGED */
    struct report *report;
    uint32_t count; /* 0: there are none */
    struct staged_shard *items;
    const struct staged_shard *reference; /* the first valid one, which all must match; may be set
                                   before the check */
    uint32_t broken;
    struct duplicate_ids duplicate_ids;
    bool named;        /* the user named the index (build.h): recorded options may be shown */
    bool collects_ids; /* collect articles with ids while checking */
};

/* Whether the shard of this number is in the group, which has those whose numbers are group->number
 * modulo group->count; count 0: all. */
static inline bool shards_in_group(const struct shard *group, uint32_t number)
{
    return group->count == 0 || number % group->count == group->number;
}

/* Sets the number of shards that there should be, from the names of those that exist; count is 0 if
 * none do. 0; ERROR_INPUT when they are of different divisions; ERROR_SYSTEM; ERROR_MEMORY. The
 * caller closes, also after failure. */
int shards_find(struct shards *shards);
void shards_close(struct shards *shards);

/* Appends to `of` what a group is made from, for its file SHARD. */
void shards_append_sources(const struct shards *shards, const struct shard *group,
                           struct buffer *made_of);

/* Checks the shards in the group: that each exists, is complete, is of this version and analysis,
 * and has the same options and folders as the others; for groups (`sources` not NULL), also that
 * each was made from the shards that exist. Reports each one that fails, with the command that
 * builds it. 0; ERROR_NOT_FOUND when any failed; ERROR_SYSTEM; ERROR_MEMORY. O(segments), and
 * O(articles that have an id in their file) with collects_ids. */
int shards_check(struct shards *shards, const struct shard *group, const struct shards *sources);

/* Checks that no article is in two shards; call it after shards_check. 0; ERROR_INPUT naming the
 * article; or an error. */
int shards_check_duplicate_ids(struct shards *shards);

#endif
