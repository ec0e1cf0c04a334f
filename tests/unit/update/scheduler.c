/* From the files of a root to jobs: which are visited, how they are put together, and what is said
 * of those that cannot be read. */
#include "tests/unit/update/indexed.h"

#include <errno.h>

#include "common/base/error.h"
#include "indexer/update/refusal.h"
#include "indexer/update/root_walk.h"
#include "indexer/update/visit.h"

#include "tests/unit/suite.h"

static struct run run;
static struct pool pool;
static struct scheduler scheduler;

/* Starts a run that has no state before. */
static void start(void)
{
    indexed_begin(&run);
    assert_int_equal(pool_init(&pool, &run), 0);
    scheduler_init(&scheduler, &run, &pool);
}

static const struct root *the_root(void)
{
    return &run.roots.items[0];
}

static void walk(void)
{
    assert_int_equal(root_walk(&scheduler, the_root(), 0), 0);
}

/* Waits for what was scheduled. */
static void finish(void)
{
    scheduler_release(&scheduler);
    pool_finish(&pool);
    assert_int_equal(run.failure, 0);
}

static void write_many(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        char name[20];
        snprintf(name, sizeof name, "%03u.txt", i);
        indexed_write(name, "rivière");
    }
}

/* Adds an open file that does not exist below the root. */
static int add(const char *name, const char *text)
{
    const char *path = indexed_path(".added");
    indexed_write(".added", text);
    struct job_file file = {.descriptor = open(path, O_RDONLY | O_CLOEXEC),
                            .kind = input_rules_kind_of(&indexed.options.input_rules, name),
                            .state = {.size = strlen(text)},
                            .from_stdin = true};
    assert_true(file.descriptor >= 0);
    return scheduler_add(&scheduler, &file, name);
}

/* Files are added in the order of their paths. */
static int add_number(unsigned number)
{
    char name[16];
    snprintf(name, sizeof name, "%05u.txt", number);
    return add(name, "rivière");
}

static void small_files_wait_for_a_full_job(void **state)
{
    (void)state;
    start();
    scheduler_set_root(&scheduler, the_root(), 0);
    for (unsigned i = 0; i < JOB_FILES - 1; i++)
        assert_int_equal(add_number(i), 0);
    assert_int_equal(scheduler.job->count, JOB_FILES - 1);
    assert_int_equal(indexed.report.articles, 0);
    assert_int_equal(add_number(JOB_FILES - 1), 0);
    assert_null(scheduler.job);
    assert_int_equal(indexed.report.articles, JOB_FILES); /* the only worker works at once */
    assert_int_equal(add_number(JOB_FILES), 0);
    assert_int_equal(scheduler.job->count, 1);
    scheduler_flush(&scheduler);
    finish();
    assert_int_equal(indexed.report.articles, JOB_FILES + 1);
    indexed_abandon(&run);
}

static void a_job_is_full_by_bytes_as_well(void **state)
{
    (void)state;
    start();
    scheduler.block_size = 20;
    scheduler_set_root(&scheduler, the_root(), 0);
    assert_int_equal(add("a.txt", "rivière"), 0);
    assert_non_null(scheduler.job);
    assert_int_equal(add("b.txt", "la rivière en crue"), 0);
    assert_null(scheduler.job);
    finish();
    indexed_abandon(&run);
}

/* A job has one root. */
static void another_root_ends_a_job(void **state)
{
    (void)state;
    struct root other = {.path = indexed.articles};
    start();
    scheduler_set_root(&scheduler, the_root(), 0);
    assert_int_equal(add("a.txt", "rivière"), 0);
    scheduler_set_root(&scheduler, the_root(), 0);
    assert_non_null(scheduler.job);
    scheduler_set_root(&scheduler, &other, 1);
    assert_null(scheduler.job);
    assert_int_equal(indexed.report.articles, 1);
    finish();
    indexed_abandon(&run);
}

/* Whatever is not submitted is freed (the sanitizers look). */
static void a_run_that_fails_takes_no_more(void **state)
{
    (void)state;
    start();
    scheduler_set_root(&scheduler, the_root(), 0);
    assert_int_equal(add("a.txt", "rivière"), 0);
    error_set(ERROR_SYSTEM, "no disk");
    run_fail(&run, ERROR_SYSTEM);
    assert_false(scheduler_may_continue(&scheduler));
    assert_int_equal(add("b.txt", "rivière"), ERROR_STOPPED);
    scheduler_release(&scheduler);
    pool_finish(&pool);
    assert_int_equal(run.failure, ERROR_SYSTEM);
    assert_string_equal(run.message, "no disk");
    assert_int_equal(indexed.report.articles, 0);
    indexed_abandon(&run);
}

