#include "indexer/update/scheduler.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "indexer/run/stop.h"
#include "indexer/sources/walk/file_change.h"

/* Bytes of a block; a job of small files is about as much work. */
enum { BLOCK_SIZE_MAX = 1 << 20, BLOCK_SIZE_MIN = 1 << 16, BLOCKS_PER_THREAD = 32 };

void scheduler_init(struct scheduler *scheduler, struct run *run, struct pool *pool)
{
    size_t size = run->options->memory / BLOCKS_PER_THREAD / run->threads;
    if (size > BLOCK_SIZE_MAX)
        size = BLOCK_SIZE_MAX;
    *scheduler = (struct scheduler){
        .run = run, .pool = pool, .block_size = size < BLOCK_SIZE_MIN ? BLOCK_SIZE_MIN : size};
}

void scheduler_release(struct scheduler *scheduler)
{
    if (scheduler->job != NULL)
        job_destroy(scheduler->run, scheduler->job);
    ignore_release(&scheduler->ignore);
    buffer_release(&scheduler->display_path);
}

bool scheduler_may_continue(const struct scheduler *scheduler)
{
    return !stop_requested() && run_may_continue(scheduler->run);
}

/* --- jobs --- */

static struct job *create_job(const struct scheduler *scheduler)
{
    struct job *job = calloc(1, sizeof *job);
    if (job == NULL) {
        run_fail(scheduler->run, error_memory());
        return NULL;
    }
    job->root = scheduler->root;
    job->root_number = scheduler->root_number;
    return job;
}

static void submit_files(struct scheduler *scheduler)
{
    struct job *job = scheduler->job;
    uint64_t bytes = scheduler->bytes;
    scheduler->job = NULL;
    scheduler->bytes = 0;
    if (job != NULL)
        pool_submit(scheduler->pool, job, bytes);
}

static void discard_job_file(const struct job_file *file)
{
    close(file->descriptor);
    free(file->path);
    previous_file_discard(file->previous);
}

static void add_to_job(struct scheduler *scheduler, const struct job_file *file)
{
    if (scheduler->job == NULL)
        scheduler->job = create_job(scheduler);
    if (scheduler->job == NULL) {
        discard_job_file(file);
        return;
    }
    scheduler->job->files[scheduler->job->count++] = *file;
    scheduler->bytes += file->state.size;
    if (scheduler->job->count == JOB_FILES || scheduler->bytes >= scheduler->block_size)
        submit_files(scheduler);
}

/* --- large JSON Lines files --- */

static struct shared_file *create_shared_file(struct scheduler *scheduler,
                                              const struct job_file *file)
{
    struct shared_file *shared = calloc(1, sizeof *shared);
    if (shared == NULL) {
        run_fail(scheduler->run, error_memory());
        return NULL;
    }
    shared->file = *file;
    shared->file.descriptor = -1;
    shared->root_number = scheduler->root_number;
    json_ids_init(&shared->ids, scheduler->run->article_limit);
    return shared;
}

static int submit_block(struct scheduler *scheduler, struct json_blocks *blocks,
                        struct shared_file *shared)
{
    struct job *job = create_job(scheduler);
    if (job == NULL)
        return ERROR_MEMORY;
    int status = json_blocks_next(blocks, &job->block);
    if (status == 1) {
        shared_file_retain(scheduler->run, shared);
        job->shared = shared;
        pool_submit(scheduler->pool, job, job->block.bytes.size);
    } else {
        job_destroy(scheduler->run, job);
    }
    return status;
}

static int submit_blocks(struct scheduler *scheduler, struct input *input,
                         struct shared_file *shared)
{
    struct json_blocks blocks;
    json_blocks_open(&blocks, input, scheduler->block_size, scheduler->run->article_limit);
    int status;
    do
        status = submit_block(scheduler, &blocks, shared);
    while (status == 1 && scheduler_may_continue(scheduler));
    json_blocks_close(&blocks);
    return status;
}

