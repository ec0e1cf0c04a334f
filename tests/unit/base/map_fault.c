/* Mapped files that become shorter: zeros, a count and an error instead of a signal. */
#include <errno.h>
#include <pthread.h>

#include "tests/unit/base/scratch.h"

#include "common/base/error.h"
#include "common/base/map_fault.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

enum { PAGES = 64, THREADS = 4 };

static size_t page;

static struct file_map map_pages(const char *name)
{
    struct file_map map;
    page = (size_t)sysconf(_SC_PAGESIZE);
    char *bytes = malloc(PAGES * page);
    memset(bytes, 'x', PAGES * page);
    scratch_write(&scratch, name, bytes, PAGES * page);
    free(bytes);
    assert_int_equal(file_map_open(&map, scratch.directory, name, name), 0);
    return map;
}

static void cut_file(const char *name, size_t size)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", scratch.path, name);
    assert_int_equal(truncate(path, (off_t)size), 0);
}

static unsigned char mapped_byte(const struct file_map *map, size_t offset)
{
    return *(const volatile unsigned char *)(map->data + offset);
}

static void pages_that_are_gone_are_zeros_and_an_error(void **state)
{
    (void)state;
    map_fault_install_handler();
    struct file_map map = map_pages("a"), other = map_pages("b");
    unsigned long before = map_fault_count();
    assert_int_equal(mapped_byte(&map, 2 * page), 'x');
    assert_int_equal(map_fault_result(7, before), 7);
    cut_file("a", page);
    errno = ENOENT;
    assert_int_equal(mapped_byte(&map, 2 * page + 5), 0);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(mapped_byte(&map, 0), 'x');
    assert_int_equal(map_fault_count(), before + 1);
    assert_true(map_fault_occurred(map.guard));
    assert_false(map_fault_occurred(other.guard));
    assert_int_equal(map_fault_result(0, before), ERROR_SYSTEM);
    assert_int_equal(errno, EIO);
    char expected[60];
    snprintf(expected, sizeof expected, "cannot read 'a' at byte %zu: ", 2 * page + 5);
    assert_non_null(strstr(error_message(), expected));

    /* The page stays; others count anew. */
    assert_int_equal(mapped_byte(&map, 3 * page - 1), 0);
    assert_int_equal(map_fault_count(), before + 1);
    assert_int_equal(mapped_byte(&map, (PAGES - 1) * page), 0);
    assert_int_equal(map_fault_count(), before + 2);
    assert_int_equal(map_fault_result(ERROR_CORRUPT, before + 2), ERROR_CORRUPT);
    file_map_close(&map);
    file_map_close(&other);
    /* The message outlives the map, and the next one is not blamed. */
    assert_int_equal(map_fault_error(), ERROR_SYSTEM);
    assert_non_null(strstr(error_message(), "cannot read 'a' at byte "));
    map = map_pages("c");
    assert_false(map_fault_occurred(map.guard));
    assert_int_equal(mapped_byte(&map, page), 'x');
    file_map_close(&map);
}

static void *touch_all(void *context)
{
    const struct file_map *map = context;
    size_t sum = 0;
    for (size_t i = 0; i < PAGES; i++)
        sum += mapped_byte(map, i * page);
    return sum == 0 ? NULL : context;
}

static void threads_may_meet_the_same_page(void **state)
{
    (void)state;
    map_fault_install_handler();
    struct file_map map = map_pages("a");
    pthread_t threads[THREADS];
    void *seen;
    cut_file("a", 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, touch_all, &map), 0);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], &seen), 0);
        assert_null(seen);
    }
    assert_true(map_fault_count() >= PAGES);
    file_map_close(&map);
}

static void guards_are_taken_again(void **state)
{
    (void)state;
    struct file_map maps[3] = {map_pages("a"), map_pages("b"), map_pages("c")};
    const struct map_guard *second = maps[1].guard;
    file_map_close(&maps[1]);
    maps[1] = map_pages("d");
    assert_ptr_equal(maps[1].guard, second);
    for (size_t i = 0; i < 3; i++)
        file_map_close(&maps[i]);
}

SUITE(map_fault)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(pages_that_are_gone_are_zeros_and_an_error),
        IN_SCRATCH(threads_may_meet_the_same_page),
        IN_SCRATCH(guards_are_taken_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
