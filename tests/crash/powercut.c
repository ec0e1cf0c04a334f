/* powercut SCENARIO: writes down what the scenario's command does to files, also when it was killed
 * at some call and is run again, and looks at what may be found on the disk when the power goes in
 * between: the old commit or the new one, and only the new one once the command has reported
 * success.
 *
 * FOUILLE_POWERCUT_STATES: how many different states are looked at (default 100, 33 where the
 * scenario is sampled), FOUILLE_SEED: of the random numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/disk.h"
#include "tests/crash/files.h"
#include "tests/crash/scenario.h"
#include "tests/crash/shim/log.h"
#include "tests/crash/trial.h"

enum { FAILURES_MOST = 10, STATES = 100, RANDOM_KILLS = 2, RECOVER_EVERY = 5, SAME_MOST = 1000 };

struct campaign {
    struct stage stage;
    char cut[PATH_SIZE]; /* where states are written; the articles are there already */
    uint64_t random;
    uint64_t *seen;
    size_t wanted, states, failures, recordings;
};

/* What was recorded, and in which words to tell. */
struct recording {
    struct disk *disk;
    long killed_at;
};

/* --- recording --- */

static void append_done(const char *log)
{
    const struct log_head head = {.operation = LOG_DONE};
    FILE *file = fopen(log, "ab");
    if (file == NULL || fwrite(&head, sizeof head, 1, file) != 1 || fclose(file) != 0)
        files_fail("cannot write the log");
}

/* The command to its end; before that, with `killed_at`, once killed there. */
static void record_run(struct campaign *campaign, long killed_at, struct recording *recording)
{
    const struct fault kill = {"calls", "kill", killed_at}, none = {"calls", "first", 0};
    struct outcome outcome;
    char folder[PATH_SIZE], log[PATH_SIZE];
    stage_copy(&campaign->stage, "work", folder);
    files_join(log, campaign->stage.folder, "log");
    files_remove(log);
    *recording = (struct recording){disk_load(folder), killed_at};
    if (killed_at > 0) {
        trial_run(&campaign->stage, folder, &kill, NULL, log, &outcome);
        run_release(&outcome);
    }
    trial_run(&campaign->stage, folder, &none, NULL, log, &outcome);
    bool again =
        killed_at > 0 && (outcome.status == 0 || stage_is_refused(&campaign->stage, &outcome));
    if (!again && !stage_succeeded(&campaign->stage, &outcome))
        files_fail("recording: status %d: %s", outcome.status, outcome.errors);
    run_release(&outcome);
    append_done(log);
    disk_read_log(recording->disk, log);
    campaign->recordings++;
}

/* --- states --- */

static bool is_known(struct campaign *campaign, uint64_t hash)
{
    for (size_t i = 0; i < campaign->states; i++)
        if (campaign->seen[i] == hash)
            return true;
    campaign->seen[campaign->states++] = hash;
    return false;
}

static void report_cut(const struct campaign *campaign, const struct recording *recording,
                       size_t length, enum disk_luck files, enum disk_luck folders, const char *why)
{
    static const char *const lucks[] = {"nothing", "all", "zeros", "some"};
    printf("%s", campaign->stage.scenario->name);
    if (recording->killed_at > 0)
        printf(", killed at call %ld and run again", recording->killed_at);
    printf(", cut after operation %zu of %zu, unsynced bytes: %s, names: %s: %s\n", length,
           disk_log_length(recording->disk), lucks[files], lucks[folders], why);
}

