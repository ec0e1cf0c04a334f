/* Processes that start fouille again and again, one at a time each, and judge every answer. */
#ifndef FOUILLE_TESTS_LOAD_ASKER_H
#define FOUILLE_TESTS_LOAD_ASKER_H

#include <stdatomic.h>
#include <sys/types.h>

#include "tests/load/latency.h"

/* In memory that all processes have. */
struct load {
    atomic_ulong written;   /* the newest generation that may be in the index */
    atomic_ulong published; /* the newest that is in it for sure */
    atomic_bool stop;
    atomic_ulong answers, failures;
    atomic_ulong peak; /* KiB resident, of the search that took most */
    struct latency latency;
};

/* What does not change from question to question. */
struct asker {
    struct load *load;
    const char *folder;  /* where index/ and articles/ are */
    const char *program; /* fouille */
    const char *settled; /* the answer about the articles that stay */
};

/* Starts one, which asks until load->stop; `number` tells which question it begins with. A bad
 * answer is printed, and counted. */
pid_t asker_start(const struct asker *asker, unsigned number);

/* The question about the articles that stay, asked now; owned by the caller. */
char *asker_settled(const struct asker *asker);

#endif
