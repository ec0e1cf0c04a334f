#include "indexer/run/stop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

#include "common/base/error.h"

static atomic_bool requested;

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

static void note_signal(int number)
{
    (void)number;
    atomic_store_explicit(&requested, true, memory_order_relaxed);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        signal(signals[i], SIG_DFL); /* the next one ends the program */
}

void stop_on_signals(void)
{
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction action, before;
        action = (struct sigaction){.sa_handler = note_signal, .sa_flags = SA_RESTART};
        sigemptyset(&action.sa_mask);
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
}

bool stop_requested(void)
{
    return atomic_load_explicit(&requested, memory_order_relaxed);
}

void stop_withdraw(void)
{
    atomic_store_explicit(&requested, false, memory_order_relaxed);
}

/* Signals are blocked between the check of the flag and the wait, which unblocks them. */
int stop_wait(int descriptor, double seconds)
{
    struct pollfd input = {.fd = descriptor, .events = POLLIN};
    struct timespec time = {.tv_sec = (time_t)seconds};
    sigset_t blocked, before;
    time.tv_nsec = (long)((seconds - (double)time.tv_sec) * 1e9);
    sigemptyset(&blocked);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaddset(&blocked, signals[i]);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    int ready = stop_requested() ? 0 : ppoll(&input, 1, &time, &before);
    int saved_errno = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = saved_errno;
    return ready >= 0 || saved_errno == EINTR ? 0 : error_system("cannot wait for changes");
}