/* False when it was looked at before. */
static bool try_cut(struct campaign *campaign, const struct recording *recording, size_t length,
                    enum disk_luck files, enum disk_luck folders)
{
    char index[PATH_SIZE], why[WHY_SIZE];
    bool done = disk_reported(recording->disk, length);
    struct disk_state *state = disk_cut(recording->disk, length, files, folders, &campaign->random);
    if (is_known(campaign, disk_state_hash(state) + done)) {
        disk_state_free(state);
        return false;
    }
    files_join(index, campaign->cut, STATE_INDEX);
    files_remove(index);
    disk_state_write(state, campaign->cut, STATE_INDEX);
    disk_state_free(state);
    if (!stage_judge(&campaign->stage, campaign->cut, done, why) ||
        (campaign->states % RECOVER_EVERY == 0 &&
         !stage_recover(&campaign->stage, campaign->cut, why))) {
        report_cut(campaign, recording, length, files, folders, why);
        if (++campaign->failures == FAILURES_MOST)
            files_fail("too many failures");
    }
    return true;
}

/* Half of the cuts come anywhere, the others where it matters most: at the end, or up to two
 * operations after a rename. */
static size_t choose_cut(struct campaign *campaign, const struct recording *recording)
{
    size_t last = disk_log_length(recording->disk);
    size_t length = (size_t)(disk_random(&campaign->random) % (last + 1));
    if (disk_random(&campaign->random) & 1)
        return length;
    for (; length < last; length++)
        if (disk_renames(recording->disk, length))
            return length + 1 + (size_t)(disk_random(&campaign->random) % 2);
    return last;
}

static enum disk_luck choose_luck(struct campaign *campaign)
{
    uint64_t number = disk_random(&campaign->random) % 6;
    return number < DISK_SOME ? (enum disk_luck)number : DISK_SOME;
}

/* Up to the recording's share; fewer when there are not so many. */
static void try_cuts(struct campaign *campaign, const struct recording *recording, size_t share)
{
    size_t end = campaign->states + share;
    for (size_t same = 0; campaign->states < end && same < SAME_MOST;) {
        size_t length = choose_cut(campaign, recording);
        enum disk_luck files = choose_luck(campaign), folders = choose_luck(campaign);
        same = try_cut(campaign, recording, length, files, folders) ? 0 : same + 1;
    }
}

/* --- recordings --- */

static void record_and_try(struct campaign *campaign, long killed_at, size_t left)
{
    struct recording recording;
    record_run(campaign, killed_at, &recording);
    try_cuts(campaign, &recording, (campaign->wanted - campaign->states) / left);
    disk_free(recording.disk);
}

/* Undisturbed; killed after each rename, where the two commits are nearest to each other; and
 * killed at some other calls. */
static void try_all_cuts(struct campaign *campaign)
{
    size_t count, left = 1 + RANDOM_KILLS;
    char *trace = trial_trace(&campaign->stage, "calls", &count);
    for (size_t i = 0; i + 1 < count; i++)
        left += trace[i] == 'n';
    record_and_try(campaign, 0, left--);
    for (size_t i = 0; i + 1 < count; i++)
        if (trace[i] == 'n')
            record_and_try(campaign, (long)i + 2, left--);
    for (int i = 0; i < RANDOM_KILLS; i++)
        record_and_try(campaign, 1 + (long)(disk_random(&campaign->random) % count), left--);
    free(trace);
}

int main(int argc, char **argv)
{
    const struct scenario *scenario = argc == 5 ? scenario_named(argv[4]) : NULL;
    if (scenario == NULL)
        files_fail("usage: powercut FOUILLE-INDEX FOUILLE LIBRARY SCENARIO");
    programs = (struct programs){argv[1], argv[2], argv[3]};
    struct campaign campaign = {.random = files_setting("FOUILLE_SEED", 1),
                                .wanted = files_setting("FOUILLE_POWERCUT_STATES",
                                                        scenario->sampled ? STATES / 3 : STATES)};
    campaign.seen = calloc(campaign.wanted + 1, sizeof *campaign.seen);
    if (campaign.seen == NULL)
        files_fail("out of memory");
    stage_open(&campaign.stage, scenario);
    stage_copy(&campaign.stage, "cut", campaign.cut);
    try_all_cuts(&campaign);
    printf("%s: %zu recordings, %zu states\n", scenario->name, campaign.recordings,
           campaign.states);
    stage_close(&campaign.stage);
    free(campaign.seen);
    return campaign.failures == 0 ? 0 : 1;
}
