/* The folders of an index: their order and names, and which of them may be walked. */
#include "tests/unit/base/scratch.h"

#include "common/base/error.h"
#include "indexer/state/roots.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

/* The tests' tree: folders in the scratch folder, and the index in `a`. */
static const char *const folders[] = {"a", "a/b", "a/b/c", "a/b-", "d"};
enum { FOLDERS = sizeof folders / sizeof *folders };

static char paths[FOLDERS][100];
static char index_path[100];

static int setup(void **state)
{
    in_scratch_setup(state);
    for (size_t i = 0; i < FOLDERS; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", scratch.path, folders[i]);
        assert_int_equal(mkdir(paths[i], 0777), 0);
    }
    snprintf(index_path, sizeof index_path, "%s/a/.fouille", scratch.path);
    return 0;
}

static int teardown(void **state)
{
    for (size_t i = FOLDERS; i-- > 0;)
        rmdir(paths[i]);
    return in_scratch_teardown(state);
}

/* Resolves folders by their numbers in the list above, ended by -1. */
static void resolve(struct roots *roots, const int *numbers)
{
    char *given[FOLDERS];
    size_t count = 0;
    for (; numbers[count] >= 0; count++)
        given[count] = paths[numbers[count]];
    assert_int_equal(roots_resolve(roots, given, count, index_path), 0);
}

static void expect(const struct roots *roots, size_t number, const char *path, const char *recorded)
{
    assert_true(number < roots->count);
    assert_string_equal(roots->items[number].path, path);
    assert_string_equal(roots->items[number].recorded, recorded);
}

static void parts_of_a_path(void **state)
{
    (void)state;
    assert_string_equal(roots_below("/a/b", "/a"), "/b");
    assert_string_equal(roots_below("/a", "/a"), "");
    assert_null(roots_below("/ab", "/a"));
    assert_null(roots_below("/", "/a"));
    assert_string_equal(roots_below("/", "/"), "");
    assert_string_equal(roots_below("/a", "/"), "/a");
    assert_null(roots_below("stdin:x", "/"));
}

static void paths_that_are_gone_are_resolved_by_their_folder(void **state)
{
    (void)state;
    char given[200], wanted[200];
    snprintf(given, sizeof given, "%s/../b/./gone", paths[1]);
    snprintf(wanted, sizeof wanted, "%s/gone", paths[1]);
    char *absolute = roots_absolute(given);
    assert_string_equal(absolute, wanted);
    free(absolute);
    absolute = roots_absolute("/no/such/folder/x");
    assert_string_equal(absolute, "/no/such/folder/x");
    free(absolute);
}

/* As if each path ended in a slash: so documents of all roots are in the order of their paths. */
static void roots_are_in_the_order_of_their_files(void **state)
{
    (void)state;
    struct roots roots;
    resolve(&roots, (const int[]){4, 1, 3, -1});
    assert_int_equal(roots.count, 3);
    expect(&roots, 0, paths[3], "./b-");
    expect(&roots, 1, paths[1], "./b");
    expect(&roots, 2, paths[4], paths[4]); /* it is not where the index is */
    roots_release(&roots);
}

static void a_root_in_another_is_part_of_that(void **state)
{
    (void)state;
    struct roots roots;
    resolve(&roots, (const int[]){2, 0, 0, 1, -1});
    assert_int_equal(roots.count, 1);
    expect(&roots, 0, paths[0], ".");
    assert_true(roots.items[0].holds_index && roots.items[0].named && roots.items[0].update);
    roots_release(&roots);
    char *missing[] = {index_path};
    assert_int_equal(roots_resolve(&roots, missing, 1, index_path), ERROR_SYSTEM);
}

static void recorded_roots_are_found_again(void **state)
{
    (void)state;
    struct roots roots;
    struct manifest manifest;
    manifest_init(&manifest);
    manifest_add_root(&manifest, "./b/c");
    manifest_add_root(&manifest, "./gone");
    manifest_add_root(&manifest, "stdin:x.jsonl");
    resolve(&roots, (const int[]){1, -1});
    assert_int_equal(roots_add_recorded(&roots, &manifest, index_path, true), 0);
    assert_int_equal(roots.count, 3);
    expect(&roots, 0, paths[1], "./b"); /* with what is named within it */
    assert_string_equal(roots.items[1].recorded, "./gone");
    assert_true(roots.items[1].update);
    expect(&roots, 2, "stdin:x.jsonl", "stdin:x.jsonl");
    assert_false(roots.items[2].update); /* it cannot be read again */
    assert_true(roots.items[2].from_stdin);
    roots_release(&roots);
    manifest_release(&manifest);
}

