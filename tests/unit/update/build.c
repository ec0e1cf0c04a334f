/* Runs from their plan to their commit: what each sort of change does to an index, and which runs
 * are refused. */
#include "tests/unit/update/indexed.h"

#include "common/base/error.h"

#include "tests/unit/suite.h"

static void expect_report(uint64_t articles, uint64_t changed, uint64_t removed, uint64_t unchanged)
{
    assert_int_equal(indexed.report.articles, articles);
    assert_int_equal(indexed.report.changed, changed);
    assert_int_equal(indexed.report.removed, removed);
    assert_int_equal(indexed.report.unchanged, unchanged);
}

static uint64_t expect_articles(uint64_t count)
{
    uint64_t generation;
    assert_int_equal(indexed_count(&generation), count);
    return generation;
}

static void expect_refusal(int status, const char *message)
{
    uint64_t before, after;
    indexed_count(&before);
    assert_int_equal(indexed_run_on(NULL), status);
    if (strstr(error_message(), message) == NULL)
        print_error("%s\n", error_message());
    assert_non_null(strstr(error_message(), message));
    indexed_count(&after);
    assert_int_equal(before, after);
}

/* Lists one path for a run. */
static void list(struct buffer *files, const char *name)
{
    buffer_append_string(files, indexed_path(name));
    buffer_append_byte(files, 0);
}

static void a_run_that_changes_nothing_makes_no_commit(void **state)
{
    (void)state;
    indexed_write("a.txt", "rivière");
    indexed_write("b.txt", "rivière");
    indexed_run();
    expect_report(2, 0, 0, 0);
    uint64_t generation = expect_articles(2);
    indexed_run();
    expect_report(0, 0, 0, 2);
    assert_int_equal(expect_articles(2), generation);
}

static void new_changed_and_gone(void **state)
{
    (void)state;
    indexed_write("a.txt", "rivière");
    indexed_write("b.txt", "rivière");
    indexed_write("c.txt", "rivière");
    indexed_run();
    uint64_t generation = expect_articles(3);
    indexed_write("a.txt", "la rivière en crue");
    indexed_remove("b.txt");
    indexed_write("d.txt", "rivière");
    indexed_run();
    expect_report(2, 1, 1, 1);
    assert_int_equal(expect_articles(3), generation + 1);
}

/* Its path is empty, and its name alone says how it is read. */
static void a_root_may_be_a_file(void **state)
{
    (void)state;
    static char path[400];
    indexed_write("a.jsonl", "{\"text\":\"un\"}\n{\"text\":\"deux\"}\n");
    indexed_write("b.txt", "rivière");
    snprintf(path, sizeof path, "%s", indexed_path("a.jsonl"));
    indexed.path = path;
    indexed_run();
    expect_report(2, 0, 0, 0);
    indexed_write("a.jsonl", "{\"text\":\"un\"}\n");
    indexed_run();
    expect_report(0, 0, 1, 1);
    expect_articles(1);
}

/* A new index has a commit even of nothing. */
static void an_empty_folder_is_an_index(void **state)
{
    (void)state;
    indexed_run();
    assert_int_equal(expect_articles(0), 1);
}

static void a_rebuild_starts_from_nothing(void **state)
{
    (void)state;
    indexed_write("a.txt", "rivière");
    indexed_run();
    indexed.options.rebuild = true;
    indexed_run();
    expect_report(1, 0, 0, 0);
    assert_int_equal(expect_articles(1), 2);
}

/* Bodies that are kept must go, so all is read again; those that are not kept cannot come back
 * without --rebuild. */
static void bodies_that_are_not_wanted_any_more(void **state)
{
    (void)state;
    indexed_write("a.txt", "rivière");
    indexed_run();
    indexed.options.store = false;
    indexed_run();
    expect_report(1, 0, 0, 0);
    indexed.options.store = true;
    indexed_run();
    expect_report(0, 0, 0, 1);
}

static void a_list_is_all_that_is_looked_at(void **state)
{
    (void)state;
    struct buffer files = {0};
    indexed_write("a.txt", "rivière");
    indexed_write("b.txt", "rivière");
    indexed_write("c.txt", "rivière");
    indexed_run();
    indexed_write("a.txt", "la rivière en crue");
    indexed_remove("b.txt");
    indexed_remove("c.txt");
    indexed.options.path_count = 0;
    list(&files, "c.txt");
    list(&files, "d.txt"); /* which nobody has */
    assert_int_equal(indexed_run_on(&files), 0);
    expect_report(0, 0, 1, 2);
    expect_articles(2);
    buffer_release(&files);
}