static void files_are_in_the_order_of_the_walk(void **state)
{
    (void)state;
    indexed_folder("b");
    indexed_write("b/d.txt", "rivière");
    indexed_write("b.txt", "rivière");
    indexed_write("a.md", "rivière");
    indexed_write("image.jpg", "rivière");
    indexed_write(".cache.txt", "rivière");
    start();
    walk();
    finish();
    assert_int_equal(run.transaction.next.segment_count, 1);
    assert_string_equal(indexed_documents(&run, 0), "a.md b.txt b/d.txt ");
    assert_int_equal(indexed.report.skipped[SKIPPED_FORMAT], 1);
    assert_int_equal(scheduler.entries_seen, 4);
    indexed_abandon(&run);
}

/* A large file of lines is read by several workers, and each id counts once. */
static void large_files_of_lines_are_shared(void **state)
{
    (void)state;
    enum { LINES = 3000, TWICE = 10 };
    struct buffer text = {0};
    for (unsigned i = 0; i < LINES; i++)
        buffer_append_format(&text, "{\"id\":%u,\"text\":\"la rivière en crue, article %u\"}\n",
                             i % (LINES - TWICE), i);
    indexed_write("a.jsonl", buffer_string(&text));
    indexed_write("b.jsonl", "{\"text\":\"un\"}\n");
    indexed.options.threads = 4;
    start();
    assert_int_equal(run.threads, 4);
    scheduler.block_size = 4096;
    pool.submitted = UINT64_C(1) << 30; /* as if there had been work for all of them */
    walk();
    assert_int_equal(scheduler.entries_seen, 2);
    finish();
    assert_int_equal(indexed.report.articles, LINES - TWICE + 1);
    assert_int_equal(indexed.report.complaints[COMPLAINT_ARTICLE], TWICE);
    assert_int_equal(indexed.report.files, 2);
    uint64_t documents = 0;
    for (size_t i = 0; i < run.transaction.next.segment_count; i++)
        documents += run.transaction.next.segments[i].documents;
    assert_int_equal(documents, LINES - TWICE + 1);
    indexed_abandon(&run);
    buffer_release(&text);
}

/* Each file belongs to one of the shards; lines are shared by their readers. */
static void shards_divide_the_files(void **state)
{
    (void)state;
    enum { FILES = 40, SHARDS = 3 };
    unsigned total = 0;
    indexed_begin(&run);
    assert_int_equal(pool_init(&pool, &run), 0);
    scheduler_init(&scheduler, &run, &pool);
    scheduler_set_root(&scheduler, the_root(), 0);
    for (uint32_t shard = 0; shard < SHARDS; shard++) {
        unsigned own = 0;
        indexed.options.shard = (struct shard){shard, SHARDS};
        scheduler.entries_seen = 0;
        for (unsigned i = 0; i < FILES; i++) {
            char name[20];
            snprintf(name, sizeof name, "%u.txt", i);
            own += visit_announce(&scheduler, name, name);
        }
        assert_true(own > 0 && own < FILES);
        assert_int_equal(scheduler.entries_seen, FILES - own); /* the folder is not empty */
        total += own;
        assert_true(visit_announce(&scheduler, "a.jsonl", "a.jsonl"));
        assert_true(visit_announce(&scheduler, "a.jpg", "a.jpg"));
    }
    assert_int_equal(total, FILES);
    finish();
    indexed.options.shard = (struct shard){0};
    indexed_abandon(&run);
}

