/* fouille-index --adopt: publishes the shards that several tasks built (indexer/update/shard.h). */
#ifndef FOUILLE_CLUSTER_ADOPT_H
#define FOUILLE_CLUSTER_ADOPT_H

#include "indexer/run/options.h"
#include "indexer/run/report.h"

/* Publishes the shards in the staging folder of the index that the options name, in one commit that
 * replaces the current one, merged if options->optimize; then removes them. If shard groups were
 * merged, publishes the groups instead; then all groups must be there, made from the shards that
 * are there. The index answers queries, byte for byte, like one built by a single process from the
 * same input.
 *
 * Reports each shard or group that is missing, damaged, or of another version, analysis, division,
 * folders or options than the rest, with the command that builds it, and articles that are in two
 * shards; then nothing is published and the shards stay. Segments are linked into the index folder,
 * so a crash before the commit leaves the shards as they were; a crash after it leaves shards that
 * may be adopted again, or a folder "adopted" that the next task of either kind removes. 0 or an
 * error. O(segments + articles that have an id in their file) without merging; 24 bytes of memory
 * for each of these articles.
 *
 * With options->group (--merge-group K/M), publishes nothing: merges the shards whose numbers are
 * K - 1 modulo M into the K-th of M groups, in the staging folder. Several tasks may do so at the
 * same time, each for another group. */
int adopt_shards(const struct options *options, struct report *report);

#endif
