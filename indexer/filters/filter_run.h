/* Runs a filter on one file, in its own process group, within limits on time, memory and output. */
#ifndef FOUILLE_FILTERS_FILTER_RUN_H
#define FOUILLE_FILTERS_FILTER_RUN_H

#include "common/base/buffer.h"
#include "indexer/filters/confine.h"
#include "indexer/filters/filters.h"

struct filter_limits {
    struct confinement confinement;
    size_t output;         /* bytes */
    bool (*stopped)(void); /* whether the run is to end; polled ten times a second */
};

/* Appends what the filter writes to `output`; when that exceeds limits->output, appends only the
 * first limits->output + 1 bytes. The filter's standard input is `descriptor`, or empty when its
 * command contains {}, which is replaced by `path`. Its environment is ours with LC_ALL=C.UTF-8.
 * 0; ERROR_INPUT, with the first line of the filter's error output, if it failed, took too long, or
 * could not start; ERROR_STOPPED; ERROR_SYSTEM; ERROR_MEMORY. On return all its processes are dead,
 * except any that left its process group. May be called from any thread. */
int filter_run(const struct filter *filter, int descriptor, const char *path,
               const struct filter_limits *limits, struct buffer *output);

#endif
