/* The postings of one term: documents, frequencies, positions and ranks of surface forms.
 *
 * Documents come in blocks of 128, 32 blocks to a group. Before each group and each block stand,
 * in varints, what a reader needs to pass over it: the last document, byte sizes, and impacts that
 * bound its scores. What is left (fewer than 128 documents) is a tail of varints. A term of one
 * document has no postings bytes at all: its document stands in the term dictionary.
 *
 *     group   last document (delta) · bytes of its blocks · of their positions · of their ranks ·
 *             impacts
 *     block   last document (delta) · bytes of documents and frequencies · of positions · of
 *             ranks · impacts · documents · frequencies
 *     tail    two widths, then gaps and frequencies in Golomb-Rice code (bit_ends.h)
 *
 * Positions (position_code.h) and ranks (value_run.h) are runs, one per block and one for the
 * tail, in their own sections; the position of a term's only occurrence stands in the term
 * dictionary. docs/format.md, "Postings", has worked bytes.
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

/* Widths of a tail's codes; its first byte is gap width + frequency width × 32. */
enum { TAIL_GAP_WIDTH_MAX = 31, TAIL_FREQUENCY_WIDTH_MAX = 7 };

/* No document: behind the last one. */
#define POSTINGS_END UINT32_MAX

/* What the term dictionary keeps of a term. */
struct term_entry {
    uint32_t ordinal;
    uint32_t document_count;   /* df, at least 1 */
    uint64_t occurrence_count; /* Σ tf, at least document_count */
    uint32_t single_document;  /* when document_count is 1 */
    uint32_t single_position;  /* when occurrence_count is 1: without the title's gap */
    uint32_t form_count;       /* surface forms; ranks are stored when above 1 */
    uint64_t postings_offset, postings_size;
    uint64_t positions_offset, positions_size;
    uint64_t ranks_offset, ranks_size;
};

/* --- writing --- */

/* One term's postings, uncompressed. Documents ascend; frequencies are at least 1; positions, all
 * documents' one behind another, ascend strictly within a document, and are given as distances
 * from the one before, a document's first from 0. */
struct posting_list {
    uint32_t document_count;
    const uint32_t *documents;
    const uint32_t *frequencies;
    const uint32_t *positions; /* NULL: none kept */
    const uint32_t *ranks;     /* NULL: one surface form only */
};

/* Lengths by document number. Every position is below its document's length, the title's gap left
 * out (position_code.h). */
struct document_lengths {
    const uint32_t *lengths;
    const uint32_t *title_lengths;
    const uint32_t *scored; /* the one of the two that the field's scores go by */
};

/* The three sections under construction, and the list under way. */
struct postings_writer {
    struct buffer postings, positions, ranks;
    uint64_t postings_behind, positions_behind, ranks_behind; /* bytes that were handed on */
    struct buffer group;                                      /* blocks of the group under way */
    unsigned group_blocks;                                    /* of them */
    struct impacts group_impacts;                             /* over them */
    uint64_t group_positions, group_ranks;                    /* where its runs begin */
    uint32_t group_base;        /* the last document before it, UINT32_MAX before the first */
    uint32_t base;              /* the last document written */
    struct bit_ends_writer run; /* positions, or a tail, under way */
    int status;
};

void postings_writer_init(struct postings_writer *writer);
void postings_writer_release(struct postings_writer *writer);

/* Appends the list, with impacts from the documents' lengths, and fills all of `entry` but ordinal
 * and form_count. 0; ERROR_MEMORY; ERROR_CORRUPT when a position lies outside its document.
 * O(occurrences). */
int postings_write(struct postings_writer *writer, const struct posting_list *list,
                   const struct document_lengths *lengths, struct term_entry *entry);

/* The same in pieces, for lists that are too long to be held whole: postings_begin, then pieces of
 * BLOCK_SIZE documents, each but the last of just as many, then postings_end with the last one (of
 * 1 to BLOCK_SIZE - 1 documents, or count 0) and the sums that the entry needs. The same bytes. */
void postings_begin(struct postings_writer *writer, struct term_entry *entry);
void postings_add_block(struct postings_writer *writer, const struct posting_list *block,
                        const struct document_lengths *lengths);
int postings_end(struct postings_writer *writer, const struct posting_list *rest,
                 const struct document_lengths *lengths, uint32_t document_count,
                 uint64_t occurrence_count, struct term_entry *entry);

/* Hands the positions so far on to the segment, whose section of positions is open: they are most
 * of an index, and need not wait in memory for its end. */
void postings_writer_hand_on(struct postings_writer *writer, struct segment_writer *segment);

/* --- reading --- */

/* Where the current block's run of positions, or of ranks, is, and how far it has been read. */
struct occurrence_run {
    uint64_t offset, size; /* in the term's part of the section */
    bool open;
    unsigned done; /* documents of the block passed */
};

/* Documents compared at a time when one is looked for near the current one. */
enum { POSTINGS_STEP = 16 };

/* Walks one term's documents in one segment. `document` is the current one, POSTINGS_END behind
 * the last; block_last, block_impacts and in_tail tell about the current block; the rest is the
 * cursor's own. */
struct postings_cursor {
    uint32_t document;
    uint32_t block_last; /* POSTINGS_END in the tail, whose last document no header tells */
    bool in_tail;
    struct impacts block_impacts;

