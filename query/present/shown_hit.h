/* A hit with everything that formats may show; docs/output.md documents each format for programs
 * that read it. */
#ifndef FOUILLE_PRESENT_SHOWN_HIT_H
#define FOUILLE_PRESENT_SHOWN_HIT_H

#include "common/base/slice.h"
#include "common/index/documents/document_table.h"
#include "query/present/passages.h"
#include "query/present/snippet.h"
#include "query/search/search.h"

/* How the score of a hit was computed, for --explain. */
struct explanation {
    const struct expansion *expansion;
    const struct search_options *options;
    const struct score_part *parts; /* one per clause; NULL outside a hit */
};

/* The part of the article's text that is shown. */
struct shown_text {
    struct slice body;
    const struct range_list *offsets; /* its matches, without overlaps */
    /* The same in its file; NULL: not found (file_offsets.h). */
    const struct range_list *file_offsets;
    const struct snippet *passages;          /* of --context: all passages; NULL: not asked for */
    const struct byte_range *passage_ranges; /* their bytes in the body */
    size_t count;                            /* of both */
    bool whole;                              /* --full: the body is shown */
};

/* A hit with everything that formats may show. */
struct shown_hit {
    struct slice query; /* the name of the query that found it; data is NULL outside a batch */
    size_t rank;        /* from 1 */
    double score;
    const struct document *document;
    struct slice path;                     /* as the user can open it; raw bytes */
    const struct snippet *title;           /* NULL: not made */
    const struct snippet *passage;         /* NULL: not made */
    const struct shown_text *text;         /* NULL: not read */
    const struct suggestions *suggestions; /* for words of the query; NULL: not asked for */
    const struct explanation *explanation; /* NULL: not asked for */
};

#endif
