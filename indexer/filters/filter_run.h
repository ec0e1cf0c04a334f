/* Runs a filter on one file, in a process group of its own, within limits of time, memory and
 * output. */
#ifndef FOUILLE_FILTERS_FILTER_RUN_H
#define FOUILLE_FILTERS_FILTER_RUN_H

#include "common/base/buffer.h"
#include "indexer/filters/confine.h"
#include "indexer/filters/filters.h"

struct filter_limits {
    struct confinement confinement;
    size_t output;         /* bytes */
    bool (*stopped)(void); /* whether the run is to end; asked ten times a second */
};

/* Appends what the filter writes to `output`: all of it, or, when that is more than
 * limits->output, the first bytes (one more than the limit) of it. The filter's standard input is
 * `descriptor`, or nothing when its command has {}, for which `path` stands. Its environment is
 * ours, but with LC_ALL=C.UTF-8.
 * 0; ERROR_INPUT, with the first line of its complaints: it failed, took too long, or could not
 * start; ERROR_STOPPED; ERROR_SYSTEM; ERROR_MEMORY. Whatever it started is dead on return, but for
 * what left its process group. Any thread. */
int filter_run(const struct filter *filter, int descriptor, const char *path,
               const struct filter_limits *limits, struct buffer *output);

#endif
