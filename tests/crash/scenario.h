/* What an indexer can be interrupted in: how the folder is prepared, and the command. A new kind of
 * operation is one line in scenario.c. */
#ifndef FOUILLE_TESTS_CRASH_SCENARIO_H
#define FOUILLE_TESTS_CRASH_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/crash/run.h"
#include "tests/crash/state.h"

enum scenario_start {
    START_NOTHING, /* articles, and no index */
    START_OLD,     /* an index of older articles than are there */
    START_PIECES,  /* an index of the articles, in several segments */
    START_DAMAGED, /* such an index, one of whose segments has a wrong byte */
    START_FED,     /* an index of the articles, and of what came from standard input, in one */
    START_SHARDS   /* an index of older articles, and shards of those that are there */
};

struct scenario {
    const char *name;
    enum scenario_start start;
    const char *arguments[ARGUMENTS_MOST - 1]; /* for the indexer */
    const char *input;                         /* its standard input; NULL: nothing */
    int status;                                /* that tells of success, if it is not 0 */
    bool merges;                               /* one segment is left when it has succeeded */
    bool reads;                                /* it changes nothing */
    const char *once;                          /* after its success it is refused so; or NULL */
    bool sampled; /* a third is tried where no variable says how much: others commit likewise */
};

extern const struct scenario scenarios[];
extern const size_t scenario_count;

/* NULL when there is none of that name. */
const struct scenario *scenario_named(const char *name);

/* A scenario at work: the folder as it is before, and what is answered before and after. */
struct stage {
    const struct scenario *scenario;
    char folder[512]; /* holds "before", and others of the caller's */
    char before[512];
    struct state old, new;
};

/* Prepares "before" in a folder of its own, and finds out the two states. */
void stage_open(struct stage *stage, const struct scenario *scenario);
void stage_close(struct stage *stage);

/* The scenario's command in that folder, without settings. */
struct command stage_command(const struct stage *stage, const char *folder);

/* Makes the folder of that name below the stage's a copy of "before". */
void stage_copy(const struct stage *stage, const char *name, char path[512]);

/* Whether a run that ended so has done all that it was to do. */
bool stage_succeeded(const struct stage *stage, const struct outcome *outcome);

/* Whether it was refused since a run before has done it. */
bool stage_is_refused(const struct stage *stage, const struct outcome *outcome);

/* What must hold of the index in `folder` after the command ended well, or, without `done`, did not
 * end at all or failed. False, and why. */
bool stage_judge(const struct stage *stage, const char *folder, bool done, char why[WHY_SIZE]);

/* Runs the command in `folder` to its end, and judges; nothing may be left over. A command that is
 * refused since it was done before is followed by a plain run. */
bool stage_recover(const struct stage *stage, const char *folder, char why[WHY_SIZE]);

#endif
