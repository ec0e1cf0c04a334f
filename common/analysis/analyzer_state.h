/* What the parts of the analyser share: analyzer.c reads chunk by chunk, joined.c combines several.
 * Nobody else looks into it. */
#ifndef FOUILLE_ANALYSIS_ANALYZER_STATE_H
#define FOUILLE_ANALYSIS_ANALYZER_STATE_H

#include "common/analysis/analyzer.h"
#include "common/analysis/forms.h"
#include "common/analysis/memo.h"
#include "common/words/scan.h"
#include "common/words/words.h"

/* A number, or a word of single letters, over several chunks has at most GROUPS_MAX of them. They
 * and the joined readings fit into the RESERVE that a batch keeps free, so that none straddles two
 * batches. */
enum { GROUPS_MAX = 24, RESERVE = GROUPS_MAX + 2 };

/* Chunks are found before they are read, so that their memo entries can be prefetched: first the
 * slot, then, once that has arrived, the meaning. */
struct upcoming_chunk {
    struct chunk chunk;
    struct memo_key key;
};

enum { UPCOMING_MAX = 64, UPCOMING_MIN = 32, PREFETCH_DISTANCE = 16 };

struct analyzer {
    struct sb_stemmer *stemmer;
    struct forms forms;
    struct memo memo;
    bool memo_off;
    const char *text, *at, *end; /* at: the end of the last chunk that was read */
    struct scanner scanner;
    struct upcoming_chunk upcoming[UPCOMING_MAX]; /* a ring: place i at i % UPCOMING_MAX */
    unsigned upcoming_at, upcoming_end;           /* the next to read, past the last found */
    bool all_found;
    uint32_t position;
    uint32_t group;
    bool after_group; /* the chunk before `at` could be a group of a number */
    int status;       /* sticky */
    struct words words;
};

/* Returns the meaning of a chunk of the text, computed if it is new. NULL when memory ran out. */
const struct meaning *analyzer_meaning_of(struct analyzer *analyzer, const struct chunk *chunk);

#endif