/* Visits as a file what is none any more when it is opened. Returns what the run notes of it. */
static struct left_entry *visit_a_folder_as_a_file(int stale)
{
    struct stat status;
    int directory = open(indexed.articles, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(fstatat(directory, "a.txt", &status, 0), 0);
    const struct walk_file file = walk_file_of(&status, directory, "a.txt", "a.txt");
    assert_true(visit_announce(&scheduler, file.path, file.name));
    errno = stale;
    assert_int_equal(visit_file(&scheduler, &file), 0);
    close(directory);
    assert_int_equal(left_list_count(&run.left.next), 1);
    return left_list_at(&run.left.next, 0);
}

/* It is not the system that refuses such a file, so no number of the system's is noted: an old one
 * would have the next run report the file again, or not. */
static void a_file_that_became_another_thing_has_no_error_number(void **state)
{
    (void)state;
    static const int stale[] = {EACCES, ENOENT, EMFILE};
    indexed_folder("a.txt");
    for (size_t i = 0; i < sizeof stale / sizeof *stale; i++) {
        start();
        scheduler_set_root(&scheduler, the_root(), 0);
        const struct left_entry *entry = visit_a_folder_as_a_file(stale[i]);
        assert_int_equal(entry->kind, LEFT_REFUSED);
        assert_int_equal(entry->reader, 0);
        assert_non_null(strstr(entry->why, "/a.txt'"));
        assert_int_equal(indexed.report.complaints[COMPLAINT_FILE], 1);
        finish();
        indexed_abandon(&run);
    }
}

static void what_the_system_refuses_is_noted_by_its_number(void **state)
{
    (void)state;
    struct stat status;
    indexed_write("a.txt", "rivière");
    start();
    scheduler_set_root(&scheduler, the_root(), 0);
    int directory = open(indexed.articles, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(fstatat(directory, "a.txt", &status, 0), 0);
    const struct walk_file file = walk_file_of(&status, directory, "a.txt", "a.txt");
    indexed_remove("a.txt"); /* after the walk saw it */
    assert_true(visit_announce(&scheduler, file.path, file.name));
    assert_int_equal(visit_file(&scheduler, &file), 0);
    close(directory);
    assert_int_equal(left_list_count(&run.left.next), 1);
    assert_int_equal(left_list_at(&run.left.next, 0)->reader, ENOENT);
    finish();
    indexed_abandon(&run);
}

static void without_descriptors_the_run_fails(void **state)
{
    (void)state;
    assert_true(refusal_is_exhaustion(EMFILE));
    assert_true(refusal_is_exhaustion(ENFILE));
    assert_true(refusal_is_exhaustion(ENOMEM));
    assert_false(refusal_is_exhaustion(EACCES));
    assert_false(refusal_is_exhaustion(0));
}

/* A PDF is left where it is while pdftotext is not installed. */
static void a_pdf_without_its_program_is_passed_over(void **state)
{
    (void)state;
    indexed_write("a.pdf", "%PDF");
    indexed_write("b.PDF", "%PDF");
    start();
    walk();
    finish();
    assert_int_equal(indexed.report.articles, 0);
    assert_int_equal(indexed.report.skipped[SKIPPED_FORMAT], 2);
    indexed_abandon(&run);
}

/* With a state before, a file is opened only if it differs. */
static void files_that_have_not_changed_are_not_opened(void **state)
{
    (void)state;
    struct previous_state previous;
    write_many(3);
    indexed_run();
    indexed_write("001.txt", "la rivière en crue");
    indexed_begin(&run);
    assert_int_equal(previous_state_open(&previous, &run.transaction, &indexed.report), 0);
    run.previous = &previous;
    assert_int_equal(pool_init(&pool, &run), 0);
    scheduler_init(&scheduler, &run, &pool);
    walk();
    finish();
    assert_int_equal(indexed.report.files, 1);
    assert_int_equal(indexed.report.unchanged, 2);
    assert_int_equal(indexed.report.changed, 1);
    previous_state_close(&previous);
    indexed_abandon(&run);
}

SUITE(scheduler)
{
    const struct CMUnitTest tests[] = {
        INDEXED(small_files_wait_for_a_full_job),
        INDEXED(a_job_is_full_by_bytes_as_well),
        INDEXED(another_root_ends_a_job),
        INDEXED(a_run_that_fails_takes_no_more),
        INDEXED(files_are_in_the_order_of_the_walk),
        INDEXED(large_files_of_lines_are_shared),
        INDEXED(shards_divide_the_files),
        INDEXED(a_file_that_became_another_thing_has_no_error_number),
        INDEXED(what_the_system_refuses_is_noted_by_its_number),
        INDEXED(without_descriptors_the_run_fails),
        INDEXED(a_pdf_without_its_program_is_passed_over),
        INDEXED(files_that_have_not_changed_are_not_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
