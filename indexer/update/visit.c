#include "indexer/update/visit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <time.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "indexer/run/stop.h"
#include "indexer/sources/walk/file_change.h"
#include "indexer/update/refusal.h"
#include "indexer/update/walked_file.h"

bool visit_announce(struct scheduler *scheduler, const char *path, const char *name)
{
    const struct options *options = scheduler->run->options;
    scheduler->kind = input_rules_kind_of(&options->input_rules, name);
    const struct input_kind *kind = &scheduler->kind;
    bool is_read = kind->source.format != SOURCE_NONE || kind->source.maybe_page;
    if (options->shard.count <= 1 || !is_read)
        return true;
    /* JSON Lines are shared line by line. */
    bool by_lines = kind->source.format == SOURCE_JSON_LINES && kind->filter == NULL;
    bool ours = by_lines || shard_input_has_file(&options->shard, scheduler->root_number, path);
    scheduler->entries_seen += !ours;
    return ours;
}

/* --- opening --- */

/* Returns a descriptor, or an error. *reason: the system's number of it; 0: the system gave another
 * thing than the walk found. */
static int open_regular_file(const struct walk_file *file, const char *display_path, int *reason)
{
    int descriptor = walked_file_open(file);
    if (descriptor < 0) {
        *reason = errno;
        return error_system("cannot open '%s'", display_path);
    }
    struct stat status;
    *reason = 0;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
        return descriptor;
    close(descriptor);
    return error_set(ERROR_INPUT, "'%s' is no longer a regular file", display_path);
}

/* Whether the file's times may come from another machine's clock. The system is asked once for
 * consecutive files on the same device. */
static bool has_foreign_clock(struct scheduler *scheduler, const struct walk_file *walked)
{
    struct statfs system;
    if (!scheduler->device_known || scheduler->device != walked->device) {
        int result = walked->directory == AT_FDCWD ? statfs(walked->name, &system)
                                                   : fstatfs(walked->directory, &system);
        scheduler->foreign_clock = result != 0 || file_system_is_shared((uint64_t)system.f_type);
        scheduler->device = walked->device;
        scheduler->device_known = true;
    }
    return scheduler->foreign_clock;
}

/* A later change of a file this young might not show (file_change.h): waits until it would or,
 * where that takes long, has the next run read the file again. */
static void await_clock_step(struct scheduler *scheduler, const struct walk_file *walked,
                             struct file_state *state)
{
    enum { WAIT_MAX = 20000000 }; /* nanoseconds */
    int64_t left = file_racy_time(state, clock_now(), has_foreign_clock(scheduler, walked));
    if (left > WAIT_MAX)
        state->again = true;
    else if (left > 0)
        nanosleep(&(struct timespec){.tv_nsec = left}, NULL);
}

/* Opens a file and has it read. Takes ownership of file->previous. */
static int schedule(struct scheduler *scheduler, const struct walk_file *walked,
                    struct job_file *file)
{
    struct run *run = scheduler->run;
    await_clock_step(scheduler, walked, &file->state);
    int reason;
    file->descriptor =
        open_regular_file(walked, scheduler_display_path(scheduler, walked->path), &reason);
    if (file->descriptor < 0 && refusal_is_exhaustion(reason)) {
        previous_file_discard(file->previous);
        return ERROR_SYSTEM;
    }
    if (file->descriptor < 0) {
        int status = refusal_note(scheduler, walked->path, reason, error_message());
        if (file->previous != NULL)
            previous_file_keep(run->previous, file->previous);
        return status == 0 && run->readers.rechecks_all ? refusal_of_readers(error_message())
                                                        : status;
    }
    if (!readers_may_read_file(&run->readers, file->descriptor)) {
        close(file->descriptor);
        return refusal_close_file(scheduler, walked->path, file->previous);
    }
    return scheduler_add(scheduler, file, walked->path);
}

/* --- deciding --- */

/* Without pdftotext a PDF counts as unreadable: what the index has of it stays. */
static int protect_pdf(struct scheduler *scheduler, const char *path)
{
    struct previous_state *previous = scheduler->run->previous;
    struct previous_file *file = NULL;
    report_no_pdf(scheduler->run->report, scheduler_display_path(scheduler, path));
    int status =
        previous == NULL ? 0 : previous_state_find(previous, scheduler->root_number, path, &file);
    if (status == 0 && file != NULL)
        previous_file_keep(previous, file);
    return status;
}

/* Whether the file's access list denies it to some reader. One that cannot be opened counts as
 * denied. */
static bool is_denied_by_list(const struct readers *readers, const struct walk_file *walked)
{
    int descriptor = walked_file_open(walked);
    bool open = descriptor >= 0 && readers_may_read_file(readers, descriptor);
    if (descriptor >= 0)
        close(descriptor);
    return !open;
}

/* Whether a file that was left out before still is, as far as can be seen without opening it. */
static bool stays_left_out(const struct run *run, const struct job_file *file)
{
    return file->left != NULL &&
           left_out_stays(&run->left, file->left, &file->state,
                          input_rules_reader_hash(&run->options->input_rules, &file->kind,
                                                  run->article_limit));
}

static bool needs_reading(const struct run *run, const struct job_file *file)
{
    if (file->previous == NULL || (file->left != NULL && file->left->kind != LEFT_REFUSED))
        return true;
    const struct file_state *before = &file->previous->state;
    return before->again || file_has_changed(before, &file->state, run->options->ignore_ctime);
}

/* Looks into a file whose name leaves its format open. One that cannot be opened is read as a page
 * if the index has it, so that what befell it is told. */
static int find_format(struct scheduler *scheduler, const struct walk_file *walked,
                       struct job_file *file)
{
    struct previous_state *previous = scheduler->run->previous;
    enum walked_page page = walked_file_is_page(walked);
    int status = 0;
    if (page == WALKED_UNREADABLE && previous != NULL)
        status =
            previous_state_find(previous, scheduler->root_number, walked->path, &file->previous);
    if (page == WALKED_PAGE || file->previous != NULL)
        file->kind.source.format = SOURCE_HTML;
    return status;
}

int visit_file(struct scheduler *scheduler, const struct walk_file *walked)
{
    struct run *run = scheduler->run;
    struct job_file file = {.kind = scheduler->kind, .state = file_state_of(walked)};
    int status = 0;
    scheduler->entries_seen++;
    if (file.kind.source.maybe_page && (status = find_format(scheduler, walked, &file)) != 0)
        return status;
    if (file.kind.source.format == SOURCE_NONE && !file.kind.lacks_pdf) {
        report_skipped(run->report, SKIPPED_FORMAT);
        return 0;
    }
    if (!readers_may_read(&run->readers, walked->mode, walked->group))
        return refusal_close_file(scheduler, walked->path, NULL);
    if (file.kind.lacks_pdf)
        return protect_pdf(scheduler, walked->path);
    if (run->previous != NULL && file.previous == NULL)
        status = previous_state_find(run->previous, scheduler->root_number, walked->path,
                                     &file.previous);
    if (status != 0)
        return status;
    if (run->readers.rechecks_all && file.previous != NULL &&
        is_denied_by_list(&run->readers, walked))
        return refusal_close_file(scheduler, walked->path, file.previous);
    file.left = left_out_find(&run->left, scheduler->root_number, walked->path);
    if (stays_left_out(run, &file))
        status = left_out_note(&run->left, file.left, true);
    else if (needs_reading(run, &file))
        return schedule(scheduler, walked, &file);
    if (file.previous != NULL)
        previous_file_keep(run->previous, file.previous);
    return status == 0 && stop_requested() ? ERROR_STOPPED : status;
}
