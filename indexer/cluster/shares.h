/* The shares of an index that several tasks built (shard.h), or the groups that they were merged
 * to, as far as they are there; and whether they are as they should be. */
#ifndef FOUILLE_INDEXER_SHARES_H
#define FOUILLE_INDEXER_SHARES_H

#include "common/index/manifest.h"
#include "indexer/cluster/doubles.h"
#include "indexer/run/report.h"
#include "indexer/update/shard.h"

/* One share. Its folder is not kept open: there may be more than a process may open. */
struct staged {
    char *path; /* owned */
    char *text; /* of SHARD, owned; `terms` points into it */
    struct shard_terms terms;
    struct manifest manifest;
};

struct shares {
    const char *index, *folder; /* the caller's; SHARD_STAGING or SHARD_MERGED */
    struct report *report;
    uint32_t count; /* 0: there are none */
    struct staged *items;
    const struct staged *model; /* the first one that is as it should be; settable before: what all
                                   must be like */
    uint32_t broken;
    struct doubles doubles;
    bool named;         /* the index is (build.h): the options that shares record may be shown */
    bool notes_doubles; /* articles with ids are noted as shares are checked */
};

/* Which part of them is meant: those of numbers `number` modulo `count`; count 0: all. */
static inline bool shares_in_group(const struct share *group, uint32_t number)
{
    return group->count == 0 || number % group->count == group->number;
}

/* Sets how many there should be, by the names of those that are there; none: count is 0. 0;
 * ERROR_INPUT when there are some of different divisions; ERROR_SYSTEM; ERROR_MEMORY. The caller
 * closes, also after failure. */
int shares_find(struct shares *shares);
void shares_close(struct shares *shares);

/* What a group was made of, for its SHARD: appended to `of`. */
void shares_name_sources(const struct shares *shares, const struct share *group, struct buffer *of);

/* Checks those of the group: that each is there, complete, of this version and analysis, and of the
 * same options and folders as the others; groups (`sources` not NULL), that each was made of the
 * shares that are there. Those that are not so are told of, with the command that builds them.
 * 0; ERROR_NOT_FOUND when there were any; ERROR_SYSTEM; ERROR_MEMORY. O(segments), and O(articles
 * that have an id in their file) with notes_doubles. */
int shares_check(struct shares *shares, const struct share *group, const struct shares *sources);

/* Whether an article stands in two, once they are checked. 0; ERROR_INPUT naming it; an error. */
int shares_check_doubles(struct shares *shares);

#endif
