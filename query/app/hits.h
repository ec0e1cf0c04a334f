/* Shows hits, one after another, in the format that was asked for. */
#ifndef FOUILLE_QUERY_HITS_H
#define FOUILLE_QUERY_HITS_H

#include "common/index/index_documents.h"
#include "query/app/options.h"
#include "query/present/body.h"
#include "query/present/formats.h"
#include "query/present/output.h"

/* What is kept from hit to hit. Order of calls: hits_init, hits_show any number of times,
 * hits_release (also after failure of either). */
struct hits {
    const struct options *options;
    struct index *index;
    struct analyzer *analyzer;
    const struct expansion *expansion;
    struct output *output;
    struct bytes query; /* the query's name in a batch, set by the caller; else data is NULL */
    bool terminal;      /* for people: titles, passages, perhaps colour */
    struct terminal_style style;
    struct index_documents *documents; /* the expansion's */
    struct body_reader bodies;
    struct snippet title, passage;
    struct buffer path, body, matches;
    struct buffer offsets, spans; /* struct text_piece, of the body */
    struct buffer places, file;   /* struct text_piece, of the file; its bytes */
    struct snippet *pieces;       /* one for each span */
    size_t piece_count;
    struct shown_text text;
    struct score_part *parts;
};

/* Everything that is pointed to outlives `hits`; the expansion is a question's. 0 or ERROR_MEMORY.
 */
int hits_init(struct hits *hits, const struct options *options, const struct expansion *expansion,
              struct analyzer *analyzer, struct output *output);
void hits_release(struct hits *hits);

/* Whether what is written has colour: as --color says, else in a terminal that has some by $TERM,
 * unless $NO_COLOR is set. */
bool hits_are_colored(const struct options *options);

/* Writes a hit. 0, ERROR_CORRUPT, ERROR_MEMORY, or ERROR_SYSTEM when it cannot be written. */
int hits_show(struct hits *hits, const struct hit *hit, size_t rank);

#endif
