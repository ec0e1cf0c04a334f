/* Answers that are no lists of hits: counts by month or site, concordances, words of the index. */
#ifndef FOUILLE_QUERY_STUDY_H
#define FOUILLE_QUERY_STUDY_H

#include "query/app/options.h"
#include "query/present/output.h"

struct study {
    const struct options *options;
    struct index *index;
    struct analyzer *analyzer;
    struct output *output;
    struct bytes original; /* of --similar; data is NULL when there is none */
};

/* Each writes its lines, and sets *found when there is one. 0 or an error. */
int study_facets(const struct study *study, const struct expansion *expansion, bool *found);
int study_concordance(const struct study *study, const struct expansion *expansion, bool *found);

/* `text` is what the words begin with; any bytes. */
int study_words(const struct study *study, const char *text, size_t size, bool *found);

#endif
