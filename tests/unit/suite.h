/* A suite is the tests of one file: `SUITE(name) { … return cmocka_run_group_tests(…); }` defines
 * it, and main.c, linked with all suites of a room, runs those that it is asked for. */
#ifndef FOUILLE_TESTS_SUITE_H
#define FOUILLE_TESTS_SUITE_H

/* By what hostile input is divided under AddressSanitizer, whose checks of memmem() and its like
 * take time in proportion to all that they are given, however little is looked at: growth says
 * nothing there. */
#if defined __SANITIZE_ADDRESS__
enum { HOSTILE_DIVISOR = 50 };
#elif defined __has_feature
#if __has_feature(address_sanitizer)
enum { HOSTILE_DIVISOR = 50 };
#else
enum { HOSTILE_DIVISOR = 1 };
#endif
#else
enum { HOSTILE_DIVISOR = 1 };
#endif

/* The number of failed tests. */
#define SUITE(name)                                                                                \
    int suite_##name(void);                                                                        \
    int suite_##name(void)

#endif
