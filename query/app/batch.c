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
#include "query/app/hits.h"
#include "query/app/runs.h"
#include "query/app/selection.h"

enum { MESSAGE_SIZE = 1200, NAME_SHOWN = 100 };

/* In bytes: the name of a query, and its line with the tab. */
enum { NAME_MAX_SIZE = 4096, LINE_MAX_SIZE = NAME_MAX_SIZE + 1 + QUERY_SIZE_MAX };

/* How many answers may wait for an earlier one, and their total size. */
enum { WAITING_MAX = 256, WAITING_BYTES = 1 << 24 };

/* Everything to be written for one line. */
struct answer {
    bool ready;
    bool found;
    int status;
    struct buffer name, text, notices, error; /* notices: each followed by a NUL */
    double microseconds;
    struct search_work work;
};

/* State shared by the threads. Under `asking`, each takes a line and its number. Answers are
 * written in the order of numbers, under `answering`: if it is not yet an answer's turn, the thread
 * that writes its predecessor writes it too, so no thread waits for another's long query. */
struct batch {
    const struct options *options;
    struct index *index;
    question_notice notice;

    pthread_mutex_t asking;
    struct line_reader lines;
    uint64_t asked; /* lines taken */
    bool ended;     /* no more lines are left or wanted */
    int unread;     /* the error of reading lines; its message is in `reading` */
    char reading[MESSAGE_SIZE];

    pthread_mutex_t answering;
    pthread_cond_t next;
    uint64_t answered;      /* lines whose answers are written */
    struct answer *waiting; /* WAITING_MAX of them: number n at n mod WAITING_MAX */
    size_t waiting_bytes;
    struct output *output;
    struct buffer timings; /* double, microseconds, of all queries */
    bool found, refused;
    int status; /* the first failure; its message is in `message` */
    char message[MESSAGE_SIZE];
};

/* One thread and its current line. */
struct asker {
    struct batch *batch;
    struct analyzer *analyzer;
    struct index_documents documents;
    struct buffer line;
    bool cut;        /* the line was too long and is incomplete */
    uint64_t number; /* of the line, from 0 */
    struct bytes name, text;
    char numeral[24]; /* the name of a line without one */
    struct output output;
    struct question question;
    struct answer answer;
};

/* --- one line --- */

static void split_line(struct asker *asker)
{
    const char *line = buffer_string(&asker->line);
    size_t size = asker->line.size;
    if (size > 0 && line[size - 1] == '\r')
        size--;
    const char *tab = memchr(line, '\t', size);
    if (tab == NULL) {
        int length = snprintf(asker->numeral, sizeof asker->numeral, "%" PRIu64, asker->number + 1);
        asker->name = (struct bytes){asker->numeral, (size_t)length};
        asker->text = (struct bytes){line, size};
        return;
    }
    asker->name = (struct bytes){line, (size_t)(tab - line)};
    asker->text = (struct bytes){tab + 1, size - asker->name.size - 1};
}

/* Takes the next line; false when there is none. */
static bool take_line(struct asker *asker)
{
    struct batch *batch = asker->batch;
    struct line line;
    pthread_mutex_lock(&batch->asking);
    int got = batch->ended ? 0 : line_reader_next(&batch->lines, &line, _("standard input"));
    if (got > 0) {
        asker->number = batch->asked++;
        asker->cut = line.cut;
        buffer_clear(&asker->line);
        buffer_append(&asker->line, line.data, line.size);
    } else {
        batch->ended = true;
    }
    if (got < 0) {
        batch->unread = got;
        snprintf(batch->reading, sizeof batch->reading, "%s", error_message());
    }
    pthread_mutex_unlock(&batch->asking);
    if (got > 0)
        split_line(asker);
    return got > 0;
}

/* Checks that the line is complete, and neither its name nor its text too long. */
static int check_line(const struct asker *asker)
{
    if (asker->line.failed)
        return error_memory();
    if (asker->name.size > NAME_MAX_SIZE)
        return error_set(ERROR_SYNTAX, "the name of a query may have %d bytes, not more",
                         NAME_MAX_SIZE);
    if (asker->cut)
        return error_set(ERROR_SYNTAX, "a query may have %d bytes, not more", QUERY_SIZE_MAX);
    return 0;
}

