/* fouille-index --adopt: what several tasks built (shard.h) becomes the index. */
#ifndef FOUILLE_INDEXER_ADOPT_H
#define FOUILLE_INDEXER_ADOPT_H

#include "indexer/run/options.h"
#include "indexer/run/report.h"

/* Publishes the shares in the staging folder of the index that the options name, in one commit that
 * replaces the one before, merged if options->optimize; then removes them. Where groups of shares
 * were merged, those are published instead; then all of them must be there, and made of the shares
 * that are there. Answers are, byte for byte, those of an index of the same input that one process
 * built.
 *
 * Each share or group that is missing, damaged, or of another version, analysis, division or of
 * other folders or options than the rest is told of, with the command that builds it; so are
 * articles that stand in two of them; then nothing is published and the shares stay. Segments are
 * linked into the index folder, so that a crash before the commit leaves the shares as they were;
 * one behind it leaves shares that may be adopted again, or a folder "adopted" that the next task
 * of either kind removes. 0 or an error. O(segments + articles that have an id in their file)
 * without merging; 24 bytes of memory for each of the latter.
 *
 * With options->group (--merge-group K/M) nothing is published: the shares whose numbers are K - 1
 * modulo M are merged, and stand in the staging folder as the K-th of M groups. Tasks may do so at
 * the same time, each for another group. */
int adopt_shards(const struct options *options, struct report *report);

#endif
