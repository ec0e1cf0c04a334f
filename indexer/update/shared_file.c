#include "indexer/update/shared_file.h"

#include <stdlib.h>

#include "common/base/error.h"

struct shared_file *shared_file_create(const struct run *run, const struct job_file *file)
{
    struct shared_file *shared = calloc(1, sizeof *shared);
    if (shared == NULL) {
        error_memory();
        return NULL;
    }
    shared->file = *file;
    shared->file.descriptor = -1;
    shared->users = 1;
    json_ids_init(&shared->ids, run->article_limit);
    return shared;
}

void shared_file_retain(struct run *run, struct shared_file *shared)
{
    pthread_mutex_lock(&run->lock);
    shared->users++;
    pthread_mutex_unlock(&run->lock);
}

void shared_file_note_article(struct run *run, struct shared_file *shared,
                              const struct new_article *article)
{
    pthread_mutex_lock(&run->lock);
    shared->added = *article;
    pthread_mutex_unlock(&run->lock);
}

void shared_file_note_result(struct run *run, struct shared_file *shared, int status,
                             const struct left_reason *reason)
{
    pthread_mutex_lock(&run->lock);
    shared->failed |= status != 0;
    shared->interrupted |= !job_file_is_read(status);
    left_reason_join(&shared->left, reason);
    pthread_mutex_unlock(&run->lock);
}

void shared_file_release(struct run *run, struct shared_file *shared)
{
    pthread_mutex_lock(&run->lock);
    bool last = --shared->users == 0;
    pthread_mutex_unlock(&run->lock);
    if (!last)
        return;
    if (!shared->interrupted && run_may_continue(run))
        job_file_leave_out(run, &shared->file, &shared->left);
    job_file_finish(run, &shared->file, shared->failed);
    if (shared->failed)
        run_note_unfinished(run, &shared->added);
    job_file_release(&shared->file);
    json_ids_release(&shared->ids);
    left_reason_release(&shared->left);
    free(shared);
}
