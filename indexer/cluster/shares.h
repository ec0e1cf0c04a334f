/* The shards of an index that several tasks built (indexer/update/shard.h), or the groups that they
 * were merged into: finds those that exist, and checks them. */
#ifndef FOUILLE_CLUSTER_SHARES_H
#define FOUILLE_CLUSTER_SHARES_H

#include "common/index/manifest.h"
#include "indexer/cluster/doubles.h"
#include "indexer/run/report.h"
#include "indexer/update/shard.h"

/* One shard or group. Its folder is not kept open: there may be more than a process may open. */
struct staged {
    char *path; /* owned */
    char *text; /* content of SHARD, owned; `terms` points into it */
    struct shard_terms terms;
    struct manifest manifest;
};

struct shares {
    const char *index, *folder; /* the caller's; SHARD_STAGING or SHARD_MERGED */
    struct report *report;
    uint32_t count; /* 0: there are none */
    struct staged *items;
    const struct staged *model; /* the first valid one, which all must match; may be set before the
                                   check */
    uint32_t broken;
    struct doubles doubles;
    bool named;         /* the user named the index (build.h): recorded options may be shown */
    bool notes_doubles; /* collect articles with ids while checking */
};

/* Whether the shard of this number is in the group, which has those whose numbers are group->number
 * modulo group->count; count 0: all. */
static inline bool shares_in_group(const struct share *group, uint32_t number)
{
    return group->count == 0 || number % group->count == group->number;
}

/* Sets the number of shards that there should be, from the names of those that exist; count is 0 if
 * none do. 0; ERROR_INPUT when they are of different divisions; ERROR_SYSTEM; ERROR_MEMORY. The
 * caller closes, also after failure. */
int shares_find(struct shares *shares);
void shares_close(struct shares *shares);

/* Appends to `of` what a group is made from, for its file SHARD. */
void shares_name_sources(const struct shares *shares, const struct share *group, struct buffer *of);

/* Checks the shards in the group: that each exists, is complete, is of this version and analysis,
 * and has the same options and folders as the others; for groups (`sources` not NULL), also that
 * each was made from the shards that exist. Reports each one that fails, with the command that
 * builds it. 0; ERROR_NOT_FOUND when any failed; ERROR_SYSTEM; ERROR_MEMORY. O(segments), and
 * O(articles that have an id in their file) with notes_doubles. */
int shares_check(struct shares *shares, const struct share *group, const struct shares *sources);

/* Checks that no article is in two shards; call it after shares_check. 0; ERROR_INPUT naming the
 * article; or an error. */
int shares_check_doubles(struct shares *shares);

#endif
