/* Which folders are an index's, and which nobody may write to. */
#include "tests/unit/base/property.h"

#include "common/index/index_folder.h"
#include "common/index/manifest.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

static enum folder_kind classify(void)
{
    enum folder_kind found;
    assert_int_equal(folder_classify(scratch.directory, "ici", &found), 0);
    return found;
}

static void an_empty_folder_is_free_and_then_ours(void **state)
{
    (void)state;
    assert_int_equal(classify(), FOLDER_FREE);
    assert_false(folder_is_marked(scratch.directory));
    assert_int_equal(folder_write_mark(scratch.directory, "ici"), 0);
    assert_int_equal(classify(), FOLDER_OURS);
    assert_true(folder_is_marked(scratch.directory));
    struct buffer bytes;
    scratch_read(&scratch, FOLDER_MARK, &bytes);
    assert_string_equal(buffer_string(&bytes), folder_mark);
    buffer_release(&bytes);
    scratch_write(&scratch, "note.txt", "x", 1);
    assert_int_equal(classify(), FOLDER_OURS);
}

/* What a power cut, or a death, may leave of it: cut anywhere, any bytes of it zero. */
static void a_mark_that_was_begun_is_ended(void **state)
{
    (void)state;
    const uint32_t whole = (uint32_t)strlen(folder_mark);
    for (uint64_t number = 0; number < 300; number++) {
        uint64_t seed = seed_of(112, number), random = seed;
        char bytes[1000];
        uint32_t size = number <= whole ? (uint32_t)number : random_below(&random, whole + 1);
        memcpy(bytes, folder_mark, size);
        for (uint32_t i = 0; number > whole && i < size; i++)
            if (random_below(&random, 3) == 0)
                bytes[i] = 0;
        scratch_write(&scratch, FOLDER_MARK, bytes, size);
        bool is_whole = size == whole && memcmp(bytes, folder_mark, size) == 0;
        EXPECT(seed, classify() == (is_whole ? FOLDER_OURS : FOLDER_FREE));
        scratch_write(&scratch, "x", "", 0);
        EXPECT(seed, classify() == (is_whole ? FOLDER_OURS : FOLDER_FOREIGN));
        unlinkat(scratch.directory, "x", 0);
        assert_int_equal(folder_write_mark(scratch.directory, "ici"), 0);
        EXPECT(seed, classify() == FOLDER_OURS);
    }
}

static void any_other_byte_makes_it_anothers(void **state)
{
    (void)state;
    const size_t whole = strlen(folder_mark);
    char bytes[1000];
    for (size_t i = 0; i <= whole; i++) {
        memcpy(bytes, folder_mark, whole + 1);
        bytes[i] = i == whole ? '\n' : (char)(bytes[i] ^ 1);
        scratch_write(&scratch, FOLDER_MARK, bytes, whole + (i == whole));
        assert_int_equal(classify(), FOLDER_FOREIGN);
        assert_int_equal(folder_write_mark(scratch.directory, "ici"), 0); /* is left */
        assert_int_equal(classify(), FOLDER_FOREIGN);
    }
}

static void a_manifest_of_ours_is_enough(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        enum folder_kind kind;
    } cases[] = {
        {"fouille index 1\n", FOLDER_OURS},  {"fouille index 3\nx\n", FOLDER_OURS},
        {"fouille index 99\n", FOLDER_OURS}, {"", FOLDER_FOREIGN},
        {"fouille index 3", FOLDER_FOREIGN}, {"fouille index 3 \n", FOLDER_FOREIGN},
        {"fouille index\n", FOLDER_FOREIGN}, {"Manifest-Version: 1.0\n", FOLDER_FOREIGN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scratch_write(&scratch, MANIFEST_NAME, cases[i].bytes, strlen(cases[i].bytes));
        assert_int_equal(classify(), cases[i].kind);
    }
}

static void only_files_count(void **state)
{
    (void)state;
    static const char *const names[] = {FOLDER_MARK, MANIFEST_NAME};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(mkdirat(scratch.directory, names[i], 0700), 0);
        assert_int_equal(classify(), FOLDER_FOREIGN);
        assert_int_equal(unlinkat(scratch.directory, names[i], AT_REMOVEDIR), 0);
        assert_int_equal(mkfifoat(scratch.directory, names[i], 0600), 0);
        assert_int_equal(classify(), FOLDER_FOREIGN);
        assert_int_equal(unlinkat(scratch.directory, names[i], 0), 0);
    }
    char path[200];
    snprintf(path, sizeof path, "%s-mark", scratch.path);
    int file = open(path, O_WRONLY | O_CREAT, 0600);
    assert_int_equal(file_write_all(file, folder_mark, strlen(folder_mark), "mark"), 0);
    close(file);
    assert_int_equal(symlinkat(path, scratch.directory, FOLDER_MARK), 0);
    assert_int_equal(classify(), FOLDER_FOREIGN);
    unlink(path);
}

SUITE(index_folder)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(an_empty_folder_is_free_and_then_ours),
        IN_SCRATCH(a_mark_that_was_begun_is_ended),
        IN_SCRATCH(any_other_byte_makes_it_anothers),
        IN_SCRATCH(a_manifest_of_ours_is_enough),
        IN_SCRATCH(only_files_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
