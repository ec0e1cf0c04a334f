#include "indexer/update/run.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/base/error.h"

/* Parts of the memory that the user allows: what segments may hold before they are written (11/16),
 * since writing and the files being read need some, too; and what one article may hold (1/4). */
enum { HELD_PARTS = 11, OF_PARTS = 16, ARTICLE_PART = 4 };

/* With less memory than this a worker would write many small segments. */
enum { WORKER_MEMORY_MIN = 16 << 20 };

static unsigned choose_thread_count(const struct options *options)
{
    size_t count_max = options->memory / WORKER_MEMORY_MIN;
    return count_max < 1                  ? 1
           : options->threads < count_max ? options->threads
                                          : (unsigned)count_max;
}

size_t run_article_limit(const struct options *options)
{
    return options->memory / ARTICLE_PART;
}

void run_init(struct run *run, const struct options *options, struct report *report,
              const char *index)
{
    *run = (struct run){.options = options,
                        .report = report,
                        .index = index,
                        .place = index,
                        .threads = choose_thread_count(options),
                        .article_limit = run_article_limit(options),
                        .store = options->store};
    run->memory = options->memory / OF_PARTS * HELD_PARTS / run->threads;
    left_out_init(&run->left, options, report);
    pthread_mutex_init(&run->lock, NULL);
}

void run_release(struct run *run)
{
    roots_release(&run->roots);
    file_list_release(&run->file_list);
    readers_release(&run->readers);
    left_out_release(&run->left);
    mounts_release(&run->mounts);
    unfinished_files_release(&run->unfinished_files);
    free(run->map);
    pthread_mutex_destroy(&run->lock);
}

void run_fail(struct run *run, int status)
{
    pthread_mutex_lock(&run->lock);
    if (run->failure == 0) {
        run->failure = status;
        snprintf(run->message, sizeof run->message, "%s", error_message());
    }
    pthread_mutex_unlock(&run->lock);
}

bool run_may_continue(struct run *run)
{
    pthread_mutex_lock(&run->lock);
    bool may_continue = run->failure == 0;
    pthread_mutex_unlock(&run->lock);
    return may_continue;
}

void run_note_unfinished(struct run *run, const struct new_article *article)
{
    pthread_mutex_lock(&run->lock);
    int status = unfinished_files_note(&run->unfinished_files, article);
    pthread_mutex_unlock(&run->lock);
    if (status != 0)
        run_fail(run, status);
}

const char *root_full_path(struct buffer *display_path, const struct root *root, const char *path)
{
    buffer_clear(display_path);
    buffer_append_string(display_path, root->path);
    if (path[0] != '\0') {
        if (display_path->size > 0 && display_path->data[display_path->size - 1] != '/')
            buffer_append_byte(display_path, '/');
        buffer_append_string(display_path, path);
    }
    return buffer_string(display_path);
}
