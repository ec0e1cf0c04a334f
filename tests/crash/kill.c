/* kill: kills the indexer at random instants, with a reader asking all the while, also while the
 * next run brings the new commit.
 *
 * FOUILLE_KILLS: how many (default 40), over all scenarios by turns; FOUILLE_SEED. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "tests/crash/disk.h"
#include "tests/crash/files.h"
#include "tests/crash/reader.h"
#include "tests/crash/scenario.h"

enum { KILLS = 40, FAILURES_MOST = 10 };

struct campaign {
    struct stage stage;
    double seconds; /* that the command takes undisturbed */
    uint64_t random;
    unsigned long kills, amid, answers, failures;
};

static void sleep_for(double seconds)
{
    struct timespec time = {.tv_sec = (time_t)seconds};
    time.tv_nsec = (long)((seconds - (double)time.tv_sec) * 1e9);
    nanosleep(&time, NULL);
}

static void measure_duration(struct campaign *campaign)
{
    char folder[PATH_SIZE];
    struct outcome outcome;
    stage_copy(&campaign->stage, "work", folder);
    struct command command = stage_command(&campaign->stage, folder);
    double start = clock_seconds();
    run(&command, &outcome);
    campaign->seconds = clock_seconds() - start;
    run_release(&outcome);
}

/* Starts the command and kills it at an instant up to a tenth after its usual end. */
static void run_and_kill(struct campaign *campaign, const char *folder, struct outcome *outcome)
{
    double part = (double)(disk_random(&campaign->random) >> 11) / 9007199254740992.0;
    struct command command = stage_command(&campaign->stage, folder);
    int out = run_file(), err = run_file();
    pid_t process = run_start(&command, out, err);
    sleep_for(part * campaign->seconds * 1.1);
    kill(process, SIGKILL);
    run_finish(process, out, err, outcome);
    campaign->kills++;
    campaign->amid += outcome->signal == SIGKILL;
}

static void kill_once(struct campaign *campaign)
{
    struct outcome outcome;
    struct reader reader;
    char folder[PATH_SIZE], why[WHY_SIZE] = "a reader had a bad answer";
    stage_copy(&campaign->stage, "work", folder);
    reader_start(&reader, &campaign->stage, folder);
    reader_wait(&reader);
    run_and_kill(campaign, folder, &outcome);
    bool done = stage_succeeded(&campaign->stage, &outcome);
    bool good =
        (outcome.signal == SIGKILL || done) && stage_judge(&campaign->stage, folder, done, why);
    reader_wait(&reader);
    good = good && stage_recover(&campaign->stage, folder, why);
    good &= reader_stop(&reader, &campaign->answers);
    if (!good) {
        printf("%s, kill %lu: %s\n", campaign->stage.scenario->name, campaign->kills, why);
        if (++campaign->failures == FAILURES_MOST)
            files_fail("too many failures");
    }
    run_release(&outcome);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        files_fail("usage: kill FOUILLE-INDEX FOUILLE LIBRARY");
    programs = (struct programs){argv[1], argv[2], argv[3]};
    struct campaign campaign = {.random = files_setting("FOUILLE_SEED", 1)};
    unsigned long kills = files_setting("FOUILLE_KILLS", KILLS);
    for (size_t i = 0; i < scenario_count; i++) {
        stage_open(&campaign.stage, &scenarios[i]);
        measure_duration(&campaign);
        while (campaign.kills < kills * (i + 1) / scenario_count)
            kill_once(&campaign);
        stage_close(&campaign.stage);
    }
    printf("%lu kills, %lu of them amid the run, %lu answers of readers\n", campaign.kills,
           campaign.amid, campaign.answers);
    return campaign.failures == 0 ? 0 : 1;
}
