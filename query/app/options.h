/* The command line of fouille. */
#ifndef FOUILLE_APP_OPTIONS_H
#define FOUILLE_APP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/settings.h"
#include "query/language/query.h"
#include "query/present/colors.h"
#include "query/present/concordance.h"
#include "query/present/facets.h"
#include "query/search/search.h"

enum task {
    TASK_SEARCH,
    TASK_COUNT,
    TASK_FACET,
    TASK_KWIC,
    TASK_TERMS,
    TASK_BATCH,
    TASK_MERGE_RUNS,
    TASK_HELP,
    TASK_VERSION
};

enum format {
    FORMAT_AUTO,
    FORMAT_PATH,
    FORMAT_PATH_NUL,
    FORMAT_JSON,
    FORMAT_TSV,
    FORMAT_TREC,
    FORMAT_TEMPLATE
};

enum color { COLOR_UNSET, COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
    enum task task;
    enum format format;
    enum color color;
    struct colors colors;
    bool explain, no_snippet;
    bool null;                 /* paths end with NUL */
    bool unique;               /* one of each group of copies only */
    bool limited;              /* --limit was given */
    bool timings;              /* per query of TASK_BATCH */
    size_t threads;            /* of TASK_BATCH; 0: as many as the machine has cores */
    size_t offset;             /* hits skipped */
    enum facet facet;          /* of TASK_FACET */
    size_t context;            /* words on each side, for TASK_KWIC and passages */
    bool passages;             /* --context was given */
    bool full;                 /* whole texts */
    bool header;               /* before --tsv */
    const char *line_template; /* for FORMAT_TEMPLATE */
    enum concordance_order kwic_order;
    const char *index;          /* --index, or NULL */
    const char *fallback_index; /* the setting, for where no index is found; or NULL */
    const char *similar;        /* --similar: a file, "-" for standard input; or NULL */
    struct query_options query;
    struct search_options search;
    char **words; /* words of the query, to be joined by spaces */
    int word_count;
};

/* Sets the options from the arguments (reordering argv) and, for options not given, from the
 * settings, which must outlive them. Returns 0, or ERROR_SYNTAX with a message. */
int options_parse(struct options *options, const struct settings *settings, int argc, char **argv);

#endif
