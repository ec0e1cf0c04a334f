/* Folders and files of the tests. Whatever fails here ends the test with a message: it is the
 * test's trouble, not the programs'. */
#ifndef FOUILLE_TESTS_CRASH_FILES_H
#define FOUILLE_TESTS_CRASH_FILES_H

#include <stdbool.h>
#include <stddef.h>

enum { PATH_SIZE = 512 };

/* Prints "crash: " and the message, and ends the process with 2. */
_Noreturn void files_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A new folder in $TMPDIR, or in memory where that can be, or in /tmp. */
void files_scratch(char path[PATH_SIZE]);

/* "folder/name". */
void files_join(char path[PATH_SIZE], const char *folder, const char *name);

/* Open to the user alone: an index that others can read is taken for a shared one. */
void files_make_folder(const char *path);
void files_write(const char *path, const void *bytes, size_t size);

/* The whole file with a NUL after it, to be freed; NULL if it is not there. */
char *files_read(const char *path, size_t *size);

/* All that is below `from` (files and folders) to `to`, which is made. */
void files_copy(const char *from, const char *to);

/* The folder with all that is below it; nothing if it is not there. */
void files_remove(const char *path);

/* Calls `visit` for each entry of the folder, in no order. */
void files_list(const char *path, void (*visit)(void *context, const char *name), void *context);

/* Bytes of all files directly in the folder; 0 if it is not there. */
size_t files_space(const char *path);

/* The number that the environment gives by this name, else `otherwise`. */
unsigned long files_setting(const char *name, unsigned long otherwise);

#endif
