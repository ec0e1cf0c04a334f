/* faults SCENARIO: runs the scenario's command once for each call that it makes, with that call
 * failing, cut short, or the process killed there; the same for its allocations. Afterwards there
 * is the old commit or the new one, and the next run brings the new one.
 *
 * FOUILLE_CRASH_CALLS is the stride over pairs of a call and a fault (default: 2; 1 takes all);
 * consecutive calls meet different faults, so that each call fails and each fault is tried on calls
 * of every kind. FOUILLE_CRASH_STRIDE is the stride over pairs of an allocation and a fault
 * (default: as many as give about 60 trials). Both are three times as long by default where the
 * scenario is sampled. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/files.h"
#include "tests/crash/scenario.h"
#include "tests/crash/trial.h"

enum { FAILURES_MOST = 10, CALLS_STRIDE = 2, ALLOCATIONS_TRIED = 30 };

struct campaign {
    struct stage stage;
    unsigned runs, failures;
};

/* --- what must hold --- */

static bool fail_with(char why[WHY_SIZE], const char *what, const struct outcome *outcome)
{
    snprintf(why, WHY_SIZE, "%s: status %d, signal %d: %.1500s", what, outcome->status,
             outcome->signal, outcome->errors);
    return false;
}

/* Some input could not be read: that is told, and the rest is the new commit. */
static bool judge_partial(const struct stage *stage, const char *folder,
                          const struct outcome *outcome, char why[WHY_SIZE])
{
    struct state state;
    if (outcome->errors[0] == '\0')
        return fail_with(why, "status 1 without a message", outcome);
    if (!state_observe(&state, folder, why))
        return false;
    bool good = state_is_between(&state, &stage->old, &stage->new, outcome->errors, why);
    state_release(&state);
    return good;
}

static bool judge_ending(const struct stage *stage, const struct fault *fault, const char *folder,
                         const struct outcome *outcome, char why[WHY_SIZE])
{
    bool killed = strcmp(fault->how, "kill") == 0;
    if (outcome->signal >= 0 && !(killed && outcome->signal == SIGKILL))
        return fail_with(why, "it crashed", outcome);
    if (killed && outcome->signal != SIGKILL)
        return fail_with(why, "it should have been killed", outcome);
    if (outcome->status > 2)
        return fail_with(why, "no status of its own", outcome);
    if (outcome->status == 2 && strncmp(outcome->errors, "fouille-index: ", 15) != 0)
        return fail_with(why, "status 2 without a message", outcome);
    if (strcmp(fault->how, "short") == 0 && !stage_succeeded(stage, outcome))
        return fail_with(why, "a short read or write is no failure", outcome);
    if (stage_succeeded(stage, outcome))
        return stage_judge(stage, folder, true, why);
    if (outcome->status == 1)
        return judge_partial(stage, folder, outcome, why);
    return stage_judge(stage, folder, outcome->status == 0, why);
}

static void try_fault(struct campaign *campaign, const struct fault *fault, char letter)
{
    struct outcome outcome;
    char folder[512], why[WHY_SIZE];
    stage_copy(&campaign->stage, "work", folder);
    trial_run(&campaign->stage, folder, fault, NULL, NULL, &outcome);
    bool good = judge_ending(&campaign->stage, fault, folder, &outcome, why) &&
                stage_recover(&campaign->stage, folder, why);
    campaign->runs++;
    if (!good) {
        campaign->failures++;
        printf("%s, %s %ld (%c) %s: %s\n  it said (status %d): %s\n",
               campaign->stage.scenario->name, fault->what, fault->at, letter, fault->how, why,
               outcome.status, outcome.errors);
    }
    run_release(&outcome);
    if (campaign->failures >= FAILURES_MOST)
        files_fail("too many failures");
}

/* --- all of them --- */

/* A repair that cannot read an intact segment drops it, too. */
static bool makes_sense(char letter, const char *how, bool repairs)
{
    bool moves_bytes = letter == 'r' || letter == 'w', one_error = strchr("rma", letter) != NULL;
    if (strcmp(how, "short") == 0)
        return moves_bytes;
    if (strcmp(how, "hollow") == 0)
        return letter == 'm' && !repairs;
    return strcmp(how, "second") != 0 || !one_error;
}

static void try_all_faults(struct campaign *campaign, const char *what, const char *const *hows,
                           const char *setting, size_t otherwise)
{
    size_t count, tried = campaign->runs;
    char *trace = trial_trace(&campaign->stage, what, &count);
    size_t most = otherwise == 0 ? CALLS_STRIDE : count / otherwise + 1;
    if (campaign->stage.scenario->sampled)
        most *= 3;
    size_t stride = files_setting(setting, most);
    for (size_t at = 0; at < count; at++)
        for (size_t how = 0; hows[how] != NULL; how++)
            if ((stride == 0 || (at + how) % stride == 0) &&
                makes_sense(trace[at], hows[how],
                            campaign->stage.scenario->start == START_DAMAGED)) {
                const struct fault fault = {what, hows[how], (long)at + 1};
                try_fault(campaign, &fault, trace[at]);
            }
    printf("%s: %zu %s, %zu runs\n", campaign->stage.scenario->name, count, what,
           campaign->runs - tried);
    free(trace);
}

int main(int argc, char **argv)
{
    static const char *const call_hows[] = {"first", "second", "lasting", "short",
                                            "kill",  "hollow", NULL};
    static const char *const memory_hows[] = {"first", "lasting", NULL};
    const struct scenario *scenario = argc == 5 ? scenario_named(argv[4]) : NULL;
    if (scenario == NULL)
        files_fail("usage: faults FOUILLE-INDEX FOUILLE LIBRARY SCENARIO");
    programs = (struct programs){argv[1], argv[2], argv[3]};
    struct campaign campaign = {0};
    stage_open(&campaign.stage, scenario);
    try_all_faults(&campaign, "calls", call_hows, "FOUILLE_CRASH_CALLS", 0);
    try_all_faults(&campaign, "memory", memory_hows, "FOUILLE_CRASH_STRIDE", ALLOCATIONS_TRIED);
    stage_close(&campaign.stage);
    return campaign.failures == 0 ? 0 : 1;
}