static void keep_notice(void *context, const char *message)
{
    struct asker *asker = context;
    buffer_append(&asker->answer.notices, message, strlen(message) + 1);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int show(struct asker *asker, const struct search_result *result)
{
    const struct options *options = asker->batch->options;
    struct hits hits;
    int status =
        hits_init(&hits, options, &asker->question.expansion, asker->analyzer, &asker->output);
    hits.query = asker->name;
    for (size_t i = options->offset; i < result->count && status == 0; i++)
        status = hits_show(&hits, &result->hits[i], i + 1);
    hits_release(&hits);
    asker->answer.found = result->count > options->offset;
    return status;
}

/* Writes the answer to the asker's output; the time measured excludes writing the hits. */
static int answer_line(struct asker *asker)
{
    struct batch *batch = asker->batch;
    struct search_result result = {0};
    double start = now();
    asker->question = (struct question){0};
    int status = check_line(asker);
    if (status == 0)
        status =
            question_prepare(&asker->question, &asker->documents, asker->analyzer, asker->text.data,
                             asker->text.size, &batch->options->query, keep_notice, asker);
    if (status == 0)
        status = selection_make(batch->options, &asker->question.expansion, asker->analyzer,
                                (struct bytes){NULL, 0}, &result);
    asker->answer.microseconds = now() - start;
    asker->answer.found = false;
    asker->answer.work = result.work;
    bool shared = batch->options->search.shares > 0;
    if (status == 0 && shared)
        status = runs_add(&asker->output.pending, batch->options, &asker->question,
                          asker->number + 1, asker->name, &result);
    else if (status == 0)
        status = show(asker, &result);
    if (shared)
        asker->answer.found = status == 0 && result.count > 0;
    search_result_release(&result);
    question_release(&asker->question);
    return status;
}

/* --- in order --- */

static void tell(const struct batch *batch, const struct answer *answer, const char *message)
{
    char line[NAME_SHOWN + MESSAGE_SIZE + 20];
    int name_size = answer->name.size < NAME_SHOWN ? (int)answer->name.size : NAME_SHOWN;
    snprintf(line, sizeof line, _("query %.*s: %.*s"), name_size, answer->name.data, MESSAGE_SIZE,
             message);
    batch->notice(NULL, line);
}

static void fail(struct batch *batch, int status, const char *message)
{
    batch->status = status;
    snprintf(batch->message, sizeof batch->message, "%s", message);
}

/* Writes an answer whose turn has come; writes nothing after a failure. */
static void write_answer(struct batch *batch, const struct answer *answer)
{
    if (batch->status != 0)
        return;
    const struct buffer *notices = &answer->notices;
    for (size_t at = 0; at < notices->size; at += strlen(notices->data + at) + 1)
        tell(batch, answer, notices->data + at);
    if (answer->status == ERROR_SYNTAX) {
        tell(batch, answer, answer->error.data);
        batch->refused = true;
    } else if (answer->status != 0) {
        fail(batch, answer->status, answer->error.data);
    }
    if (answer->status == 0 && batch->options->timings) {
        char line[MESSAGE_SIZE];
        const struct search_work *work = &answer->work;
        snprintf(line, sizeof line,
                 _("%" PRIu64 " postings, %" PRIu64 " decoded, %" PRIu64 " scored, %.1f µs"),
                 work->postings, work->decoded, work->scored, answer->microseconds);
        tell(batch, answer, line);
        buffer_append(&batch->timings, &answer->microseconds, sizeof answer->microseconds);
    }
    batch->found |= answer->found;
    buffer_append(&batch->output->pending, answer->text.data, answer->text.size);
    int written = output_drain(batch->output);
    if (written != 0 && batch->status == 0)
        fail(batch, written, error_message());
}

/* Stores the answer where it waits, and takes the unused one there in exchange. */
static void leave(struct batch *batch, struct asker *asker)
{
    struct answer *place = &batch->waiting[asker->number % WAITING_MAX];
    struct answer taken = *place;
    *place = asker->answer;
    place->ready = true;
    batch->waiting_bytes += place->text.size;
    asker->answer = taken;
}

/* Writes this answer, whose turn it is, and those that were waiting for it. */
static void write_in_order(struct batch *batch, const struct answer *answer)
{
    write_answer(batch, answer);
    struct answer *next;
    while (next = &batch->waiting[++batch->answered % WAITING_MAX], next->ready) {
        write_answer(batch, next);
        next->ready = false;
        batch->waiting_bytes -= next->text.size;
    }
}

static bool has_room(const struct batch *batch, uint64_t number)
{
    return number - batch->answered < WAITING_MAX && batch->waiting_bytes < WAITING_BYTES;
}

/* Writes the answer or lets it wait. Returns false when the batch is over: it failed, or the reader
 * has gone. */
static bool hand_in(struct asker *asker)
{
    struct batch *batch = asker->batch;
    pthread_mutex_lock(&batch->answering);
    while (batch->answered != asker->number && !has_room(batch, asker->number))
        pthread_cond_wait(&batch->next, &batch->answering);
    if (batch->answered == asker->number) {
        write_in_order(batch, &asker->answer);
        pthread_cond_broadcast(&batch->next);
    } else {
        leave(batch, asker);
    }
    bool goes_on = batch->status == 0 && !batch->output->closed;
    pthread_mutex_unlock(&batch->answering);
    if (!goes_on) {
        pthread_mutex_lock(&batch->asking);
        batch->ended = true;
        pthread_mutex_unlock(&batch->asking);
    }
    return goes_on;
}

static void clear_answer(struct answer *answer)
{
    buffer_clear(&answer->name);
    buffer_clear(&answer->text);
    buffer_clear(&answer->notices);
    buffer_clear(&answer->error);
    answer->found = answer->ready = false;
}

static void release_answer(struct answer *answer)
{
    buffer_release(&answer->name);
    buffer_release(&answer->text);
    buffer_release(&answer->notices);
    buffer_release(&answer->error);
}

/* Answers the line into asker->answer. */
static void answer_whole(struct asker *asker)
{
    struct answer *answer = &asker->answer;
    clear_answer(answer);
    asker->output.pending = answer->text;
    answer->status = asker->analyzer == NULL ? error_memory() : answer_line(asker);
    answer->status = map_fault_result(answer->status, 0);
    answer->text = asker->output.pending;
    buffer_init(&asker->output.pending);
    buffer_append(&answer->name, asker->name.data, asker->name.size);
    if (answer->status == 0)
        answer->status = buffer_status(&answer->text);
    if (answer->status != 0)
        buffer_append(&answer->error, error_message(), strlen(error_message()) + 1);
    if (buffer_status(&answer->error) != 0)
        answer->status = ERROR_MEMORY;
}

static void *ask(void *context)
{
    struct asker asker = {.batch = context, .analyzer = analyzer_create()};
    output_init(&asker.output, -1);
    index_documents_init(&asker.documents, asker.batch->index);
    while (take_line(&asker)) {
        answer_whole(&asker);
        if (!hand_in(&asker))
            break;
    }
    if (asker.analyzer != NULL)
        analyzer_destroy(asker.analyzer);
    index_documents_release(&asker.documents);
    release_answer(&asker.answer);
    buffer_release(&asker.line);
    return NULL;
}

/* --- all lines --- */

static int compare_times(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static void tell_timings(struct batch *batch)
{
    double *times = (double *)(void *)batch->timings.data;
    size_t count = batch->timings.size / sizeof *times;
    if (count == 0)
        return;
    qsort(times, count, sizeof *times, compare_times);
    char line[MESSAGE_SIZE];
    snprintf(line, sizeof line, _("%zu queries: p50 %.1f µs, p90 %.1f µs, p99 %.1f µs"), count,
             times[(count - 1) / 2], times[(count - 1) * 9 / 10], times[(count - 1) * 99 / 100]);
    batch->notice(NULL, line);
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
    while (count < wanted && pthread_create(&threads[count], NULL, ask, batch) == 0)
        count++;
    ask(batch);
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    return 0;
}

int batch_answer(const struct options *options, struct index *index, struct output *output,
                 question_notice notice, bool *found)
{
    struct batch batch = {.options = options, .index = index, .notice = notice, .output = output};
    batch.waiting = calloc(WAITING_MAX, sizeof *batch.waiting);
    if (batch.waiting == NULL)
        return error_memory();
    pthread_mutex_init(&batch.asking, NULL);
    pthread_mutex_init(&batch.answering, NULL);
    pthread_cond_init(&batch.next, NULL);
    line_reader_init(&batch.lines, STDIN_FILENO, LINE_MAX_SIZE);
    message_prepare();
    if (options->header)
        format_tsv_header(&output->pending, true);
    if (options->search.shares > 0)
        runs_begin(&output->pending, options, index);
    pages_keep_freed();
    int status = run_threads(&batch);
    line_reader_release(&batch.lines);
    if (options->search.shares > 0 && status == 0 && batch.status == 0 && batch.unread == 0)
        runs_end(&output->pending, batch.asked);
    pthread_cond_destroy(&batch.next);
    pthread_mutex_destroy(&batch.answering);
    pthread_mutex_destroy(&batch.asking);
    if (options->timings)
        tell_timings(&batch);
    for (size_t i = 0; i < WAITING_MAX; i++)
        release_answer(&batch.waiting[i]);
    free(batch.waiting);
    buffer_release(&batch.timings);
    *found = batch.found;
    if (status == 0 && batch.status != 0)
        status = error_set(batch.status, "%s", batch.message);
    if (status == 0 && batch.unread != 0)
        status = error_set(batch.unread, "%s", batch.reading);
    if (status == 0 && batch.refused)
        status = error_set(ERROR_SYNTAX, "not all queries could be read");
    return status;
}
