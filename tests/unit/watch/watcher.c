/* What inotify reports of the folders of an index, as changes. An event is there when the call that
 * causes it returns, so nothing here waits. */
#include "tests/unit/base/scratch.h"

#include "common/index/manifest.h"
#include "indexer/watch/watcher.h"

#include "tests/unit/suite.h"

/* A folder `articles` with an index folder `index` in it, and their watcher. */
struct fixture {
    struct scratch scratch;
    char articles[80], index[100];
    struct root root;
    struct roots roots;
    struct input_rules input_rules;
    struct watcher watcher;
    struct changes changes;
};

static const char *path_of(const struct fixture *fixture, const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", fixture->articles, name);
    return path;
}

static void write_text(const struct fixture *fixture, const char *name)
{
    FILE *file = fopen(path_of(fixture, name), "we");
    assert_non_null(file);
    assert_int_equal(fputs("rivière\n", file) < 0, 0);
    assert_int_equal(fclose(file), 0);
}

/* Watches `root` in the folder; "": the folder itself. */
static void open_watcher(struct fixture *fixture, const char *root)
{
    fixture->root = (struct root){.path = strdup(path_of(fixture, root))};
    if (root[0] == '\0')
        fixture->root.path[strlen(fixture->root.path) - 1] = '\0';
    fixture->roots = (struct roots){.count = 1, .items = &fixture->root};
    assert_int_equal(
        watcher_open(&fixture->watcher, &fixture->roots, &fixture->input_rules, fixture->index), 0);
}

/* Whether this file, and no other, was reported since the last call. */
static bool reports(struct fixture *fixture, const char *name)
{
    const struct buffer *paths = &fixture->changes.paths;
    changes_release(&fixture->changes);
    fixture->changes = (struct changes){0};
    assert_int_equal(watcher_read(&fixture->watcher, &fixture->changes), 0);
    bool found = false;
    for (size_t at = 0; at < paths->size; at += strlen(paths->data + at) + 1) {
        if (name == NULL || strcmp(paths->data + at, path_of(fixture, name)) != 0)
            return false;
        found = true;
    }
    return found == (name != NULL) && !fixture->changes.everything;
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    scratch_make(&fixture->scratch);
    snprintf(fixture->articles, sizeof fixture->articles, "%s/articles", fixture->scratch.path);
    snprintf(fixture->index, sizeof fixture->index, "%s/index", fixture->articles);
    assert_int_equal(mkdir(fixture->articles, 0777), 0);
    assert_int_equal(mkdir(fixture->index, 0777), 0);
    input_rules_init(&fixture->input_rules);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    char command[200];
    watcher_close(&fixture->watcher);
    changes_release(&fixture->changes);
    input_rules_release(&fixture->input_rules);
    free(fixture->root.path);
    snprintf(command, sizeof command, "rm -r '%s'", fixture->articles);
    assert_int_equal(system(command), 0);
    scratch_remove(&fixture->scratch);
    free(fixture);
    return 0;
}

static void files_that_are_read_are_reported(void **state)
{
    struct fixture *fixture = *state;
    write_text(fixture, "un.txt");
    open_watcher(fixture, "");
    assert_true(reports(fixture, NULL));
    write_text(fixture, "un.txt");
    assert_true(reports(fixture, "un.txt"));
    write_text(fixture, "image.jpg");
    write_text(fixture, ".secret.txt");
    assert_true(reports(fixture, NULL));
    assert_int_equal(unlink(path_of(fixture, "un.txt")), 0);
    assert_true(reports(fixture, "un.txt"));
    write_text(fixture, IGNORE_FILE);
    reports(fixture, NULL);
    assert_true(fixture->changes.everything);
}

static void folders_that_appear_are_watched(void **state)
{
    struct fixture *fixture = *state;
    open_watcher(fixture, "");
    assert_int_equal(fixture->watcher.count, 1);
    assert_int_equal(mkdir(path_of(fixture, "b"), 0777), 0);
    write_text(fixture, "b/un.txt"); /* before the folder has a watch */
    assert_true(reports(fixture, "b/un.txt"));
    assert_int_equal(fixture->watcher.count, 2);
    write_text(fixture, "b/deux.txt");
    assert_true(reports(fixture, "b/deux.txt"));
    assert_int_equal(rename(path_of(fixture, "b"), fixture->index), 0); /* it is empty */
    reports(fixture, NULL);
    assert_true(fixture->changes.watches_lost);
}

/* Publishes a manifest as a run does, and expects that to be reported. */
static void expect_commit(struct fixture *fixture)
{
    char from[200];
    write_text(fixture, "index/MANIFEST.tmp");
    snprintf(from, sizeof from, "%s", path_of(fixture, "index/MANIFEST.tmp"));
    assert_int_equal(rename(from, path_of(fixture, "index/" MANIFEST_NAME)), 0);
    assert_true(reports(fixture, NULL));
    assert_true(fixture->changes.commit);
}

static void the_index_reports_commits_and_nothing_else(void **state)
{
    struct fixture *fixture = *state;
    open_watcher(fixture, "");
    write_text(fixture, "index/un.txt");
    write_text(fixture, "index/" MANIFEST_NAME);
    assert_true(reports(fixture, NULL));
    assert_false(fixture->changes.commit);
    expect_commit(fixture);
}

/* A folder has one watch number, whatever it is watched for. */
static void a_root_in_the_index_folder_is_watched_as_well(void **state)
{
    struct fixture *fixture = *state;
    write_text(fixture, "index/un.txt");
    open_watcher(fixture, "index/un.txt");
    write_text(fixture, "index/un.txt");
    assert_true(reports(fixture, "index/un.txt"));
    assert_false(fixture->changes.commit);
    write_text(fixture, "index/deux.txt"); /* no root */
    assert_true(reports(fixture, NULL));
    expect_commit(fixture);
}

static void a_file_is_reported_by_all_its_names(void **state)
{
    struct fixture *fixture = *state;
    char other[200];
    write_text(fixture, "un.txt");
    snprintf(other, sizeof other, "%s/elsewhere", fixture->scratch.path);
    assert_int_equal(link(path_of(fixture, "un.txt"), other), 0);
    open_watcher(fixture, "");
    FILE *file = fopen(other, "ae");
    assert_non_null(file);
    fputs("crue\n", file);
    fclose(file);
    assert_true(reports(fixture, "un.txt"));
    unlink(other);
}

SUITE(watcher)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_that_are_read_are_reported, setup, teardown),
        cmocka_unit_test_setup_teardown(folders_that_appear_are_watched, setup, teardown),
        cmocka_unit_test_setup_teardown(the_index_reports_commits_and_nothing_else, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_root_in_the_index_folder_is_watched_as_well, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_file_is_reported_by_all_its_names, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