/* Gives a file to several workers, block by block. Takes ownership of it. */
static void submit_in_blocks(struct scheduler *scheduler, const struct job_file *file)
{
    struct input input;
    struct shared_file *shared = create_shared_file(scheduler, file);
    if (shared == NULL) {
        discard_job_file(file);
        return;
    }
    shared_file_retain(scheduler->run, shared); /* keeps it alive until the end */
    int status = input_open(&input, file->descriptor, file->kind.source.compressed,
                            root_full_path(&scheduler->display_path, scheduler->root, file->path));
    if (status == 0) {
        status = submit_blocks(scheduler, &input, shared);
        input_close(&input);
    }
    if (status == 0)
        status =
            job_file_check(scheduler->run, file, file->descriptor,
                           root_full_path(&scheduler->display_path, scheduler->root, file->path));
    close(file->descriptor);
    struct left_reason reason = {0};
    if (status == ERROR_MEMORY)
        run_fail(scheduler->run, status);
    else if (status < 0)
        job_file_report_failure(scheduler->run, file, status, &reason);
    shared_file_note_result(scheduler->run, shared, status, &reason);
    buffer_release(&reason.why);
    report_file(scheduler->run->report, file->state.size);
    shared_file_release(scheduler->run, shared);
}

/* --- the walk --- */

/* Without descriptors or memory nothing more can be read: a failure of the run, not of the file. */
static bool is_out_of_resources(int reason)
{
    return reason == EMFILE || reason == ENFILE || reason == ENOMEM;
}

/* Opens a file that a walk found, in its open folder; or a listed file by its path, which had no
 * symbolic links when it was resolved, and must not have any now. */
static int open_walked(const struct walk_file *file)
{
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    struct open_how how = {.flags = (unsigned)flags, .resolve = RESOLVE_NO_SYMLINKS};
    if (file->directory != AT_FDCWD)
        return openat(file->directory, file->name, flags);
    int descriptor = (int)syscall(SYS_openat2, AT_FDCWD, file->name, &how, sizeof how);
    return descriptor < 0 && (errno == ENOSYS || errno == EPERM) ? open(file->name, flags)
                                                                 : descriptor;
}

static int open_regular_file(const struct walk_file *file, const char *display_path)
{
    int descriptor = open_walked(file);
    if (descriptor < 0)
        return error_system("cannot open '%s'", display_path);
    struct stat status;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
        return descriptor;
    close(descriptor);
    return error_set(ERROR_INPUT, "'%s' is no longer a regular file", display_path);
}

/* Whether to read the file block by block. Small files share a job with others; so does every file
 * when there is only one worker anyway. */
static bool is_read_in_blocks(const struct scheduler *scheduler, const struct job_file *file)
{
    return file->kind.source.format == SOURCE_JSON_LINES && file->kind.filter == NULL &&
           scheduler->run->threads > 1 &&
           (file->state.size > scheduler->block_size || file->kind.source.compressed);
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
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t left = file_racy_time(state, walk_time(now), has_foreign_clock(scheduler, walked));
    if (left > WAIT_MAX)
        state->again = true;
    else if (left > 0)
        nanosleep(&(struct timespec){.tv_nsec = left}, NULL);
}

/* Notes a file or folder that the system refuses, with errno as the reason, and reports it unless
 * an earlier run did. `display_path`: a path to put before the message, or NULL. Returns 0 or
 * ERROR_MEMORY. */
static int note_refused(struct scheduler *scheduler, const char *path, const char *display_path,
                        const char *message)
{
    struct left_out *left = &scheduler->run->left;
    struct left_entry entry = {.kind = LEFT_REFUSED,
                               .root = scheduler->root_number,
                               .reader = (uint64_t)errno,
                               .path = path};
    struct buffer why;
    buffer_init(&why);
    if (display_path != NULL)
        buffer_append_format(&why, "%s: ", display_path);
    buffer_append_string(&why, message);
    entry.why = buffer_string(&why);
    bool reported =
        left_out_was_reported(left, left_out_find(left, scheduler->root_number, path), &entry);
    if (!reported)
        report_complaint(scheduler->run->report, COMPLAINT_FILE, NULL, 0, entry.why);
    int status = left_out_note(left, &entry, reported);
    buffer_release(&why);
    return status;
}

/* Takes ownership of the file. Returns 0, ERROR_STOPPED or ERROR_MEMORY. */
static int submit_file(struct scheduler *scheduler, struct job_file *file, const char *path)
{
    file->path = strdup(path);
    if (file->path == NULL) {
        discard_job_file(file);
        return error_memory();
    }
    if (is_read_in_blocks(scheduler, file)) {
        submit_files(scheduler);
        submit_in_blocks(scheduler, file);
    } else {
        add_to_job(scheduler, file);
    }
    return scheduler_may_continue(scheduler) ? 0 : ERROR_STOPPED;
}

