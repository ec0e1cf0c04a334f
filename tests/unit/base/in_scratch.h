/* Tests that each have a scratch folder of their own: list them with IN_SCRATCH. Included last, for
 * the folder has the name that parameters of others have. */
#ifndef FOUILLE_TESTS_IN_SCRATCH_H
#define FOUILLE_TESTS_IN_SCRATCH_H

#include "tests/unit/base/scratch.h"

/* Of the test that runs. */
static struct scratch scratch;

static inline int in_scratch_setup(void **state)
{
    (void)state;
    scratch_make(&scratch);
    return 0;
}

static inline int in_scratch_teardown(void **state)
{
    (void)state;
    scratch_remove(&scratch);
    return 0;
}

#define IN_SCRATCH(test)                                                                           \
    cmocka_unit_test_setup_teardown(test, in_scratch_setup, in_scratch_teardown)

#endif
