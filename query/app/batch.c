#include "query/app/batch.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/base/line_reader.h"
#include "common/base/map_fault.h"
#include "common/base/message.h"
#include "common/base/pages.h"
#include "common/base/vector.h"
#include "query/app/hints.h"
#include "query/app/hits.h"
#include "query/app/runs_write.h"
#include "query/app/selection.h"
#include "query/present/lines.h"

enum { MESSAGE_SIZE = 1200, NAME_SHOWN = 100 };

/* In bytes: the name of a query, and its line with the tab. */
enum { NAME_SIZE_MAX = 4096, LINE_SIZE_MAX = NAME_SIZE_MAX + 1 + QUERY_SIZE_MAX };

/* How many answers may wait for an earlier one, and their total size. */
enum { WAITING_MAX = 256, WAITING_BYTES = 1 << 24 };

/* Everything to be written for one line. */
struct line_answer {
    bool ready;
    bool found;
    int status;
    struct buffer name, text, notices, error; /* notices: each followed by a NUL */
    double microseconds;
    struct search_work work;
};

/* State shared by the threads. Under `input_lock`, each takes a line and its number. Answers are
 * written in the order of numbers, under `output_lock`: if it is not yet an answer's turn, the
 * thread that writes its predecessor writes it too, so no thread waits for another's long query. */
struct batch {
    const struct options *options;
    struct index *index;
    struct question_notice notice;

    pthread_mutex_t input_lock;
    struct line_reader lines;
    uint64_t lines_read; /* lines taken */
    bool input_ended;    /* no more lines are left or wanted */
    int input_status;    /* the error of reading lines; its message is in `input_error` */
    char input_error[MESSAGE_SIZE];

    pthread_mutex_t output_lock;
    pthread_cond_t next;
    uint64_t answers_written;    /* lines whose answers are written */
    struct line_answer *waiting; /* WAITING_MAX of them: number n at n mod WAITING_MAX */
    size_t waiting_bytes;
    struct output *output;
    VECTOR(double) timings; /* microseconds, of all queries */
    bool found, any_refused;
    int status; /* the first failure; its message is in `message` */
    char message[MESSAGE_SIZE];
};

/* One thread and its current line. */
struct batch_worker {
    struct batch *batch;
    struct analyzer *analyzer;
    struct index_documents documents;
    struct buffer line;
    bool cut;        /* the line was too long and is incomplete */
    uint64_t number; /* of the line, from 0 */
    struct slice name, text;
    char default_name[24]; /* the name of a line without one */
    struct output output;
    struct question question;
    struct line_answer answer;
};

/* --- one line --- */

static void split_line(struct batch_worker *worker)
{
    const char *line = buffer_string(&worker->line);
    size_t size = worker->line.size;
    if (size > 0 && line[size - 1] == '\r')
        size--;
    const char *tab = memchr(line, '\t', size);
    if (tab == NULL) {
        int length = snprintf(worker->default_name, sizeof worker->default_name, "%" PRIu64,
                              worker->number + 1);
        worker->name = (struct slice){worker->default_name, (size_t)length};
        worker->text = (struct slice){line, size};
        return;
    }
    worker->name = (struct slice){line, (size_t)(tab - line)};
    worker->text = (struct slice){tab + 1, size - worker->name.size - 1};
}

/* Takes the next line; false when there is none. */
static bool read_next_line(struct batch_worker *worker)
{
    struct batch *batch = worker->batch;
    struct line line;
    pthread_mutex_lock(&batch->input_lock);
    int got = batch->input_ended ? 0 : line_reader_next(&batch->lines, &line, _("standard input"));
    if (got > 0) {
        worker->number = batch->lines_read++;
        worker->cut = line.truncated;
        buffer_clear(&worker->line);
        buffer_append(&worker->line, line.data, line.size);
    } else {
        batch->input_ended = true;
    }
    if (got < 0) {
        batch->input_status = got;
        snprintf(batch->input_error, sizeof batch->input_error, "%s", error_message());
    }
    pthread_mutex_unlock(&batch->input_lock);
    if (got > 0)
        split_line(worker);
    return got > 0;
}

