/* How a hit is written; docs/output.md documents each format for programs that read it. */
#ifndef FOUILLE_PRESENT_FORMATS_H
#define FOUILLE_PRESENT_FORMATS_H

#include "common/base/slice.h"
#include "common/index/documents/document_table.h"
#include "query/present/colors.h"
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
    const struct buffer *offsets;      /* struct byte_range: its matches, without overlaps */
    const struct buffer *file_offsets; /* the same in its file; NULL: not found (file_offsets.h) */
    const struct snippet *passages;    /* of --context: all passages; NULL: not asked for */
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
    const struct explanation *explanation; /* NULL: not asked for */
};

struct terminal_style {
    bool color;
    struct colors colors; /* used if `color` */
    size_t width;         /* columns */
};

/* Appends a name for a TREC run, without blanks: blanks, control characters and % are written as
 * %XX. */
void format_trec_name(struct buffer *to, struct slice name); /* trec.c */

/* Each of these appends one hit. */
void format_plain(struct buffer *to, const struct shown_hit *hit);    /* lines.c */
void format_tsv(struct buffer *to, const struct shown_hit *hit);      /* lines.c */
void format_trec(struct buffer *to, const struct shown_hit *hit);     /* trec.c */
void format_path(struct buffer *to, const struct shown_hit *hit);     /* lines.c: one line */
void format_path_nul(struct buffer *to, const struct shown_hit *hit); /* raw, then a NUL */
void format_json(struct buffer *to, const struct shown_hit *hit);     /* json.c */
void format_terminal(struct buffer *to, const struct shown_hit *hit,  /* terminal.c */
                     const struct terminal_style *style);

/* Appends the body with its matches marked; on a terminal below title and location. */
void format_full(struct buffer *to, const struct shown_hit *hit, const struct terminal_style *style,
                 bool terminal); /* terminal.c */

/* Appends the names of format_tsv's columns; with `query`, also that of the query's name. */
void format_tsv_header(struct buffer *to, bool query);

/* Appends the path as format_path shows it, without a line end: PATH, or PATH#ID in a file of
 * several articles. */
void format_location(struct buffer *to, const struct shown_hit *hit);

/* Appends the title for one line, of bounded width (cut.h). */
void format_title(struct buffer *to, const struct shown_hit *hit);

/* Append a date: at its own precision, or, for lists, at most to the day. */
void format_moment(struct buffer *to, const struct moment *moment);
void format_day(struct buffer *to, const struct moment *moment);

/* The columns of the terminal at `descriptor`: $COLUMNS, else what the terminal reports, else
 * 80. */
size_t terminal_width(int descriptor);

#endif
