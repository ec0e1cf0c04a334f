/* Which command makes text of which files: --filter '.epub=html:pandoc -t html {}'.
 *
 * A filter is for all files whose names end in its suffix, ASCII letter case ignored; of several
 * the longest, of equals the last that was given. It comes before the formats that are read without
 * one.
 */
#ifndef FOUILLE_FILTERS_FILTERS_H
#define FOUILLE_FILTERS_FILTERS_H

#include "indexer/filters/command.h"

struct filter {
    char *suffix;  /* with its dot; owned */
    char *output;  /* the format of what it writes: text, html, …; owned */
    bool built_in; /* nobody asked for it */
    struct command command;
};

/* All zeros: none. */
struct filters {
    struct filter *items;
    size_t count;
};

void filters_release(struct filters *filters);

/* Adds a filter that is written SUFFIX=[FORMAT:]COMMAND; `formats` are the names that FORMAT may
 * have, a NULL behind them, the first of which it has when it is not given. 0; ERROR_SYNTAX;
 * ERROR_NOT_FOUND (no such program); ERROR_MEMORY. */
int filters_add(struct filters *filters, const char *text, const char *const *formats);

/* The filter for a file of this name, or NULL. */
const struct filter *filters_find(const struct filters *filters, const char *name);

#endif
