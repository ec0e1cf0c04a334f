/* Memory from the system: what is asked for is there, zeroed where that is said, and can be given
 * back. */
#include "tests/unit/base/property.h"

#include <string.h>
#include <sys/resource.h>

#include "common/base/pages.h"
#include "tests/unit/suite.h"

static bool is_zero(const unsigned char *memory, size_t size)
{
    return size == 0 || (memory[0] == 0 && memcmp(memory, memory + 1, size - 1) == 0);
}

static void sparse_memory_is_zero_whatever_was_there(void **state)
{
    (void)state;
    static const size_t sizes[] = {
        0, 1, PAGES_SPARSE - 1, PAGES_SPARSE, 3 * PAGES_SPARSE + 1, PAGES_LARGE + 5};
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            unsigned char *memory = pages_alloc_sparse(sizes[i]);
            assert_non_null(memory);
            assert_true(is_zero(memory, sizes[i]));
            memset(memory, 0xff, sizes[i]);
            pages_free_sparse(memory, sizes[i]);
        }
    pages_free_sparse(NULL, 0);
    pages_free_sparse(NULL, PAGES_LARGE);
}

static long faults(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

/* 64 MiB of which three places are used: 16,384 small pages, or 32 large ones. */
static void sparse_memory_costs_what_is_touched(void **state)
{
    (void)state;
    if (getenv("FOUILLE_EMULATED") != NULL)
        skip(); /* the faults are the emulator's */
    const size_t size = 32 * (size_t)PAGES_LARGE;
    long before = faults();
    unsigned char *memory = pages_alloc_sparse(size);
    assert_non_null(memory);
    memory[0] = memory[size / 2] = memory[size - 1] = 1;
    pages_free_sparse(memory, size);
    assert_in_range(faults() - before, 0, 20);
}

SUITE(pages)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sparse_memory_is_zero_whatever_was_there),
        cmocka_unit_test(sparse_memory_costs_what_is_touched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