/* Checks that the line is complete, and neither its name nor its text too long. */
static int check_line(const struct batch_worker *worker)
{
    if (worker->line.failed)
        return error_memory();
    if (worker->name.size > NAME_SIZE_MAX)
        return error_set(ERROR_SYNTAX, "the name of a query may have at most %d bytes",
                         NAME_SIZE_MAX);
    if (worker->cut)
        return error_set(ERROR_SYNTAX, "a query may have at most %d bytes", QUERY_SIZE_MAX);
    return 0;
}

static void collect_notice(void *context, const char *message)
{
    struct batch_worker *worker = context;
    buffer_append(&worker->answer.notices, message, strlen(message) + 1);
}

static double now_microseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

/* Shows hits, and asks about words that are in no article; not about rare ones, for each of which
 * all forms of the index would be walked. */
static int show_line_hits(struct batch_worker *worker, const struct search_result *result)
{
    const struct options *options = worker->batch->options;
    const struct hints hints = {options, {collect_notice, worker}, &worker->question.expansion};
    struct suggestions suggestions;
    struct hits hits;
    int status =
        hits_init(&hits, options, &worker->question.expansion, worker->analyzer, &worker->output);
    if (status == 0)
        status = hints_find_suggestions(&hints, HINTS_FEW, &suggestions);
    if (status == 0)
        hints_suggest(&hints, &suggestions);
    hits.query = worker->name;
    hits.suggestions = &suggestions;
    for (size_t i = options->offset; i < result->count && status == 0; i++)
        status = hits_show(&hits, &result->hits[i], i + 1);
    hits_release(&hits);
    worker->answer.found = result->count > options->offset;
    return status;
}

/* Writes the answer to the asker's output; the time measured excludes writing the hits. */
static int answer_query(struct batch_worker *worker)
{
    struct batch *batch = worker->batch;
    const struct question_base base = {
        &worker->documents, worker->analyzer, &batch->options->query, {collect_notice, worker}};
    struct search_result result = {0};
    double start = now_microseconds();
    worker->question = (struct question){0};
    int status = check_line(worker);
    if (status == 0)
        status = question_prepare(&worker->question, &base,
                                  (struct slice){worker->text.data, worker->text.size});
    if (status == 0)
        status = selection_make(batch->options, &worker->question.expansion, worker->analyzer,
                                (struct slice){NULL, 0}, &result);
    worker->answer.microseconds = now_microseconds() - start;
    worker->answer.found = false;
    worker->answer.work = result.work;
    bool is_subset = batch->options->search.subset_count > 0;
    if (status == 0 && is_subset)
        status = runs_add(&worker->output.pending, batch->options, &worker->question,
                          &(struct run_query){worker->number + 1, worker->name}, &result);
    else if (status == 0)
        status = show_line_hits(worker, &result);
    if (is_subset)
        worker->answer.found = status == 0 && result.count > 0;
    search_result_release(&result);
    question_release(&worker->question);
    return status;
}

/* --- in order --- */

static void notify_for_query(const struct batch *batch, const struct line_answer *answer,
                             const char *message)
{
    char line[NAME_SHOWN + MESSAGE_SIZE + 20];
    int name_size = answer->name.size < NAME_SHOWN ? (int)answer->name.size : NAME_SHOWN;
    snprintf(line, sizeof line, _("query %.*s: %.*s"), name_size, answer->name.data, MESSAGE_SIZE,
             message);
    batch->notice.notify(batch->notice.context, line);
}

static void record_failure(struct batch *batch, int status, const char *message)
{
    batch->status = status;
    snprintf(batch->message, sizeof batch->message, "%s", message);
}

