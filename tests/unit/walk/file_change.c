/* When a change of a file shows, and when one might not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/sources/walk/file_change.h"
#include "tests/unit/suite.h"

static const int64_t SECOND = 1000000000, HUNDREDTH = 10000000, TICK = 10000000;
/* An even second. */
static const int64_t THEN = INT64_C(1714636800) * 1000000000;

static int64_t racy_left(int64_t mtime, int64_t ctime, int64_t now)
{
    const struct file_state state = {.mtime = mtime, .ctime = ctime};
    return file_racy_time(&state, now, false);
}

static void any_difference_is_a_change(void **state)
{
    (void)state;
    const struct file_state before = {.size = 1, .mtime = 2, .ctime = 3, .inode = 4};
    struct file_state now = before;
    assert_false(file_has_changed(&before, &now, false));
    now.size++;
    assert_true(file_has_changed(&before, &now, true));
    now = before;
    now.mtime--;
    assert_true(file_has_changed(&before, &now, true));
    now = before;
    now.inode++;
    assert_true(file_has_changed(&before, &now, true));
    now = before;
    now.ctime++;
    assert_true(file_has_changed(&before, &now, false));
    assert_false(file_has_changed(&before, &now, true));
}

/* From the time on until its step and a tick are over. */
static void expect_resolution(int64_t time, int64_t step)
{
    int64_t limit = step + TICK;
    assert_true(racy_left(time, 0, time) == limit);
    assert_true(racy_left(0, time, time) == limit);
    assert_true(racy_left(time, time, time + limit - 1) == 1);
    assert_true(racy_left(time, time, time + limit) == 0);
    assert_true(racy_left(time, time, time + 1000 * SECOND) == 0);
}

static void times_show_the_resolution_of_their_clock(void **state)
{
    (void)state;
    expect_resolution(THEN, 2 * SECOND);
    expect_resolution(THEN + SECOND, SECOND);
    expect_resolution(THEN + 7 * HUNDREDTH, HUNDREDTH);
    expect_resolution(THEN + SECOND + 99 * HUNDREDTH, HUNDREDTH);
    expect_resolution(THEN + 1, 0);
    expect_resolution(THEN + 100, 0);
    expect_resolution(THEN + 1000000, 0);
}

static void the_younger_time_counts(void **state)
{
    (void)state;
    assert_true(racy_left(THEN, THEN - 50 * SECOND + 1, THEN + SECOND) == SECOND + TICK);
    assert_true(racy_left(THEN - 50 * SECOND, THEN + 1, THEN + 1) == TICK);
}

/* Bounded: a time far in the future must not make a file be read again for years. */
static void future_times_count_for_five_minutes(void **state)
{
    (void)state;
    int64_t old = THEN - 5000 * SECOND;
    assert_true(racy_left(THEN, old, THEN - 300 * SECOND) == 302 * SECOND + TICK);
    assert_true(racy_left(THEN, old, THEN - 300 * SECOND - 1) == 0);
    assert_true(racy_left(INT64_MAX, INT64_MIN, THEN) == 0);
    assert_true(racy_left(INT64_MIN, INT64_MAX, THEN) == 0);
    assert_true(racy_left(INT64_MIN, INT64_MIN, INT64_MAX) == 0);
}

static void a_foreign_clock_may_differ_by_five_minutes(void **state)
{
    (void)state;
    const struct file_state file = {.mtime = THEN + 1, .ctime = THEN + 1};
    assert_true(file_racy_time(&file, THEN + 299 * SECOND, true) > 0);
    assert_true(file_racy_time(&file, THEN - 299 * SECOND, true) > 0);
    assert_true(file_racy_time(&file, THEN + 301 * SECOND, true) == 0);
    assert_true(file_racy_time(&file, THEN - 301 * SECOND, true) == 0);
}

static void network_file_systems_have_foreign_clocks(void **state)
{
    (void)state;
    assert_true(file_system_is_shared(0x6969));
    assert_true(file_system_is_shared(0xff534d42));
    assert_true(
        file_system_is_shared((uint64_t)(int32_t)0xff534d42)); /* as a signed int gives it */
    assert_false(file_system_is_shared(0xef53));               /* ext4 */
    assert_false(file_system_is_shared(0x01021994));           /* tmpfs */
    assert_false(file_system_is_shared(0x9123683e));           /* btrfs */
    assert_false(file_system_is_shared(0x4d44));               /* FAT */
}

SUITE(file_change)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_difference_is_a_change),
        cmocka_unit_test(times_show_the_resolution_of_their_clock),
        cmocka_unit_test(the_younger_time_counts),
        cmocka_unit_test(future_times_count_for_five_minutes),
        cmocka_unit_test(a_foreign_clock_may_differ_by_five_minutes),
        cmocka_unit_test(network_file_systems_have_foreign_clocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