/* --- what the index's readers may not read --- */

/* Reported only once, as is what the system refuses. */
static int note_private(struct scheduler *scheduler, const char *path)
{
    errno = EACCES;
    return note_refused(
        scheduler, path, root_full_path(&scheduler->display_path, scheduler->root, path),
        _("not all readers of the index may read it; left out (to include it: --include-private)"));
}

/* Leaves out a file that readers may not read, and deletes what the index has of it. Takes
 * ownership of `file`; NULL: it is looked up. */
static int drop_private_file(struct scheduler *scheduler, const struct walk_file *walked,
                             struct previous_file *file)
{
    struct run *run = scheduler->run;
    const struct file_state none = {0};
    int status = note_private(scheduler, walked->path);
    if (status == 0 && file == NULL && run->previous != NULL)
        status = previous_state_find(run->previous, scheduler->root_number, walked->path, &file);
    if (status != 0 || file == NULL)
        return status;
    run->revokes_access = true;
    return previous_file_finish(run->previous, file, &none);
}

/* Leaves out a folder that readers may not read. The walk does not enter it, so what the index has
 * of it is deleted as gone. */
static int drop_private_folder(struct scheduler *scheduler, const char *path)
{
    struct run *run = scheduler->run;
    bool has = false;
    scheduler->entries_seen++;
    int status = note_private(scheduler, path);
    if (status == 0 && run->previous != NULL)
        status = path[0] == '\0'
                     ? previous_state_has_root(run->previous, scheduler->root_number, &has)
                     : previous_state_has_folder(run->previous, scheduler->root_number, path, &has);
    run->revokes_access |= has;
    return status;
}

/* New readers cannot be admitted while some articles cannot be checked. */
static int refuse_unchecked(const char *why)
{
    char reason[512];
    snprintf(reason, sizeof reason, "%.*s", (int)sizeof reason - 1, why);
    return error_set(ERROR_INPUT,
                     "%s; the index cannot be shared until all that it contains can be checked (to "
                     "make it private: --private)",
                     reason);
}

/* Whether the file's access list denies it to some reader. One that cannot be opened counts as
 * denied. */
static bool is_denied_by_list(const struct scheduler *scheduler, const struct walk_file *walked)
{
    int descriptor = open_walked(walked);
    bool open = descriptor >= 0 && readers_may_read_file(scheduler->run->readers, descriptor);
    if (descriptor >= 0)
        close(descriptor);
    return !open;
}

/* --- files that the walk finds --- */

/* Opens a file and adds it to a job. Takes ownership of as->previous. */
static int open_and_submit(struct scheduler *scheduler, const struct walk_file *walked,
                           const struct job_file *as)
{
    struct job_file file = *as;
    await_clock_step(scheduler, walked, &file.state);
    const char *display_path =
        root_full_path(&scheduler->display_path, scheduler->root, walked->path);
    file.descriptor = open_regular_file(walked, display_path);
    if (file.descriptor == ERROR_SYSTEM && is_out_of_resources(errno)) {
        previous_file_discard(file.previous);
        return ERROR_SYSTEM;
    }
    if (file.descriptor < 0) {
        int status = note_refused(scheduler, walked->path, NULL, error_message());
        if (file.previous != NULL)
            previous_file_keep(scheduler->run->previous, file.previous);
        if (status == 0 && scheduler->run->readers->rechecks_all)
            return refuse_unchecked(error_message());
        return status;
    }
    if (!readers_may_read_file(scheduler->run->readers, file.descriptor)) {
        close(file.descriptor);
        return drop_private_file(scheduler, walked, file.previous);
    }
    return submit_file(scheduler, &file, walked->path);
}

/* Without pdftotext a PDF counts as unreadable: what the index has of it stays. */
static int protect_pdf(struct scheduler *scheduler, const struct walk_file *walked)
{
    struct previous_state *previous = scheduler->run->previous;
    struct previous_file *file = NULL;
    report_no_pdf(scheduler->run->report,
                  root_full_path(&scheduler->display_path, scheduler->root, walked->path));
    int status = previous == NULL
                     ? 0
                     : previous_state_find(previous, scheduler->root_number, walked->path, &file);
    if (status == 0 && file != NULL)
        previous_file_keep(previous, file);
    return status;
}

