/* What the index has, compared with what a walk finds: what stays, is stamped, replaced or gone. */
#include "tests/unit/update/indexed.h"

#include "common/base/error.h"
#include "indexer/sources/article/hash.h"
#include "indexer/state/previous_file.h"

#include "tests/unit/suite.h"

/* The state before, and the run that compares with it. */
static struct previous_state previous;
static struct run run;

static void open_state(void)
{
    indexed_begin(&run);
    int status = previous_state_open(&previous, &run.transaction, &indexed.report);
    if (status != 0)
        print_error("%s\n", error_message());
    assert_int_equal(status, 0);
}

static void close_state(void)
{
    previous_state_close(&previous);
    indexed_abandon(&run);
}

/* Ends the walk and commits what it found. */
static void commit_state(void)
{
    unsigned number = 0;
    assert_int_equal(previous_state_end(&previous, false), 0);
    assert_int_equal(previous_state_finish(&previous, &run.transaction, &number), 0);
    previous_state_close(&previous);
    assert_int_equal(transaction_commit(&run.transaction), 0);
    run_release(&run);
}

/* Commits, and expects the index to have that many articles. */
static void commit_articles(uint64_t count)
{
    uint64_t generation;
    commit_state();
    assert_int_equal(indexed_count(&generation), count);
}

static struct previous_file *found(const char *path)
{
    struct previous_file *file;
    assert_int_equal(previous_state_find(&previous, 0, path, &file), 0);
    return file;
}

static size_t articles_in(const struct previous_file *file)
{
    return vector_count(&file->articles);
}

static void expect_report(uint64_t unchanged, uint64_t changed, uint64_t removed)
{
    assert_int_equal(indexed.report.unchanged, unchanged);
    assert_int_equal(indexed.report.changed, changed);
    assert_int_equal(indexed.report.removed, removed);
}

/* Compares line `number`, from 1, of JSON Lines. */
static int compare_line(struct previous_file *file, const char *line, const char *id,
                        uint32_t number)
{
    const struct article article = {.id = {id, strlen(id)},
                                    .ordinal = number - 1,
                                    .content_hash = hash_bytes(line, strlen(line))};
    return previous_file_compare(&previous, file, &article);
}

static void what_the_walk_does_not_visit_is_gone(void **state)
{
    (void)state;
    indexed_folder("b");
    indexed_write("a.txt", "rivière");
    indexed_write("b/c.txt", "rivière");
    indexed_write("b.txt", "rivière");
    indexed_write("d.txt", "rivière");
    indexed_run();
    open_state();
    assert_null(found("a"));
    struct previous_file *file = found("a.txt");
    assert_non_null(file);
    assert_int_equal(articles_in(file), 1);
    assert_int_equal(file->state.size, strlen("rivière"));
    previous_file_keep(&previous, file);
    file = found("b/c.txt"); /* b.txt comes first, and is passed */
    assert_non_null(file);
    previous_file_keep(&previous, file);
    assert_null(found("e.txt"));
    assert_true(previous_state_changed(&previous));
    expect_report(2, 0, 2);
    commit_articles(2);
}

static void what_is_protected_stays(void **state)
{
    (void)state;
    indexed_folder("b");
    indexed_folder("b-");
    indexed_write("b/c.txt", "rivière");
    indexed_write("b-/c.txt", "rivière");
    indexed_write("d.txt", "rivière");
    indexed_run();
    open_state();
    assert_int_equal(previous_state_protect(&previous, 0, "b"), 0);
    commit_state();
    expect_report(1, 0, 2);
    open_state();
    assert_int_equal(previous_state_protect(&previous, 0, ""), 0);
    assert_false(previous_state_changed(&previous));
    commit_state();
    expect_report(1, 0, 0);
}

static void a_walk_that_is_cut_short_keeps_the_rest(void **state)
{
    (void)state;
    indexed_write("a.txt", "rivière");
    indexed_write("b.txt", "rivière");
    indexed_run();
    open_state();
    assert_null(found("a"));
    assert_int_equal(previous_state_end(&previous, true), 0);
    assert_false(previous_state_changed(&previous));
    expect_report(2, 0, 0);
    close_state();
}

static const char *const lines[] = {"{\"id\":\"un\",\"text\":\"rivière\"}",
                                    "{\"id\":\"deux\",\"text\":\"crue\"}",
                                    "{\"id\":\"trois\",\"text\":\"pont\"}"};

static void write_lines(void)
{
    char text[300];
    snprintf(text, sizeof text, "%s\n%s\n%s\n", lines[0], lines[1], lines[2]);
    indexed_write("a.jsonl", text);
}

static void articles_are_compared_by_place_id_and_content(void **state)
{
    (void)state;
    const struct file_state now = {.size = 99};
    write_lines();
    indexed_run();
    open_state();
    struct previous_file *file = found("a.jsonl");
    assert_int_equal(articles_in(file), 3);
    assert_int_equal(compare_line(file, lines[0], "un", 1), 1);
    assert_int_equal(compare_line(file, "{}", "deux", 2), 0);       /* another content */
    assert_int_equal(compare_line(file, lines[2], "trois", 4), 0);  /* another place */
    assert_int_equal(compare_line(file, lines[2], "quatre", 3), 0); /* another id */
    assert_int_equal(previous_file_finish(&previous, file, &now), 0);
    expect_report(1, 2, 0);
    commit_state();
    open_state();
    file = found("a.jsonl");
    assert_int_equal(articles_in(file), 1);
    assert_int_equal(file->state.size, 99); /* by the stamp of the article that stays */
    previous_file_keep(&previous, file);
    assert_false(previous_state_changed(&previous));
    close_state();
}

