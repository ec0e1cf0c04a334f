#include "indexer/update/feed.h"

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
enum { BLOCK_MOST = 1 << 20, BLOCK_LEAST = 1 << 16, BLOCKS_A_THREAD = 32 };

void feed_init(struct feed *feed, struct run *run, struct crew *crew)
{
    size_t size = run->options->memory / BLOCKS_A_THREAD / run->threads;
    if (size > BLOCK_MOST)
        size = BLOCK_MOST;
    *feed = (struct feed){
        .run = run, .crew = crew, .block_size = size < BLOCK_LEAST ? BLOCK_LEAST : size};
}

void feed_release(struct feed *feed)
{
    if (feed->job != NULL)
        job_free(feed->run, feed->job);
    ignore_release(&feed->ignore);
    buffer_release(&feed->shown);
}

bool feed_goes_on(const struct feed *feed)
{
    return !stop_requested() && run_goes_on(feed->run);
}

/* --- jobs --- */

static struct job *new_job(const struct feed *feed)
{
    struct job *job = calloc(1, sizeof *job);
    if (job == NULL) {
        run_fail(feed->run, error_memory());
        return NULL;
    }
    job->root = feed->root;
    job->root_number = feed->root_number;
    return job;
}

static void give_files(struct feed *feed)
{
    struct job *job = feed->job;
    uint64_t bytes = feed->bytes;
    feed->job = NULL;
    feed->bytes = 0;
    if (job != NULL)
        crew_give(feed->crew, job, bytes);
}

static void drop_file(const struct job_file *file)
{
    close(file->descriptor);
    free(file->path);
    known_discard(file->known);
}

static void add_file(struct feed *feed, const struct job_file *file)
{
    if (feed->job == NULL)
        feed->job = new_job(feed);
    if (feed->job == NULL) {
        drop_file(file);
        return;
    }
    feed->job->files[feed->job->count++] = *file;
    feed->bytes += file->state.size;
    if (feed->job->count == JOB_FILES || feed->bytes >= feed->block_size)
        give_files(feed);
}

/* --- large JSON Lines files --- */

static struct shared_file *new_shared(struct feed *feed, const struct job_file *file)
{
    struct shared_file *shared = calloc(1, sizeof *shared);
    if (shared == NULL) {
        run_fail(feed->run, error_memory());
        return NULL;
    }
    shared->file = *file;
    shared->file.descriptor = -1;
    shared->root_number = feed->root_number;
    json_ids_init(&shared->ids, feed->run->article_limit);
    return shared;
}

static int give_block(struct feed *feed, struct json_blocks *blocks, struct shared_file *shared)
{
    struct job *job = new_job(feed);
    if (job == NULL)
        return ERROR_MEMORY;
    int status = json_blocks_next(blocks, &job->block);
    if (status == 1) {
        shared_file_join(feed->run, shared);
        job->shared = shared;
        crew_give(feed->crew, job, job->block.bytes.size);
    } else {
        job_free(feed->run, job);
    }
    return status;
}

static int give_blocks(struct feed *feed, struct input *input, struct shared_file *shared)
{
    struct json_blocks blocks;
    json_blocks_open(&blocks, input, feed->block_size, feed->run->article_limit);
    int status;
    do
        status = give_block(feed, &blocks, shared);
    while (status == 1 && feed_goes_on(feed));
    json_blocks_close(&blocks);
    return status;
}

/* Gives a file to several workers, block by block. Takes ownership of it. */
static void share_file(struct feed *feed, const struct job_file *file)
{
    struct input input;
    struct shared_file *shared = new_shared(feed, file);
    if (shared == NULL) {
        drop_file(file);
        return;
    }
    shared_file_join(feed->run, shared); /* keeps it alive until the end */
    int status = input_open(&input, file->descriptor, file->kind.source.compressed,
                            run_show(&feed->shown, feed->root, file->path));
    if (status == 0) {
        status = give_blocks(feed, &input, shared);
        input_close(&input);
    }
    if (status == 0)
        status = job_file_check(feed->run, file, file->descriptor,
                                run_show(&feed->shown, feed->root, file->path));
    close(file->descriptor);
    struct left_reason reason = {0};
    if (status == ERROR_MEMORY)
        run_fail(feed->run, status);
    else if (status < 0)
        job_file_complain(feed->run, file, status, &reason);
    shared_file_settle(feed->run, shared, status, &reason);
    buffer_release(&reason.why);
    report_file(feed->run->report, file->state.size);
    shared_file_leave(feed->run, shared);
}

