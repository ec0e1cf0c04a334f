/* The postings of one term: documents, frequencies, positions and ranks of surface forms.
 *
 * Documents come in blocks of 128, 32 blocks to a group. Each group and each block has a header of
 * varints with what a reader needs to skip it: the last document, byte sizes, and impacts that
 * bound its scores. The last documents, fewer than 128, are the tail. A term with one document has
 * no postings bytes at all: its document is in the term dictionary.
 *
 *     group   last document (delta) · bytes of its blocks · of their positions · of their ranks ·
 *             impacts
 *     block   last document (delta) · bytes of documents and frequencies · of positions · of
 *             ranks · impacts · documents · frequencies
 *     tail    two widths, then gaps and frequencies in Golomb-Rice code (bit_ends.h)
 *
 * Positions (position_code.h) and ranks (value_run.h) are runs, one per block and one for the
 * tail, in their own sections; the position of a term's only occurrence is in the term dictionary.
 * docs/format.md, "Postings", has a worked example.
 */
#ifndef FOUILLE_POSTINGS_POSTINGS_H
#define FOUILLE_POSTINGS_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "common/index/codecs/bit_ends.h"
#include "common/index/codecs/block_codec.h"
#include "common/index/codecs/position_code.h"
#include "common/index/codecs/value_run.h"
#include "common/index/container/segment_file.h"
#include "common/index/postings/impacts.h"

enum { POSTINGS_GROUP_BLOCKS = 32 };

/* The documents of a block are a block (block_codec.h) of deltas, or this byte, which no such block
 * begins with, followed by a bitset of the documents' range. */
enum { POSTINGS_BITSET_MARK = 0xff };

/* Widths of a tail's codes; its first byte is gap width + frequency width × 32. */
enum { TAIL_GAP_WIDTH_MAX = 31, TAIL_FREQUENCY_WIDTH_MAX = 7 };

/* No document: past the last one. */
#define POSTINGS_END UINT32_MAX

/* What the term dictionary keeps of a term. */
struct term_entry {
    uint32_t ordinal;
    uint32_t document_count;   /* df, at least 1 */
    uint64_t occurrence_count; /* Σ tf, at least document_count */
    uint32_t single_document;  /* when document_count is 1 */
    uint32_t single_position;  /* when occurrence_count is 1: without the gap after the title */
    uint32_t form_count;       /* surface forms; ranks are stored when above 1 */
    uint64_t postings_offset, postings_size;
    uint64_t positions_offset, positions_size;
    uint64_t ranks_offset, ranks_size;
};

/* --- writing --- */

/* One term's postings, uncompressed; at least one document. Documents ascend; frequencies are at
 * least 1. The positions of all documents follow one another; they ascend strictly within a
 * document, and are given as distances from the previous position, a document's first from 0. */
struct posting_list {
    uint32_t document_count;
    const uint32_t *documents;
    const uint32_t *frequencies;
    const uint32_t *positions; /* NULL: none kept */
    const uint32_t *ranks;     /* NULL: one surface form only */
};

/* Lengths by document number. Every position, without the gap after the title (position_code.h), is
 * below its document's length. */
struct document_lengths {
    const uint32_t *lengths;
    const uint32_t *title_lengths;
    const uint32_t *scored; /* the one of the two that the field is scored by */
};

/* The three sections under construction, and the list being written. */
struct postings_writer {
    struct buffer postings, positions, ranks;
    uint64_t postings_flushed, positions_flushed, ranks_flushed; /* bytes moved out so far */
    struct buffer group;                                         /* blocks of the current group */
    unsigned group_blocks;                                       /* number of them */
    struct impacts group_impacts;                                /* over them */
    uint64_t group_positions, group_ranks;                       /* where its runs begin */
    uint32_t group_base;        /* the last document before it; UINT32_MAX before the first */
    uint32_t base;              /* the last document written */
    struct bit_ends_writer run; /* the run of positions, or tail, being written */
    int status;
};

void postings_writer_init(struct postings_writer *writer);
void postings_writer_release(struct postings_writer *writer);

/* Appends the list, with impacts from the documents' lengths, and sets all of `entry` except
 * ordinal and form_count. 0; ERROR_MEMORY; ERROR_CORRUPT when a position lies outside its document.
 * O(occurrences). */
int postings_write(struct postings_writer *writer, const struct posting_list *list,
                   const struct document_lengths *lengths, struct term_entry *entry);

/* The same in pieces, for lists that are too long to hold in memory: call postings_begin, then
 * postings_add_block for each BLOCK_SIZE documents, then, with document_count and occurrence_count
 * of the entry set to those of the whole list, postings_end with the rest (0 to BLOCK_SIZE - 1
 * documents). Writes the same bytes. */
void postings_begin(struct postings_writer *writer, struct term_entry *entry);
void postings_add_block(struct postings_writer *writer, const struct posting_list *block,
                        const struct document_lengths *lengths);
