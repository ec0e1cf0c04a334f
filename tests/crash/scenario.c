#include "tests/crash/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/articles.h"
#include "tests/crash/files.h"

#define INDEX "--index", STATE_INDEX, "-q", "-t", "1"
#define FED "--stdin-name", "fil.jsonl"

const struct scenario scenarios[] = {
    {.name = "build", .start = START_NOTHING, .arguments = {INDEX, "-m", "4M", "articles"}},
    {.name = "replace", .start = START_OLD, .arguments = {INDEX, "articles"}},
    {.name = "again", .start = START_OLD, .arguments = {INDEX}},
    {.name = "optimize", .start = START_PIECES, .arguments = {INDEX, "--optimize"}, .merges = true},
    {.name = "repair",
     .start = START_DAMAGED,
     .arguments = {INDEX, "--repair"},
     .status = 1,
     .sampled = true},
    {.name = "standard",
     .start = START_FED,
     .arguments = {INDEX, FED},
     .sampled = true,
     .input = "{\"id\": \"1\", \"text\": \"La rivière monte.\"}\n"
              "{\"id\": \"2\", \"text\": \"Le fleuve baisse.\"}\n"
              "{\"id\": \"4\", \"text\": \"Une crue soudaine.\"}\n"},
    {.name = "forget",
     .start = START_FED,
     .arguments = {INDEX, "--forget", "articles"},
     .sampled = true,
     .once = "' is not a folder of the index;"},
    {.name = "adopt",
     .start = START_SHARDS,
     .arguments = {INDEX, "--adopt"},
     .sampled = true,
     .once = "there are no shards in '"},
    {.name = "check", .start = START_PIECES, .arguments = {INDEX, "--check"}, .reads = true},
};

const size_t scenario_count = sizeof scenarios / sizeof *scenarios;

const struct scenario *scenario_named(const char *name)
{
    for (size_t i = 0; i < scenario_count; i++)
        if (strcmp(scenarios[i].name, name) == 0)
            return &scenarios[i];
    return NULL;
}

/* --- preparation --- */

static void must_run(const struct command *command)
{
    struct outcome outcome;
    run(command, &outcome);
    if (outcome.status != 0)
        files_fail("preparation: status %d: %s", outcome.status, outcome.errors);
    run_release(&outcome);
}

static void must_index(const char *folder, const char *memory)
{
    const struct command command = {
        .folder = folder, .arguments = {programs.indexer, INDEX, "-m", memory, "articles"}};
    must_run(&command);
}

/* In one segment with the articles, so that what goes is part of one that stays. */
static void must_feed(const char *folder)
{
    const struct command feed = {.folder = folder,
                                 .arguments = {programs.indexer, INDEX, FED},
                                 .input = "{\"id\": \"1\", \"text\": \"La rivière monte.\"}\n"
                                          "{\"id\": \"2\", \"text\": \"La rivière baisse.\"}\n"
                                          "{\"id\": \"3\", \"text\": \"Avis du maire.\"}\n"};
    const struct command optimize = {.folder = folder,
                                     .arguments = {programs.indexer, INDEX, "--optimize"}};
    must_run(&feed);
    must_run(&optimize);
}

static void must_share(const char *folder)
{
    static const char *const shards[] = {"1/3", "2/3", "3/3"};
    for (size_t i = 0; i < sizeof shards / sizeof *shards; i++) {
        const struct command command = {
            .folder = folder,
            .arguments = {programs.indexer, INDEX, "--shard", shards[i], "articles"}};
        must_run(&command);
    }
}

/* A byte in the middle of the first segment that the manifest lists. */
static void damage_index(const char *folder)
{
    char path[PATH_SIZE], name[PATH_SIZE];
    size_t size;
    files_join(path, folder, STATE_INDEX "/MANIFEST");
    char *manifest = files_read(path, &size);
    const char *line = manifest == NULL ? NULL : strstr(manifest, "\nsegment ");
    if (line == NULL || sscanf(line, " segment %99s", name) != 1)
        files_fail("preparation: no segment to damage");
    free(manifest);
    char index[PATH_SIZE];
    files_join(index, folder, STATE_INDEX);
    files_join(path, index, name);
    char *bytes = files_read(path, &size);
    if (bytes == NULL || size == 0)
        files_fail("preparation: cannot read %s", path);
    bytes[size / 2] = (char)(bytes[size / 2] ^ 0x20);
    files_write(path, bytes, size);
    free(bytes);
}

