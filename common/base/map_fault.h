/* Read errors in mapped files. When the kernel cannot read a page of a mapped file (a bad sector, a
 * disk or a network that is gone, a file that was truncated), it sends SIGBUS to the thread that
 * touches the page, which by default ends the process with a core dump.
 *
 * Here the page is replaced by zeros instead, the fault is counted, and the thread continues. Zeros
 * match no checksum, and each page of an index is verified when it is first touched: so a fault
 * becomes an error (ERROR_SYSTEM, errno EIO) where a wrong byte would, and is handled in the same
 * way: temporary files are removed, the lock is released, and --watch tries again later. A handler
 * that ended the process, or jumped out of the interrupted code, could do none of that.
 *
 * A page that was good may fail when it is read again; whatever is computed from its zeros is
 * wrong, and no checksum shows it. So code that is about to answer or publish first checks whether
 * there were faults meanwhile (map_fault_count), as for memory (error_memory_count).
 *
 * The handler knows which address ranges are guarded; a SIGBUS with another cause has its default
 * action.
 */
#ifndef FOUILLE_BASE_MAP_FAULT_H
#define FOUILLE_BASE_MAP_FAULT_H

#include <stdbool.h>
#include <stddef.h>

struct map_guard;

/* Installs the handler: one system call. Without it, guards have no effect. */
void map_fault_install_handler(void);

/* Guards the mapping of a file, which is not empty; `display_path`, which is copied, names it in
 * messages. Returns NULL, with the message set, when memory ran out. Thread-safe. O(1). */
struct map_guard *map_fault_guard(const void *data, size_t size, const char *display_path);

/* Ends the guard, once, before the range is unmapped. NULL is allowed. */
void map_fault_release(struct map_guard *guard);

/* Whether a page of the range could not be read. NULL: false. */
bool map_fault_occurred(const struct map_guard *guard);

/* Returns the number of faults in this process so far, in any thread. Cheap. */
unsigned long map_fault_count(void);

/* Sets the message of the last fault: the file, the offset, and what helps. Returns ERROR_SYSTEM,
 * with errno EIO. Only after a fault. */
int map_fault_error(void);

/* Returns `status`, or map_fault_error() if there were faults since map_fault_count returned
 * `since`: a failure since then, or an apparent success, may be due to the zeros. */
int map_fault_result(int status, unsigned long since);

#endif
