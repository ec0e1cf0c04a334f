#include "query/present/output.h"

#include <errno.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/map_fault.h"

enum { DRAIN_SIZE = 1 << 16 };

void output_init(struct output *output, int descriptor)
{
    *output = (struct output){.descriptor = descriptor};
}

static void write_pending(struct output *output)
{
    const char *at = output->pending.data;
    size_t left = output->pending.size;
    if (output->status == 0)
        output->status = map_fault_result(0, 0);
    while (left > 0 && !output->closed && output->status == 0) {
        ssize_t written = write(output->descriptor, at, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && errno == EPIPE) {
            output->closed = true;
        } else if (written < 0) {
            output->status = error_system("cannot write standard output");
        } else {
            at += written;
            left -= (size_t)written;
        }
    }
    if (output->status == 0)
        output->status = buffer_status(&output->pending);
    buffer_clear(&output->pending);
}

int output_drain(struct output *output)
{
    if (output->descriptor >= 0 && output->pending.size >= DRAIN_SIZE)
        write_pending(output);
    return output->status;
}

int output_finish(struct output *output)
{
    write_pending(output);
    buffer_release(&output->pending);
    return output->status;
}
