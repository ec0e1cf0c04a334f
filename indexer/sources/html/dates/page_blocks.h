/* The dates in a page's blocks of text, and its headings; parts of page_dates.h. */
#ifndef FOUILLE_HTML_DATES_PAGE_BLOCKS_H
#define FOUILLE_HTML_DATES_PAGE_BLOCKS_H

#include "indexer/sources/html/dates/page_dates.h"

/* Appends text with its white space reduced, or a space. */
void page_text_append(struct page_text *text, const char *bytes, size_t size);
void page_text_append_space(struct page_text *text);

/* To be called when the title has been read, before the first block. */
void page_blocks_begin(struct page_dates *dates);

/* Appends text of these zones to the current block. A line that has text aside and other text, such
 * as a number of comments next to a date, is the other text. */
void page_block_append(struct page_dates *dates, struct text_span text, uint16_t zones);

/* Ends the current block: keeps its dates as candidates, and itself if it is a heading. */
void page_block_end(struct page_dates *dates);

/* Keeps a candidate that is a day, while there is room. */
void page_dates_add(struct page_dates *dates, struct page_candidate candidate);

/* How the page writes its dates: enum date_style. */
unsigned page_dates_style(const struct page_dates *dates);

#endif