/* Whether the file belongs to another shard. (JSON Lines files are shared line by line.) */
static bool is_of_other_shard(const struct scheduler *scheduler, const char *path,
                              const struct input_kind *kind)
{
    bool by_lines = kind->source.format == SOURCE_JSON_LINES && kind->filter == NULL;
    return !by_lines &&
           !shard_input_has_file(&scheduler->run->options->shard, scheduler->root_number, path);
}

/* Whether a file belongs to another shard: then no system call is spent on it. */
static bool skip_other_shard(void *context, const char *path, const char *name)
{
    struct scheduler *scheduler = context;
    const struct input_kind kind = input_rules_kind_of(&scheduler->run->options->input_rules, name);
    bool other_shard =
        kind.source.format != SOURCE_NONE && is_of_other_shard(scheduler, path, &kind);
    scheduler->entries_seen += other_shard;
    return other_shard;
}

static bool needs_reading(const struct scheduler *scheduler, const struct job_file *file)
{
    const struct file_state *before = &file->previous->state;
    return before->again ||
           file_has_changed(before, &file->state, scheduler->run->options->ignore_ctime);
}

static bool stays_left_out(const struct scheduler *scheduler, const struct job_file *file)
{
    const struct run *run = scheduler->run;
    return left_out_stays(
        &run->left, file->left, &file->state,
        input_rules_reader_hash(&run->options->input_rules, &file->kind, run->article_limit));
}

static int schedule_file(void *context, const struct walk_file *walked)
{
    struct scheduler *scheduler = context;
    struct run *run = scheduler->run;
    struct job_file file = {.kind = input_rules_kind_of(&run->options->input_rules, walked->name),
                            .state = file_state_of(walked)};
    bool lacks_pdf = input_rules_lack_pdf(&run->options->input_rules, walked->name);
    scheduler->entries_seen++;
    if (file.kind.source.format == SOURCE_NONE && !lacks_pdf) {
        report_skipped(run->report, SKIPPED_FORMAT);
        return 0;
    }
    if (!lacks_pdf && is_of_other_shard(scheduler, walked->path, &file.kind))
        return stop_requested() ? ERROR_STOPPED : 0;
    if (!readers_may_read(run->readers, walked->mode, walked->group))
        return drop_private_file(scheduler, walked, NULL);
    if (lacks_pdf)
        return protect_pdf(scheduler, walked);
    int status = run->previous == NULL ? 0
                                       : previous_state_find(run->previous, scheduler->root_number,
                                                             walked->path, &file.previous);
    if (status != 0)
        return status;
    if (run->readers->rechecks_all && file.previous != NULL && is_denied_by_list(scheduler, walked))
        return drop_private_file(scheduler, walked, file.previous);
    file.left = left_out_find(&run->left, scheduler->root_number, walked->path);
    if (file.left != NULL && stays_left_out(scheduler, &file)) {
        status = left_out_note(&run->left, file.left, true);
    } else if (file.previous == NULL || needs_reading(scheduler, &file) ||
               (file.left != NULL && file.left->kind != LEFT_REFUSED)) {
        return open_and_submit(scheduler, walked, &file);
    }
    if (file.previous != NULL)
        previous_file_keep(run->previous, file.previous);
    return status == 0 && stop_requested() ? ERROR_STOPPED : status;
}

/* What cannot be read stays as the index has it, unless the index is shared and permissions are the
 * cause: then its articles are deleted. */
static void note_unreadable(void *context, const char *path)
{
    struct scheduler *scheduler = context;
    struct run *run = scheduler->run;
    scheduler->entries_seen++;
    if (is_out_of_resources(errno)) {
        run_fail(run, ERROR_SYSTEM);
        return;
    }
    if (errno == EACCES && !audience_is_empty(&run->readers->audience)) {
        int left = drop_private_folder(scheduler, path);
        if (left != 0)
            run_fail(run, left);
        return;
    }
    if (run->readers->rechecks_all) {
        run_fail(run, refuse_unchecked(error_message()));
        return;
    }
    const char *display_path = root_full_path(&scheduler->display_path, scheduler->root, path);
    int status = note_refused(scheduler, path, display_path, error_message());
    if (status == 0 && run->previous != NULL)
        status = previous_state_protect(run->previous, scheduler->root_number, path);
    if (status != 0)
        run_fail(run, ERROR_MEMORY);
}

