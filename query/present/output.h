/* Standard output: gathered, and written in large pieces. */
#ifndef FOUILLE_PRESENT_OUTPUT_H
#define FOUILLE_PRESENT_OUTPUT_H

#include <stdbool.h>

#include "common/base/buffer.h"

struct output {
    struct buffer pending;
    int descriptor;
    bool closed; /* the reader has gone: what follows is dropped, quietly */
    int status;  /* sticky: ERROR_SYSTEM when a write failed otherwise */
};

/* Without a descriptor (−1) everything stays pending: the caller takes it from there. */
void output_init(struct output *output, int descriptor);

/* Writes what is pending, if there is much of it; all of it at the end. 0 or the sticky error. A
 * closed pipe is no error. SIGPIPE must be ignored. Nothing is written any more once a file of the
 * index could not be read (map_fault.h), since zeros may be in what is pending. */
int output_drain(struct output *output);
int output_finish(struct output *output);

#endif
