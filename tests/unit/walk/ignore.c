/* Patterns and .fouilleignore files: each rule of gitignore(5), in the order of that page. git's
 * own answers are the same (intended differences are noted at their tests). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/base/error.h"
#include "indexer/sources/walk/glob.h"
#include "indexer/sources/walk/ignore.h"
#include "tests/unit/suite.h"

/* A path that ends in '/' is a folder's. */
struct expected {
    const char *rules, *path;
    bool excluded;
};

static bool rules_exclude(const char *rules, const char *path)
{
    struct ignore ignore = {0};
    char below[300];
    size_t size = strlen(path);
    bool folder = path[size - 1] == '/', excluded = false;
    snprintf(below, sizeof below, "%.*s", (int)(folder ? size - 1 : size), path);
    assert_int_equal(ignore_add(&ignore, rules, strlen(rules), 0), 0);
    for (char *slash = below; !excluded && (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0'; /* a folder that is excluded is not entered */
        excluded = ignore_excludes(&ignore, below, true);
        *slash = '/';
    }
    if (!excluded)
        excluded = ignore_excludes(&ignore, below, folder);
    ignore_release(&ignore);
    return excluded;
}

static void expect_excluded(const struct expected *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool excluded = rules_exclude(table[i].rules, table[i].path);
        if (excluded != table[i].excluded)
            print_error("[%s] [%s]\n", table[i].rules, table[i].path);
        assert_int_equal(excluded, table[i].excluded);
    }
}

#define EXPECT(...)                                                                                \
    expect_excluded((const struct expected[]){__VA_ARGS__},                                        \
                    sizeof((const struct expected[]){__VA_ARGS__}) / sizeof(struct expected))

static void lines(void **state)
{
    (void)state;
    EXPECT({"", "a", false}, {"\n\n", "a", false}, {"a", "a", true}, {"a\n", "a", true},
           {"a\r\n", "a", true},
           {"\xef\xbb\xbf"
            "a\n",
            "a", true},
           {"# a\na", "# a", false}, {"#a", "#a", false}, {"\\#a", "#a", true},
           {" #a", " #a", true}, {"a  \n", "a", true}, {"a  \n", "a  ", false},
           {"a\\  \n", "a ", true}, {"a\\ \\ \n", "a  ", true}, {"a b\n", "a b", true},
           {"a\t\n", "a", false}, {"a\t\n", "a\t", true}, {"   \n", "   ", false},
           {"a\\\\ \n", "a\\", true}, {"a\\", "a", false}, {"a\\", "a\\", false});
}

static void negation(void **state)
{
    (void)state;
    EXPECT({"*.txt\n!a.txt", "a.txt", false}, {"*.txt\n!a.txt", "b.txt", true},
           {"!a.txt\n*.txt", "a.txt", true}, {"*\n!a.txt\n*.txt", "a.txt", true},
           {"\\!a", "!a", true}, {"!a", "!a", false}, {"!", "a", false},
           {"a/\n!a/b", "a/b", true}, /* the folder is not entered */
           {"a/*\n!a/b", "a/b", false}, {"a/*\n!a/b", "a/c", true},
           {"/*\n!/foo\n/foo/*\n!/foo/bar", "foo/bar/x", false},
           {"/*\n!/foo\n/foo/*\n!/foo/bar", "foo/baz", true},
           {"/*\n!/foo\n/foo/*\n!/foo/bar", "other", true}, {"hello.*", "a/hello.txt", true},
           {"/hello.*", "hello.c", true}, {"/hello.*", "a/hello.java", false});
}

static void slashes(void **state)
{
    (void)state;
    EXPECT({"frotz/", "frotz/", true}, {"frotz/", "frotz", false}, {"frotz/", "a/frotz/", true},
           {"frotz/", "a/frotz/x", true}, {"frotz", "a/frotz", true}, {"frotz", "frotz/", true},
           {"doc/frotz/", "doc/frotz/", true}, {"doc/frotz/", "a/doc/frotz/", false},
           {"doc/frotz", "doc/frotz", true}, {"/doc/frotz", "doc/frotz", true},
           {"doc/frotz", "a/doc/frotz", false}, {"/a", "a", true}, {"/a", "b/a", false},
           {"/a/", "a", false}, {"/a/", "a/", true}, {"/", "a", false}, {"a//", "a/", false},
           {"foo/*", "foo/test.json", true}, {"foo/*", "foo/bar/", true},
           {"foo/*", "foo/bar/hello.c", true}, {"foo/*.c", "foo/bar/hello.c", false},
           {"foo/*", "foo/", false});
}

