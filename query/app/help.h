/* The options of fouille as a table, and its --help. */
#ifndef FOUILLE_APP_HELP_H
#define FOUILLE_APP_HELP_H

#include "common/base/option_table.h"

#define GROUP(text)
#define OPTION(code, name, letter, value, completion, setter, needs, excludes, help) OPTION_##code,
enum {
    OPTION_NONE = 256,
#include "query/app/option_table.def"
};
#undef GROUP
#undef OPTION

extern const struct option_row query_options[];
extern const size_t query_option_count;

/* Appends the text of --help. */
void help_append(struct buffer *to);

#endif
