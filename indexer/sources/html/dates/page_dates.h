/* When a page was published and modified.
 *
 * In this order: the article's own object in JSON-LD; <meta>; microdata; the address; then the
 * dates in the page near its title, of which those win that are labelled ("Publié le") or stand in
 * an element that is called a date. Publication comes before modification; where only that is
 * known, it counts as both. Dates of other articles, comments and menus do not count
 * (page_zones.h), nor do several days far from the title, which are those of a list. A page that
 * gives its publication in UTC but shows it on the next day or the day before has the day that it
 * shows.
 *
 * The text is looked at only while the page has not said its date before its body begins. After the
 * approach of htmldate (Barbaresi, "htmldate: A Python package to extract publication dates from
 * web pages", JOSS 2020): what is written for programs first, then elements by what they are
 * called, then text.
 *
 * Order of calls: init; page_dates_read_scripts with the page before its scripts are removed; open,
 * text and close as the parser goes; finish. Linear time; no memory but the structure's.
 */
#ifndef FOUILLE_HTML_DATES_PAGE_DATES_H
#define FOUILLE_HTML_DATES_PAGE_DATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indexer/sources/html/dates/linked_dates.h"

enum {
    PAGE_DEPTH_MAX = 512,
    PAGE_TEXT_SIZE = 256,
    PAGE_LABEL_SIZE = 48, /* of a block that is the label of the next one */
    PAGE_CANDIDATES_MAX = 48,
    PAGE_HEADINGS_MAX = 8,
};

struct dated_rank {
    struct moment moment;
    uint8_t rank; /* 0: none yet */
};

/* A date in the body of a page. */
struct page_candidate {
    struct moment moment;
    unsigned block;   /* number of its block of text; those aside do not count */
    unsigned aside;   /* number of the outermost aside around it; 0: none */
    uint16_t zones;   /* enum page_zone */
    uint8_t label;    /* enum date_label */
    bool is_value;    /* from an attribute, not from text */
    bool is_alone;    /* little else is in its block */
    bool is_early;    /* few words are before it in its block */
    bool is_sentence; /* its block is one, or more */
    bool is_dateline; /* begins a paragraph, with a sign after it */
};

struct page_heading {
    unsigned block;
    int level;
    size_t same; /* bytes that it has in common with <title> */
};

/* The beginning of a text, with its white space reduced. */
struct page_text {
    char bytes[PAGE_TEXT_SIZE];
    size_t size; /* of all of it */
};

struct page_dates {
    struct linked_dates linked;
    struct dated_rank published, created, modified; /* of <meta> and microdata */
    int32_t latest;                                 /* later days are not believed */
    bool in_english, in_britain; /* the language; an address of a country with the day first */
    bool in_body, settled;       /* settled: the text need not be looked at */
    bool in_title;
    struct page_text title;
    char reduced_title[PAGE_TEXT_SIZE]; /* what counts of it when it is compared */
    size_t reduced_size;

    uint16_t zones[PAGE_DEPTH_MAX]; /* of the open elements: their own, and asides around them; with
                                       flags of page_dates.c */
    size_t depth;
    size_t aside_depth;    /* of the outermost aside that is open; 0: none */
    unsigned aside_number; /* how many of them there have been */

    struct page_text block; /* that is being read */
    uint16_t block_zones;
    unsigned block_number;
    char above[PAGE_LABEL_SIZE]; /* the block before, if it is short, has no digits and is not aside
                                  */
    size_t above_size;
    size_t heading_depth; /* of the heading that is open; 0: none */
    int heading_level;
    bool has_title; /* one of the headings repeats <title> */
    struct page_candidate candidates[PAGE_CANDIDATES_MAX];
    size_t candidate_count;
    struct page_heading headings[PAGE_HEADINGS_MAX];
    size_t heading_count;
};

/* `latest`: the last day that may be a publication, since 1970. */
void page_dates_init(struct page_dates *dates, int32_t latest);

void page_dates_read_scripts(struct page_dates *dates, struct text_span page);

/* `attributes` is NULL, or names and values (NULL if none) in turn with a NULL at the end. Names
 * are in lower case. */
void page_dates_open(struct page_dates *dates, const char *name, const char *const *attributes);
void page_dates_close(struct page_dates *dates);
void page_dates_text(struct page_dates *dates, const char *bytes, size_t size);

/* Chooses. `address` is the page's, or empty. A moment without a date is MOMENT_NONE. */
void page_dates_finish(const struct page_dates *dates, struct text_span address,
                       struct moment *published, struct moment *modified);

#endif