static void what_is_not_found_again_is_deleted(void **state)
{
    (void)state;
    const struct file_state now = {.size = 99};
    write_lines();
    indexed_run();
    open_state();
    struct previous_file *file = found("a.jsonl");
    assert_int_equal(compare_line(file, lines[1], "deux", 2), 1);
    assert_int_equal(previous_file_finish(&previous, file, &now), 0);
    expect_report(1, 0, 2);
    commit_articles(1);
}

/* Of a file that could not be read whole only what was replaced is deleted, and the next run reads
 * it again. */
static void a_file_that_fails_keeps_what_was_not_reached(void **state)
{
    (void)state;
    const struct file_state now = {.size = 99};
    write_lines();
    indexed_run();
    open_state();
    struct previous_file *file = found("a.jsonl");
    assert_int_equal(compare_line(file, "{}", "un", 1), 0);
    file->failed = true;
    assert_int_equal(previous_file_finish(&previous, file, &now), 0);
    expect_report(2, 1, 0);
    commit_state();
    open_state();
    file = found("a.jsonl");
    assert_int_equal(articles_in(file), 2);
    assert_true(file->state.again);
    previous_file_discard(file);
    close_state();

    /* Where nothing was read, nothing is said of it either. */
    open_state();
    file = found("a.jsonl");
    file->failed = true;
    assert_int_equal(previous_file_finish(&previous, file, &now), 0);
    assert_false(previous_state_changed(&previous));
    close_state();
}

/* A file that was touched gets a stamp; one that is as it was needs none. */
static void a_state_that_differs_is_stamped(void **state)
{
    (void)state;
    write_lines();
    indexed_run();
    open_state();
    struct previous_file *file = found("a.jsonl");
    struct file_state now = file->state;
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(compare_line(file, lines[i],
                                      i == 0   ? "un"
                                      : i == 1 ? "deux"
                                               : "trois",
                                      i + 1),
                         1);
    assert_int_equal(previous_file_finish(&previous, file, &now), 0);
    assert_false(previous_state_changed(&previous));
    close_state();

    open_state();
    file = found("a.jsonl");
    now.mtime += 5;
    for (uint32_t i = 0; i < 3; i++)
        compare_line(file, lines[i], i == 0 ? "un" : i == 1 ? "deux" : "trois", i + 1);
    assert_int_equal(previous_file_finish(&previous, file, &now), 0);
    expect_report(3, 0, 0);
    assert_true(previous_state_changed(&previous));
    commit_state();
    open_state();
    file = found("a.jsonl");
    assert_true(file_state_equal(&file->state, &now));
    previous_file_discard(file);
    close_state();
}

static void roots_and_folders_that_have_articles(void **state)
{
    (void)state;
    bool has = true;
    indexed_folder("b");
    indexed_folder("b/d");
    indexed_write("a.txt", "rivière");
    indexed_write("b/d/e.txt", "rivière");
    indexed_write("bc.txt", "rivière");
    indexed_run();
    open_state();
    assert_int_equal(previous_state_has_root(&previous, 0, &has), 0);
    assert_true(has);
    assert_int_equal(previous_state_has_folder(&previous, 0, "a", &has), 0);
    assert_false(has); /* a.txt is none of it */
    assert_int_equal(previous_state_has_folder(&previous, 0, "b/d", &has), 0);
    assert_true(has);
    assert_int_equal(previous_state_has_folder(&previous, 0, "c", &has), 0);
    assert_false(has);
    assert_int_equal(previous_state_has_root(&previous, 1, &has), 0);
    assert_false(has);
    expect_report(0, 0, 3); /* all was passed */
    close_state();
}

/* The order of paths is one for all segments. */
static void segments_are_read_together(void **state)
{
    (void)state;
    indexed_write("b.txt", "rivière");
    indexed_write("d.txt", "rivière");
    indexed_run();
    indexed_write("a.txt", "rivière");
    indexed_write("c.txt", "rivière");
    indexed_run();
    open_state();
    assert_int_equal(previous.count, 2);
    static const char *const names[] = {"a.txt", "b.txt", "c.txt", "d.txt"};
    for (size_t i = 0; i < 4; i++) {
        struct previous_file *file = found(names[i]);
        assert_non_null(file);
        previous_file_keep(&previous, file);
    }
    assert_int_equal(previous_state_end(&previous, false), 0);
    expect_report(4, 0, 0);
    close_state();
}

static void segments_of_which_nothing_is_left_are_dropped(void **state)
{
    (void)state;
    indexed_write("a.txt", "rivière");
    indexed_run();
    indexed_write("b.txt", "rivière");
    indexed_run();
    open_state();
    assert_int_equal(run.transaction.next.segment_count, 2);
    assert_null(found("a"));
    struct previous_file *file = found("b.txt"); /* a.txt is passed */
    previous_file_keep(&previous, file);
    unsigned number = 0;
    assert_int_equal(previous_state_end(&previous, false), 0);
    assert_int_equal(previous_state_finish(&previous, &run.transaction, &number), 0);
    assert_int_equal(run.transaction.next.segment_count, 1);
    assert_string_equal(indexed_documents(&run, 0), "b.txt ");
    close_state();
}

SUITE(previous_state)
{
    const struct CMUnitTest tests[] = {
        INDEXED(what_the_walk_does_not_visit_is_gone),
        INDEXED(what_is_protected_stays),
        INDEXED(a_walk_that_is_cut_short_keeps_the_rest),
        INDEXED(articles_are_compared_by_place_id_and_content),
        INDEXED(what_is_not_found_again_is_deleted),
        INDEXED(a_file_that_fails_keeps_what_was_not_reached),
        INDEXED(a_state_that_differs_is_stamped),
        INDEXED(roots_and_folders_that_have_articles),
        INDEXED(segments_are_read_together),
        INDEXED(segments_of_which_nothing_is_left_are_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
