#include "indexer/update/job_file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "indexer/sources/walk/walk.h"

void job_file_release(struct job_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    free(file->path);
    previous_file_discard(file->previous);
}

int job_file_check(struct run *run, const struct job_file *file, const char *display_path)
{
    struct stat now;
    if (file->from_stdin)
        return 0;
    if (fstat(file->descriptor, &now) != 0)
        return error_system("cannot stat '%s'", display_path);
    if ((uint64_t)now.st_size == file->state.size &&
        clock_nanoseconds(now.st_mtim) == file->state.mtime)
        return 0;
    if (run->changed != NULL) {
        pthread_mutex_lock(&run->lock);
        changes_note(run->changed, display_path);
        pthread_mutex_unlock(&run->lock);
        return JOB_FILE_CHANGED;
    }
    return error_set(ERROR_INPUT, "'%s' changed while being read; the next run will read it again",
                     display_path);
}

bool job_file_is_read(int status)
{
    return status <= 0 && status != ERROR_STOPPED;
}

/* --- what is left out --- */

static struct left_entry left_entry_of(const struct run *run, const struct job_file *file,
                                       enum left_kind kind, int error)
{
    struct left_entry entry = {.kind = kind, .reader = (uint64_t)error};
    if (kind == LEFT_REFUSED)
        return entry;
    entry.state = file->state;
    entry.reader =
        input_rules_reader_hash(&run->options->input_rules, &file->kind, run->article_limit);
    return entry;
}

bool job_file_was_reported(const struct run *run, const struct job_file *file, enum left_kind kind,
                           int error)
{
    if (file->left == NULL)
        return false;
    const struct left_entry entry = left_entry_of(run, file, kind, error);
    return left_out_was_reported(&run->left, file->left, &entry);
}

void job_file_report_failure(struct run *run, const struct job_file *file, int status,
                             struct left_reason *reason)
{
    const int error = errno;
    enum left_kind kind = status == ERROR_SYSTEM ? LEFT_REFUSED : LEFT_FILE;
    if (!job_file_was_reported(run, file, kind, error))
        report_complaint(run->report, COMPLAINT_FILE, NULL, 0, error_message());
    left_reason_note(reason, kind, error, error_message());
}

void job_file_leave_out(struct run *run, const struct job_file *file,
                        const struct left_reason *reason)
{
    if (!reason->any)
        return;
    struct left_entry entry = left_entry_of(run, file, reason->kind, reason->error);
    bool told = left_out_was_reported(&run->left, file->left, &entry);
    entry.root = file->root;
    entry.path = file->path;
    entry.why = left_reason_why(reason);
    if (left_out_note(&run->left, &entry, told) != 0)
        run_fail(run, ERROR_MEMORY);
}

void job_file_finish(struct run *run, struct job_file *file, bool failed)
{
    struct previous_file *previous = file->previous;
    file->previous = NULL;
    if (previous == NULL)
        return;
    if (!run_may_continue(run)) {
        previous_file_discard(previous);
        return;
    }
    previous->failed = failed;
    int status = previous_file_finish(run->previous, previous, &file->state);
    if (status != 0)
        run_fail(run, status);
}
