/* What a page says in JSON-LD (schema.org) of its article's title and text. */
#ifndef FOUILLE_HTML_HTML_LINKED_H
#define FOUILLE_HTML_HTML_LINKED_H

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

struct html_linked {
    struct buffer headline; /* the first "headline" */
    size_t body_size;       /* bytes of words of the longest "articleBody" */
};

/* Looks for them in the page's scripts of that kind. What is there is often not quite JSON: strings
 * are found by their keys. One pass. */
void html_linked_read(struct html_linked *linked, struct text_span page);
void html_linked_release(struct html_linked *linked);

#endif