static void prepare_folder(const struct stage *stage)
{
    files_make_folder(stage->before);
    switch (stage->scenario->start) {
    case START_OLD:
        articles_write(stage->before, ARTICLES_OLD, ARTICLES_SHORT);
        must_index(stage->before, "512M");
        articles_write(stage->before, ARTICLES_NEW, ARTICLES_SHORT);
        break;
    case START_SHARDS:
        articles_write(stage->before, ARTICLES_OLD, ARTICLES_SHORT);
        must_index(stage->before, "512M");
        articles_write(stage->before, ARTICLES_NEW, ARTICLES_SHORT);
        must_share(stage->before);
        break;
    case START_PIECES:
    case START_DAMAGED:
        articles_write(stage->before, ARTICLES_NEW, ARTICLES_LONG);
        must_index(stage->before, "4M");
        if (stage->scenario->start == START_DAMAGED)
            damage_index(stage->before);
        break;
    case START_FED:
        articles_write(stage->before, ARTICLES_NEW, ARTICLES_SHORT);
        must_index(stage->before, "512M");
        must_feed(stage->before);
        break;
    case START_NOTHING:
    default:
        articles_write(stage->before, ARTICLES_NEW, ARTICLES_LONG);
        break;
    }
}

static void must_observe(struct state *state, const char *folder)
{
    char why[WHY_SIZE];
    if (!state_observe(state, folder, why))
        files_fail("preparation: %s", why);
}

void stage_open(struct stage *stage, const struct scenario *scenario)
{
    char after[PATH_SIZE], why[WHY_SIZE];
    *stage = (struct stage){.scenario = scenario};
    files_scratch(stage->folder);
    files_join(stage->before, stage->folder, "before");
    prepare_folder(stage);
    must_observe(&stage->old, stage->before);
    stage_copy(stage, "after", after);
    struct command command = stage_command(stage, after);
    struct outcome outcome;
    run(&command, &outcome);
    if (!stage_succeeded(stage, &outcome))
        files_fail("preparation: status %d: %s", outcome.status, outcome.errors);
    run_release(&outcome);
    must_observe(&stage->new, after);
    if (!state_tidy(after, why))
        files_fail("preparation: %s", why);
    files_remove(after);
    bool changes = !scenario->merges && !scenario->reads;
    if (changes == state_same(&stage->old, &stage->new) ||
        (scenario->start == START_PIECES && stage->old.segments < 2) ||
        (scenario->start == START_DAMAGED) != stage->old.damaged || stage->new.damaged ||
        (scenario->merges && stage->new.segments != 1))
        files_fail("preparation: the states before and after are the same");
}

void stage_close(struct stage *stage)
{
    state_release(&stage->old);
    state_release(&stage->new);
    files_remove(stage->folder);
}

struct command stage_command(const struct stage *stage, const char *folder)
{
    struct command command = {
        .folder = folder, .arguments = {programs.indexer}, .input = stage->scenario->input};
    for (size_t i = 0; stage->scenario->arguments[i] != NULL; i++)
        command.arguments[i + 1] = stage->scenario->arguments[i];
    return command;
}

void stage_copy(const struct stage *stage, const char *name, char path[512])
{
    files_join(path, stage->folder, name);
    files_remove(path);
    files_copy(stage->before, path);
}

/* --- judgement --- */

bool stage_succeeded(const struct stage *stage, const struct outcome *outcome)
{
    return outcome->signal < 0 && outcome->status == stage->scenario->status;
}

bool stage_is_refused(const struct stage *stage, const struct outcome *outcome)
{
    return stage->scenario->once != NULL && outcome->status == 2 &&
           strstr(outcome->errors, stage->scenario->once) != NULL;
}

bool stage_judge(const struct stage *stage, const char *folder, bool done, char why[WHY_SIZE])
{
    struct state state;
    if (!state_observe(&state, folder, why))
        return false;
    bool is_new = state_same(&state, &stage->new) &&
                  (!stage->scenario->merges || !done || state.segments == 1);
    bool good = is_new || (!done && state_same(&state, &stage->old));
    if (!good)
        snprintf(why, WHY_SIZE, "%s",
                 !state.there                      ? "the index is gone"
                 : state.damaged                   ? state.answers
                 : state_same(&state, &stage->old) ? "it answers as before"
                                                   : "it answers as neither commit does");
    state_release(&state);
    return good;
}

bool stage_recover(const struct stage *stage, const char *folder, char why[WHY_SIZE])
{
    struct command command = stage_command(stage, folder);
    const struct command plain = {.folder = folder, .arguments = {programs.indexer, INDEX}};
    struct outcome outcome;
    run(&command, &outcome);
    if (stage_is_refused(stage, &outcome)) {
        run_release(&outcome);
        run(&plain, &outcome);
    }
    bool ended = outcome.status == 0 || stage_succeeded(stage, &outcome);
    if (!ended)
        snprintf(why, WHY_SIZE, "the next run: status %d, signal %d: %.1500s", outcome.status,
                 outcome.signal, outcome.errors);
    run_release(&outcome);
    if (!ended || !stage_judge(stage, folder, true, why))
        return false;
    return stage->scenario->reads || state_tidy(folder, why);
}
