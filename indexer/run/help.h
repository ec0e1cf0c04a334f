/* The options of fouille-index as a table, and its --help. */
#ifndef FOUILLE_RUN_HELP_H
#define FOUILLE_RUN_HELP_H

#include "common/base/option_table.h"

#define GROUP(text)
#define OPTION(code, name, letter, value, completion, setter, needs, excludes, help) OPTION_##code,
enum {
    OPTION_NONE = 256,
#include "indexer/run/option_table.def"
};
#undef GROUP
#undef OPTION

extern const struct option_row index_options[];
extern const size_t index_option_count;

/* Appends the text of --help. */
void help_append(struct buffer *to);

#endif
