#include "indexer/update/worker.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "indexer/run/stop.h"
#include "indexer/sources/walk/walk.h"

/* --- the run --- */

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
              struct transaction *transaction)
{
    *run = (struct run){.options = options,
                        .report = report,
                        .transaction = transaction,
                        .threads = choose_thread_count(options),
                        .store = options->store,
                        .article_limit = run_article_limit(options),
                        .left = {.options = options, .report = report}};
    run->memory = options->memory / OF_PARTS * HELD_PARTS / run->threads;
    pthread_mutex_init(&run->lock, NULL);
}

void run_release(struct run *run)
{
    pthread_mutex_destroy(&run->lock);
    unfinished_files_release(&run->unfinished_files);
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

/* --- what is left out --- */

static void note_reason(struct left_reason *reason, enum left_kind kind, int error, const char *why)
{
    if (reason->any && reason->kind >= kind)
        return;
    reason->any = true;
    reason->kind = kind;
    reason->error = error;
    buffer_clear(&reason->why);
    buffer_append(&reason->why, why, strlen(why) + 1);
}

static const char *why_of(const struct left_reason *reason)
{
    return reason->why.failed ? "" : reason->why.data;
}

static void merge_reason(struct left_reason *to, const struct left_reason *from)
{
    if (from->any)
        note_reason(to, from->kind, from->error, why_of(from));
}

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

static bool was_reported(const struct run *run, const struct job_file *file, enum left_kind kind,
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
    if (!was_reported(run, file, kind, error))
        report_complaint(run->report, COMPLAINT_FILE, NULL, 0, error_message());
    note_reason(reason, kind, error, error_message());
}

/* Notes what was left out of a file that is done and was not interrupted. */
static void note_left_out(struct run *run, uint32_t root, const struct job_file *file,
                          struct left_reason *reason)
{
    if (!reason->any)
        return;
    struct left_entry entry = left_entry_of(run, file, reason->kind, reason->error);
    bool reported = left_out_was_reported(&run->left, file->left, &entry);
    entry.root = root;
    entry.path = file->path;
    entry.why = why_of(reason);
    if (left_out_note(&run->left, &entry, reported) != 0)
        run_fail(run, ERROR_MEMORY);
}

/* --- segments --- */

static int begin_segment(struct worker *worker)
{
    struct run *run = worker->run;
    pthread_mutex_lock(&run->lock);
    transaction_segment_name(run->transaction, run->segments++, worker->segment);
    pthread_mutex_unlock(&run->lock);
    int status = builder_open(&worker->builder, worker->analyzer, run->transaction->directory,
                              worker->segment, run->store);
    worker->open = status == 0;
    return status;
}

static int flush_segment(struct worker *worker)
{
    struct run *run = worker->run;
    struct manifest_segment entry;
    worker->open = false;
    int status = builder_finish(&worker->builder, &entry);
    if (status == 0) {
        pthread_mutex_lock(&run->lock);
        status = manifest_add_segment(&run->transaction->next, &entry);
        run->segments_written = true;
        pthread_mutex_unlock(&run->lock);
    }
    analyzer_reset(worker->analyzer);
    return status;
}

/* Whether the segment is full, with a body of `body` bytes to come. */
static bool is_segment_full(const struct worker *worker, size_t body)
{
    return worker->open && (builder_memory(&worker->builder) + body > worker->run->memory ||
                            builder_documents(&worker->builder) == UINT32_MAX - 1);
}

/* --- articles --- */

static struct slice bytes_of(struct text_span span)
{
    return (struct slice){span.bytes, span.size};
}

/* Returns the text to index as the body. A title that may be too long for the positions of a title
 * is title text only as far as those go, so all of it is body text as well. */
static struct slice whole_body(struct worker *worker, const struct article *article)
{
    if (article->title.size <= TITLE_LENGTH_MAX)
        return bytes_of(article->body);
    buffer_clear(&worker->body);
    buffer_append(&worker->body, article->title.bytes, article->title.size);
    buffer_append_string(&worker->body, "\n\n");
    buffer_append(&worker->body, article->body.bytes, article->body.size);
    return (struct slice){worker->body.data, worker->body.size};
}

static void note_complaint(void *context, size_t line, const char *message)
{
    struct worker *worker = context;
    struct buffer why;
    if (!was_reported(worker->run, worker->file, LEFT_PART, 0))
        report_complaint(worker->run->report, COMPLAINT_ARTICLE,
                         buffer_string(&worker->display_path), line, message);
    if (worker->left.any)
        return;
    buffer_init(&why);
    buffer_append_string(&why, buffer_string(&worker->display_path));
    if (line > 0)
        buffer_append_format(&why, ":%zu", line);
    buffer_append_format(&why, ": %s", message);
    note_reason(&worker->left, LEFT_PART, 0, buffer_string(&why));
    buffer_release(&why);
}

/* Whether the article can be indexed. An address that is too long is dropped; an article whose id
 * is too long is left out, because without an id it could not be told from others. */
static bool is_indexable(struct worker *worker, const struct article *article)
{
    if (article->id.size > DOCUMENT_FIELD_MAX) {
        note_complaint(worker, 0,
                       _("an article's id is longer than 64 KiB; the article is left out"));
        return false;
    }
    if (article->url.size > DOCUMENT_FIELD_MAX)
        note_complaint(worker, 0,
                       _("an article's address is longer than 64 KiB; the address is not kept"));
    return true;
}

static struct document document_of(const struct worker *worker, const struct article *article)
{
    const struct job_file *file = worker->file;
    return (struct document){
        .root = worker->job->root_number,
        .ordinal = article->ordinal,
        .path = {file->path, strlen(file->path)},
        .id = bytes_of(article->id),
        .title = bytes_of(article->title),
        .url = article->url.size > DOCUMENT_FIELD_MAX ? (struct slice){NULL, 0}
                                                      : bytes_of(article->url),
        .published = article->published,
        .modified = article->modified,
        .file = file->state,
        .content_hash = article->content_hash,
    };
}

static int index_article(struct worker *worker, const struct article *article)
{
    struct document document = document_of(worker, article);
    struct slice body = whole_body(worker, article);
    int status = buffer_status(&worker->body);
    if (status == 0 && is_segment_full(worker, body.size))
        status = flush_segment(worker);
    if (status == 0 && !worker->open)
        status = begin_segment(worker);
    if (status == 0)
        status = builder_add(&worker->builder, &document, body);
    if (status == 0) {
        memcpy(worker->added.segment, worker->segment, sizeof worker->segment);
        worker->added.document = builder_documents(&worker->builder) - 1;
        report_article(worker->run->report, article->title.size + article->body.size);
    }
    return status == 0 && is_segment_full(worker, 0) ? flush_segment(worker) : status;
}

/* Receives an article from the reader. A failure here is the index's, not the input's, and ends the
 * run. */
static int receive_article(void *context, const struct article *article)
{
    struct worker *worker = context;
    if (worker->file->kind.source.format == SOURCE_JSON_LINES && worker->job->shared == NULL &&
        stop_requested())
        return ERROR_STOPPED;
    if (!is_indexable(worker, article))
        return 0;
    int status = 0;
    if (worker->file->previous != NULL)
        status = previous_file_compare(worker->run->previous, worker->file->previous, article);
    if (status == 1)
        return 0;
    if (status == 0)
        status = index_article(worker, article);
    if (status != 0)
        run_fail(worker->run, status);
    return status;
}

/* --- jobs --- */

/* Reports a reader's failure as the file's, unless it is the run's. */
static void report_read_status(struct worker *worker, int status)
{
    if (status == ERROR_MEMORY)
        run_fail(worker->run, status);
    else if (status < 0 && status != ERROR_STOPPED && run_may_continue(worker->run))
        job_file_report_failure(worker->run, worker->file, status, &worker->left);
}

static void begin_file(struct worker *worker, const struct job_file *file)
{
    worker->file = file;
    worker->added.segment[0] = '\0';
    worker->left.any = false;
}

/* Whether a reader reached the end of its file, or something in it that cannot be read. */
static bool is_conclusive(int status)
{
    return status <= 0 && status != ERROR_STOPPED;
}

/* Applies what was read to what the index has of the file, and frees that. */
static void commit_file(struct run *run, struct job_file *file, bool failed)
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

/* Makes the next run read a file again that was not read completely. */
static void note_unfinished(struct run *run, const struct new_article *added)
{
    pthread_mutex_lock(&run->lock);
    int status = unfinished_files_note(&run->unfinished_files, added);
    pthread_mutex_unlock(&run->lock);
    if (status != 0)
        run_fail(run, status);
}

int job_file_check(struct run *run, const struct job_file *file, int descriptor,
                   const char *display_path)
{
    struct stat now;
    if (file->from_stdin)
        return 0;
    if (fstat(descriptor, &now) != 0)
        return error_system("cannot stat '%s'", display_path);
    if ((uint64_t)now.st_size == file->state.size && walk_time(now.st_mtim) == file->state.mtime)
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

static void read_job_file(struct worker *worker, struct job_file *file)
{
    const char *display_path = root_full_path(&worker->display_path, worker->job->root, file->path);
    begin_file(worker, file);
    const struct intake_file open = {
        .descriptor = file->descriptor, .display_path = display_path, .kind = file->kind};
    int status =
        intake_read(&worker->run->options->input_rules, &open, worker->reader, &worker->receiver);
    if (status == 0)
        status = job_file_check(worker->run, file, file->descriptor, display_path);
    report_file(worker->run->report, file->state.size);
    report_read_status(worker, status);
    if (is_conclusive(status) && run_may_continue(worker->run))
        note_left_out(worker->run, worker->job->root_number, file, &worker->left);
    commit_file(worker->run, file, status != 0);
    if (status != 0)
        note_unfinished(worker->run, &worker->added);
}

static void read_job_block(struct worker *worker, struct job *job)
{
    root_full_path(&worker->display_path, job->root, job->shared->file.path);
    begin_file(worker, &job->shared->file);
    int status =
        source_read_block(worker->reader, &job->block, &job->shared->ids, &worker->receiver);
    if (worker->added.segment[0] != '\0') {
        pthread_mutex_lock(&worker->run->lock);
        job->shared->added = worker->added;
        pthread_mutex_unlock(&worker->run->lock);
    }
    report_read_status(worker, status);
    shared_file_note_result(worker->run, job->shared, status, &worker->left);
}

static void release_job_file(struct job_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    free(file->path);
    previous_file_discard(file->previous);
}

void shared_file_retain(struct run *run, struct shared_file *shared)
{
    pthread_mutex_lock(&run->lock);
    shared->users++;
    pthread_mutex_unlock(&run->lock);
}

void shared_file_note_result(struct run *run, struct shared_file *shared, int status,
                             const struct left_reason *reason)
{
    pthread_mutex_lock(&run->lock);
    shared->failed |= status != 0;
    shared->interrupted |= !is_conclusive(status);
    merge_reason(&shared->left, reason);
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
        note_left_out(run, shared->root_number, &shared->file, &shared->left);
    commit_file(run, &shared->file, shared->failed);
    if (shared->failed)
        note_unfinished(run, &shared->added);
    release_job_file(&shared->file);
    json_ids_release(&shared->ids);
    buffer_release(&shared->left.why);
    free(shared);
}

void job_destroy(struct run *run, struct job *job)
{
    for (unsigned i = 0; i < job->count; i++)
        release_job_file(&job->files[i]);
    if (job->shared != NULL)
        shared_file_release(run, job->shared);
    buffer_release(&job->block.bytes);
    free(job);
}

void worker_run_job(struct worker *worker, struct job *job)
{
    struct run *run = worker->run;
    bool may_continue = run_may_continue(run);
    worker->job = job;
    for (unsigned i = 0; i < job->count && may_continue; i++) {
        read_job_file(worker, &job->files[i]);
        may_continue = run_may_continue(run);
    }
    if (job->shared != NULL && may_continue)
        read_job_block(worker, job);
    else if (job->shared != NULL)
        json_ids_add_in_turn(&job->shared->ids, job->block.number, NULL, 0);
    job_destroy(run, job);
}

void worker_finish(struct worker *worker)
{
    if (!worker->open || !run_may_continue(worker->run))
        return;
    int status = flush_segment(worker);
    if (status != 0)
        run_fail(worker->run, status);
}

int worker_init(struct worker *worker, struct run *run)
{
    *worker = (struct worker){.run = run};
    worker->receiver = (struct article_receiver){
        .article = receive_article, .complaint = note_complaint, .context = worker};
    worker->analyzer = analyzer_create();
    worker->reader = source_reader_create(run->article_limit);
    if (worker->reader != NULL) {
        source_reader_set_encoding(worker->reader, run->options->input_rules.encoding);
        source_reader_set_shard(worker->reader, run->options->shard);
    }
    return worker->analyzer == NULL || worker->reader == NULL ? ERROR_MEMORY : 0;
}

void worker_release(struct worker *worker)
{
    if (worker->open)
        builder_abandon(&worker->builder);
    if (worker->analyzer != NULL)
        analyzer_destroy(worker->analyzer);
    if (worker->reader != NULL)
        source_reader_destroy(worker->reader);
    buffer_release(&worker->display_path);
    buffer_release(&worker->body);
    buffer_release(&worker->left.why);
}