/* Writes an answer whose turn has come; writes nothing after a failure. */
static void write_answer(struct batch *batch, const struct line_answer *answer)
{
    if (batch->status != 0)
        return;
    const struct buffer *notices = &answer->notices;
    for (size_t at = 0; at < notices->size; at += strlen(notices->data + at) + 1)
        notify_for_query(batch, answer, notices->data + at);
    if (answer->status == ERROR_SYNTAX) {
        notify_for_query(batch, answer, answer->error.data);
        batch->any_refused = true;
    } else if (answer->status != 0) {
        record_failure(batch, answer->status, answer->error.data);
    }
    if (answer->status == 0 && batch->options->timings) {
        char line[MESSAGE_SIZE];
        const struct search_work *work = &answer->work;
        snprintf(line, sizeof line,
                 _("%" PRIu64 " postings, %" PRIu64 " decoded, %" PRIu64 " scored, %.1f µs"),
                 work->postings, work->decoded, work->scored, answer->microseconds);
        notify_for_query(batch, answer, line);
        vector_append(&batch->timings, answer->microseconds);
    }
    batch->found |= answer->found;
    buffer_append(&batch->output->pending, answer->text.data, answer->text.size);
    int written = output_drain(batch->output);
    if (written != 0 && batch->status == 0)
        record_failure(batch, written, error_message());
}

/* Stores the answer where it waits, and takes the unused one there in exchange. */
static void queue_answer(struct batch *batch, struct batch_worker *worker)
{
    struct line_answer *place = &batch->waiting[worker->number % WAITING_MAX];
    struct line_answer taken = *place;
    *place = worker->answer;
    place->ready = true;
    batch->waiting_bytes += place->text.size;
    worker->answer = taken;
}

/* Writes this answer, whose turn it is, and those that were waiting for it. */
static void write_in_order(struct batch *batch, const struct line_answer *answer)
{
    write_answer(batch, answer);
    struct line_answer *next;
    while (next = &batch->waiting[++batch->answers_written % WAITING_MAX], next->ready) {
        write_answer(batch, next);
        next->ready = false;
        batch->waiting_bytes -= next->text.size;
    }
}

static bool has_waiting_room(const struct batch *batch, uint64_t number)
{
    return number - batch->answers_written < WAITING_MAX && batch->waiting_bytes < WAITING_BYTES;
}

/* Writes the answer or lets it wait. Returns false when the batch is over: it failed, or the reader
 * has gone. */
static bool deliver_answer(struct batch_worker *worker)
{
    struct batch *batch = worker->batch;
    pthread_mutex_lock(&batch->output_lock);
    while (batch->answers_written != worker->number && !has_waiting_room(batch, worker->number))
        pthread_cond_wait(&batch->next, &batch->output_lock);
    if (batch->answers_written == worker->number) {
        write_in_order(batch, &worker->answer);
        pthread_cond_broadcast(&batch->next);
    } else {
        queue_answer(batch, worker);
    }
    bool may_continue = batch->status == 0 && !batch->output->closed;
    pthread_mutex_unlock(&batch->output_lock);
    if (!may_continue) {
        pthread_mutex_lock(&batch->input_lock);
        batch->input_ended = true;
        pthread_mutex_unlock(&batch->input_lock);
    }
    return may_continue;
}

static void clear_answer(struct line_answer *answer)
{
    buffer_clear(&answer->name);
    buffer_clear(&answer->text);
    buffer_clear(&answer->notices);
    buffer_clear(&answer->error);
    answer->found = answer->ready = false;
}

static void release_answer(struct line_answer *answer)
{
    buffer_release(&answer->name);
    buffer_release(&answer->text);
    buffer_release(&answer->notices);
    buffer_release(&answer->error);
}

/* Answers the line into asker->answer. */
static void answer_one_line(struct batch_worker *worker)
{
    struct line_answer *answer = &worker->answer;
    clear_answer(answer);
    worker->output.pending = answer->text;
    answer->status = worker->analyzer == NULL ? error_memory() : answer_query(worker);
    answer->status = map_fault_result(answer->status, 0);
    answer->text = worker->output.pending;
    buffer_init(&worker->output.pending);
    buffer_append(&answer->name, worker->name.data, worker->name.size);
    if (answer->status == 0)
        answer->status = buffer_status(&answer->text);
    if (answer->status != 0)
        buffer_append(&answer->error, error_message(), strlen(error_message()) + 1);
    if (buffer_status(&answer->error) != 0)
        answer->status = ERROR_MEMORY;
}

