/* Standard output, buffered and written in large pieces. */
#ifndef FOUILLE_PRESENT_OUTPUT_H
#define FOUILLE_PRESENT_OUTPUT_H

#include <stdbool.h>

#include "common/base/buffer.h"

struct output {
    struct buffer pending;
    int descriptor;
    bool closed; /* the reader has closed the pipe: further output is dropped silently */
    int status;  /* sticky: ERROR_SYSTEM after a failed write, ERROR_MEMORY, or map_fault_result's
                  * error */
};

/* With descriptor −1, everything stays in the buffer, where the caller collects it. */
void output_init(struct output *output, int descriptor);

/* output_drain writes the buffer if it is large, output_finish all that is left. Return 0 or the
 * sticky error; a closed pipe is not an error. SIGPIPE must be ignored. Nothing more is written
 * once a file of the index could not be read (map_fault.h), as the buffer may hold zeros. */
int output_drain(struct output *output);
int output_finish(struct output *output);

#endif