/* --- the walk --- */

/* Without descriptors or memory nothing more can be read: a failure of the run, not of the file. */
static bool is_exhausted(int reason)
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

static int open_file(const struct walk_file *file, const char *shown)
{
    int descriptor = open_walked(file);
    if (descriptor < 0)
        return error_system("cannot open '%s'", shown);
    struct stat status;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
        return descriptor;
    close(descriptor);
    return error_set(ERROR_INPUT, "'%s' is no regular file any more", shown);
}

/* Whether to read the file block by block. Small files share a job with others; so does every file
 * when there is only one worker anyway. */
static bool is_shared(const struct feed *feed, const struct job_file *file)
{
    return file->kind.source.format == SOURCE_JSON_LINES && file->kind.filter == NULL &&
           feed->run->threads > 1 &&
           (file->state.size > feed->block_size || file->kind.source.compressed);
}

/* Whether the file's times may come from another machine's clock. The system is asked once for
 * consecutive files on the same device. */
static bool has_foreign_clock(struct feed *feed, const struct walk_file *walked)
{
    struct statfs system;
    if (!feed->device_known || feed->device != walked->device) {
        int result = walked->directory == AT_FDCWD ? statfs(walked->name, &system)
                                                   : fstatfs(walked->directory, &system);
        feed->foreign_clock = result != 0 || file_system_is_foreign((uint64_t)system.f_type);
        feed->device = walked->device;
        feed->device_known = true;
    }
    return feed->foreign_clock;
}

/* A later change of a file this young might not show (file_change.h): waits until it would or,
 * where that takes long, has the next run read the file again. */
static void let_age(struct feed *feed, const struct walk_file *walked, struct file_state *state)
{
    enum { WAIT_MOST = 20000000 }; /* nanoseconds */
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t left = file_unsettled(state, walk_time(now), has_foreign_clock(feed, walked));
    if (left > WAIT_MOST)
        state->again = true;
    else if (left > 0)
        nanosleep(&(struct timespec){.tv_nsec = left}, NULL);
}

/* Notes a file or folder that the system refuses, with errno as the reason, and reports it unless
 * an earlier run did. `shown`: a path to put before the message, or NULL. Returns 0 or
 * ERROR_MEMORY. */
static int leave_away(struct feed *feed, const char *path, const char *shown, const char *message)
{
    struct left_out *left = &feed->run->left;
    struct left_entry entry = {
        .kind = LEFT_AWAY, .root = feed->root_number, .reader = (uint64_t)errno, .path = path};
    struct buffer why;
    buffer_init(&why);
    if (shown != NULL)
        buffer_append_format(&why, "%s: ", shown);
    buffer_append_string(&why, message);
    entry.why = buffer_string(&why);
    bool told = left_out_was_told(left, left_out_find(left, feed->root_number, path), &entry);
    if (!told)
        report_trouble(feed->run->report, TROUBLE_FILE, NULL, 0, entry.why);
    int status = left_out_note(left, &entry, told);
    buffer_release(&why);
    return status;
}

/* Takes ownership of the file. Returns 0, ERROR_STOPPED or ERROR_MEMORY. */
static int give_file(struct feed *feed, struct job_file *file, const char *path)
{
    file->path = strdup(path);
    if (file->path == NULL) {
        drop_file(file);
        return error_memory();
    }
    if (is_shared(feed, file)) {
        give_files(feed);
        share_file(feed, file);
    } else {
        add_file(feed, file);
    }
    return feed_goes_on(feed) ? 0 : ERROR_STOPPED;
}

