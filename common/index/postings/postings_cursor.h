/* Walks the postings of a term (postings.h), document by document and block by block. */
#ifndef FOUILLE_POSTINGS_POSTINGS_CURSOR_H
#define FOUILLE_POSTINGS_POSTINGS_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "common/index/codecs/bit_ends.h"
#include "common/index/codecs/block_codec.h"
#include "common/index/codecs/position_skip.h"
#include "common/index/codecs/value_run.h"
#include "common/index/container/segment_file.h"
#include "common/index/postings/impacts.h"
#include "common/index/postings/term_entry.h"

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

/* Prefetches what a cursor over the term will read first, if one is soon to be opened. */
void postings_prefetch(const struct segment_file *file, const struct term_entry *entry);

/* Moves to the next document, or to the first document >= target (never backwards). Returns
 * `document`. */
uint32_t postings_next(struct postings_cursor *cursor);
uint32_t postings_advance(struct postings_cursor *cursor, uint32_t target);

/* Returns the frequency of the current document; there is one, unless the cursor is damaged. */
uint32_t postings_frequency(struct postings_cursor *cursor);

/* Moves to the block that may hold target, without decoding it: block_last, block_impacts and
 * in_tail then describe it; the tail has no impacts. False past the last block. */
bool postings_seek_block(struct postings_cursor *cursor, uint32_t target);

/* Computes the impacts over all whole blocks of the term from the group headers. The tail,
 * document_count mod 128 documents, is not covered. 0 or ERROR_CORRUPT. O(documents / 4096). */
int postings_impacts(struct segment_file *file, const struct term_entry *entry,
                     struct impacts *impacts);

/* Returns 0, or ERROR_CORRUPT with its message when damage has ended the walk early. */
int postings_status(const struct postings_cursor *cursor);

#endif
