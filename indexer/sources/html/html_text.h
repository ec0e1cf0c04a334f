/* A page's visible text, assembled from its elements as they open and close. */
#ifndef FOUILLE_HTML_HTML_TEXT_H
#define FOUILLE_HTML_HTML_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "indexer/sources/article/draft.h"
#include "indexer/sources/markup/html_tags.h"

/* The separator between the text so far and the text to come. */
/* GAP_WRAP: a line of the file ends, which matters after a hyphen only. */
enum html_gap { GAP_NONE, GAP_SPACE, GAP_WRAP, GAP_LINE };

/* Visible text is appended to the draft's body, the contents of <title> to its title. */
struct html_text {
    struct draft *draft;
    struct buffer heading; /* the first h1, as one line */
    enum html_gap gap;
    size_t hidden; /* number of open elements that hide their contents */
    size_t pre;    /* number of open elements that keep white space */
    size_t heading_start;
    bool in_title, in_heading, has_title;
};

void html_text_init(struct html_text *text, struct draft *draft);
void html_text_release(struct html_text *text);

/* Names are in lower case. A closing tag without an opening one is harmless. Errors remain in the
 * draft's buffers and in `heading`. */
void html_text_open(struct html_text *text, const char *name);
void html_text_close(struct html_text *text, const char *name);
void html_text_append(struct html_text *text, const char *bytes, size_t size);

/* Ends the page: closes whatever is open. */
void html_text_end(struct html_text *text);

#endif
