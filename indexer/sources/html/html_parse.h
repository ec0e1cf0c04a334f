/* Runs libxml2's parser over a page, whose elements and text go where they are collected. */
#ifndef FOUILLE_HTML_HTML_PARSE_H
#define FOUILLE_HTML_HTML_PARSE_H

#include <stdbool.h>

#include "indexer/sources/html/dates/page_dates.h"
#include "indexer/sources/html/html_meta.h"
#include "indexer/sources/html/html_outline.h"
#include "indexer/sources/html/html_text.h"

struct html_page {
    struct html_text text;
    struct html_meta meta;
    struct html_outline outline;
    struct page_dates dates;
    bool too_deep; /* it was not read to its end: its elements are nested too deep */
};

/* Reads UTF-8, whatever its meta elements say. 0 or ERROR_MEMORY. */
int html_parse(struct html_page *page, struct text_span text);

#endif