/* --- what the index's readers may not read --- */

/* Reported only once, as is what the system refuses. */
static int note_private(struct feed *feed, const char *path)
{
    errno = EACCES;
    return leave_away(feed, path, run_show(&feed->shown, feed->root, path),
                      _("not all readers of the index may read it; it is left out (to take it in: "
                        "--include-private)"));
}

/* Leaves out a file that readers may not read, and deletes what the index has of it. Takes
 * ownership of `file`; NULL: it is looked up. */
static int leave_out(struct feed *feed, const struct walk_file *walked, struct known_file *file)
{
    struct run *run = feed->run;
    const struct file_state none = {0};
    int status = note_private(feed, walked->path);
    if (status == 0 && file == NULL && run->known != NULL)
        status = known_find(run->known, feed->root_number, walked->path, &file);
    if (status != 0 || file == NULL)
        return status;
    run->closes = true;
    return known_settle(run->known, file, &none);
}

/* Leaves out a folder that readers may not read. The walk does not enter it, so what the index has
 * of it is deleted as gone. */
static int leave_folder_out(struct feed *feed, const char *path)
{
    struct run *run = feed->run;
    bool has = false;
    feed->met++;
    int status = note_private(feed, path);
    if (status == 0 && run->known != NULL)
        status = path[0] == '\0' ? known_has_root(run->known, feed->root_number, &has)
                                 : known_has_folder(run->known, feed->root_number, path, &has);
    run->closes |= has;
    return status;
}

/* New readers cannot be admitted while some articles cannot be checked. */
static int refuse_unchecked(const char *why)
{
    char reason[512];
    snprintf(reason, sizeof reason, "%.*s", (int)sizeof reason - 1, why);
    return error_set(ERROR_INPUT,
                     "%s; the index cannot be shared with others before all of it can be looked "
                     "at (to close it: --private)",
                     reason);
}

/* Whether the file's access list denies it to some reader. One that cannot be opened counts as
 * denied. */
static bool is_closed_by_list(const struct feed *feed, const struct walk_file *walked)
{
    int descriptor = open_walked(walked);
    bool open = descriptor >= 0 && readers_have_file(feed->run->readers, descriptor);
    if (descriptor >= 0)
        close(descriptor);
    return !open;
}

/* --- files that the walk finds --- */

/* Opens a file and adds it to a job. Takes ownership of as->known. */
static int read_file(struct feed *feed, const struct walk_file *walked, const struct job_file *as)
{
    struct job_file file = *as;
    let_age(feed, walked, &file.state);
    const char *shown = run_show(&feed->shown, feed->root, walked->path);
    file.descriptor = open_file(walked, shown);
    if (file.descriptor == ERROR_SYSTEM && is_exhausted(errno)) {
        known_discard(file.known);
        return ERROR_SYSTEM;
    }
    if (file.descriptor < 0) {
        int status = leave_away(feed, walked->path, NULL, error_message());
        if (file.known != NULL)
            known_unchanged(feed->run->known, file.known);
        if (status == 0 && feed->run->readers->widening)
            return refuse_unchecked(error_message());
        return status;
    }
    if (!readers_have_file(feed->run->readers, file.descriptor)) {
        close(file.descriptor);
        return leave_out(feed, walked, file.known);
    }
    return give_file(feed, &file, walked->path);
}

/* Without pdftotext a PDF counts as unreadable: what the index has of it stays. */
static int keep_pdf(struct feed *feed, const struct walk_file *walked)
{
    struct known *known = feed->run->known;
    struct known_file *file = NULL;
    report_no_pdf(feed->run->report, run_show(&feed->shown, feed->root, walked->path));
    int status = known == NULL ? 0 : known_find(known, feed->root_number, walked->path, &file);
    if (status == 0 && file != NULL)
        known_unchanged(known, file);
    return status;
}