static void *run_worker(void *context)
{
    struct batch_worker worker = {.batch = context, .analyzer = analyzer_create()};
    output_init(&worker.output, -1);
    index_documents_init(&worker.documents, worker.batch->index);
    while (read_next_line(&worker)) {
        answer_one_line(&worker);
        if (!deliver_answer(&worker))
            break;
    }
    if (worker.analyzer != NULL)
        analyzer_destroy(worker.analyzer);
    index_documents_release(&worker.documents);
    release_answer(&worker.answer);
    buffer_release(&worker.line);
    return NULL;
}

/* --- all lines --- */

static int compare_times(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static void notify_timings(struct batch *batch)
{
    const double *times = batch->timings.items;
    size_t count = vector_count(&batch->timings);
    if (count == 0)
        return;
    vector_sort(&batch->timings, compare_times);
    char line[MESSAGE_SIZE];
    snprintf(line, sizeof line, _("%zu queries: p50 %.1f µs, p90 %.1f µs, p99 %.1f µs"), count,
             times[(count - 1) / 2], times[(count - 1) * 9 / 10], times[(count - 1) * 99 / 100]);
    batch->notice.notify(batch->notice.context, line);
}

static size_t thread_count(const struct options *options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return options->threads > 0 ? options->threads : cores > 1 ? (size_t)cores : 1;
}

/* Runs the threads, of which this one is the first; those that cannot be started are left out. */
static int run_threads(struct batch *batch)
{
    size_t wanted = thread_count(batch->options) - 1, count = 0;
    pthread_t *threads = malloc((wanted + 1) * sizeof *threads);
    if (threads == NULL)
        return error_memory();
    while (count < wanted && pthread_create(&threads[count], NULL, run_worker, batch) == 0)
        count++;
    run_worker(batch);
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    return 0;
}

int batch_answer(const struct options *options, struct index *index, struct output *output,
                 struct question_notice notice, bool *found)
{
    struct batch batch = {.options = options, .index = index, .notice = notice, .output = output};
    batch.waiting = calloc(WAITING_MAX, sizeof *batch.waiting);
    if (batch.waiting == NULL)
        return error_memory();
    pthread_mutex_init(&batch.input_lock, NULL);
    pthread_mutex_init(&batch.output_lock, NULL);
    pthread_cond_init(&batch.next, NULL);
    line_reader_init(&batch.lines, STDIN_FILENO, LINE_SIZE_MAX);
    message_prepare();
    if (options->header)
        format_tsv_header(&output->pending, true);
    if (options->search.subset_count > 0)
        runs_begin(&output->pending, options, index);
    pages_keep_freed();
    int status = run_threads(&batch);
    line_reader_release(&batch.lines);
    if (options->search.subset_count > 0 && status == 0 && batch.status == 0 &&
        batch.input_status == 0)
        runs_end(&output->pending, batch.lines_read);
    pthread_cond_destroy(&batch.next);
    pthread_mutex_destroy(&batch.output_lock);
    pthread_mutex_destroy(&batch.input_lock);
    if (options->timings)
        notify_timings(&batch);
    for (size_t i = 0; i < WAITING_MAX; i++)
        release_answer(&batch.waiting[i]);
    free(batch.waiting);
    vector_release(&batch.timings);
    *found = batch.found;
    if (status == 0 && batch.status != 0)
        status = error_set(batch.status, "%s", batch.message);
    if (status == 0 && batch.input_status != 0)
        status = error_set(batch.input_status, "%s", batch.input_error);
    if (status == 0 && batch.any_refused)
        status = error_set(ERROR_SYNTAX, "some queries could not be read");
    return status;
}
