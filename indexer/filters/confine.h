/* The restrictions on a filter, which the child imposes on itself before it becomes the filter.
 *
 * Memory, processor time, the size of written files and the number of open files are limited
 * (setrlimit); executing a program gains no rights (no_new_privs); no core is dumped; the filter
 * dies with the thread that started it. Where the kernel has Landlock, it can write only below the
 * temporary folder and to /dev/null and, from Landlock ABI 4 on, opens no TCP connection. It can
 * read whatever the user can.
 */
#ifndef FOUILLE_FILTERS_CONFINE_H
#define FOUILLE_FILTERS_CONFINE_H

#include <stddef.h>

struct confinement {
    size_t memory;    /* bytes of data, for each of its processes */
    unsigned seconds; /* of wall-clock time; of CPU time, for each of its processes */
    int rules;        /* a Landlock rule set, or -1 */
};

/* Makes the rule set, or sets rules to -1 without Landlock. The caller closes
 * confinement->rules. */
void confine_prepare(struct confinement *confinement);

/* For use between vfork and exec: writes to no memory but its own stack. 0, or -1 when the kernel
 * refused a limit; the program must then not be executed. */
int confine_self(const struct confinement *confinement);

#endif