/* Whether the file belongs to another shard. (JSON Lines files are shared line by line.) */
static bool is_foreign(const struct feed *feed, const char *path, const struct intake_kind *kind)
{
    bool by_lines = kind->source.format == SOURCE_JSON_LINES && kind->filter == NULL;
    return !by_lines && !share_has_file(&feed->run->options->share, feed->root_number, path);
}

/* Whether a file belongs to another shard: then no system call is spent on it. */
static bool pass_foreign(void *context, const char *path, const char *name)
{
    struct feed *feed = context;
    const struct intake_kind kind = intake_kind_of(&feed->run->options->intake, name);
    bool foreign = kind.source.format != SOURCE_NONE && is_foreign(feed, path, &kind);
    feed->met += foreign;
    return foreign;
}

static bool is_to_be_read(const struct feed *feed, const struct job_file *file)
{
    const struct file_state *before = &file->known->state;
    return before->again || file_is_changed(before, &file->state, feed->run->options->ignore_ctime);
}

static bool stays_left(const struct feed *feed, const struct job_file *file)
{
    const struct run *run = feed->run;
    return left_out_stays(&run->left, file->left, &file->state,
                          intake_reader(&run->options->intake, &file->kind, run->article_limit));
}

static int feed_file(void *context, const struct walk_file *walked)
{
    struct feed *feed = context;
    struct run *run = feed->run;
    struct job_file file = {.kind = intake_kind_of(&run->options->intake, walked->name),
                            .state = file_state_of(walked)};
    bool lacks_pdf = intake_lacks_pdf(&run->options->intake, walked->name);
    feed->met++;
    if (file.kind.source.format == SOURCE_NONE && !lacks_pdf) {
        report_passed_over(run->report, PASSED_FORMAT);
        return 0;
    }
    if (!lacks_pdf && is_foreign(feed, walked->path, &file.kind))
        return stop_requested() ? ERROR_STOPPED : 0;
    if (!readers_have(run->readers, walked->mode, walked->group))
        return leave_out(feed, walked, NULL);
    if (lacks_pdf)
        return keep_pdf(feed, walked);
    int status = run->known == NULL
                     ? 0
                     : known_find(run->known, feed->root_number, walked->path, &file.known);
    if (status != 0)
        return status;
    if (run->readers->widening && file.known != NULL && is_closed_by_list(feed, walked))
        return leave_out(feed, walked, file.known);
    file.left = left_out_find(&run->left, feed->root_number, walked->path);
    if (file.left != NULL && stays_left(feed, &file)) {
        status = left_out_note(&run->left, file.left, true);
    } else if (file.known == NULL || is_to_be_read(feed, &file) ||
               (file.left != NULL && file.left->kind != LEFT_AWAY)) {
        return read_file(feed, walked, &file);
    }
    if (file.known != NULL)
        known_unchanged(run->known, file.known);
    return status == 0 && stop_requested() ? ERROR_STOPPED : status;
}

/* What cannot be read stays as the index has it, unless the index is shared and permissions are the
 * cause: then its articles are deleted. */
static void unreadable(void *context, const char *path)
{
    struct feed *feed = context;
    struct run *run = feed->run;
    feed->met++;
    if (is_exhausted(errno)) {
        run_fail(run, ERROR_SYSTEM);
        return;
    }
    if (errno == EACCES && !audience_is_empty(&run->readers->audience)) {
        int left = leave_folder_out(feed, path);
        if (left != 0)
            run_fail(run, left);
        return;
    }
    if (run->readers->widening) {
        run_fail(run, refuse_unchecked(error_message()));
        return;
    }
    const char *shown = run_show(&feed->shown, feed->root, path);
    int status = leave_away(feed, path, shown, error_message());
    if (status == 0 && run->known != NULL)
        status = known_protect(run->known, feed->root_number, path);
    if (status != 0)
        run_fail(run, ERROR_MEMORY);
}

