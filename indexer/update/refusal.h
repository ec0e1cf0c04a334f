/* Files and folders that cannot be read, or that readers of the index may not read: what is said of
 * them, and what becomes of what the index has there. */
#ifndef FOUILLE_UPDATE_REFUSAL_H
#define FOUILLE_UPDATE_REFUSAL_H

#include "indexer/update/scheduler.h"

/* Whether an error of the system (errno) means that there are no descriptors or no memory, so that
 * nothing more can be read: a failure of the run, not of the file. */
bool refusal_is_exhaustion(int error);

/* Notes a file or folder of the current root that cannot be read, and reports `message` unless an
 * earlier run did. `error`: the system's number, by which a run tells whether the reason is the
 * same; 0: it is not the system that refuses. Returns 0 or ERROR_MEMORY. */
int refusal_note(struct scheduler *scheduler, const char *path, int error, const char *message);

/* The same for a message that does not name the path: it is put before it. */
int refusal_note_named(struct scheduler *scheduler, const char *path, int error,
                       const char *message);

/* Leaves out a file that readers may not read, and deletes what the index has of it. Takes
 * ownership of `file`; NULL: it is looked up. Returns 0 or an error. */
int refusal_close_file(struct scheduler *scheduler, const char *path, struct previous_file *file);

/* Leaves out a folder that readers may not read. The walk must not enter it, so that what the index
 * has of it is deleted as gone. Returns 0 or an error. */
int refusal_close_folder(struct scheduler *scheduler, const char *path);

/* New readers cannot be admitted while some articles cannot be checked: returns ERROR_INPUT, with a
 * message that says so and why. */
int refusal_of_readers(const char *why);

#endif
