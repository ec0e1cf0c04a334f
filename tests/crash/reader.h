/* A process that asks an index all the while, and ends with an error when an answer is not that of
 * the old commit or the new one. */
#ifndef FOUILLE_TESTS_CRASH_READER_H
#define FOUILLE_TESTS_CRASH_READER_H

#include <stdatomic.h>

#include "tests/crash/scenario.h"

/* In memory that both have. */
struct reader_shared {
    atomic_ulong answers; /* so far */
    atomic_bool stop;     /* the reader ends after its answer */
};

struct reader {
    pid_t process;
    struct reader_shared *shared;
};

void reader_start(struct reader *reader, const struct stage *stage, const char *folder);

/* Waits until it has had another answer (or has failed). */
void reader_wait(const struct reader *reader);

/* True if all of its answers were good, and there was one; they are added to *answers. */
bool reader_stop(struct reader *reader, unsigned long *answers);

#endif
