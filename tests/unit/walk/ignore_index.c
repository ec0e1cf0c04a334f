/* Many rules: they are found, and the answer is that of trying one after another. */
#include "tests/unit/base/property.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/walk/ignore.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

/* Of a small alphabet, so that many match, and of all kinds. */
static void random_rule(struct buffer *to, uint64_t *random)
{
    static const char *const pieces[] = {"a",  "b", "ab",  "abc", "bca", "cab", "*", "?",
                                         "**", "/", "[b]", "\\a", "/",   "ca",  "*", "c"};
    if (random_below(random, 5) == 0)
        buffer_append_byte(to, '!');
    for (uint32_t i = 1 + random_below(random, 7); i-- > 0;)
        buffer_append_string(to, pieces[random_below(random, 16)]);
    if (random_below(random, 6) == 0)
        buffer_append_byte(to, '/');
    buffer_append_byte(to, '\n');
}

static void random_rule_path(char path[40], uint64_t *random)
{
    size_t size = 1 + random_below(random, 30);
    for (size_t i = 0; i < size; i++)
        path[i] = "abcabcab/"[random_below(random, 9)];
    path[size] = '\0';
}

/* The last of the rules that excludes the path by itself decides. */
static bool excludes_one_by_one(const char *rules, const char *path, bool folder)
{
    struct text_span rest = {rules, strlen(rules)}, line;
    bool excluded = false;
    while (span_next_line(&rest, &line)) {
        struct ignore one = {0};
        bool negated = line.size > 0 && line.bytes[0] == '!';
        assert_int_equal(ignore_add(&one, line.bytes + negated, line.size - negated, 0), 0);
        if (ignore_excludes(&one, path, folder))
            excluded = !negated;
        ignore_release(&one);
    }
    return excluded;
}

static void the_index_agrees_with_linear_search(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 20; number++) {
        uint64_t seed = seed_of(310, number), random = seed;
        struct ignore ignore = {0};
        struct buffer rules;
        buffer_init(&rules);
        for (int i = 0; i < 300; i++)
            random_rule(&rules, &random);
        const char *text = buffer_string(&rules);
        assert_int_equal(ignore_add(&ignore, text, rules.size, 0), 0);
        for (int i = 0; i < 100; i++) {
            char path[40];
            bool folder = random_below(&random, 2) == 0;
            random_rule_path(path, &random);
            EXPECT(seed, ignore_excludes(&ignore, path, folder) ==
                             excludes_one_by_one(text, path, folder));
        }
        buffer_release(&rules);
        ignore_release(&ignore);
    }
}

static void write_rules(const char *folder, const char *rules)
{
    char path[100];
    snprintf(path, sizeof path, "%s%s" IGNORE_FILE, folder, folder[0] == '\0' ? "" : "/");
    scratch_write(&scratch, path, rules, strlen(rules));
}

static bool excludes_file(struct ignore *ignore, const char *path)
{
    bool excluded;
    char root[40];
    snprintf(root, sizeof root, "/proc/self/fd/%d", scratch.directory);
    assert_int_equal(ignore_excludes_file(ignore, root, path, false, &excluded), 0);
    return excluded;
}

/* The rules of a folder that was left no longer apply. */
static void rules_end_with_their_folder(void **state)
{
    (void)state;
    struct ignore ignore = {0};
    struct buffer rules;
    buffer_init(&rules);
    for (int i = 0; i < 3000; i++)
        buffer_append_format(&rules, "n%d.txt\n/p%d/f\n*.e%d\nx%dy*z\n", i, i, i, i);
    mkdirat(scratch.directory, "many", 0700);
    mkdirat(scratch.directory, "many/sub", 0700);
    write_rules("many", buffer_string(&rules));
    write_rules("", "!n7.txt\n/many/p8/f\n");
    write_rules("many/sub", "!n2999.txt\n");
    for (int turn = 0; turn < 3; turn++) {
        assert_true(excludes_file(&ignore, "many/n7.txt"));
        assert_true(excludes_file(&ignore, "many/sub/n2998.txt"));
        assert_false(excludes_file(&ignore, "many/sub/n2999.txt"));
        assert_true(excludes_file(&ignore, "many/n2999.txt"));
        assert_true(excludes_file(&ignore, "many/p2999/f"));
        assert_false(excludes_file(&ignore, "many/sub/p2999/f"));
        assert_true(excludes_file(&ignore, "many/a.e1500"));
        assert_true(excludes_file(&ignore, "many/x42ytz"));
        assert_false(excludes_file(&ignore, "many/x42yt"));
        assert_true(excludes_file(&ignore, "many/p8/f"));
        assert_false(excludes_file(&ignore, "n7.txt"));
        assert_false(excludes_file(&ignore, "p9/f"));
    }
    ignore_release(&ignore);
    buffer_release(&rules);
    unlinkat(scratch.directory, "many/sub/" IGNORE_FILE, 0);
    unlinkat(scratch.directory, "many/" IGNORE_FILE, 0);
    unlinkat(scratch.directory, "many/sub", AT_REMOVEDIR);
    unlinkat(scratch.directory, "many", AT_REMOVEDIR);
}

SUITE(ignore_index)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_index_agrees_with_linear_search),
        IN_SCRATCH(rules_end_with_their_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
