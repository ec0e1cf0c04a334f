/* The outline of a page: its elements and its runs of text, as ranges of the text that html_text
 * collects.
 *
 * Text is appended in the order of the page, so the text of an element is one range of it. Elements
 * are kept in the order in which they open, a parent before what is in it; those that neither part
 * lines nor say anything (<b>, <span> without a telling class) are not kept. A run is the text
 * between two boundaries of blocks; it belongs to the innermost block. Memory: about 80 bytes an
 * element and a run, at most OUTLINE_MAX of each.
 */
#ifndef FOUILLE_HTML_HTML_OUTLINE_H
#define FOUILLE_HTML_HTML_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "indexer/sources/html/html_names.h"
#include "indexer/sources/html/html_parts.h"

enum { OUTLINE_MAX = 1 << 15, OUTLINE_DEPTH_MAX = 520 };

/* Fewer bytes of prose make no article. */
enum { ARTICLE_MIN = 250 };

/* Why an element is not part of the article. */
enum html_reason {
    REASON_NONE,
    REASON_UNSEEN,   /* browsers do not show it */
    REASON_NOISE,    /* its name, or that of its class: menu, footer, banner, advertising */
    REASON_COMMENTS, /* what readers wrote */
    REASON_SIDE,     /* author, date, tags, buttons */
    REASON_OUTSIDE,  /* beside the article, or before its title */
    REASON_LINKS,    /* links to other pages, and their heading */
    REASON_TITLE,    /* the title, which has a field of its own */
    REASON_COUNT
};

struct html_element {
    uint32_t parent;     /* index; the first element is its own parent */
    uint32_t next;       /* index of the first element after its contents */
    uint32_t start, end; /* range of the text */
    uint32_t label;      /* where its label starts in `labels`, if there are labels */
    uint16_t names;      /* enum html_name */
    uint8_t part;        /* enum html_part */
    uint8_t reason;      /* enum html_reason, of the outermost element that is out */
    bool is_inline;      /* it does not part lines */
    bool out;            /* not part of the article, or in an element that is not */

    /* html_weigh.h */
    uint32_t text;  /* bytes of words in it, without what is out */
    uint32_t links; /* of these, in links */
    uint32_t prose; /* of these, in runs that read like sentences, outside links */
    uint32_t weight;
    uint32_t link_count;
    bool holds_title; /* a first-level heading with words is in it */
    bool holds_body;  /* an element that says it is an article's text, and has prose, is in it */
    bool in_item;     /* it is, or is in, an item of a list */
    bool in_embed;    /* in a picture or film with its caption */
};

struct html_run {
    uint32_t element;
    uint32_t start, end; /* range of the text */
    uint32_t text;       /* bytes of words */
    uint32_t links;      /* of these, in links */
    uint32_t marks;      /* commas, and ends of sentences */
};

struct html_outline {
    struct html_element *elements;
    struct html_run *runs;
    uint32_t element_count, element_capacity;
    uint32_t run_count, run_capacity;
    uint32_t open;                /* the innermost open element that is kept */
    uint32_t links;               /* open links */
    uint32_t depth;               /* open elements */
    bool kept[OUTLINE_DEPTH_MAX]; /* of each, whether it is kept */
    struct buffer *labels; /* of each element as in style sheets, with a NUL; NULL: not wanted */
    bool run_is_open;      /* text that comes belongs to the last run */
    bool out_of_memory;
    bool too_large; /* or too deep: it is of no use */
};

void html_outline_init(struct html_outline *outline);
void html_outline_release(struct html_outline *outline);

/* Tell that an element opens or closes; `size`: bytes of the text so far. What opens closes, in
 * reverse order. Attributes as in html_meta_read_element. */
void html_outline_open(struct html_outline *outline, const char *name,
                       const char *const *attributes, size_t size);
void html_outline_close(struct html_outline *outline, size_t size);

/* Tells that the text was appended to from `start` to `end`. */
void html_outline_text(struct html_outline *outline, const char *text, size_t start, size_t end);

/* Closes what is open. 0; ERROR_MEMORY; ERROR_NOT_FOUND without a message if the outline is of no
 * use. */
int html_outline_end(struct html_outline *outline, size_t size);

#endif
