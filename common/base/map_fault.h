/* Faults under mapped files. Where the kernel cannot bring in a page of a mapped file (a bad
 * sector, a disk or a network that is gone, a file that somebody has cut short), it sends SIGBUS to
 * the thread that touches it, which by default ends the process with a core.
 *
 * Here the page becomes one of zeros instead, the fault is counted, and the thread goes on. Zeros
 * match no checksum, and each page of an index is summed when it is first touched: so a fault
 * becomes an error (ERROR_SYSTEM, errno EIO) where a wrong byte does, and takes the same way, with
 * temporary files removed, the lock let go, and --watch trying again later. A handler that ended
 * the process, or jumped out of whatever it met, could do none of that.
 *
 * A page that was good may fail when it is read anew; what is computed from its zeros is wrong, and
 * no checksum says so. So whoever answers or publishes asks before whether there were faults
 * meanwhile (map_fault_count), as for memory (error_memory_count).
 *
 * The handler knows the address ranges that are guarded; a SIGBUS for another reason has its
 * default action.
 */
#ifndef FOUILLE_PLATFORM_MAP_FAULT_H
#define FOUILLE_PLATFORM_MAP_FAULT_H

#include <stdbool.h>
#include <stddef.h>

struct map_guard;

/* Installs the handler: one system call. Without it guards change nothing. */
void map_fault_catch(void);

/* Guards the mapping of the file that messages name `shown`, which is copied. NULL with its message
 * when memory ran out. Thread-safe. O(1). */
struct map_guard *map_fault_guard(const void *data, size_t size, const char *shown);

/* Ends the guard, before the range is unmapped. NULL is allowed. */
void map_fault_release(struct map_guard *guard);

/* Whether a page of the range could not be read. NULL: false. */
bool map_fault_met(const struct map_guard *guard);

/* The number of faults in this process so far, by any thread. Cheap. */
unsigned long map_fault_count(void);

/* Leaves the message of the last fault: which file, where, and what helps. ERROR_SYSTEM, with errno
 * EIO. Only after a fault. */
int map_fault_error(void);

/* `status`, or, where there were faults since map_fault_count was `since`, map_fault_error(): what
 * failed for the zeros' sake, or seemed to succeed, failed for that. */
int map_fault_result(int status, unsigned long since);

#endif
