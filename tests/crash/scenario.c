#include "scenario.h"

#include <stdio.h>
#include <string.h>

#include "articles.h"
#include "files.h"

#define INDEX "--index", STATE_INDEX, "-q", "-t", "1"

const struct scenario scenarios[] = {
    {.name = "build", .start = START_NOTHING, .arguments = {INDEX, "-m", "4M", "articles"}},
    {.name = "replace", .start = START_OLD, .arguments = {INDEX, "articles"}},
    {.name = "again", .start = START_OLD, .arguments = {INDEX}},
    {.name = "optimize", .start = START_PIECES, .arguments = {INDEX, "--optimize"}, .merges = true},
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

static void must_index(const char *folder, const char *memory)
{
    struct command command = {.folder = folder,
                              .arguments = {programs.indexer, INDEX, "-m", memory, "articles"}};
    struct outcome outcome;
    run(&command, &outcome);
    if (outcome.status != 0)
        files_fail("preparation: status %d: %s", outcome.status, outcome.said);
    run_release(&outcome);
}

static void prepare(const struct stage *stage)
{
    files_make_folder(stage->before);
    switch (stage->scenario->start) {
    case START_OLD:
        articles_write(stage->before, ARTICLES_OLD, ARTICLES_SHORT);
        must_index(stage->before, "512M");
        articles_write(stage->before, ARTICLES_NEW, ARTICLES_SHORT);
        break;
    case START_PIECES:
        articles_write(stage->before, ARTICLES_NEW, ARTICLES_LONG);
        must_index(stage->before, "4M");
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
    prepare(stage);
    must_observe(&stage->old, stage->before);
    stage_copy(stage, "after", after);
    struct command command = stage_command(stage, after);
    struct outcome outcome;
    run(&command, &outcome);
    if (outcome.status != 0)
        files_fail("preparation: status %d: %s", outcome.status, outcome.said);
    run_release(&outcome);
    must_observe(&stage->new, after);
    if (!state_tidy(after, why))
        files_fail("preparation: %s", why);
    files_remove(after);
    bool changes = !scenario->merges && !scenario->reads;
    if (changes == state_same(&stage->old, &stage->new) ||
        (scenario->start == START_PIECES && stage->old.segments < 2) ||
        (scenario->merges && stage->new.segments != 1))
        files_fail("preparation: the states before and behind cannot be told apart");
}

void stage_close(struct stage *stage)
{
    state_release(&stage->old);
    state_release(&stage->new);
    files_remove(stage->folder);
}

struct command stage_command(const struct stage *stage, const char *folder)
{
    struct command command = {.folder = folder, .arguments = {programs.indexer}};
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
                 : state_same(&state, &stage->old) ? "it answers as before"
                                                   : "it answers as neither commit does");
    state_release(&state);
    return good;
}

bool stage_recover(const struct stage *stage, const char *folder, char why[WHY_SIZE])
{
    struct command command = stage_command(stage, folder);
    struct outcome outcome;
    run(&command, &outcome);
    bool ended = outcome.status == 0;
    if (!ended)
        snprintf(why, WHY_SIZE, "the next run: status %d, signal %d: %.1500s", outcome.status,
                 outcome.signal, outcome.said);
    run_release(&outcome);
    if (!ended || !stage_judge(stage, folder, true, why))
        return false;
    return stage->scenario->reads || state_tidy(folder, why);
}
