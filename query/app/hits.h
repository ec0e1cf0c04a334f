/* Shows hits, one after another, in the requested format. */
#ifndef FOUILLE_APP_HITS_H
#define FOUILLE_APP_HITS_H

#include "common/base/slice.h"
#include "query/app/article.h"
#include "query/app/options.h"
#include "query/present/output.h"
#include "query/present/terminal.h"

/* State kept from hit to hit. Call hits_init, then hits_show any number of times, then hits_release
 * (also after failure of either). */
struct hits {
    const struct options *options;
    struct index *index;
    struct analyzer *analyzer;
    const struct expansion *expansion;
    struct output *output;
    struct slice query; /* the query's name in a batch, set by the caller; otherwise data is NULL */
    const struct suggestions *suggestions; /* for the query, set by the caller; or NULL */
    bool terminal;                         /* for people: titles, passages, possibly colour */
    struct terminal_style style;
    struct article_reader article; /* of the hit that is shown */
    struct snippet title, passage;
    struct match_list matches;
    struct range_list offsets, passage_ranges; /* of the body */
    struct range_list file_offsets;            /* of the file */
    struct buffer file;                        /* its bytes */
    struct snippet *passages;                  /* one per range */
    size_t passage_count;
    struct shown_text text;
    struct score_part *parts;
};

/* Everything pointed to must outlive `hits`; the expansion must be a question's. Returns 0 or
 * ERROR_MEMORY. */
int hits_init(struct hits *hits, const struct options *options, const struct expansion *expansion,
              struct analyzer *analyzer, struct output *output);
void hits_release(struct hits *hits);

/* Whether the output has colour: as --color says, else on a terminal that supports it according to
 * $TERM, unless $NO_COLOR is set. */
bool hits_are_colored(const struct options *options);

/* Writes a hit. Returns 0, ERROR_CORRUPT, ERROR_MEMORY, or ERROR_SYSTEM when writing fails. */
int hits_show(struct hits *hits, const struct hit *hit, size_t rank);

#endif