static void not_a_file(void *context, const char *path)
{
    struct feed *feed = context;
    (void)path;
    feed->met++;
    report_passed_over(feed->run->report, PASSED_NO_FILE);
}

static bool is_wanted(void *context, const char *path, bool folder)
{
    const struct feed *feed = context;
    return intake_wants(&feed->run->options->intake, path, folder);
}

static void not_wanted(void *context, const char *path)
{
    struct feed *feed = context;
    (void)path;
    feed->met++;
    report_passed_over(feed->run->report, PASSED_IGNORED);
}

/* A root that does not exist, or is empty and was not before, may be a disk that is not mounted:
 * its articles stay. */
static int keep_root(struct feed *feed, const char *message)
{
    struct run *run = feed->run;
    if (run->readers->widening)
        return refuse_unchecked(message);
    int status = leave_away(feed, "", NULL, message);
    return status != 0 ? status : known_protect(run->known, feed->root_number, "");
}

static int keep_missing(struct feed *feed)
{
    char message[1024];
    if (feed->run->known == NULL || is_exhausted(errno))
        return ERROR_SYSTEM;
    snprintf(
        message, sizeof message,
        _("%s; its articles stay in the index (to take them out: fouille-index --forget '%s')"),
        error_message(), feed->root->path);
    return keep_root(feed, message);
}

/* Whether the previous commit has articles of the root, when the index is being rebuilt; assumed to
 * be so if its segments cannot be read. Returns 0 or ERROR_MEMORY. */
static int had_articles(const struct feed *feed, bool *had)
{
    const struct transaction *transaction = feed->run->transaction;
    const struct manifest *old = &transaction->old;
    struct transaction reading = {
        .path = transaction->path, .directory = transaction->directory, .old = *old, .next = *old};
    struct known known;
    struct report none;
    *had = false;
    for (uint32_t i = 0; i < old->root_count; i++) {
        if (feed->run->map[i] != feed->root_number)
            continue;
        report_init(&none, true);
        int status = known_open(&known, &reading, &none);
        if (status == 0)
            status = known_has_root(&known, i, had);
        known_close(&known);
        if (status == ERROR_MEMORY)
            return status;
        *had |= status != 0;
        break;
    }
    return 0;
}

static int keep_emptied(struct feed *feed)
{
    char message[1024];
    bool has = false;
    struct known *known = feed->run->known;
    if (feed->run->options->allow_empty)
        return 0;
    int status =
        known == NULL ? had_articles(feed, &has) : known_has_root(known, feed->root_number, &has);
    if (status != 0 || !has)
        return status;
    if (known == NULL)
        return error_set(ERROR_NOT_FOUND,
                         "'%s' is empty, is its disk not mounted? The index is as it was (to take "
                         "its articles out: --allow-empty)",
                         feed->root->path);
    snprintf(message, sizeof message,
             _("'%s' is empty, is its disk not mounted? Its articles stay in the index (to take "
               "them out: --allow-empty, or fouille-index --forget '%s')"),
             feed->root->path, feed->root->path);
    errno = ENODEV;
    return keep_root(feed, message);
}

/* --- mount points --- */

static int note_mount(struct feed *feed, const struct walk_folder *folder)
{
    struct manifest *next = &feed->run->transaction->next;
    if (!folder->is_mount || manifest_has_mount(next, feed->root_number, folder->path))
        return 0;
    return manifest_add_mount(next, feed->root_number, folder->path);
}

static int enter_folder(void *context, const struct walk_folder *folder)
{
    struct feed *feed = context;
    const struct readers *readers = feed->run->readers;
    if (audience_is_empty(&readers->audience) ||
        readers_have_folder(readers, folder->descriptor, folder->status))
        return note_mount(feed, folder);
    int status = leave_folder_out(feed, folder->path);
    return status != 0 ? status : 1;
}