static void stars(void **state)
{
    (void)state;
    EXPECT({"*", "a", true}, {"*", "a/b", true}, {"*.html", "foo.html", true},
           {"*.html", "html", false}, {"/*.html", "a/foo.html", false}, {"f*o", "fo", true},
           {"f*o", "foxoo", true}, {"f*o", "fox", false}, {"*a*b*c", "xaybzc", true},
           {"*a*b*c", "xaybz", false}, {"a/*/b", "a/x/b", true}, {"a/*/b", "a/x/y/b", false},
           {"a/*/b", "a/b", false}, {"a*/b", "axy/b", true}, {"a*b/c", "a/b/c", false},
           {"*/a", "x/a", true}, {"*/a", "a", false}, {"?", "a", true}, {"?", "ab", false},
           {"/a?b", "a/b", false}, {"a?", "a", false},
           {"t?", "té", true}, /* git: a byte, so it would take two of them */
           {"a?c",
            "a\xff"
            "c",
            true},
           {"\\*", "*", true}, {"\\*", "a", false}, {"\\a", "a", true}, {"\\?", "?", true});
}

/* git matches foo/x/bar with a pattern of foo, two stars and /bar, against its manual: it cuts the
 * letters in front of the first star off before it looks what stands there. */
static void double_stars(void **state)
{
    (void)state;
    EXPECT({"**/foo", "foo", true}, {"**/foo", "a/b/foo", true}, {"**/foo", "afoo", false},
           {"**/foo/bar", "foo/bar", true}, {"**/foo/bar", "a/foo/bar", true},
           {"**/foo/bar", "foo/a/bar", false}, {"abc/**", "abc/x", true},
           {"abc/**", "abc/x/y", true}, {"abc/**", "abc/", false}, {"abc/**", "a/abc/x", false},
           {"a/**/b", "a/b", true}, {"a/**/b", "a/x/b", true}, {"a/**/b", "a/x/y/b", true},
           {"a/**/b", "ab", false}, {"a/**/b", "a/xb", false}, {"a/**/b", "x/a/b", false},
           {"a/**/b/**/c", "a/b/c", true}, {"a/**/b/**/c", "a/x/b/y/z/c", true},
           {"a/**/b/**/c", "a/x/c", false}, {"a/**/b*/c", "a/b/x/bz/c", true}, {"**", "a", true},
           {"**", "a/b", true}, {"/**", "a", true}, {"foo**", "foobar", true},
           {"foo**/bar", "foox/bar", true}, {"foo**/bar", "foo/x/bar", false},
           {"a/**b", "a/xb", true}, {"a/**b", "a/x/b", false}, {"**/", "a/", true},
           {"**/", "a", false}, {"**/*.txt", "a/b.txt", true}, {"**/*.txt", "b.txt", true},
           {"a/***/b", "a/x/b", true}, {"a/***/b", "a/x/y/b", true},
           {"**/a/**/*.md", "x/a/y/z.md", true}, {"**/a/**/*.md", "x/y/z.md", false},
           {"a/**/", "a/b/", true}, {"a/**/", "a/b", false});
}

/* Of é git sees the bytes. */
static void brackets(void **state)
{
    (void)state;
    EXPECT({"[abc]", "b", true}, {"[abc]", "d", false}, {"[a-c]x", "bx", true},
           {"[!a-c]", "b", false}, {"[!a-c]", "d", true}, {"[^a]", "b", true}, {"[^a]", "a", false},
           {"/a[/]b", "a/b", false}, {"/a[!x]b", "a/b", false}, {"[]a]", "]", true},
           {"[!]a]", "]", false}, {"[a-]", "-", true}, {"[-a]", "-", true}, {"[\\]]", "]", true},
           {"[\\-a]", "-", true}, {"[a\\-z]", "m", false}, {"[abc", "a", false},
           {"[abc", "[abc", false}, {"[", "[", false}, {"\\[", "[", true},
           {"[[:digit:]]", "7", true}, {"[[:digit:]]", "a", false},
           {"[[:alpha:][:digit:]_]x", "_x", true}, {"[![:space:]]", "a", true},
           {"[[:nonsense:]]", "a", false}, {"[[:alpha:]", "a", false}, {"[[:", "[", false},
           {"[é-ü]", "ê", true}, {"[éà]t", "ét", true}, {"[!é]", "é", false},
           {"[a-z]*.[tm][xd]*", "notes.md", true});
}