    struct segment_file *file;
    struct term_entry entry;
    /* NULL, or another cursor of the term: what it has decoded of the tail is taken from it. The
     * caller sets it, and takes it back before the other goes. */
    const struct postings_cursor *twin;
    bool decoded;             /* documents[] hold the current block */
    bool frequencies_decoded; /* so do frequencies[] */
    bool ended;               /* behind the last, for good */
    bool damaged;
    uint64_t work;          /* documents decoded so far */
    unsigned at, count;     /* place in the current block, and its size */
    uint32_t base;          /* last document before the current block */
    uint32_t group_last;    /* last document of the current group */
    uint32_t blocks_behind; /* whole blocks behind the current one, in all groups */
    uint32_t group_behind;  /* of them in this group */
    const unsigned char *next_block, *group_end;
    uint64_t next_group;                   /* offset in the term's postings */
    uint64_t group_positions, group_ranks; /* where the next group's runs begin */
    const unsigned char *frequencies_at, *documents_at, *block_end;
    struct occurrence_run positions, ranks;
    struct bit_ends position_run;
    struct run_reader rank_run;
    uint32_t documents[BLOCK_SIZE + POSTINGS_STEP]; /* behind the last one POSTINGS_END */
    uint32_t frequencies[BLOCK_SIZE + POSITIONS_LANES];
};

/* Opens before the first document: call postings_next or postings_advance. 0, or an error.
 * O(1): nothing is decoded. */
int postings_open(struct postings_cursor *cursor, struct segment_file *file,
                  const struct term_entry *entry);

/* The next document; the first document >= target (never backwards). Returns `document`. */
uint32_t postings_next(struct postings_cursor *cursor);
uint32_t postings_advance(struct postings_cursor *cursor, uint32_t target);

/* Takes the documents from the current one to the last below `end`, with their frequencies, and
 * moves behind them; returns how many. `documents` and `frequencies` have room for end less the
 * current document. Ranks and positions of what was taken cannot be read any more. */
size_t postings_gather(struct postings_cursor *cursor, uint32_t end, uint32_t *documents,
                       uint32_t *frequencies);

/* Adds to frequencies[i] the tf in documents[i], for `count` documents that ascend and of which
 * none is before the current one, and moves to the last of them or behind it. Their positions and
 * ranks cannot be read any more. */
void postings_look_up(struct postings_cursor *cursor, const uint32_t *documents, size_t count,
                      uint32_t *frequencies);

/* Adds 1 to found[i] where the term has documents[i]: as postings_look_up, without frequencies. */
void postings_find(struct postings_cursor *cursor, const uint32_t *documents, size_t count,
                   uint32_t *found);

/* Sets the bit number (document - start) for each document from the current one to the last below
 * `end`, and moves behind them. The current one is not before `start`. Frequencies are not decoded,
 * nor are documents that are stored as bits. */
void postings_mark(struct postings_cursor *cursor, uint32_t start, uint32_t end, uint64_t *marks);

/* Beside postings_seek_block, for those who look into the blocks that it finds and nowhere else.
 * Whether the current block has `target`, which never falls: then it is the current document. */
bool postings_has(struct postings_cursor *cursor, uint32_t target);

/* Takes the documents of [start, end) in the current block, with their frequencies, into arrays of
 * BLOCK_SIZE; returns how many. start never falls; postings_has then still finds them. */
size_t postings_in_block(struct postings_cursor *cursor, uint32_t start, uint32_t end,
                         uint32_t *documents, uint32_t *frequencies);

/* Asks for the memory of the current block's positions, which are about to be read. */
void postings_expect_positions(const struct postings_cursor *cursor);

/* Frequency of the current document. */
uint32_t postings_frequency(struct postings_cursor *cursor);

/* Whether the current document, of that length, and its segment can hold so many occurrences: of
 * several each takes a bit of its positions. Who makes room for a frequency asks this before, of a
 * term of the text field: a forged frequency must not take gigabytes, and the length beside it may
 * be forged, too. */
bool postings_occurrences_fit(const struct postings_cursor *cursor, uint32_t frequency,
                              uint32_t length);

/* Positions of the current document, ascending; `out` has room for postings_frequency() of them.
 * Once a document. For terms of the text field. */
void postings_positions(struct postings_cursor *cursor, uint32_t *out);

/* Ranks of its occurrences' surface forms, as many; zeros for a term of one form. Once. */
void postings_ranks(struct postings_cursor *cursor, uint32_t *out);

/* Moves to the block that may hold target, without decoding it: block_last, block_impacts and
 * in_tail then tell about it; the tail has no impacts. False behind the last block. */
bool postings_seek_block(struct postings_cursor *cursor, uint32_t target);

/* Where a whole block stands, to be opened later. */
struct postings_block {
    const unsigned char *documents_at, *end;
    uint32_t base, last;
};

/* The current block, in which there is no tail. */
struct postings_block postings_block_here(const struct postings_cursor *cursor);

/* Decodes a block that another cursor over the term has been in: its BLOCK_SIZE documents are in
 * cursor->documents, its frequencies in cursor->frequencies. False when it is damaged. Blocks may
 * be opened in any order; nothing else may be asked of the cursor, but for its status. */
bool postings_open_block(struct postings_cursor *cursor, const struct postings_block *block);

/* Impacts over all whole blocks of the term, from the groups' headers: O(documents / 4096).
 * 0 or ERROR_CORRUPT. The tail, document_count mod 128 documents, is not covered. */
int postings_impacts(struct segment_file *file, const struct term_entry *entry,
                     struct impacts *impacts);

/* 0, or ERROR_CORRUPT with its message when damage has ended the walk early. */
int postings_status(const struct postings_cursor *cursor);

#endif
