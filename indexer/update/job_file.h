/* A file to be read, on its way from the scheduler, which opened it, to the worker that reads it.
 */
#ifndef FOUILLE_UPDATE_JOB_FILE_H
#define FOUILLE_UPDATE_JOB_FILE_H

#include "indexer/run/input_rules.h"
#include "indexer/state/left_reason.h"
#include "indexer/state/previous_file.h"
#include "indexer/update/run.h"

struct job_file {
    int descriptor; /* owned; -1: none */
    uint32_t root;  /* number */
    char *path;     /* below the root; owned */
    struct input_kind kind;
    struct file_state state;
    struct previous_file *previous; /* what the index has of it, or NULL; owned */
    const struct left_entry *left; /* its entry if an earlier run left it out; the run's; or NULL */
    bool from_stdin;               /* it came from standard input, and cannot change */
};

/* Closes the file and frees what it owns. */
void job_file_release(struct job_file *file);

/* Checks that the open file is as the walk found it. Returns 0; JOB_FILE_CHANGED when it has
 * changed since, so that what was read may be neither the old nor the new text (run->changed then
 * has it); ERROR_INPUT when it has changed and run->changed is NULL; ERROR_SYSTEM. */
enum { JOB_FILE_CHANGED = 1 };
int job_file_check(struct run *run, const struct job_file *file, const char *display_path);

/* Whether a run before said that this is left out of the unchanged file, for that reason. */
bool job_file_was_reported(const struct run *run, const struct job_file *file, enum left_kind kind,
                           int error);

/* Reports that a file cannot be read, unless an earlier run said the same about the unchanged file,
 * and notes it in `reason`. `status` is the reader's, whose message is reported. */
void job_file_report_failure(struct run *run, const struct job_file *file, int status,
                             struct left_reason *reason);

/* Notes for the next runs what was left out of a file that was read to its end. */
void job_file_leave_out(struct run *run, const struct job_file *file,
                        const struct left_reason *reason);

/* Whether a reader that returned `status` reached the end of its file, or something in it that
 * cannot be read. */
bool job_file_is_read(int status);

/* Applies what was read to what the index has of the file, and frees that. `failed`: not all of the
 * file could be read. */
void job_file_finish(struct run *run, struct job_file *file, bool failed);

#endif
