#include "indexer/update/scheduler.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "indexer/run/stop.h"

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

void scheduler_set_root(struct scheduler *scheduler, const struct root *root, uint32_t number)
{
    if (scheduler->root != root)
        scheduler_flush(scheduler);
    scheduler->root = root;
    scheduler->root_number = number;
    scheduler->entries_seen = 0;
}

const char *scheduler_display_path(struct scheduler *scheduler, const char *path)
{
    return root_full_path(&scheduler->display_path, scheduler->root, path);
}

/* --- small files --- */

static struct job *create_job(const struct scheduler *scheduler)
{
    struct job *job = job_create(scheduler->root);
    if (job == NULL)
        run_fail(scheduler->run, ERROR_MEMORY);
    return job;
}

void scheduler_flush(struct scheduler *scheduler)
{
    struct job *job = scheduler->job;
    uint64_t bytes = scheduler->bytes;
    scheduler->job = NULL;
    scheduler->bytes = 0;
    if (job != NULL)
        pool_submit(scheduler->pool, job, bytes);
}

/* --- large JSON Lines files --- */

/* Submits the next block. Returns 1; 0 at the end; or an error. */
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

/* Has several workers read a file, block by block. Takes ownership of it. */
static void submit_in_blocks(struct scheduler *scheduler, struct job_file *file)
{
    struct run *run = scheduler->run;
    struct shared_file *shared = shared_file_create(run, file);
    if (shared == NULL) {
        run_fail(run, ERROR_MEMORY);
        job_file_release(file);
        return;
    }
    struct input input;
    int status = input_open(&input, file->descriptor, file->kind.source.compression,
                            scheduler_display_path(scheduler, file->path));
    if (status == 0) {
        status = submit_blocks(scheduler, &input, shared);
        input_close(&input);
    }
    if (status == 0)
        status = job_file_check(run, file, scheduler_display_path(scheduler, file->path));
    close(file->descriptor);
    struct left_reason reason = {0};
    if (status == ERROR_MEMORY)
        run_fail(run, status);
    else if (status < 0)
        job_file_report_failure(run, file, status, &reason);
    shared_file_note_result(run, shared, status, &reason);
    left_reason_release(&reason);
    report_file(run->report, file->state.size);
    shared_file_release(run, shared);
}

/* Whether to read the file block by block. Small files share a job with others; so does every file
 * when there is only one worker anyway. */
static bool is_read_in_blocks(const struct scheduler *scheduler, const struct job_file *file)
{
    return file->kind.source.format == SOURCE_JSON_LINES && file->kind.filter == NULL &&
           scheduler->run->threads > 1 &&
           (file->state.size > scheduler->block_size ||
            file->kind.source.compression != COMPRESSION_NONE);
}

int scheduler_add(struct scheduler *scheduler, struct job_file *file, const char *path)
{
    file->root = scheduler->root_number;
    file->path = strdup(path);
    if (file->path == NULL) {
        job_file_release(file);
        return error_memory();
    }
    if (is_read_in_blocks(scheduler, file)) {
        scheduler_flush(scheduler);
        submit_in_blocks(scheduler, file);
        return scheduler_may_continue(scheduler) ? 0 : ERROR_STOPPED;
    }
    if (scheduler->job == NULL)
        scheduler->job = create_job(scheduler);
    struct job *job = scheduler->job;
    if (job == NULL) {
        job_file_release(file);
        return ERROR_STOPPED; /* run_fail has the failure */
    }
    job->files[job->count++] = *file;
    scheduler->bytes += file->state.size;
    if (job->count == JOB_FILES || scheduler->bytes >= scheduler->block_size)
        scheduler_flush(scheduler);
    return scheduler_may_continue(scheduler) ? 0 : ERROR_STOPPED;
}
