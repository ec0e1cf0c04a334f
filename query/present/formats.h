/* How a hit is written; docs/output.md describes each for those who read them by program. */
#ifndef FOUILLE_PRESENT_FORMATS_H
#define FOUILLE_PRESENT_FORMATS_H

#include "common/index/documents/document_table.h"
#include "query/present/colors.h"
#include "query/present/passages.h"
#include "query/present/snippet.h"
#include "query/search/search.h"

/* How the score of a hit came about, for --explain. */
struct explanation {
    const struct expansion *expansion;
    const struct search_options *options;
    const struct score_part *parts; /* one a clause; NULL while no hit is looked at */
};

/* The article's text as far as it is shown. */
struct shown_text {
    struct bytes body;
    const struct buffer *offsets;      /* struct text_piece: its matches, none overlap */
    const struct buffer *file_offsets; /* the same in its file; NULL: not there (file_places.h) */
    const struct snippet *pieces;      /* of --context: all passages; NULL: not asked for */
    const struct text_piece *spans;    /* where they stand in the body */
    size_t count;                      /* of them */
    bool whole;                        /* --full: the body is shown */
};

/* A hit with all that formats may show of it. */
struct shown_hit {
    struct bytes query; /* the name of the query that found it; data is NULL outside a batch */
    size_t rank;        /* from 1 */
    double score;
    const struct document *document;
    struct bytes path;                     /* as the user can open it; raw bytes */
    const struct snippet *title;           /* NULL: not made */
    const struct snippet *passage;         /* NULL: not made */
    const struct shown_text *text;         /* NULL: not read */
    const struct explanation *explanation; /* NULL: not asked for */
};

struct terminal_style {
    bool color;
    struct colors colors; /* where there is colour */
    size_t width;         /* columns */
};

/* A name as a TREC run has it, that holds no blank: blanks, control characters and % are written
 * %XX. */
void format_trec_name(struct buffer *to, struct bytes name); /* trec.c */

/* Each appends one hit. */
void format_plain(struct buffer *to, const struct shown_hit *hit);    /* lines.c */
void format_tsv(struct buffer *to, const struct shown_hit *hit);      /* lines.c */
void format_trec(struct buffer *to, const struct shown_hit *hit);     /* trec.c */
void format_path(struct buffer *to, const struct shown_hit *hit);     /* lines.c: a line */
void format_path_nul(struct buffer *to, const struct shown_hit *hit); /* raw, NUL behind */
void format_json(struct buffer *to, const struct shown_hit *hit);     /* json.c */
void format_terminal(struct buffer *to, const struct shown_hit *hit,  /* terminal.c */
                     const struct terminal_style *style);

/* The body, matches marked; in a terminal below title and place. */
void format_full(struct buffer *to, const struct shown_hit *hit, const struct terminal_style *style,
                 bool terminal); /* terminal.c */

/* The names of format_tsv's columns; `query` when it has that of the query's name, too. */
void format_tsv_header(struct buffer *to, bool query);

/* The path as format_path shows it, without a line end: PATH, or PATH#ID in a file of several
 * articles. */
void format_location(struct buffer *to, const struct shown_hit *hit);

/* The title for a line, of bounded width (cut.h). */
void format_title(struct buffer *to, const struct shown_hit *hit);

/* Appends a date, at the precision it has or, for lists, at most of a day. */
void format_moment(struct buffer *to, const struct moment *moment);
void format_day(struct buffer *to, const struct moment *moment);

/* Appends a JSON string: quotes, escapes; what is not UTF-8 becomes U+FFFD. */
void json_string(struct buffer *to, const char *text, size_t size);

/* Columns of the terminal behind `descriptor`: $COLUMNS, else what the terminal says, else 80. */
size_t terminal_width(int descriptor);

#endif