/* Whether a walk would skip that folder in any case. */
static bool is_passed_over(struct feed *feed, const char *path)
{
    bool excluded = false;
    if (path[0] == '\0')
        return false;
    if (ignore_excludes_file(&feed->ignore, feed->root->path, path, true, &excluded) != 0)
        return false;
    return excluded || !intake_wants(&feed->run->options->intake, path, true);
}

static int keep_mount(struct feed *feed, struct mount_point *point)
{
    struct run *run = feed->run;
    char message[1024];
    const char *shown = run_show(&feed->shown, feed->root, point->path);
    if (!mounts_is_away(shown) || is_passed_over(feed, point->path))
        return 0;
    if (run->known == NULL)
        return error_set(ERROR_NOT_FOUND,
                         "'%s' is no longer a mount point, is its disk not mounted? The index is "
                         "as it was (to take its articles out: --allow-empty)",
                         shown);
    point->away = true;
    snprintf(message, sizeof message,
             _("'%s' is no longer a mount point, is its disk not mounted? Its articles stay in the "
               "index (to take them out: --allow-empty)"),
             shown);
    errno = ENODEV;
    int status = leave_away(feed, point->path, NULL, message);
    return status != 0 ? status : known_protect(run->known, feed->root_number, point->path);
}

/* Keeps the articles of disks that are not mounted. Called before the walk, which would take them
 * for deleted. */
static int keep_mounts(struct feed *feed)
{
    const struct mounts *mounts = &feed->run->mounts;
    struct stat root;
    int status = 0;
    if (feed->run->options->allow_empty || stat(feed->root->path, &root) != 0)
        return 0;
    for (size_t i = 0; i < mounts_count(mounts) && status == 0; i++)
        if (mounts_at(mounts, i)->root == feed->root_number)
            status = keep_mount(feed, mounts_at(mounts, i));
    return status;
}

/* Standard input is a file by now (spool.h). Only its articles are compared: that file's times and
 * inode mean nothing. */
static int feed_standard(struct feed *feed)
{
    struct run *run = feed->run;
    struct job_file file = {.kind.source = source_kind_of(run->options->stdin_name),
                            .standard = true};
    struct stat status;
    file.descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    if (file.descriptor < 0)
        return error_system("cannot read standard input");
    file.state.size = fstat(file.descriptor, &status) == 0 ? (uint64_t)status.st_size : 0;
    int found = run->known == NULL ? 0 : known_find(run->known, feed->root_number, "", &file.known);
    if (found != 0) {
        close(file.descriptor);
        return found;
    }
    int given = give_file(feed, &file, "");
    give_files(feed);
    return given == ERROR_STOPPED ? 0 : given;
}

int feed_root(struct feed *feed, const struct root *root, uint32_t number)
{
    const struct walk_events events = {.file = feed_file,
                                       .unreadable = unreadable,
                                       .other = not_a_file,
                                       .folder = enter_folder,
                                       .resolved = root->real != NULL,
                                       .heeds_ignore_files = true,
                                       .wanted = is_wanted,
                                       .unwanted = not_wanted,
                                       .foreign = feed->run->options->share.count > 1 ? pass_foreign
                                                                                      : NULL};
    feed->root = root;
    feed->root_number = number;
    feed->met = 0;
    if (!root->update)
        return known_protect(feed->run->known, number, "");
    if (root->standard)
        return feed_standard(feed);
    if (!readers_reach(feed->run->readers, root->path, SIZE_MAX))
        return leave_folder_out(feed, "");
    int status = keep_mounts(feed);
    if (status != 0)
        return status;
    status = walk_tree(root->real != NULL ? root->real : root->path, &events, feed);
    if (status == 0 || status == ERROR_STOPPED)
        give_files(feed);
    if (status == ERROR_SYSTEM && feed->met == 0)
        status = keep_missing(feed);
    else if (status == 0 && feed->met == 0 && !root->holds_index)
        status = keep_emptied(feed);
    return status == ERROR_STOPPED ? 0 : status;
}

/* --- files that are listed --- */

