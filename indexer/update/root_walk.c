#include "indexer/update/root_walk.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "common/base/error.h"
#include "indexer/update/absent.h"
#include "indexer/update/refusal.h"
#include "indexer/update/visit.h"

/* --- what the walk meets; the context is the scheduler --- */

static bool announce_file(void *context, const char *path, const char *name)
{
    return visit_announce(context, path, name);
}

static int see_file(void *context, const struct walk_file *walked)
{
    return visit_file(context, walked);
}

static int keep_unreadable(struct scheduler *scheduler, const char *path, int error)
{
    struct run *run = scheduler->run;
    if (refusal_is_exhaustion(error))
        return ERROR_SYSTEM;
    if (error == EACCES && !audience_is_empty(&run->readers.audience))
        return refusal_close_folder(scheduler, path);
    if (run->readers.rechecks_all)
        return refusal_of_readers(error_message());
    int status = refusal_note_named(scheduler, path, error, error_message());
    if (status == 0 && run->previous != NULL)
        status = previous_state_protect(run->previous, scheduler->root_number, path);
    return status;
}

/* What cannot be read stays as the index has it, unless the index is shared and permissions are the
 * cause: then its articles are deleted. */
static void see_unreadable(void *context, const char *path)
{
    struct scheduler *scheduler = context;
    const int error = errno;
    scheduler->entries_seen++;
    int status = keep_unreadable(scheduler, path, error);
    if (status != 0)
        run_fail(scheduler->run, status);
}

static void see_other(void *context, const char *path)
{
    struct scheduler *scheduler = context;
    (void)path;
    scheduler->entries_seen++;
    report_skipped(scheduler->run->report, SKIPPED_SPECIAL);
}

static bool is_wanted(void *context, const char *path, bool folder)
{
    const struct scheduler *scheduler = context;
    return input_rules_allow(&scheduler->run->options->input_rules, path, folder);
}

static void see_unwanted(void *context, const char *path)
{
    struct scheduler *scheduler = context;
    (void)path;
    scheduler->entries_seen++;
    report_skipped(scheduler->run->report, SKIPPED_IGNORED);
}

static int note_mount(struct scheduler *scheduler, const struct walk_folder *folder)
{
    struct manifest *next = &scheduler->run->transaction.next;
    if (!folder->is_mount || manifest_has_mount(next, scheduler->root_number, folder->path))
        return 0;
    return manifest_add_mount(next, scheduler->root_number, folder->path);
}

static int check_folder(void *context, const struct walk_folder *folder)
{
    struct scheduler *scheduler = context;
    const struct readers *readers = &scheduler->run->readers;
    if (audience_is_empty(&readers->audience) ||
        readers_may_enter_folder(readers, folder->descriptor, folder->status))
        return note_mount(scheduler, folder);
    int status = refusal_close_folder(scheduler, folder->path);
    return status != 0 ? status : 1;
}

/* --- roots --- */

/* Standard input is a file by now (spool.h). Only its articles are compared: that file's times and
 * inode mean nothing. */
static int read_standard(struct scheduler *scheduler)
{
    struct run *run = scheduler->run;
    struct job_file file = {.kind.source = source_kind_of(run->options->stdin_name),
                            .from_stdin = true};
    struct stat status;
    file.descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    if (file.descriptor < 0)
        return error_system("cannot read standard input");
    file.state.size = fstat(file.descriptor, &status) == 0 ? (uint64_t)status.st_size : 0;
    int found = run->previous == NULL ? 0
                                      : previous_state_find(run->previous, scheduler->root_number,
                                                            "", &file.previous);
    if (found != 0) {
        close(file.descriptor);
        return found;
    }
    int added = scheduler_add(scheduler, &file, "");
    scheduler_flush(scheduler);
    return added == ERROR_STOPPED ? 0 : added;
}

int root_walk(struct scheduler *scheduler, const struct root *root, uint32_t number)
{
    const struct walk_events events = {.file = see_file,
                                       .before_file = announce_file,
                                       .unreadable = see_unreadable,
                                       .other = see_other,
                                       .folder = check_folder,
                                       .resolved = root->real != NULL,
                                       .use_ignore_files = true,
                                       .wanted = is_wanted,
                                       .unwanted = see_unwanted};
    struct run *run = scheduler->run;
    scheduler_set_root(scheduler, root, number);
    if (!root->update)
        return previous_state_protect(run->previous, number, "");
    if (root->from_stdin)
        return read_standard(scheduler);
    if (!readers_can_reach(&run->readers, root->path, SIZE_MAX))
        return refusal_close_folder(scheduler, "");
    int status = absent_keep_mounts(scheduler);
    if (status != 0)
        return status;
    status = walk_tree(root->real != NULL ? root->real : root->path, &events, scheduler);
    const int error = errno;
    if (status == 0 || status == ERROR_STOPPED)
        scheduler_flush(scheduler);
    if (status == ERROR_SYSTEM && scheduler->entries_seen == 0)
        status = absent_keep_root(scheduler, error);
    else if (status == 0 && scheduler->entries_seen == 0 && !root->holds_index)
        status = absent_keep_emptied(scheduler);
    return status == ERROR_STOPPED ? 0 : status;
}
