/* A scenario's command run with the preloaded library before it. */
#ifndef FOUILLE_TESTS_CRASH_TRIAL_H
#define FOUILLE_TESTS_CRASH_TRIAL_H

#include "tests/crash/scenario.h"

/* One fault: in which call or allocation, and how it shows (shim/fault.h). `at` 0: none. */
struct fault {
    const char *what, *how;
    long at;
};

/* The settings of a command with a fault, and, unless NULL, a trace and a log to write. */
struct trial {
    char text[SETTINGS_MOST][600];
};

/* Sets the command's settings; they are the trial's, which must stay as long as the command. */
void trial_prepare(struct trial *trial, struct command *command, const struct fault *fault,
                   const char *trace, const char *log);

/* Runs the stage's command in `folder` so. */
void trial_run(const struct stage *stage, const char *folder, const struct fault *fault,
               const char *trace, const char *log, struct outcome *outcome);

/* The letters of the calls, or allocations, that an undisturbed run makes; to be freed. */
char *trial_trace(const struct stage *stage, const char *what, size_t *count);

#endif
