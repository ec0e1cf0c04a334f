/* Which filter converts which files: --filter '.epub=html:pandoc -t html {}'.
 *
 * A filter applies to all files whose names end in its suffix, ASCII letter case ignored. Of
 * several that apply, the longest suffix wins; of equal ones, the last given. Filters take
 * precedence over the formats that are read without one.
 */
#ifndef FOUILLE_FILTERS_FILTERS_H
#define FOUILLE_FILTERS_FILTERS_H

#include "indexer/filters/command.h"

struct filter {
    char *suffix;  /* with its dot; owned */
    char *output;  /* the format of its output: text, html, …; owned */
    bool built_in; /* not given by the user */
    struct command command;
};

/* All zeros: empty. */
struct filters {
    struct filter *items;
    size_t count;
};

void filters_release(struct filters *filters);

/* Adds a filter written as SUFFIX=[FORMAT:]COMMAND. `formats` lists the valid names of FORMAT,
 * ended by a NULL; the first is the default. 0; ERROR_SYNTAX; ERROR_NOT_FOUND (no such program);
 * ERROR_MEMORY. */
int filters_add(struct filters *filters, const char *text, const char *const *formats);

/* Returns the filter for a file of this name, or NULL. */
const struct filter *filters_find(const struct filters *filters, const char *name);

#endif
