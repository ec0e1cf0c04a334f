/* What a filter may not do, asked of the kernel by the child itself before it becomes the filter.
 *
 * Memory, processor time, size of written files and open files are limited (setrlimit); no rights
 * are gained by executing (no_new_privs); no core is dumped; it dies with the thread that started
 * it. Where the kernel has Landlock it writes nowhere but below the temporary folder and to
 * /dev/null, and (Landlock ABI 4) opens no TCP connection. It reads what the user reads.
 */
#ifndef FOUILLE_FILTERS_CONFINE_H
#define FOUILLE_FILTERS_CONFINE_H

#include <stddef.h>

struct confinement {
    size_t memory;    /* bytes of data that one of its processes may have */
    unsigned seconds; /* of the clock; of the processor, for each of its processes */
    int rules;        /* a Landlock rule set, or -1 */
};

/* Makes the rule set; without Landlock there is none. The caller closes confinement->rules. */
void confine_prepare(struct confinement *confinement);

/* To be called between vfork and exec: touches no memory but its own stack. 0; or -1 when the
 * kernel has refused a limit, and then nothing is to be executed. */
int confine_self(const struct confinement *confinement);

#endif