static void skip_special_file(void *context, const char *path)
{
    struct scheduler *scheduler = context;
    (void)path;
    scheduler->entries_seen++;
    report_skipped(scheduler->run->report, SKIPPED_SPECIAL);
}

static bool scheduler_wants(void *context, const char *path, bool folder)
{
    const struct scheduler *scheduler = context;
    return input_rules_allow(&scheduler->run->options->input_rules, path, folder);
}

static void skip_unwanted(void *context, const char *path)
{
    struct scheduler *scheduler = context;
    (void)path;
    scheduler->entries_seen++;
    report_skipped(scheduler->run->report, SKIPPED_IGNORED);
}

/* A root that does not exist, or is empty and was not before, may be a disk that is not mounted:
 * its articles stay. */
static int protect_root(struct scheduler *scheduler, const char *message)
{
    struct run *run = scheduler->run;
    if (run->readers->rechecks_all)
        return refuse_unchecked(message);
    int status = note_refused(scheduler, "", NULL, message);
    return status != 0 ? status : previous_state_protect(run->previous, scheduler->root_number, "");
}

static int protect_missing_root(struct scheduler *scheduler)
{
    char message[1024];
    if (scheduler->run->previous == NULL || is_out_of_resources(errno))
        return ERROR_SYSTEM;
    snprintf(message, sizeof message,
             _("%s; its articles stay in the index (to remove them: fouille-index --forget '%s')"),
             error_message(), scheduler->root->path);
    return protect_root(scheduler, message);
}

/* Whether the previous commit has articles of the root, when the index is being rebuilt; assumed to
 * be so if its segments cannot be read. Returns 0 or ERROR_MEMORY. */
static int had_articles_before(const struct scheduler *scheduler, bool *had)
{
    const struct transaction *transaction = scheduler->run->transaction;
    const struct manifest *old = &transaction->old;
    struct transaction reading = {
        .path = transaction->path, .directory = transaction->directory, .old = *old, .next = *old};
    struct previous_state previous;
    struct report none;
    *had = false;
    for (uint32_t i = 0; i < old->root_count; i++) {
        if (scheduler->run->map[i] != scheduler->root_number)
            continue;
        report_init(&none, true);
        int status = previous_state_open(&previous, &reading, &none);
        if (status == 0)
            status = previous_state_has_root(&previous, i, had);
        previous_state_close(&previous);
        if (status == ERROR_MEMORY)
            return status;
        *had |= status != 0;
        break;
    }
    return 0;
}

static int protect_emptied_root(struct scheduler *scheduler)
{
    char message[1024];
    bool has = false;
    struct previous_state *previous = scheduler->run->previous;
    if (scheduler->run->options->allow_empty)
        return 0;
    int status = previous == NULL ? had_articles_before(scheduler, &has)
                                  : previous_state_has_root(previous, scheduler->root_number, &has);
    if (status != 0 || !has)
        return status;
    if (previous == NULL)
        return error_set(ERROR_NOT_FOUND,
                         "'%s' is empty: is its disk mounted? The index is unchanged (to remove "
                         "the articles: --allow-empty)",
                         scheduler->root->path);
    snprintf(message, sizeof message,
             _("'%s' is empty: is its disk mounted? Its articles stay in the index (to remove "
               "them: --allow-empty, or fouille-index --forget '%s')"),
             scheduler->root->path, scheduler->root->path);
    errno = ENODEV;
    return protect_root(scheduler, message);
}

/* --- mount points --- */

static int note_mount(struct scheduler *scheduler, const struct walk_folder *folder)
{
    struct manifest *next = &scheduler->run->transaction->next;
    if (!folder->is_mount || manifest_has_mount(next, scheduler->root_number, folder->path))
        return 0;
    return manifest_add_mount(next, scheduler->root_number, folder->path);
}

static int check_folder(void *context, const struct walk_folder *folder)
{
    struct scheduler *scheduler = context;
    const struct readers *readers = scheduler->run->readers;
    if (audience_is_empty(&readers->audience) ||
        readers_may_enter_folder(readers, folder->descriptor, folder->status))
        return note_mount(scheduler, folder);
    int status = drop_private_folder(scheduler, folder->path);
    return status != 0 ? status : 1;
}

