#include "tests/crash/trial.h"

#include <stdio.h>
#include <string.h>

#include "tests/crash/files.h"

static void set_variable(struct trial *trial, struct command *command, const char *name,
                         const char *value)
{
    size_t place = 0;
    while (command->settings[place] != NULL)
        place++;
    snprintf(trial->text[place], sizeof trial->text[place], "%s=%s", name, value);
    command->settings[place] = trial->text[place];
}

void trial_prepare(struct trial *trial, struct command *command, const struct fault *fault,
                   const char *trace, const char *log)
{
    char at[32];
    snprintf(at, sizeof at, "%ld", fault->at);
    set_variable(trial, command, "LD_PRELOAD", programs.shim);
    set_variable(trial, command, "FOUILLE_FAULT", fault->what);
    set_variable(trial, command, "FOUILLE_FAULT_HOW", fault->how);
    set_variable(trial, command, "FOUILLE_FAULT_AT", at);
    if (trace != NULL)
        set_variable(trial, command, "FOUILLE_FAULT_TRACE", trace);
    if (log != NULL)
        set_variable(trial, command, "FOUILLE_RECORD", log);
}

void trial_run(const struct stage *stage, const char *folder, const struct fault *fault,
               const char *trace, const char *log, struct outcome *outcome)
{
    struct trial trial;
    struct command command = stage_command(stage, folder);
    trial_prepare(&trial, &command, fault, trace, log);
    run(&command, outcome);
}

char *trial_trace(const struct stage *stage, const char *what, size_t *count)
{
    const struct fault none = {what, "first", 0};
    struct outcome outcome;
    char folder[PATH_SIZE], path[PATH_SIZE];
    stage_copy(stage, "work", folder);
    files_join(path, stage->folder, "trace");
    trial_run(stage, folder, &none, path, NULL, &outcome);
    char *trace = files_read(path, count);
    if (!stage_succeeded(stage, &outcome) || trace == NULL || *count == 0)
        files_fail("the library did not count: status %d: %s", outcome.status, outcome.errors);
    run_release(&outcome);
    return trace;
}