static void numbers_are_mapped(void **state)
{
    (void)state;
    struct roots roots;
    struct manifest manifest;
    uint32_t map[3];
    bool ascending;
    manifest_init(&manifest);
    manifest_add_root(&manifest, "./b-");
    manifest_add_root(&manifest, "./gone");
    manifest_add_root(&manifest, "./b");
    resolve(&roots, (const int[]){1, 3, 4, -1});
    assert_int_equal(roots_map(&roots, &manifest, index_path, map, &ascending), 0);
    assert_int_equal(map[0], 0);
    assert_int_equal(map[1], ROOT_GONE);
    assert_int_equal(map[2], 1);
    assert_true(ascending);
    manifest_release(&manifest);
    manifest_init(&manifest);
    manifest_add_root(&manifest, "./b");
    manifest_add_root(&manifest, "./b-");
    assert_int_equal(roots_map(&roots, &manifest, index_path, map, &ascending), 0);
    assert_false(ascending);
    roots_release(&roots);
    manifest_release(&manifest);
}

/* Anybody may have put an index where it is found. */
static void roots_may_be_confined_to_the_folder_of_the_index(void **state)
{
    (void)state;
    struct roots roots;
    struct manifest manifest;
    char link[200], outside[200];
    snprintf(link, sizeof link, "%s/link", paths[0]);
    assert_int_equal(symlink(paths[4], link), 0);
    snprintf(outside, sizeof outside, "%s/e", scratch.path);
    manifest_init(&manifest);
    manifest_add_root(&manifest, "./b");
    manifest_add_root(&manifest, "./link");
    manifest_add_root(&manifest, outside);
    manifest_add_root(&manifest, "./gone");
    resolve(&roots, (const int[]){4, -1}); /* named, so it may be outside */
    assert_int_equal(roots_add_recorded(&roots, &manifest, index_path, true), 0);
    assert_int_equal(roots_confine(&roots, index_path), 0);
    size_t inside = 0;
    for (size_t i = 0; i < roots.count; i++) {
        const char *recorded = roots.items[i].recorded;
        bool wanted =
            strcmp(recorded, "./b") == 0 || strcmp(recorded, "./gone") == 0 || roots.items[i].named;
        if (roots.items[i].outside == wanted)
            fail_msg("%s", recorded);
        inside += wanted;
    }
    roots_drop_outside(&roots);
    assert_int_equal(roots.count, inside);
    unlink(link);
    roots_release(&roots);
    manifest_release(&manifest);
}

static void roots_are_forgotten_by_their_paths(void **state)
{
    (void)state;
    struct roots roots;
    resolve(&roots, (const int[]){1, 4, -1});
    assert_int_equal(roots_add_stdin(&roots, "x.txt"), 0);
    assert_int_equal(roots_add_stdin(&roots, "y.txt"), 0);
    assert_int_equal(roots.count, 4);
    assert_int_equal(roots_forget(&roots, paths[3]), ERROR_NOT_FOUND);
    assert_int_equal(roots_forget(&roots, paths[4]), 0);
    assert_int_equal(roots_forget(&roots, "stdin:z.txt"), ERROR_NOT_FOUND);
    assert_int_equal(roots_forget(&roots, "stdin:x.txt"), 0);
    assert_int_equal(roots.count, 2);
    assert_int_equal(roots_add_stdin(&roots, "x.txt"), 0);
    assert_int_equal(roots_forget(&roots, ROOT_STDIN), 0);
    assert_int_equal(roots.count, 1);
    expect(&roots, 0, paths[1], "./b");
    roots_release(&roots);
}

#define IN_TREE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

SUITE(roots)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_a_path),
        IN_TREE(paths_that_are_gone_are_resolved_by_their_folder),
        IN_TREE(roots_are_in_the_order_of_their_files),
        IN_TREE(a_root_in_another_is_part_of_that),
        IN_TREE(recorded_roots_are_found_again),
        IN_TREE(numbers_are_mapped),
        IN_TREE(roots_may_be_confined_to_the_folder_of_the_index),
        IN_TREE(roots_are_forgotten_by_their_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
