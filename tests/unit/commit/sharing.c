/* Who may read an index, and what may be told them. */
#include "tests/unit/base/property.h"

#include <sys/xattr.h>

#include "indexer/commit/sharing.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

enum { OUR_GROUP = 10, ANOTHER_GROUP = 11 };

/* A user, as far as permissions ask. */
struct reader {
    bool of_ours, of_another;
};

static bool may_access(const struct reader *reader, mode_t mode, gid_t group, mode_t bits)
{
    bool member = group == OUR_GROUP ? reader->of_ours : reader->of_another;
    return ((member ? mode >> 3 : mode) & bits) == bits;
}

/* Whatever an article's permissions are: who may read the index may read it. */
static void no_reader_sees_what_is_closed_to_them(void **state)
{
    (void)state;
    static const struct reader readers[] = {
        {false, false}, {false, true}, {true, false}, {true, true}};
    static const gid_t groups[] = {OUR_GROUP, ANOTHER_GROUP};
    for (mode_t index = 0; index < 0100; index++)
        for (mode_t mode = 0; mode < 0100; mode++)
            for (size_t g = 0; g < 2; g++) {
                const struct audience audience = {(index >> 3 & 1) != 0, (index & 1) != 0,
                                                  OUR_GROUP};
                if (!audience_may_access(&audience, mode, groups[g], 4))
                    continue;
                for (size_t i = 0; i < 4; i++)
                    if (may_access(&readers[i], index, OUR_GROUP, 1))
                        assert_true(may_access(&readers[i], mode, groups[g], 4));
            }
    const struct audience everybody = {true, true, OUR_GROUP}, members = {true, false, OUR_GROUP};
    assert_true(audience_may_access(&everybody, 0644, ANOTHER_GROUP, 4));
    assert_true(audience_may_access(&members, 0640, OUR_GROUP, 4));
    assert_false(audience_may_access(&members, 0640, ANOTHER_GROUP, 4));
    assert_true(audience_may_access(&everybody, 0711, ANOTHER_GROUP, 1));
    assert_false(audience_may_access(&everybody, 0711, ANOTHER_GROUP, 5));
}

/* --- access lists --- */

struct entry {
    uint16_t tag, bits;
    uint32_t id;
};

static bool set_list(int descriptor, const struct entry *entries, size_t count)
{
    unsigned char list[100] = {2, 0, 0, 0};
    memcpy(list + 4, entries, count * sizeof *entries);
    return fsetxattr(descriptor, "system.posix_acl_access", list, 4 + count * sizeof *entries, 0) ==
           0;
}

static void an_access_list_must_name_nobody_who_may_not_read(void **state)
{
    (void)state;
    const struct audience everybody = {true, true, (gid_t)-1}, nobody = {false, false, (gid_t)-1};
    const struct entry good[] = {
        {1, 6, ~0U}, {2, 4, 4711}, {4, 4, ~0U}, {16, 4, ~0U}, {32, 4, ~0U}};
    const struct entry bad[] = {{1, 6, ~0U}, {2, 0, 4711}, {4, 4, ~0U}, {16, 4, ~0U}, {32, 4, ~0U}};
    scratch_write(&scratch, "article", "x", 1);
    int descriptor = openat(scratch.directory, "article", O_RDWR | O_CLOEXEC);
    assert_true(audience_may_access_by_list(&everybody, descriptor, 4)); /* there is none */
    if (!set_list(descriptor, good, 5)) {
        close(descriptor);
        skip(); /* the file system has none */
    }
    assert_true(audience_may_access_by_list(&everybody, descriptor, 4));
    assert_false(audience_may_access_by_list(&everybody, descriptor, 5));
    assert_true(set_list(descriptor, bad, 5));
    assert_false(audience_may_access_by_list(&everybody, descriptor, 4));
    assert_true(audience_may_access_by_list(&nobody, descriptor, 4));
    close(descriptor);
}

/* --- the folder --- */

static unsigned mode_of(const char *name)
{
    struct stat status;
    assert_int_equal(fstatat(scratch.directory, name, &status, AT_SYMLINK_NOFOLLOW), 0);
    return status.st_mode & 0777;
}

static void an_index_is_shared_with_those_who_may_read_its_manifest(void **state)
{
    (void)state;
    fchmod(scratch.directory, 0755);
    assert_int_equal(sharing_of(scratch.directory), SHARING_PRIVATE); /* there is none */
    scratch_write(&scratch, MANIFEST_NAME, "x", 1);
    static const mode_t rows[][3] = {{0755, 0644, 0755}, {0755, 0600, 0},    {0755, 0640, 0750},
                                     {0700, 0644, 0},    {0751, 0644, 0751}, {0744, 0644, 0},
                                     {0775, 0664, 0775}, {0705, 0604, 0705}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(fchmod(scratch.directory, rows[i][0]), 0);
        assert_int_equal(fchmodat(scratch.directory, MANIFEST_NAME, rows[i][1], 0), 0);
        assert_int_equal(sharing_of(scratch.directory), rows[i][2]);
    }
    assert_int_equal(sharing_close(scratch.directory), SHARING_PRIVATE);
    assert_int_equal(mode_of("."), 0700);
}

static void permissions_are_not_changed_through_links(void **state)
{
    (void)state;
    struct manifest manifest;
    struct manifest_segment segment = {.name = "00000001-000.seg"};
    manifest_init(&manifest);
    assert_int_equal(manifest_add_segment(&manifest, &segment), 0);
    scratch_write(&scratch, "secret", "x", 1);
    scratch_write(&scratch, MANIFEST_NAME, "x", 1);
    assert_int_equal(fchmodat(scratch.directory, "secret", 0600, 0), 0);
    assert_int_equal(symlinkat("secret", scratch.directory, segment.name), 0);
    assert_int_equal(sharing_open(scratch.directory, &manifest, 0755, "ici"), 0);
    assert_int_equal(mode_of("secret"), 0600);
    assert_int_equal(mode_of(MANIFEST_NAME), 0644);
    assert_int_equal(mode_of("."), 0755);
    manifest_release(&manifest);
}

static void the_umask_says_how_far_an_index_is_opened(void **state)
{
    (void)state;
    static const mode_t rows[][2] = {{022, 0755}, {027, 0750}, {077, 0},
                                     {002, 0775}, {033, 0},    {072, 0705}};
    const mode_t before = umask(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        umask(rows[i][0]);
        assert_int_equal(sharing_of_umask(), rows[i][1]);
        assert_int_equal(umask(rows[i][0]), rows[i][0]); /* it is as it was */
    }
    umask(before);
    assert_true(sharing_is_subset(0750, 0755) && sharing_is_subset(0, 0) &&
                sharing_is_subset(0755, 0775));
    assert_false(sharing_is_subset(0755, 0750) || sharing_is_subset(0705, 0750));
    assert_int_equal(sharing_common(0755, 0750), 0750);
    assert_int_equal(sharing_common(0755, 0700), SHARING_PRIVATE);
}

SUITE(sharing)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_reader_sees_what_is_closed_to_them),
        IN_SCRATCH(an_access_list_must_name_nobody_who_may_not_read),
        IN_SCRATCH(an_index_is_shared_with_those_who_may_read_its_manifest),
        IN_SCRATCH(permissions_are_not_changed_through_links),
        cmocka_unit_test(the_umask_says_how_far_an_index_is_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
