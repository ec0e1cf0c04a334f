/* What each HTML element does to the text around it. */
#ifndef FOUILLE_SOURCES_HTML_TAGS_H
#define FOUILLE_SOURCES_HTML_TAGS_H

#include "indexer/sources/article/article.h"

enum html_tag {
    HTML_UNKNOWN,
    HTML_INLINE, /* nothing: the words on both sides may be one */
    HTML_BLOCK,  /* starts and ends a line */
    HTML_BREAK,  /* <br> */
    HTML_CELL,   /* a space apart from its neighbours */
    HTML_PRE,    /* a block whose white space counts */
    HTML_HIDDEN, /* what is inside is not shown */
};

/* By name, ASCII letter case ignored. A binary search. */
enum html_tag html_tag_of(struct text_span name);

#endif
