/* fouille-index --adopt: what several tasks built (shard.h) becomes the index. */
#ifndef FOUILLE_INDEXER_ADOPT_H
#define FOUILLE_INDEXER_ADOPT_H

#include "options.h"
#include "report.h"

/* Publishes the shares in the staging folder of the index that the options name, in one commit that
 * replaces the one before, merged if options->optimize; then removes them. Answers are, byte for
 * byte, those of an index of the same input that one process built.
 *
 * Each share that is missing, damaged, or of another version, analysis, division or of other
 * folders than the rest is told of, with the command that builds it; so are articles that stand in
 * two of them; then nothing is published and the shares stay. Segments are linked into the index
 * folder, so that a crash before the commit leaves the shares as they were; one behind it leaves
 * shares that may be adopted again. 0 or an error. O(segments + articles that have an id in their
 * file) without merging; 24 bytes of memory for each of the latter. */
int adopt_shards(const struct options *options, struct report *report);

#endif
