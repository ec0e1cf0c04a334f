#include "feed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/error.h"

/* A job of small files is as much work as a block. */
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
    buffer_release(&feed->shown);
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

static void add_file(struct feed *feed, const struct job_file *file)
{
    if (feed->job == NULL)
        feed->job = new_job(feed);
    if (feed->job == NULL) {
        close(file->descriptor);
        free(file->path);
        return;
    }
    feed->job->files[feed->job->count++] = *file;
    feed->bytes += file->size;
    if (feed->job->count == JOB_FILES || feed->bytes >= feed->block_size)
        give_files(feed);
}

/* --- a large file of JSON Lines --- */

static struct shared_file *new_shared(struct feed *feed, const struct job_file *file)
{
    struct shared_file *shared = calloc(1, sizeof *shared);
    if (shared == NULL) {
        run_fail(feed->run, error_memory());
        return NULL;
    }
    shared->file = *file;
    shared->file.descriptor = -1;
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
    while (status == 1 && run_goes_on(feed->run));
    json_blocks_close(&blocks);
    return status;
}

/* Takes the file over. */
static void share_file(struct feed *feed, const struct job_file *file)
{
    struct input input;
    struct shared_file *shared = new_shared(feed, file);
    if (shared == NULL) {
        close(file->descriptor);
        free(file->path);
        return;
    }
    shared_file_join(feed->run, shared); /* so that it is there to the end */
    int status = input_open(&input, file->descriptor, file->kind.compressed,
                            run_show(&feed->shown, feed->root, file->path));
    if (status == 0) {
        status = give_blocks(feed, &input, shared);
        input_close(&input);
    }
    close(file->descriptor);
    if (status == ERROR_MEMORY)
        run_fail(feed->run, status);
    else if (status < 0)
        report_trouble(feed->run->report, TROUBLE_FILE, NULL, 0, error_message());
    report_file(feed->run->report, file->size);
    shared_file_leave(feed->run, shared);
}

/* --- the walk --- */

static int open_file(const struct walk_file *file, const char *shown)
{
    int descriptor =
        openat(file->directory, file->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return error_system("cannot open '%s'", shown);
    struct stat status;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
        return descriptor;
    close(descriptor);
    return error_set(ERROR_INPUT, "'%s' is no regular file any more", shown);
}

/* Small files go with others; so does everything when one worker does it all anyway. */
static bool is_shared(const struct feed *feed, const struct job_file *file)
{
    return file->kind.format == SOURCE_JSON_LINES && feed->run->threads > 1 &&
           (file->size > feed->block_size || file->kind.compressed);
}

/* A file or folder that could not be opened is left out and told of. But what the process lacks
 * would make it leave out all that follow: that ends the run. */
static void note_unread(struct feed *feed, const char *shown, int status)
{
    if (status == ERROR_SYSTEM && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
        run_fail(feed->run, status);
    else
        report_trouble(feed->run->report, TROUBLE_FILE, shown, 0, error_message());
}

static int feed_file(void *context, const struct walk_file *walked)
{
    struct feed *feed = context;
    struct report *report = feed->run->report;
    const char *shown = run_show(&feed->shown, feed->root, walked->path);
    struct source_kind kind = source_kind_of(shown);
    if (kind.format == SOURCE_NONE) {
        report_passed_over(report, PASSED_FORMAT);
        return 0;
    }
    struct job_file file = {.kind = kind,
                            .size = walked->size,
                            .mtime = walked->mtime,
                            .inode = walked->inode,
                            .descriptor = open_file(walked, shown)};
    if (file.descriptor < 0) {
        note_unread(feed, NULL, file.descriptor);
        return run_goes_on(feed->run) ? 0 : ERROR_STOPPED;
    }
    file.path = strdup(walked->path);
    if (file.path == NULL) {
        close(file.descriptor);
        return error_memory();
    }
    if (is_shared(feed, &file)) {
        give_files(feed);
        share_file(feed, &file);
    } else {
        add_file(feed, &file);
    }
    return run_goes_on(feed->run) ? 0 : ERROR_STOPPED;
}

static void unreadable(void *context, const char *path)
{
    struct feed *feed = context;
    note_unread(feed, run_show(&feed->shown, feed->root, path), ERROR_SYSTEM);
}

static void not_a_file(void *context, const char *path)
{
    struct feed *feed = context;
    (void)path;
    report_passed_over(feed->run->report, PASSED_NO_FILE);
}

int feed_root(struct feed *feed, const struct root *root, uint32_t number)
{
    const struct walk_events events = {feed_file, unreadable, not_a_file};
    feed->root = root;
    feed->root_number = number;
    int status = walk_tree(root->path, &events, feed);
    if (status == 0)
        give_files(feed);
    return status == ERROR_STOPPED ? 0 : status;
}
