/* What the parts of the analyser share: analyzer.c reads chunk by chunk, joined.c what several of
 * them are together. */
#ifndef FOUILLE_ANALYSIS_ANALYZER_STATE_H
#define FOUILLE_ANALYSIS_ANALYZER_STATE_H

#include "common/analysis/analyzer.h"
#include "common/analysis/forms.h"
#include "common/analysis/memo.h"
#include "common/analysis/scan.h"
#include "common/analysis/words.h"

/* A number over several chunks has at most so many groups; they and the joined readings fit into
 * the reserve that a batch keeps, so that a number never straddles two batches. */
enum { GROUPS_MAX = 8, RESERVE = GROUPS_MAX + 2 };

/* Chunks are found some way ahead of their turn, so that what the memo holds of them can be fetched
 * meanwhile: first the slot, then, when that is there, the meaning. */
struct ahead {
    struct chunk chunk;
    struct memo_key key;
};

enum { AHEAD = 64, AHEAD_LEAST = 32, AHEAD_MEANING = 16 };

struct analyzer {
    struct sb_stemmer *stemmer;
    struct forms forms;
    struct memo memo;
    bool memo_off;
    const char *text, *at, *end; /* at: behind the last chunk that was read */
    struct scanner scanner;
    struct ahead ahead[AHEAD];    /* a ring: place i at i % AHEAD */
    unsigned ahead_at, ahead_end; /* places of the next chunk to read, and behind the last found */
    bool all_found;
    uint32_t position;
    uint32_t group;
    bool after_group; /* the chunk before `at` could be a group of a number */
    int status;       /* sticky */
    struct words words;
};

/* The meaning of a chunk of the text, understood if it is new. NULL when memory ran out. */
const struct meaning *analyzer_meaning_of(struct analyzer *analyzer, const struct chunk *chunk);

/* MEANING_GROUP and MEANING_TRIPLE of a chunk: whether it may begin a number, or go on with it. */
uint16_t analyzer_flags_of(const char *chunk, size_t size);

/* Both add a reading to the occurrences of the first chunk, which are `out` from `first` to
 * `count`, if it has one with those behind it, and return the new count; memory that runs out is in
 * the analyser's status.
 *
 * gouverne-⏎ment: the halves are words as they stand, and joined they are one more. */
size_t joined_lines(struct analyzer *analyzer, const struct chunk *chunk, struct occurrence *out,
                    size_t first, size_t count);

/* 10 000: the groups are words, and joined they are one more. *groups_left is how many are still to
 * be read. */
size_t joined_number(struct analyzer *analyzer, const struct chunk *chunk, struct occurrence *out,
                     size_t first, size_t count, size_t *groups_left);

#endif
