/* A suite is the tests of one file: `SUITE(name) { … return cmocka_run_group_tests(…); }` defines
 * it, and main.c, linked with all suites of a room, runs those that it is asked for. */
#ifndef FOUILLE_TESTS_SUITE_H
#define FOUILLE_TESTS_SUITE_H

/* The number of failed tests. */
#define SUITE(name)                                                                                \
    int suite_##name(void);                                                                        \
    int suite_##name(void)

#endif