/* Whether a walk would skip that folder in any case. */
static bool is_skipped_folder(struct scheduler *scheduler, const char *path)
{
    bool excluded = false;
    if (path[0] == '\0')
        return false;
    if (ignore_excludes_file(&scheduler->ignore, scheduler->root->path, path, true, &excluded) != 0)
        return false;
    return excluded || !input_rules_allow(&scheduler->run->options->input_rules, path, true);
}

static int protect_mount(struct scheduler *scheduler, struct mount_point *point)
{
    struct run *run = scheduler->run;
    char message[1024];
    const char *display_path =
        root_full_path(&scheduler->display_path, scheduler->root, point->path);
    if (!mounts_is_unmounted(display_path) || is_skipped_folder(scheduler, point->path))
        return 0;
    if (run->previous == NULL)
        return error_set(ERROR_NOT_FOUND,
                         "'%s' is no longer a mount point: is its disk mounted? The index is "
                         "unchanged (to remove the articles: --allow-empty)",
                         display_path);
    point->unmounted = true;
    snprintf(message, sizeof message,
             _("'%s' is no longer a mount point: is its disk mounted? Its articles stay in the "
               "index (to remove them: --allow-empty)"),
             display_path);
    errno = ENODEV;
    int status = note_refused(scheduler, point->path, NULL, message);
    return status != 0 ? status
                       : previous_state_protect(run->previous, scheduler->root_number, point->path);
}

/* Keeps the articles of disks that are not mounted. Called before the walk, which would take them
 * for deleted. */
static int protect_mounts(struct scheduler *scheduler)
{
    const struct mounts *mounts = &scheduler->run->mounts;
    struct stat root;
    int status = 0;
    if (scheduler->run->options->allow_empty || stat(scheduler->root->path, &root) != 0)
        return 0;
    for (size_t i = 0; i < mounts_count(mounts) && status == 0; i++)
        if (mounts_at(mounts, i)->root == scheduler->root_number)
            status = protect_mount(scheduler, mounts_at(mounts, i));
    return status;
}

/* Standard input is a file by now (spool.h). Only its articles are compared: that file's times and
 * inode mean nothing. */
static int schedule_stdin(struct scheduler *scheduler)
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
    int submitted = submit_file(scheduler, &file, "");
    submit_files(scheduler);
    return submitted == ERROR_STOPPED ? 0 : submitted;
}

int scheduler_walk_root(struct scheduler *scheduler, const struct root *root, uint32_t number)
{
    const struct walk_events events = {
        .file = schedule_file,
        .unreadable = note_unreadable,
        .other = skip_special_file,
        .folder = check_folder,
        .resolved = root->real != NULL,
        .use_ignore_files = true,
        .wanted = scheduler_wants,
        .unwanted = skip_unwanted,
        .other_shard = scheduler->run->options->shard.count > 1 ? skip_other_shard : NULL};
    scheduler->root = root;
    scheduler->root_number = number;
    scheduler->entries_seen = 0;
    if (!root->update)
        return previous_state_protect(scheduler->run->previous, number, "");
    if (root->from_stdin)
        return schedule_stdin(scheduler);
    if (!readers_can_reach(scheduler->run->readers, root->path, SIZE_MAX))
        return drop_private_folder(scheduler, "");
    int status = protect_mounts(scheduler);
    if (status != 0)
        return status;
    status = walk_tree(root->real != NULL ? root->real : root->path, &events, scheduler);
    if (status == 0 || status == ERROR_STOPPED)
        submit_files(scheduler);
    if (status == ERROR_SYSTEM && scheduler->entries_seen == 0)
        status = protect_missing_root(scheduler);
    else if (status == 0 && scheduler->entries_seen == 0 && !root->holds_index)
        status = protect_emptied_root(scheduler);
    return status == ERROR_STOPPED ? 0 : status;
}

/* --- files that are listed --- */

/* Reports error_message(). The file stays as the index has it. */
static int report_listed_error(struct scheduler *scheduler)
{
    report_complaint(scheduler->run->report, COMPLAINT_FILE, NULL, 0, error_message());
    return 0;
}

