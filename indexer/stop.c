#include "stop.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_bool requested;

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

static void note(int number)
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
        action = (struct sigaction){.sa_handler = note, .sa_flags = SA_RESTART};
        sigemptyset(&action.sa_mask);
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
}

bool stop_requested(void)
{
    return atomic_load_explicit(&requested, memory_order_relaxed);
}
