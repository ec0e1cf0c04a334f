/* The program: what it writes, and what it refuses. */
#include "tests/unit/base/property.h"

#include <stdio.h>
#include <sys/wait.h>

#include "tests/unit/base/scratch.h"
#include "tests/unit/suite.h"

static const char affixes[] = "SET UTF-8\nFLAG long\nSFX S. Y 1\nSFX S. 0 s .\n";

static struct scratch scratch;

static int create(void **state)
{
    (void)state;
    scratch_make(&scratch);
    return 0;
}

static int destroy(void **state)
{
    (void)state;
    scratch_remove(&scratch);
    return 0;
}

static void write_text(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", scratch.path, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Runs the compiler with these arguments in the folder; returns its exit status. */
static int run(const char *arguments)
{
    char command[4096];
    snprintf(command, sizeof command, "cd '%s' && LC_ALL=C LANGUAGE= '%s' %s 2>errors",
             scratch.path, LEXICON_COMPILER, arguments);
    const int status = system(command);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* Whether a file of the folder has a text; writes the rest of its line. */
static bool has_text(const char *name, const char *text, char rest[64])
{
    char path[128], line[4096];
    bool found = false;
    snprintf(path, sizeof path, "%s/%s", scratch.path, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (!found && fgets(line, sizeof line, file) != NULL) {
        const char *at = strstr(line, text);
        found = at != NULL;
        if (found)
            snprintf(rest, 64, "%.60s", at + strlen(text));
    }
    fclose(file);
    return found;
}

static void read_checksum(const char *rules, const char *dictionary, char checksum[64])
{
    write_text("x.aff", rules);
    write_text("x.dic", dictionary);
    assert_int_equal(run("x.aff x.dic out.c"), 0);
    assert_true(has_text("out.c", "lexicon_checksum = ", checksum));
}

/* An index made with another lexicon must be seen to be. */
static void the_checksum_changes_with_all_that_matters(void **state)
{
    (void)state;
    static const char *const dictionaries[] = {
        "1\nloi/S. po:nom\n",
        "1\nloi/S. po:v1\n",
        "1\nloi po:nom\n",
        "1\nroi/S. po:nom\n",
        "1\nLoi/S. po:npr\n",
        "2\nloi/S. po:nom\nroi/S. po:nom\n",
        "2\nlois po:nom\nloi po:nom\n",
        "2\nloi/S. po:nom\nloi/S. po:v1\n",
    };
    enum { COUNT = sizeof dictionaries / sizeof *dictionaries };
    char checksums[COUNT][64], again[64];
    for (size_t i = 0; i < COUNT; i++) {
        read_checksum(affixes, dictionaries[i], checksums[i]);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(checksums[k], checksums[i]);
    }
    read_checksum(affixes, dictionaries[0], again);
    assert_string_equal(again, checksums[0]);
    read_checksum("SFX S. Y 1\nSFX S. 0 x .\n", dictionaries[0], again);
    assert_string_not_equal(again, checksums[0]);
}

static void what_cannot_be_compiled_is_refused(void **state)
{
    (void)state;
    char rest[64];
    write_text("x.aff", affixes);
    write_text("x.dic", "1\nloi/S. po:nom\n");
    write_text("latin.dic", "1\n\xe9t\xe9/S.\n");
    write_text("empty.dic", "");
    assert_int_equal(run("x.aff x.dic"), 2);
    assert_true(has_text("errors", "usage: ", rest));
    assert_int_equal(run("x.aff none.dic out.c"), 1);
    assert_true(has_text("errors", "none.dic", rest));
    assert_int_equal(run("x.aff latin.dic out.c"), 1);
    assert_true(has_text("errors", "not valid UTF-8", rest));
    assert_int_equal(run("x.aff empty.dic out.c"), 1);
    assert_true(has_text("errors", "no words", rest));
    assert_int_equal(run("x.dic x.dic out.c"), 1);
    assert_true(has_text("errors", "no suffix rules", rest));
    assert_int_equal(run("x.aff x.dic none/out.c"), 1);
    assert_true(has_text("errors", "none/out.c", rest));
    assert_int_equal(run("x.aff x.dic /dev/full"), 1);
    assert_true(has_text("errors", "/dev/full", rest));
}

SUITE(program)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_checksum_changes_with_all_that_matters),
        cmocka_unit_test(what_cannot_be_compiled_is_refused),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
