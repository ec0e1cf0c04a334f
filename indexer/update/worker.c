#include "indexer/update/worker.h"

#include <stdio.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "indexer/run/stop.h"
#include "indexer/update/yield.h"

/* --- segments --- */

static int begin_segment(struct worker *worker)
{
    struct run *run = worker->run;
    pthread_mutex_lock(&run->lock);
    transaction_segment_name(&run->transaction, run->segments++, worker->segment);
    pthread_mutex_unlock(&run->lock);
    int status = builder_open(&worker->builder, worker->analyzer, run->transaction.directory,
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
        status = manifest_add_segment(&run->transaction.next, &entry);
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

/* Reports what is left out of the file, unless an earlier run did, and notes the reason. */
static void note_left(struct worker *worker, enum left_kind kind, size_t line, const char *message)
{
    struct buffer why;
    if (!job_file_was_reported(worker->run, worker->file, kind, 0))
        report_complaint(worker->run->report,
                         kind == LEFT_TEXT ? COMPLAINT_TEXT : COMPLAINT_ARTICLE,
                         buffer_string(&worker->display_path), line, message);
    if (worker->left.any && worker->left.kind >= kind)
        return;
    buffer_init(&why);
    buffer_append_string(&why, buffer_string(&worker->display_path));
    if (line > 0)
        buffer_append_format(&why, ":%zu", line);
    buffer_append_format(&why, ": %s", message);
    left_reason_note(&worker->left, kind, 0, buffer_string(&why));
    buffer_release(&why);
}

static void note_complaint(void *context, size_t line, const char *message)
{
    note_left(context, LEFT_PART, line, message);
}

static void note_notice(void *context, enum article_notice kind, size_t line, const char *message)
{
    struct worker *worker = context;
    if (kind == NOTICE_TEXT)
        note_left(worker, LEFT_TEXT, line, message);
    else
        report_complaint(worker->run->report, COMPLAINT_VALUE, buffer_string(&worker->display_path),
                         line, message);
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
        .root = file->root,
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
        if (article->left_out > 0)
            report_around(worker->run->report, article->left_out);
    }
    return status == 0 && is_segment_full(worker, 0) ? flush_segment(worker) : status;
}

/* Receives an article from the reader. A failure here is the index's, not the input's, and ends the
 * run. */
static int receive_article(void *context, const struct article *article)
{
    struct worker *worker = context;
    const enum source_format format = worker->file->kind.source.format;
    const bool is_stream =
        format == SOURCE_JSON_LINES || format == SOURCE_JSON || format == SOURCE_TABLE;
    if (is_stream && worker->job->shared == NULL && stop_requested())
        return ERROR_STOPPED;
    worker->text_bytes += article->title.size + article->body.size;
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
    worker->text_bytes = 0;
}

/* Reports a file that was read to its end, without a fault, and gave no text, or hardly any. */
static void check_text(struct worker *worker, const struct job_file *file)
{
    const uint64_t text = worker->text_bytes, size = file->state.size;
    char message[120];
    if (worker->left.any || !yield_is_too_small(&file->kind, text, size))
        return;
    if (text == 0)
        snprintf(message, sizeof message, "%s", _("no text in it"));
    else
        snprintf(message, sizeof message, _("only %s of text in %s"), message_size(text).text,
                 message_size(size).text);
    note_left(worker, LEFT_TEXT, 0, message);
}

static void read_whole_file(struct worker *worker, struct job_file *file)
{
    const char *display_path = root_full_path(&worker->display_path, worker->job->root, file->path);
    begin_file(worker, file);
    const struct intake_file open = {
        .descriptor = file->descriptor, .display_path = display_path, .kind = file->kind};
    int status =
        intake_read(&worker->run->options->input_rules, &open, worker->reader, &worker->receiver);
    if (status == 0)
        status = job_file_check(worker->run, file, display_path);
    if (status == 0)
        check_text(worker, file);
    report_file(worker->run->report, file->state.size);
    report_read_status(worker, status);
    if (job_file_is_read(status) && run_may_continue(worker->run))
        job_file_leave_out(worker->run, file, &worker->left);
    job_file_finish(worker->run, file, status != 0);
    if (status != 0)
        run_note_unfinished(worker->run, &worker->added);
}

static void read_job_block(struct worker *worker, struct job *job)
{
    root_full_path(&worker->display_path, job->root, job->shared->file.path);
    begin_file(worker, &job->shared->file);
    int status =
        source_read_block(worker->reader, &job->block, &job->shared->ids, &worker->receiver);
    if (worker->added.segment[0] != '\0')
        shared_file_note_article(worker->run, job->shared, &worker->added);
    report_read_status(worker, status);
    shared_file_note_result(worker->run, job->shared, status, &worker->left);
}

void worker_run_job(struct worker *worker, struct job *job)
{
    struct run *run = worker->run;
    bool may_continue = run_may_continue(run);
    worker->job = job;
    for (unsigned i = 0; i < job->count && may_continue; i++) {
        read_whole_file(worker, &job->files[i]);
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
    worker->receiver = (struct article_receiver){.article = receive_article,
                                                 .complaint = note_complaint,
                                                 .notice = note_notice,
                                                 .context = worker};
    worker->analyzer = analyzer_create();
    worker->reader = source_reader_create(run->article_limit);
    if (worker->reader != NULL) {
        source_reader_set_encoding(worker->reader, run->options->input_rules.encoding);
        source_reader_set_map(worker->reader, &run->options->input_rules.map);
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
    left_reason_release(&worker->left);
}