int postings_end(struct postings_writer *writer, const struct posting_list *rest,
                 const struct document_lengths *lengths, struct term_entry *entry);

/* Moves the positions so far to the segment, whose positions section must be open: they are most of
 * an index, and need not stay in memory until its end. */
void postings_writer_flush_positions(struct postings_writer *writer,
                                     struct segment_writer *segment);

/* --- reading --- */

/* The current block's run of positions, or of ranks, and how far it has been read. */
struct occurrence_run {
    uint64_t offset, size; /* in the term's part of the section */
    bool open;
    unsigned done; /* documents of the block already read or skipped */
};

/* Number of documents compared at a time when a target near the current one is searched. */
enum { POSTINGS_STEP = 16 };

/* Walks one term's documents in one segment. `document` is the current one, POSTINGS_END past the
 * last; block_last, block_impacts and in_tail describe the current block. The other members belong
 * to the cursor; callers may read `work` and the decoded block, and set `tail_owner`. */
struct postings_cursor {
    uint32_t document;
    uint32_t block_last; /* POSTINGS_END in the tail, which has no header */
    bool in_tail;
    struct impacts block_impacts;

    struct segment_file *file;
    struct term_entry entry;
    /* NULL, or another cursor over the term, whose decoded tail is copied instead of decoding it
     * again. Set by the caller, who resets it before the other cursor is freed. */
    const struct postings_cursor *tail_owner;
    bool decoded;             /* documents[] holds the current block */
    bool frequencies_decoded; /* so does frequencies[] */
    bool ended;               /* past the last document, for good */
    bool damaged;
    uint64_t work;              /* documents decoded so far */
    unsigned at, count;         /* index in the current block, and its size */
    uint32_t base;              /* last document before the current block */
    uint32_t group_last;        /* last document of the current group */
    uint32_t blocks_left;       /* whole blocks after the current one, in all groups */
    uint32_t group_blocks_left; /* whole blocks after the current one, in this group */
    const unsigned char *next_block, *group_end;
    uint64_t next_group;                   /* offset in the term's postings */
    uint64_t group_positions, group_ranks; /* where the next group's runs begin */
    const unsigned char *frequencies_at, *documents_at, *block_end;
    struct occurrence_run positions, ranks;
    struct bit_ends position_run;
    struct value_run_reader rank_run;
    uint32_t documents[BLOCK_SIZE + POSTINGS_STEP]; /* padded with POSTINGS_END */
    uint32_t frequencies[BLOCK_SIZE + POSITIONS_LANES];
};

/* Opens a cursor before the first document: call postings_next or postings_advance. 0, or an error.
 * O(1): nothing is decoded. */
int postings_open(struct postings_cursor *cursor, struct segment_file *file,
                  const struct term_entry *entry);

/* Moves to the next document, or to the first document >= target (never backwards). Returns
 * `document`. */
uint32_t postings_next(struct postings_cursor *cursor);
uint32_t postings_advance(struct postings_cursor *cursor, uint32_t target);

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

/* Prefetches the current block's positions, which are about to be read. */
void postings_prefetch_positions(const struct postings_cursor *cursor);

/* Returns the frequency of the current document; there is one, unless the cursor is damaged. */
uint32_t postings_frequency(struct postings_cursor *cursor);

/* Whether `frequency` occurrences are plausible for the current document, given its length and the
 * size of the block's positions, where each of several occurrences takes at least a bit. Call this
 * before allocating room for `frequency` positions (text field only): a forged frequency must not
 * allocate gigabytes, and the length may be forged, too. */
bool postings_occurrences_fit(const struct postings_cursor *cursor, uint32_t frequency,
                              uint32_t length);

/* Reads the positions of the current document, ascending; `out` has room for postings_frequency()
 * of them. At most once per document; only for terms of the text field. */
void postings_positions(struct postings_cursor *cursor, uint32_t *out);

/* Reads the ranks of the surface forms of its occurrences, as many as positions; zeros for a term
 * with one form. At most once per document. */
void postings_ranks(struct postings_cursor *cursor, uint32_t *out);

/* Moves to the block that may hold target, without decoding it: block_last, block_impacts and
 * in_tail then describe it; the tail has no impacts. False past the last block. */
bool postings_seek_block(struct postings_cursor *cursor, uint32_t target);

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

/* Computes the impacts over all whole blocks of the term from the group headers. The tail,
 * document_count mod 128 documents, is not covered. 0 or ERROR_CORRUPT. O(documents / 4096). */
int postings_impacts(struct segment_file *file, const struct term_entry *entry,
                     struct impacts *impacts);

/* Returns 0, or ERROR_CORRUPT with its message when damage has ended the walk early. */
int postings_status(const struct postings_cursor *cursor);

#endif