/* Whether a walk would have visited the file. Returns 0 or an error. */
static int is_listed_wanted(struct scheduler *scheduler, const struct listed_file *listed_file,
                            bool *wanted)
{
    bool excluded;
    *wanted = true;
    if (listed_file->below[0] == '\0')
        return 0;
    int status = ignore_excludes_file(&scheduler->ignore, scheduler->root->path, listed_file->below,
                                      false, &excluded);
    *wanted = status == 0 && !excluded &&
              input_rules_allow(&scheduler->run->options->input_rules, listed_file->below, false);
    return status;
}

/* Deletes what the index has of a file that is gone or no longer wanted, unless its root or its
 * disk is missing. */
static int forget_file(struct scheduler *scheduler, const struct listed_file *listed_file)
{
    struct previous_file *previous;
    const struct file_state none = {0};
    struct stat root;
    if (scheduler->run->previous == NULL ||
        mounts_covers(&scheduler->run->mounts, listed_file->root, listed_file->below))
        return 0;
    left_out_find(&scheduler->run->left, listed_file->root, listed_file->below);
    if (stat(scheduler->root->path, &root) != 0) {
        error_system("cannot open '%s'", scheduler->root->path);
        return report_listed_error(scheduler);
    }
    int status = previous_state_find(scheduler->run->previous, listed_file->root,
                                     listed_file->below, &previous);
    return status != 0 || previous == NULL
               ? status
               : previous_file_finish(scheduler->run->previous, previous, &none);
}

static int schedule_listed_file(struct scheduler *scheduler, const struct listed_file *listed_file)
{
    struct stat status;
    bool wanted;
    if (scheduler->root->outside) {
        roots_refuse_outside(scheduler->root, scheduler->run->transaction->path);
        return report_listed_error(scheduler);
    }
    int result = is_listed_wanted(scheduler, listed_file, &wanted);
    if (result != 0)
        return result == ERROR_MEMORY ? result : report_listed_error(scheduler);
    if (!wanted) {
        report_skipped(scheduler->run->report, SKIPPED_IGNORED);
        return forget_file(scheduler, listed_file);
    }
    if (fstatat(AT_FDCWD, listed_file->path, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return forget_file(scheduler, listed_file);
        error_system("cannot stat '%s'", listed_file->path);
        return report_listed_error(scheduler);
    }
    if (!S_ISREG(status.st_mode)) {
        error_set(ERROR_INPUT, "'%s' is not a regular file", listed_file->path);
        return report_listed_error(scheduler);
    }
    const struct walk_file file = {.path = listed_file->below,
                                   .directory = AT_FDCWD,
                                   .name = listed_file->path,
                                   .size = (uint64_t)status.st_size,
                                   .mtime = walk_time(status.st_mtim),
                                   .ctime = walk_time(status.st_ctim),
                                   .inode = status.st_ino,
                                   .device = status.st_dev,
                                   .links = status.st_nlink,

                                   .mode = status.st_mode,
                                   .group = status.st_gid};
    if (!readers_can_reach(scheduler->run->readers, listed_file->path,
                           strlen(scheduler->root->path)))
        return drop_private_file(scheduler, &file, NULL);
    return schedule_file(scheduler, &file);
}

int scheduler_add_listed(struct scheduler *scheduler, const struct file_list *list,
                         const struct roots *roots)
{
    const struct listed_file *files = (const struct listed_file *)(const void *)list->files.data;
    size_t count = list->files.size / sizeof *files;
    int status = 0;
    for (uint32_t i = 0; i < roots->count && status == 0 && scheduler->run->previous != NULL; i++) {
        scheduler->root = &roots->items[i];
        scheduler->root_number = i;
        status = previous_state_protect(scheduler->run->previous, i, "");
        if (status == 0 && !scheduler->root->from_stdin)
            status = protect_mounts(scheduler);
    }
    for (size_t i = 0; i < count && status == 0; i++) {
        if (scheduler->root != &roots->items[files[i].root])
            submit_files(scheduler); /* a job has one root */
        scheduler->root = &roots->items[files[i].root];
        scheduler->root_number = files[i].root;
        status = schedule_listed_file(scheduler, &files[i]);
    }
    if (status == 0 || status == ERROR_STOPPED)
        submit_files(scheduler);
    return status == ERROR_STOPPED ? 0 : status;
}
