/* Builds one segment: documents go in one by one, in document_order, and one immutable file comes
 * out. Bodies are compressed and written while documents come in; postings wait in memory.
 *
 * Order of calls: builder_open, builder_add for each document, then builder_finish or
 * builder_abandon. One builder per thread; the analyser is the same thread's, and its term and
 * form numbers must not be reset while a segment is open.
 */
#ifndef FOUILLE_INVERT_BUILDER_H
#define FOUILLE_INVERT_BUILDER_H

#include <stdbool.h>
#include <stddef.h>

#include "common/analysis/analyzer.h"
#include "common/index/container/segment_file.h"
#include "common/index/documents/document_table.h"
#include "common/index/documents/text_store.h"
#include "common/index/manifest.h"
#include "indexer/invert/streams.h"

/* A title's positions end here at the latest (its length is kept in 16 bits). */
enum { TITLE_LENGTH_MAX = 10000 };

struct builder {
    struct analyzer *analyzer;
    int directory;
    char name[SEGMENT_NAME_SIZE];
    bool store;
    struct segment_writer segment;
    struct store_writer text;
    struct document_writer documents;
    struct streams words;                       /* title and body */
    struct streams titles;                      /* title words by themselves */
    struct buffer lengths, title_lengths, days; /* columns */
    struct segment_statistics said;
    struct occurrence *occurrences; /* of a text, a batch at a time; owned */
    uint64_t text_offset;           /* where the next body would stand in the store's stream */
};

/* Starts a segment file `name` in the open folder. `store`: keep the bodies.
 * 0 or an error, after which nothing needs to be released. */
int builder_open(struct builder *builder, struct analyzer *analyzer, int directory,
                 const char *name, bool store);

/* Adds a document: title and body are valid UTF-8; document->title is set and text_offset and
 * text_size are filled in. 0, ERROR_SYSTEM or ERROR_MEMORY. */
int builder_add(struct builder *builder, struct document *document, struct bytes body);

/* Bytes of memory that the documents so far hold, the analyser's included. */
size_t builder_memory(const struct builder *builder);

static inline uint32_t builder_documents(const struct builder *builder)
{
    return builder->said.document_count;
}

/* Writes everything behind the store and syncs the file. 0 with `entry` for the manifest, or an
 * error, and then the file is gone. Releases the builder either way. */
int builder_finish(struct builder *builder, struct manifest_segment *entry);

/* Removes the file and releases the builder. */
void builder_abandon(struct builder *builder);

#endif