/* A list does not name what is not in it, so nothing can be made anew from one. */
static void a_list_is_not_enough_for_a_rebuild(void **state)
{
    (void)state;
    struct buffer files = {0};
    indexed_write("a.txt", "rivière");
    indexed_run();
    list(&files, "a.txt");
    indexed.options.path_count = 0;
    indexed.options.store = false; /* as the index is not */
    assert_int_equal(indexed_run_on(&files), ERROR_VERSION);
    assert_non_null(strstr(error_message(), "--rebuild"));
    buffer_release(&files);
}

static void a_damaged_segment_has_all_read_again(void **state)
{
    (void)state;
    struct manifest manifest;
    indexed_write("a.txt", "rivière");
    indexed_write("b.txt", "rivière");
    indexed_run();
    assert_int_equal(manifest_read_at(&manifest, indexed.index), 0);
    char name[100];
    snprintf(name, sizeof name, ".fouille/%s", manifest.segments[0].name);
    assert_int_equal(truncate(indexed_path(name), 100), 0);
    manifest_release(&manifest);
    indexed_run();
    expect_report(2, 0, 0, 0);
    expect_articles(2);
}

static void without_paths_there_must_be_an_index(void **state)
{
    (void)state;
    indexed_write("a.txt", "rivière");
    indexed.options.path_count = 0;
    assert_int_equal(indexed_run_on(NULL), ERROR_SYSTEM);
    assert_int_equal(access(indexed.index, F_OK), -1);
    indexed.options.path_count = 1;
    indexed_run();
    indexed_write("b.txt", "rivière");
    indexed.options.path_count = 0;
    indexed_run();
    expect_articles(2);
}

/* Roots: two folders below the one that holds the index. */
static void two_roots(void)
{
    static char one[400], other[400];
    static char *paths[] = {one, other};
    indexed_folder("un");
    indexed_folder("deux");
    indexed_write("un/a.txt", "rivière");
    indexed_write("deux/b.txt", "rivière");
    snprintf(one, sizeof one, "%s", indexed_path("un"));
    snprintf(other, sizeof other, "%s", indexed_path("deux"));
    indexed.options.paths = paths;
    indexed.options.path_count = 2;
    indexed_run();
    indexed.options.path_count = 0;
    expect_articles(2);
}

static void a_root_that_is_forgotten_is_gone(void **state)
{
    (void)state;
    static char path[400];
    two_roots();
    indexed.options.task = TASK_FORGET;
    snprintf(path, sizeof path, "%s", indexed_path("deux"));
    indexed.options.operand = path;
    indexed_run();
    expect_report(0, 0, 1, 1);
    expect_articles(1);
    expect_refusal(ERROR_NOT_FOUND, "deux");
}

static void roots_that_are_not_named_keep_their_articles(void **state)
{
    (void)state;
    two_roots();
    indexed_remove("un/a.txt");
    indexed_remove("deux/b.txt");
    indexed_write("un/c.txt", "rivière");
    indexed.options.path_count = 1; /* "un" */
    indexed_run();
    expect_report(1, 0, 1, 1);
    expect_articles(2);
}

static void a_root_that_is_not_there_keeps_its_articles(void **state)
{
    (void)state;
    two_roots();
    indexed_remove("deux/b.txt");
    indexed_run(); /* it is empty */
    expect_report(0, 0, 0, 2);
    assert_int_equal(indexed.report.complaints[COMPLAINT_FILE], 1);
    indexed_remove("deux");
    indexed_run();
    expect_report(0, 0, 0, 2);
    assert_int_equal(indexed.report.complaints[COMPLAINT_FILE], 1);
    indexed_run();
    assert_int_equal(indexed.report.complaints[COMPLAINT_FILE], 0); /* it is said once */
    indexed.options.rebuild = true;
    expect_refusal(ERROR_SYSTEM, "deux");
    indexed_folder("deux");
    expect_refusal(ERROR_NOT_FOUND, "/deux'");
    indexed.options.rebuild = false;
    indexed.options.allow_empty = true;
    indexed_run();
    expect_report(0, 0, 1, 1);
    expect_articles(1);
}

SUITE(build)
{
    const struct CMUnitTest tests[] = {
        INDEXED(a_run_that_changes_nothing_makes_no_commit),
        INDEXED(new_changed_and_gone),
        INDEXED(a_root_may_be_a_file),
        INDEXED(an_empty_folder_is_an_index),
        INDEXED(a_rebuild_starts_from_nothing),
        INDEXED(bodies_that_are_not_wanted_any_more),
        INDEXED(a_list_is_all_that_is_looked_at),
        INDEXED(a_list_is_not_enough_for_a_rebuild),
        INDEXED(a_damaged_segment_has_all_read_again),
        INDEXED(without_paths_there_must_be_an_index),
        INDEXED(a_root_that_is_forgotten_is_gone),
        INDEXED(roots_that_are_not_named_keep_their_articles),
        INDEXED(a_root_that_is_not_there_keeps_its_articles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
