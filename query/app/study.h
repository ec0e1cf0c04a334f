/* Answers other than lists of hits: counts by month or site, concordances, words of the index. */
#ifndef FOUILLE_APP_STUDY_H
#define FOUILLE_APP_STUDY_H

#include "common/base/slice.h"
#include "query/app/options.h"
#include "query/present/output.h"

struct study {
    const struct options *options;
    struct index *index;
    struct analyzer *analyzer;
    struct output *output;
    struct slice original; /* the text of --similar; otherwise data is NULL */
};

/* Each writes its lines and sets *found if there are any. Returns 0 or an error. */
int study_facets(const struct study *study, const struct expansion *expansion, bool *found);
int study_concordance(const struct study *study, const struct expansion *expansion, bool *found);

/* `text` is the beginning of the words, or a pattern; any bytes. */
int study_words(const struct study *study, const char *text, size_t size, bool *found);

#endif
