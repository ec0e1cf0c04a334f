/* The list of what was left out: as a file, and which of several reasons counts. */
#include "tests/unit/base/scratch.h"

#include "common/base/error.h"
#include "indexer/state/left_reason.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

static struct left_list list;

static void add(enum left_kind kind, uint32_t root, const char *path, const char *why)
{
    const struct left_entry entry = {
        .kind = kind,
        .root = root,
        .path = path,
        .why = why,
        .reader = UINT64_C(0x123456789abcdef0),
        .state = {.size = 7, .mtime = -5, .ctime = 9, .inode = 11, .again = root == 1}};
    assert_int_equal(left_list_add(&list, &entry), 0);
}

static const char *const name = "00000001-000.left";

static void write_list(const struct manifest_left_out *same, struct manifest_left_out *entry)
{
    left_list_sort(&list);
    assert_int_equal(left_list_write(&list, scratch.directory, name, same, entry), 0);
}

/* Reads the list back, in place of the one that was written. */
static int read_list(const struct manifest_left_out *entry, size_t roots)
{
    struct manifest manifest;
    manifest_init(&manifest);
    manifest.left_out = *entry;
    for (size_t i = 0; i < roots; i++)
        assert_int_equal(manifest_add_root(&manifest, "/x"), 0);
    left_list_release(&list);
    left_list_init(&list);
    int status = left_list_read(&list, scratch.directory, &manifest, scratch.path);
    manifest_release(&manifest);
    return status;
}

static void it_is_read_as_it_was_written(void **state)
{
    (void)state;
    const struct manifest_left_out none = {0};
    struct manifest_left_out entry;
    left_list_init(&list);
    add(LEFT_REFUSED, 1, "b c%", "b\tc: no such file");
    add(LEFT_PART, 0, "\xff\n", "why");
    add(LEFT_FILE, 1, "", "the root itself");
    write_list(&none, &entry);
    assert_string_equal(entry.name, name);
    assert_int_equal(entry.files, 3);
    assert_int_equal(read_list(&entry, 2), 0);
    assert_int_equal(left_list_count(&list), 3);
    const struct left_entry *found = left_list_find(&list, 1, "b c%");
    assert_non_null(found);
    assert_int_equal(found->kind, LEFT_REFUSED);
    assert_string_equal(found->why, "b\tc: no such file");
    assert_true(found->reader == UINT64_C(0x123456789abcdef0));
    const struct file_state wanted = {7, -5, 9, 11, true};
    assert_true(file_state_equal(&found->state, &wanted));
    assert_non_null(left_list_find(&list, 0, "\xff\n"));
    assert_non_null(left_list_find(&list, 1, ""));
    assert_null(left_list_find(&list, 0, ""));
    left_list_release(&list);
}

static void an_empty_list_needs_no_file(void **state)
{
    (void)state;
    const struct manifest_left_out none = {0};
    struct manifest_left_out entry;
    left_list_init(&list);
    write_list(&none, &entry);
    assert_string_equal(entry.name, "");
    assert_false(scratch_has(&scratch, name));
    assert_int_equal(read_list(&entry, 1), 0);
    assert_int_equal(left_list_count(&list), 0);
    left_list_release(&list);
}

static void the_same_list_is_not_written_again(void **state)
{
    (void)state;
    const struct manifest_left_out none = {0};
    struct manifest_left_out first, second;
    left_list_init(&list);
    add(LEFT_FILE, 0, "a", "why");
    write_list(&none, &first);
    assert_int_equal(
        left_list_write(&list, scratch.directory, "00000002-000.left", &first, &second), 0);
    assert_string_equal(second.name, name);
    assert_false(scratch_has(&scratch, "00000002-000.left"));
    add(LEFT_FILE, 0, "b", "why");
    assert_int_equal(
        left_list_write(&list, scratch.directory, "00000002-000.left", &first, &second), 0);
    assert_string_equal(second.name, "00000002-000.left");
    left_list_release(&list);
}

static void the_gravest_reason_counts(void **state)
{
    (void)state;
    left_list_init(&list);
    add(LEFT_PART, 0, "a", "part");
    add(LEFT_REFUSED, 0, "a", "away");
    add(LEFT_FILE, 0, "a", "file");
    add(LEFT_PART, 0, "b", "second");
    add(LEFT_PART, 0, "b", "first"); /* by its text, since threads come in any order */
    left_list_sort(&list);
    assert_int_equal(left_list_count(&list), 2);
    assert_string_equal(left_list_at(&list, 0)->why, "away");
    assert_string_equal(left_list_at(&list, 1)->why, "first");
    left_list_release(&list);

    struct left_reason reason = {0}, other = {0};
    left_reason_note(&reason, LEFT_PART, 0, "first");
    left_reason_note(&reason, LEFT_PART, 0, "second");
    assert_string_equal(left_reason_why(&reason), "first");
    left_reason_join(&reason, &other); /* which has none */
    left_reason_note(&other, LEFT_REFUSED, 13, "away");
    left_reason_join(&reason, &other);
    assert_string_equal(left_reason_why(&reason), "away");
    assert_int_equal(reason.error, 13);
    left_reason_release(&reason);
    left_reason_release(&other);
}

static void a_long_reason_is_cut_between_characters(void **state)
{
    (void)state;
    char why[LEFT_WHY_MAX + 10];
    left_list_init(&list);
    memset(why, 'x', sizeof why);
    memcpy(why + LEFT_WHY_MAX - 1, "é", 2);
    why[sizeof why - 1] = '\0';
    add(LEFT_FILE, 0, "a", why);
    assert_int_equal(strlen(left_list_at(&list, 0)->why), LEFT_WHY_MAX - 1);
    left_list_release(&list);
}

/* A run then reads everything again; a search does not need the list. */
static void damage_is_found(void **state)
{
    (void)state;
    const struct manifest_left_out none = {0};
    struct manifest_left_out entry, other;
    struct buffer bytes;
    left_list_init(&list);
    add(LEFT_FILE, 1, "a", "why");
    write_list(&none, &entry);
    assert_int_equal(read_list(&entry, 1), ERROR_CORRUPT); /* there is no root 1 */
    other = entry;
    other.checksum++;
    assert_int_equal(read_list(&other, 2), ERROR_CORRUPT);
    other = entry;
    other.files++;
    assert_int_equal(read_list(&other, 2), ERROR_CORRUPT);
    scratch_read(&scratch, name, &bytes);
    for (size_t i = 0; i < bytes.size; i++) {
        bytes.data[i] ^= 1;
        scratch_write(&scratch, name, bytes.data, bytes.size);
        assert_int_equal(read_list(&entry, 2), ERROR_CORRUPT);
        bytes.data[i] ^= 1;
    }
    scratch_write(&scratch, name, bytes.data, bytes.size - 1);
    assert_int_equal(read_list(&entry, 2), ERROR_CORRUPT);
    scratch_write(&scratch, name, bytes.data, bytes.size);
    assert_int_equal(read_list(&entry, 2), 0);
    unlinkat(scratch.directory, name, 0);
    assert_int_equal(read_list(&entry, 2), ERROR_SYSTEM);
    buffer_release(&bytes);
    left_list_release(&list);
}

SUITE(left_list)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(it_is_read_as_it_was_written),
        IN_SCRATCH(an_empty_list_needs_no_file),
        IN_SCRATCH(the_same_list_is_not_written_again),
        IN_SCRATCH(the_gravest_reason_counts),
        IN_SCRATCH(a_long_reason_is_cut_between_characters),
        IN_SCRATCH(damage_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
