/* Many postings at a time: windows, bitmaps and blocks of the walk of a cursor. */
#ifndef FOUILLE_POSTINGS_POSTINGS_BULK_H
#define FOUILLE_POSTINGS_POSTINGS_BULK_H

#include <stddef.h>

#include "common/index/postings/postings_cursor.h"

/* Copies the documents from the current one to the last below `end`, with their frequencies, and
 * moves past them; returns their number. `documents` and `frequencies` have room for
 * end - document items. The positions and ranks of these documents can no longer be read. */
size_t postings_gather(struct postings_cursor *cursor, uint32_t end, uint32_t *documents,
                       uint32_t *frequencies);

/* Adds to frequencies[i] the tf in documents[i], for `count` ascending documents, none before the
 * current one, and moves to the last of them or past it. Their positions and ranks can no longer be
 * read. */
void postings_add_frequencies(struct postings_cursor *cursor, const uint32_t *documents,
                              size_t count, uint32_t *frequencies);

/* Adds 1 to found[i] if documents[i] has the term: postings_add_frequencies without frequencies. */
void postings_add_matches(struct postings_cursor *cursor, const uint32_t *documents, size_t count,
                          uint32_t *found);

/* Sets bit (document - start) for each document from the current one to the last below `end`, and
 * moves past them. The current one is not before `start`. Decodes neither frequencies nor blocks
 * that are stored as bitsets. */
void postings_mark(struct postings_cursor *cursor, uint32_t start, uint32_t end, uint64_t *marks);

/* Whether the current block has `target`, which must not decrease from call to call; if it has, it
 * becomes the current document. For callers that move with postings_seek_block and look only into
 * the blocks it finds. */
bool postings_has(struct postings_cursor *cursor, uint32_t target);

/* Copies the documents of [start, end) in the current block, with their frequencies, into arrays of
 * BLOCK_SIZE; returns their number. `start` must not decrease from call to call. Does not move the
 * cursor: postings_has still finds these documents. */
size_t postings_in_block(struct postings_cursor *cursor, uint32_t start, uint32_t end,
                         uint32_t *documents, uint32_t *frequencies);

/* Sets places[i] to the index of the first document >= documents[i] of the current, decoded block;
 * its size where there is none. */
void postings_find_places(const struct postings_cursor *cursor, const uint32_t *documents,
                          size_t count, unsigned char *places);

/* The location of a whole block, to be opened later. */
struct postings_block {
    const unsigned char *documents_at, *end;
    uint32_t base, last;
};

/* Returns the location of the current block: postings_seek_block has found it, and it is not the
 * tail. */
struct postings_block postings_current_block(const struct postings_cursor *cursor);

/* Decodes a block located by another cursor over the term: its BLOCK_SIZE documents into
 * cursor->documents, its frequencies into cursor->frequencies. False when it is damaged. Blocks may
 * be opened in any order; apart from this, only postings_status may be called on the cursor. */
bool postings_open_block(struct postings_cursor *cursor, const struct postings_block *block);

#endif
