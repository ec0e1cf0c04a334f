/* How each HTML element affects the text around it. */
#ifndef FOUILLE_MARKUP_HTML_TAGS_H
#define FOUILLE_MARKUP_HTML_TAGS_H

#include "indexer/sources/article/article.h"

enum html_tag {
    HTML_UNKNOWN,
    HTML_INLINE, /* no effect: the letters on both sides may form one word */
    HTML_BLOCK,  /* starts and ends a line */
    HTML_BREAK,  /* <br> */
    HTML_CELL,   /* separated from its neighbours by a space */
    HTML_PRE,    /* a block whose white space is kept */
    HTML_HIDDEN, /* its contents are not shown */
};

/* Looks a name up, ASCII letter case ignored. A binary search. */
enum html_tag html_tag_find(struct text_span name);

#endif
