/* File operations that are made, and, when FOUILLE_RECORD names a file, written to the end of that
 * log (log.h) in the order in which they were made. Each returns what the system call of its name
 * does. Only what changes a file or folder is written down. */
#ifndef FOUILLE_TESTS_CRASH_RECORD_H
#define FOUILLE_TESTS_CRASH_RECORD_H

#include <stddef.h>
#include <sys/types.h>

int record_openat(int folder, const char *path, int flags, mode_t mode);
ssize_t record_write(int file, const void *bytes, size_t size);
ssize_t record_pwrite(int file, const void *bytes, size_t size, off_t offset);
int record_fsync(int file);
int record_ftruncate(int file, off_t size);
int record_renameat(int from_folder, const char *from, int to_folder, const char *to);
int record_linkat(int from_folder, const char *from, int to_folder, const char *to, int flags);
int record_unlinkat(int folder, const char *path, int flags);
int record_mkdirat(int folder, const char *path, mode_t mode);

/* A change that the log has no word for: ends the process with a message, if there is a log. */
void record_refuse(const char *what);

#endif
