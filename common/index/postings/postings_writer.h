/* Writes postings (postings.h). */
#ifndef FOUILLE_POSTINGS_POSTINGS_WRITER_H
#define FOUILLE_POSTINGS_POSTINGS_WRITER_H

#include "common/index/codecs/bit_ends.h"
#include "common/index/container/segment_writer.h"
#include "common/index/postings/impacts.h"
#include "common/index/postings/term_entry.h"

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
    uint32_t average;       /* of these */
};

/* Returns the average of lengths, for document_lengths. */
uint32_t document_lengths_average(const uint32_t *lengths, size_t count);

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

#endif
