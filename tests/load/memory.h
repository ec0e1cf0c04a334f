/* The memory of a process that lives long, looked at now and then, and whether it grows. */
#ifndef FOUILLE_TESTS_LOAD_MEMORY_H
#define FOUILLE_TESTS_LOAD_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct memory_sample {
    double seconds;
    double all, own; /* KiB resident: with mapped files, and without them */
};

struct memory {
    pid_t process;
    size_t count, room;
    struct memory_sample *samples; /* owned */
};

/* Adds a sample; false when the process is gone. */
bool memory_look(struct memory *memory, double seconds);

/* KiB an hour that its own memory grows by: a line through the samples behind the first third, in
 * which it warms up. */
double memory_slope(const struct memory *memory);

/* The largest so far. */
struct memory_sample memory_peak(const struct memory *memory);

void memory_release(struct memory *memory);

#endif
