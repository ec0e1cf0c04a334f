/* Builds one segment: documents are added one by one, in the order of document_compare, and become
 * one immutable file. Bodies are compressed and written as documents are added; postings stay in
 * memory until the end.
 *
 * Order of calls: builder_open, builder_add for each document, then builder_finish or
 * builder_abandon. One builder per thread; the analyser belongs to the same thread, and its term
 * and form numbers must not be reset while a segment is open.
 */
#ifndef FOUILLE_INVERT_BUILDER_H
#define FOUILLE_INVERT_BUILDER_H

#include <stdbool.h>
#include <stddef.h>

#include "common/analysis/analyzer.h"
#include "common/base/slice.h"
#include "common/base/vector.h"
#include "common/index/container/segment_writer.h"
#include "common/index/documents/document_writer.h"
#include "common/index/documents/text_store.h"
#include "common/index/manifest.h"
#include "indexer/invert/streams.h"

/* Longest title in bytes, and so in positions (its length in words is kept in 16 bits). */
enum { TITLE_LENGTH_MAX = 10000 };

struct builder {
    struct analyzer *analyzer;
    int directory;
    char name[SEGMENT_NAME_SIZE];
    bool store;
    struct segment_writer segment;
    struct store_writer text;
    struct document_writer documents;
    struct streams words;     /* title and body */
    struct streams titles;    /* title alone */
    VECTOR(uint32_t) lengths; /* columns, by document number */
    VECTOR(uint16_t) title_lengths;
    VECTOR(int32_t) days;
    struct segment_statistics statistics;
    struct occurrence *occurrences; /* of a text, a batch at a time; owned */
    uint64_t text_offset;           /* of the next body in the store's stream, if bodies are kept */
};

/* Starts a segment file `name` in the open folder. `store`: keep the bodies.
 * 0 or an error, after which nothing needs to be released. */
int builder_open(struct builder *builder, struct analyzer *analyzer, int directory,
                 const char *name, bool store);

/* Adds a document. Title and body must be valid UTF-8. Reads document->title, which is cut if it is
 * too long, and fills in text_offset and text_size. 0, ERROR_SYSTEM or ERROR_MEMORY. */
int builder_add(struct builder *builder, struct document *document, struct slice body);

/* Returns the bytes of memory held for the documents so far, including the analyser's. */
size_t builder_memory(const struct builder *builder);

static inline uint32_t builder_documents(const struct builder *builder)
{
    return builder->statistics.document_count;
}

/* Writes everything after the store and syncs the file. 0, with `entry` filled in for the manifest;
 * or an error, with the file removed. Releases the builder either way. */
int builder_finish(struct builder *builder, struct manifest_segment *entry);

/* Removes the file and releases the builder. */
void builder_abandon(struct builder *builder);

#endif
