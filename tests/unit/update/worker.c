/* Workers: what they make of a job, and what they say of files that they cannot read. */
#include "tests/unit/update/indexed.h"

#include "common/base/clock.h"
#include "common/base/error.h"
#include "indexer/sources/walk/walk.h"
#include "indexer/update/worker.h"

#include "tests/unit/suite.h"

static struct run run;
static struct worker worker;

static void start(void)
{
    indexed_begin(&run);
    assert_int_equal(worker_init(&worker, &run), 0);
}

static void finish(void)
{
    worker_finish(&worker);
    worker_release(&worker);
}

/* Adds a file of the folder to a job, as a walk would. */
static void add(struct job *job, const char *name)
{
    struct stat status;
    struct job_file *file = &job->files[job->count++];
    *file = (struct job_file){.descriptor = open(indexed_path(name), O_RDONLY | O_CLOEXEC),
                              .path = strdup(name),
                              .kind = input_rules_kind_of(&indexed.options.input_rules, name)};
    assert_true(file->descriptor >= 0 && file->path != NULL);
    assert_int_equal(fstat(file->descriptor, &status), 0);
    file->state.size = (uint64_t)status.st_size;
    file->state.mtime = clock_nanoseconds(status.st_mtim);
}

static void write_and_add(struct job *job, const char *name, const char *text)
{
    indexed_write(name, text);
    add(job, name);
}

static struct job *new_job(void)
{
    struct job *job = job_create(&run.roots.items[0]);
    assert_non_null(job);
    return job;
}

static size_t segments(void)
{
    return run.transaction.next.segment_count;
}

static void a_job_becomes_documents_in_its_order(void **state)
{
    (void)state;
    start();
    struct job *job = new_job();
    write_and_add(job, "a.txt", "rivière");
    write_and_add(job, "b.jsonl", "{\"id\":\"un\",\"text\":\"x\"}\n{\"text\":\"y\"}\n");
    write_and_add(job, "c.md", "# Crue\n\nL'eau monte.\n");
    worker_run_job(&worker, job);
    job = new_job();
    write_and_add(job, "d.html", "<p>pont</p>");
    worker_run_job(&worker, job);
    assert_int_equal(segments(), 0); /* it is in memory */
    finish();
    assert_int_equal(run.failure, 0);
    assert_int_equal(segments(), 1);
    assert_true(run.segments_written);
    assert_string_equal(indexed_documents(&run, 0), "a.txt b.jsonl#un b.jsonl#L2 c.md d.html ");
    assert_int_equal(indexed.report.articles, 5);
    assert_int_equal(indexed.report.files, 4);
    indexed_abandon(&run);
}

static void a_worker_without_articles_makes_no_segment(void **state)
{
    (void)state;
    start();
    struct job *job = new_job();
    write_and_add(job, "a.jsonl", "\n\n");
    worker_run_job(&worker, job);
    finish();
    assert_int_equal(segments(), 0);
    assert_false(run.segments_written);
    indexed_abandon(&run);
}

static void a_full_segment_is_written(void **state)
{
    (void)state;
    start();
    run.memory = 1;
    struct job *job = new_job();
    write_and_add(job, "a.txt", "rivière");
    write_and_add(job, "b.txt", "crue");
    worker_run_job(&worker, job);
    assert_int_equal(segments(), 2);
    finish();
    assert_int_equal(segments(), 2);
    assert_string_not_equal(run.transaction.next.segments[0].name,
                            run.transaction.next.segments[1].name);
    assert_string_equal(indexed_documents(&run, 0), "a.txt ");
    assert_string_equal(indexed_documents(&run, 1), "b.txt ");
    indexed_abandon(&run);
}

static const struct left_entry *the_only_entry(void)
{
    assert_int_equal(left_list_count(&run.left.next), 1);
    return left_list_at(&run.left.next, 0);
}

static void a_file_that_cannot_be_read_is_left_out(void **state)
{
    (void)state;
    start();
    struct job *job = new_job();
    write_and_add(job, "a.txt", "rivière");
    write_and_add(job, "b.txt.gz", "this is no gzip");
    write_and_add(job, "c.txt", "crue");
    worker_run_job(&worker, job);
    finish();
    assert_int_equal(run.failure, 0);
    assert_string_equal(indexed_documents(&run, 0), "a.txt c.txt ");
    assert_int_equal(indexed.report.complaints[COMPLAINT_FILE], 1);
    const struct left_entry *entry = the_only_entry();
    assert_int_equal(entry->kind, LEFT_FILE);
    assert_string_equal(entry->path, "b.txt.gz");
    assert_true(entry->reader != 0);
    assert_int_equal(entry->state.size, strlen("this is no gzip"));
    indexed_abandon(&run);
}

static void a_part_that_cannot_be_read_is_left_out(void **state)
{
    (void)state;
    start();
    struct job *job = new_job();
    write_and_add(job, "a.jsonl", "{\"text\":\"x\"}\n{\"text\":\n{}\n{\"text\":\"y\"}\n");
    worker_run_job(&worker, job);
    finish();
    assert_string_equal(indexed_documents(&run, 0), "a.jsonl#L1 a.jsonl#L4 ");
    assert_int_equal(indexed.report.complaints[COMPLAINT_ARTICLE], 2);
    const struct left_entry *entry = the_only_entry(); /* with the first reason */
    assert_int_equal(entry->kind, LEFT_PART);
    assert_non_null(strstr(entry->why, "/a.jsonl:2: "));
    indexed_abandon(&run);
}