/* Reports error_message(). The file stays as the index has it. */
static int refuse_listed(struct feed *feed)
{
    report_trouble(feed->run->report, TROUBLE_FILE, NULL, 0, error_message());
    return 0;
}

/* Whether a walk would have visited the file. Returns 0 or an error. */
static int is_listed_wanted(struct feed *feed, const struct listed_file *listed, bool *wanted)
{
    bool excluded;
    *wanted = true;
    if (listed->below[0] == '\0')
        return 0;
    int status =
        ignore_excludes_file(&feed->ignore, feed->root->path, listed->below, false, &excluded);
    *wanted =
        status == 0 && !excluded && intake_wants(&feed->run->options->intake, listed->below, false);
    return status;
}

/* Deletes what the index has of a file that is gone or no longer wanted, unless its root or its
 * disk is missing. */
static int forget_file(struct feed *feed, const struct listed_file *listed)
{
    struct known_file *known;
    const struct file_state none = {0};
    struct stat root;
    if (feed->run->known == NULL || mounts_covers(&feed->run->mounts, listed->root, listed->below))
        return 0;
    left_out_find(&feed->run->left, listed->root, listed->below);
    if (stat(feed->root->path, &root) != 0) {
        error_system("cannot open '%s'", feed->root->path);
        return refuse_listed(feed);
    }
    int status = known_find(feed->run->known, listed->root, listed->below, &known);
    return status != 0 || known == NULL ? status : known_settle(feed->run->known, known, &none);
}

static int feed_listed_file(struct feed *feed, const struct listed_file *listed)
{
    struct stat status;
    bool wanted;
    if (feed->root->outside) {
        roots_refuse_outside(feed->root, feed->run->transaction->path);
        return refuse_listed(feed);
    }
    int result = is_listed_wanted(feed, listed, &wanted);
    if (result != 0)
        return result == ERROR_MEMORY ? result : refuse_listed(feed);
    if (!wanted) {
        report_passed_over(feed->run->report, PASSED_IGNORED);
        return forget_file(feed, listed);
    }
    if (fstatat(AT_FDCWD, listed->path, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return forget_file(feed, listed);
        error_system("cannot stat '%s'", listed->path);
        return refuse_listed(feed);
    }
    if (!S_ISREG(status.st_mode)) {
        error_set(ERROR_INPUT, "'%s' is no regular file", listed->path);
        return refuse_listed(feed);
    }
    const struct walk_file file = {.path = listed->below,
                                   .directory = AT_FDCWD,
                                   .name = listed->path,
                                   .size = (uint64_t)status.st_size,
                                   .mtime = walk_time(status.st_mtim),
                                   .ctime = walk_time(status.st_ctim),
                                   .inode = status.st_ino,
                                   .device = status.st_dev,
                                   .links = status.st_nlink,

                                   .mode = status.st_mode,
                                   .group = status.st_gid};
    if (!readers_reach(feed->run->readers, listed->path, strlen(feed->root->path)))
        return leave_out(feed, &file, NULL);
    return feed_file(feed, &file);
}

int feed_listed(struct feed *feed, const struct listed *listed, const struct roots *roots)
{
    const struct listed_file *files = (const struct listed_file *)(const void *)listed->files.data;
    size_t count = listed->files.size / sizeof *files;
    int status = 0;
    for (uint32_t i = 0; i < roots->count && status == 0 && feed->run->known != NULL; i++) {
        feed->root = &roots->items[i];
        feed->root_number = i;
        status = known_protect(feed->run->known, i, "");
        if (status == 0 && !feed->root->standard)
            status = keep_mounts(feed);
    }
    for (size_t i = 0; i < count && status == 0; i++) {
        if (feed->root != &roots->items[files[i].root])
            give_files(feed); /* a job has one root */
        feed->root = &roots->items[files[i].root];
        feed->root_number = files[i].root;
        status = feed_listed_file(feed, &files[i]);
    }
    if (status == 0 || status == ERROR_STOPPED)
        give_files(feed);
    return status == ERROR_STOPPED ? 0 : status;
}