/* A pattern that takes a careless matcher forever. */
static void hostile_patterns(void **state)
{
    (void)state;
    enum { SIZE = 4000 };
    static char pattern[SIZE + 1], path[SIZE + 1];
    for (int i = 0; i < SIZE; i++) {
        pattern[i] = i % 2 == 0 ? '*' : 'a';
        path[i] = 'a';
    }
    pattern[SIZE - 1] = 'b';
    assert_false(glob_match((struct text_span){pattern, SIZE}, (struct text_span){path, SIZE}));
    for (int i = 0; i + 5 < SIZE; i += 5)
        memcpy(pattern + i, "**/a/", 5);
    for (int i = 0; i < SIZE; i++)
        path[i] = i % 2 == 0 ? 'a' : '/';
    assert_false(glob_match((struct text_span){pattern, SIZE}, (struct text_span){path, SIZE}));
    char broken[] = {'[', 'a', '-'};
    for (size_t size = 0; size <= sizeof broken; size++)
        assert_false(glob_match((struct text_span){broken, size}, (struct text_span){"a", 1}));
}

/* --- files --- */

static void write_ignore_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static bool file_excluded(const char *path)
{
    struct ignore ignore = {0};
    bool excluded;
    assert_int_equal(ignore_excludes_file(&ignore, ".", path, false, &excluded), 0);
    ignore_release(&ignore);
    /* The same with folders of other files entered before. */
    static const char *const others[] = {"a/b/other", "a/other", "c/other", "b/other", "other"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        bool other, again = !excluded;
        assert_int_equal(ignore_excludes_file(&ignore, ".", others[i], false, &other), 0);
        assert_int_equal(ignore_excludes_file(&ignore, ".", path, false, &again), 0);
        assert_int_equal(again, excluded);
    }
    ignore_release(&ignore);
    return excluded;
}

/* Deeper files come later, so they decide; what is anchored is so to its own folder. */
static void files_in_folders(void **state)
{
    (void)state;
    mkdir("a", 0700);
    mkdir("a/b", 0700);
    write_ignore_file(IGNORE_FILE, "*.bak\n/x\n");
    write_ignore_file("a/" IGNORE_FILE, "!keep.bak\n/x\nb/y\n");
    write_ignore_file("a/b/" IGNORE_FILE, "keep.bak\n");
    assert_true(file_excluded("n.bak"));
    assert_true(file_excluded("keep.bak"));
    assert_true(file_excluded("a/n.bak"));
    assert_false(file_excluded("a/keep.bak"));
    assert_true(file_excluded("a/b/keep.bak"));
    assert_true(file_excluded("x"));
    assert_true(file_excluded("a/x"));
    assert_false(file_excluded("a/b/x"));
    assert_true(file_excluded("a/b/y"));
    assert_false(file_excluded("b/y"));
    assert_false(file_excluded("nowhere/z"));
}

/* An unreadable ignore file is an error: what it excludes is unknown. */
static void unreadable_files(void **state)
{
    (void)state;
    struct ignore ignore = {0};
    bool excluded;
    mkdir("c", 0700);
    assert_int_equal(symlink("../" IGNORE_FILE, "c/" IGNORE_FILE), 0);
    assert_true(ignore_excludes_file(&ignore, ".", "c/f", false, &excluded) < 0);
    unlink("c/" IGNORE_FILE);
    assert_int_equal(mkfifo("c/" IGNORE_FILE, 0600), 0);
    assert_true(ignore_excludes_file(&ignore, ".", "c/f", false, &excluded) < 0);
    unlink("c/" IGNORE_FILE);
    write_ignore_file("c/" IGNORE_FILE, "");
    assert_int_equal(truncate("c/" IGNORE_FILE, IGNORE_FILE_LIMIT + 1), 0);
    assert_true(ignore_excludes_file(&ignore, ".", "c/f", false, &excluded) < 0);
    ignore_release(&ignore);
}

static int enter_scratch(void **state)
{
    static char folder[] = "/tmp/fouille-ignore.XXXXXX";
    *state = folder;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 ? -1 : 0;
}

static int remove_scratch(void **state)
{
    const char *const files[] = {"a/b/" IGNORE_FILE, "a/" IGNORE_FILE, "c/" IGNORE_FILE,
                                 IGNORE_FILE};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(files[i]);
    rmdir("a/b");
    rmdir("a");
    rmdir("c");
    return chdir("/") != 0 || rmdir(*state) != 0 ? -1 : 0;
}

SUITE(ignore)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(negation),
        cmocka_unit_test(slashes),
        cmocka_unit_test(stars),
        cmocka_unit_test(double_stars),
        cmocka_unit_test(brackets),
        cmocka_unit_test(hostile_patterns),
        cmocka_unit_test(files_in_folders),
        cmocka_unit_test(unreadable_files),
    };
    return cmocka_run_group_tests(tests, enter_scratch, remove_scratch);
}
