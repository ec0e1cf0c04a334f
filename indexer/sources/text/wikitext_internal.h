/* What wikitext.c, wikitext_braces.c and wikitext_elements.c share: the reader's place in the page.
 */
#ifndef FOUILLE_TEXT_WIKITEXT_INTERNAL_H
#define FOUILLE_TEXT_WIKITEXT_INTERNAL_H

#include "indexer/sources/article/span.h"
#include "indexer/sources/markup/markup.h"
#include "indexer/sources/text/wikitext_templates.h"

enum { OPEN_LINKS_MAX = 64, OPEN_TEMPLATES_MAX = 32, HIDDEN_ELEMENTS = 16 };

/* An open [[link]]. */
struct link {
    size_t start; /* of its visible text, in the body */
    bool hidden;  /* a file or category: nothing of it is shown */
};

/* An open {{template}}, and its current argument. */
struct frame {
    const struct template *template; /* NULL: unknown */
    size_t start;                    /* of its text, in the body */
    size_t before, text;             /* of the argument: where what comes with it begins, and it */
    unsigned number;                 /* of the last argument by number; 0: none */
    unsigned shown;                  /* arguments shown */
    unsigned rank;                   /* of the best one, for TEMPLATE_BEST */
    size_t links, tables;            /* open ones around it */
    bool hidden;                     /* the argument is not shown */
    bool within_line;                /* text precedes it in its line */
    bool ends_line;                  /* the last argument shown ended in a newline */
    bool gives_up;                   /* an unknown one that has turned out to be no text */
};

struct wikitext {
    struct text_span rest;
    struct buffer *into;
    struct frame frames[OPEN_TEMPLATES_MAX];
    size_t frame_count;
    size_t deep_braces;    /* number of open {{ beyond those; nothing in them is shown */
    size_t hidden_frames;  /* whose current argument is hidden */
    size_t closing_braces; /* number of }} left in the page */
    struct link links[OPEN_LINKS_MAX];
    size_t link_count;
    size_t external_links; /* number of open [http…] */
    size_t hidden;         /* number of open links that are dropped */
    size_t tables;         /* number of open {| */
    bool at_line;          /* at the beginning of a line */
    bool markup_only;      /* the line has nothing to show */
    bool in_table_row;     /* | separates cells */
    bool in_gallery;       /* lines are files, and what is said of them */
    struct markup_unclosed unclosed;
    bool element_unclosed[HIDDEN_ELEMENTS]; /* already searched for in vain */
};

static inline void wikitext_skip(struct wikitext *wiki, size_t size)
{
    wiki->rest = span_after(wiki->rest, size);
}

static inline bool wikitext_is_visible(const struct wikitext *wiki)
{
    return wiki->hidden_frames == 0 && wiki->deep_braces == 0 && wiki->hidden == 0;
}

/* Appends text, if the reader of the page sees it here. */
static inline void wikitext_append(struct wikitext *wiki, const char *bytes, size_t size)
{
    if (wikitext_is_visible(wiki))
        buffer_append(wiki->into, bytes, size);
}

/* Appends a blank or newline, unless there is one. */
static inline void wikitext_append_separator(struct wikitext *wiki, char byte)
{
    const struct buffer *into = wiki->into;
    char last = into->size > 0 ? into->data[into->size - 1] : '\n';
    if (wikitext_is_visible(wiki) && last != '\n' && last != byte)
        buffer_append_byte(wiki->into, (unsigned char)byte);
}

/* Gives up links that have no end, but for the first `count`. */
static inline void wikitext_drop_links(struct wikitext *wiki, size_t count)
{
    while (wiki->link_count > count)
        wiki->hidden -= wiki->links[--wiki->link_count].hidden;
}

/* The number of links or tables that were open before the innermost template. */
static inline size_t wikitext_links_around(const struct wikitext *wiki)
{
    return wiki->frame_count == 0 ? 0 : wiki->frames[wiki->frame_count - 1].links;
}

static inline size_t wikitext_tables_around(const struct wikitext *wiki)
{
    return wiki->frame_count == 0 ? 0 : wiki->frames[wiki->frame_count - 1].tables;
}

#endif
