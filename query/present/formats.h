/* How a hit is written; docs/output.md describes each for those who read them by program. */
#ifndef FOUILLE_PRESENT_FORMATS_H
#define FOUILLE_PRESENT_FORMATS_H

#include "index/document_table.h"
#include "present/snippet.h"
#include "rank/search.h"

/* A hit with all that formats may show of it. */
struct shown_hit {
    size_t rank; /* from 1 */
    double score;
    const struct document *document;
    struct bytes path;             /* as the user can open it; raw bytes */
    const struct snippet *title;   /* NULL: not made */
    const struct snippet *passage; /* NULL: not made */
};

struct terminal_style {
    bool color;
    size_t width; /* columns */
};

/* Each appends one hit. */
void format_plain(struct buffer *to, const struct shown_hit *hit);
void format_tsv(struct buffer *to, const struct shown_hit *hit);
void format_path(struct buffer *to, const struct shown_hit *hit);     /* a line */
void format_path_nul(struct buffer *to, const struct shown_hit *hit); /* raw, NUL behind */
void format_json(struct buffer *to, const struct shown_hit *hit);
void format_terminal(struct buffer *to, const struct shown_hit *hit,
                     const struct terminal_style *style);

/* Appends a JSON string: quotes, escapes; what is not UTF-8 becomes U+FFFD. */
void json_string(struct buffer *to, const char *text, size_t size);

#endif
