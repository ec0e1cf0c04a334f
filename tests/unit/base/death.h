/* Whether a call that breaks a documented precondition ends the process, as assert() does where
 * NDEBUG is not defined. */
#ifndef FOUILLE_TESTS_DEATH_H
#define FOUILLE_TESTS_DEATH_H

#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs `breach` in a child process, without its message and without a core file. */
static inline bool dies(void (*breach)(void))
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        const struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        close(STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        breach();
        _exit(0);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
           WTERMSIG(status) == SIGABRT;
}

/* Expects each of the breaches to end the process, where assertions are compiled in. */
static inline void expect_deaths(void (*const *breaches)(void), size_t count)
{
    for (size_t i = 0; i < count; i++)
#ifdef NDEBUG
        assert_non_null(breaches[i]);
#else
        if (!dies(breaches[i]))
            fail_msg("breach %zu goes unnoticed", i);
#endif
}

#endif