static void an_id_that_is_too_long_has_no_article(void **state)
{
    (void)state;
    struct buffer text = {0};
    start();
    buffer_append_string(&text, "{\"id\":\"");
    for (size_t i = 0; i <= DOCUMENT_FIELD_MAX; i++)
        buffer_append_byte(&text, 'x');
    buffer_append_string(&text, "\",\"text\":\"x\"}\n{\"text\":\"y\",\"url\":\"");
    for (size_t i = 0; i <= DOCUMENT_FIELD_MAX; i++)
        buffer_append_byte(&text, 'x');
    buffer_append_string(&text, "\"}\n");
    struct job *job = new_job();
    write_and_add(job, "a.jsonl", buffer_string(&text));
    worker_run_job(&worker, job);
    finish();
    assert_string_equal(indexed_documents(&run, 0), "a.jsonl#L2 ");
    assert_int_equal(indexed.report.complaints[COMPLAINT_ARTICLE], 2);
    buffer_release(&text);
    indexed_abandon(&run);
}

/* What was read of a file that changed meanwhile may be neither text: it is read again, by this run
 * if it collects such files, else by the next. */
static void a_file_that_changes_is_read_again(void **state)
{
    (void)state;
    for (int collects = 0; collects < 2; collects++) {
        struct changes changes = {0};
        start();
        run.changed = collects ? &changes : NULL;
        struct job *job = new_job();
        write_and_add(job, "a.jsonl", "{\"text\":\"rivière\"}\n{\"text\":\n");
        job->files[0].state.size--;
        worker_run_job(&worker, job);
        finish();
        assert_int_equal(vector_count(&run.unfinished_files.articles), 1);
        assert_int_equal(indexed.report.complaints[COMPLAINT_FILE], !collects);
        assert_int_equal(left_list_count(&run.left.next), !collects);
        if (collects)
            assert_string_equal(changes.paths.data, indexed_path("a.jsonl"));
        changes_release(&changes);
        indexed_abandon(&run);
    }
}

static void a_run_that_failed_frees_its_jobs(void **state)
{
    (void)state;
    start();
    error_set(ERROR_SYSTEM, "no disk");
    run_fail(&run, ERROR_SYSTEM);
    error_set(ERROR_MEMORY, "later");
    run_fail(&run, ERROR_MEMORY);
    struct job *job = new_job();
    write_and_add(job, "a.txt", "rivière");
    worker_run_job(&worker, job);
    finish();
    assert_int_equal(run.failure, ERROR_SYSTEM);
    assert_string_equal(run.message, "no disk");
    assert_int_equal(indexed.report.files, 0);
    assert_int_equal(segments(), 0);
    indexed_abandon(&run);
}

/* A segment that cannot be written ends the run. */
static void a_failure_of_the_index_is_the_runs(void **state)
{
    (void)state;
    start();
    close(run.transaction.directory);
    run.transaction.directory = open("/dev/null", O_RDONLY | O_CLOEXEC);
    struct job *job = new_job();
    write_and_add(job, "a.txt", "rivière");
    write_and_add(job, "b.txt", "rivière");
    worker_run_job(&worker, job);
    finish();
    assert_int_equal(run.failure, ERROR_SYSTEM);
    assert_int_equal(indexed.report.complaints[COMPLAINT_FILE], 0);
    close(run.transaction.directory);
    run.transaction.directory = open(indexed.index, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    indexed_abandon(&run);
}

/* The last user of a shared file applies what all have read. */
static void the_last_user_ends_a_shared_file(void **state)
{
    (void)state;
    struct left_reason none = {0}, part = {0}, whole = {0};
    start();
    struct job_file file = {.descriptor = -1, .path = strdup("a.jsonl")};
    struct shared_file *shared = shared_file_create(&run, &file);
    assert_non_null(shared);
    shared_file_retain(&run, shared);
    shared_file_retain(&run, shared);
    left_reason_note(&part, LEFT_PART, 0, "part");
    left_reason_note(&whole, LEFT_FILE, 0, "whole");
    shared_file_note_result(&run, shared, 0, &part);
    shared_file_release(&run, shared);
    shared_file_note_result(&run, shared, ERROR_INPUT, &whole);
    shared_file_release(&run, shared);
    assert_int_equal(left_list_count(&run.left.next), 0);
    shared_file_note_result(&run, shared, 0, &none);
    shared_file_release(&run, shared);
    const struct left_entry *entry = the_only_entry();
    assert_int_equal(entry->kind, LEFT_FILE); /* the gravest */
    assert_string_equal(entry->why, "whole");
    left_reason_release(&part);
    left_reason_release(&whole);
    finish();
    indexed_abandon(&run);
}

SUITE(worker)
{
    const struct CMUnitTest tests[] = {
        INDEXED(a_job_becomes_documents_in_its_order),
        INDEXED(a_worker_without_articles_makes_no_segment),
        INDEXED(a_full_segment_is_written),
        INDEXED(a_file_that_cannot_be_read_is_left_out),
        INDEXED(a_part_that_cannot_be_read_is_left_out),
        INDEXED(an_id_that_is_too_long_has_no_article),
        INDEXED(a_file_that_changes_is_read_again),
        INDEXED(a_run_that_failed_frees_its_jobs),
        INDEXED(a_failure_of_the_index_is_the_runs),
        INDEXED(the_last_user_ends_a_shared_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
