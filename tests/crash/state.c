#include "tests/crash/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/files.h"
#include "tests/crash/run.h"

struct programs programs;

const char state_queries[] = "1\trivière\n"
                             "2\tcrue riviere\n"
                             "3\t+maire -sport\n"
                             "4\t\"crue soudaine\"\n"
                             "5\tgouvern*\n"
                             "6\tminsitre~\n"
                             "7\t=rivières\n"
                             "8\ttitre:avis\n"
                             "9\tdate:2022\n"
                             "10\t(rivière OU fleuve) ET crue\n"
                             "11\tministre PROCHE/9 maire\n"
                             "12\tabsenthéisme\n"
                             "13\tchemin:articles\n";

static bool quote_failure(const char *what, const struct outcome *outcome, char why[WHY_SIZE])
{
    snprintf(why, WHY_SIZE, "%s ended with status %d, signal %d, and said: %.1500s", what,
             outcome->status, outcome->signal, outcome->errors);
    return false;
}

/* The two ways in which there can be none. */
static bool says_no_index(const struct outcome *outcome)
{
    return outcome->status == 2 && (strstr(outcome->errors, "no index at '") != NULL ||
                                    strstr(outcome->errors, "' contains no index;") != NULL);
}

static bool says_damaged(const struct outcome *outcome)
{
    return outcome->status == 2 && strstr(outcome->errors, "' is damaged: ") != NULL;
}

static bool run_check(struct state *state, const char *folder, char why[WHY_SIZE])
{
    struct command command = {.folder = folder,
                              .arguments = {programs.indexer, "--check", "--index", STATE_INDEX}};
    struct outcome outcome;
    run(&command, &outcome);
    state->damaged = says_damaged(&outcome);
    state->there = outcome.status == 0 || state->damaged;
    const char *count = strstr(outcome.output, " in ");
    state->segments = count == NULL ? 0 : strtol(count + 4, NULL, 10);
    if (state->damaged)
        state->answers = strdup(outcome.errors);
    bool good = state->damaged || (state->there ? count != NULL : says_no_index(&outcome));
    if (!good)
        quote_failure("--check", &outcome, why);
    run_release(&outcome);
    return good;
}

bool state_ask(struct state *state, const char *folder, char why[WHY_SIZE])
{
    struct command command = {
        .folder = folder, .arguments = {programs.search, STATE_ASK}, .input = state_queries};
    struct outcome outcome;
    *state = (struct state){0};
    run(&command, &outcome);
    state->damaged = says_damaged(&outcome);
    state->there = outcome.status == 0 || state->damaged;
    state->answers = outcome.output;
    if (state->damaged) {
        free(outcome.output);
        state->answers = strdup(outcome.errors);
        return state->answers != NULL;
    }
    if (state->there ? outcome.errors[0] == '\0' : says_no_index(&outcome))
        return true;
    state_release(state);
    return quote_failure("fouille", &outcome, why);
}

bool state_observe(struct state *state, const char *folder, char why[WHY_SIZE])
{
    struct state checked = {0};
    if (!run_check(&checked, folder, why) || !state_ask(state, folder, why)) {
        state_release(&checked);
        return false;
    }
    state->segments = checked.segments;
    bool agreed = state->there == checked.there && state->damaged == checked.damaged;
    if (!agreed) {
        snprintf(why, WHY_SIZE,
                 "--check and fouille do not agree on the index; --check said: %.1500s",
                 checked.answers == NULL ? "nothing" : checked.answers);
        state_release(state);
    }
    state_release(&checked);
    if (agreed)
        return true;
    return false;
}

void state_release(struct state *state)
{
    free(state->answers);
    *state = (struct state){0};
}

bool state_same(const struct state *one, const struct state *other)
{
    return one->there == other->there && (!one->there || strcmp(one->answers, other->answers) == 0);
}

/* --- hits --- */

/* The part of a line of JSON that tells which hit of which query it is, with the score and rank
 * taken out; and the file's path. */
struct hit {
    char query[32], path[200], id[200];
};

static void parse_field(const char *line, const char *name, char *to, size_t room)
{
    const char *end = strchr(line, '\n'), *at = strstr(line, name);
    to[0] = '\0';
    if (at == NULL || (end != NULL && at > end))
        return;
    at += strlen(name);
    snprintf(to, room, "%.*s", (int)strcspn(at, "\""), at);
}

/* The line's hit; where the next line begins, or NULL. */
static const char *parse_hit(const char *line, struct hit *hit)
{
    parse_field(line, "\"query\":\"", hit->query, sizeof hit->query);
    parse_field(line, "\"path\":\"", hit->path, sizeof hit->path);
    parse_field(line, "\"id\":\"", hit->id, sizeof hit->id);
    const char *end = strchr(line, '\n');
    return end == NULL ? NULL : end + 1;
}

static bool has_hit(const char *answers, const struct hit *wanted)
{
    struct hit hit;
    for (const char *line = answers; line != NULL && *line != '\0';) {
        line = parse_hit(line, &hit);
        if (strcmp(hit.query, wanted->query) == 0 && strcmp(hit.path, wanted->path) == 0 &&
            strcmp(hit.id, wanted->id) == 0)
            return true;
    }
    return false;
}

/* Whether a message has the path, whatever stands before it, with an end after it. */
static bool contains_path(const char *errors, const char *path)
{
    size_t size = strlen(path);
    for (const char *at = errors; (at = strstr(at, path)) != NULL; at++)
        if (at[size] == '\'' || at[size] == ':')
            return true;
    return false;
}

/* Whether `errors` complains of the file or of a folder above it. */
static bool names_file(const char *errors, const char *file)
{
    char path[sizeof((struct hit *)0)->path];
    snprintf(path, sizeof path, "%s", file);
    for (;;) {
        if (contains_path(errors, path))
            return true;
        char *slash = strrchr(path, '/');
        if (slash == NULL)
            return false;
        *slash = '\0';
    }
}

bool state_is_between(const struct state *some, const struct state *old, const struct state *all,
                      const char *errors, char why[WHY_SIZE])
{
    struct hit hit;
    for (const char *line = some->answers; line != NULL && *line != '\0';) {
        line = parse_hit(line, &hit);
        if (!has_hit(all->answers, &hit) &&
            !(has_hit(old->answers, &hit) && names_file(errors, hit.path))) {
            snprintf(why, WHY_SIZE, "query %s finds %s, which it did not", hit.query, hit.path);
            return false;
        }
    }
    for (const char *line = all->answers; line != NULL && *line != '\0';) {
        line = parse_hit(line, &hit);
        if (!has_hit(some->answers, &hit) && !names_file(errors, hit.path)) {
            snprintf(why, WHY_SIZE, "query %s does not find %s, and nothing was said of it",
                     hit.query, hit.path);
            return false;
        }
    }
    return true;
}

/* --- the folder --- */

struct tidiness {
    const char *manifest;
    char *why;
    bool tidy;
};

static void check_name(void *context, const char *name)
{
    struct tidiness *tidiness = context;
    static const char *const known[] = {"MANIFEST", "LOCK", "CACHEDIR.TAG", "FOUILLE.TAG"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i]) == 0)
            return;
    if (strstr(tidiness->manifest, name) != NULL)
        return;
    snprintf(tidiness->why, WHY_SIZE, "%s is left over", name);
    tidiness->tidy = false;
}

bool state_tidy(const char *folder, char why[WHY_SIZE])
{
    char path[PATH_SIZE];
    size_t size;
    files_join(path, folder, STATE_INDEX "/MANIFEST");
    char *manifest = files_read(path, &size);
    if (manifest == NULL) {
        snprintf(why, WHY_SIZE, "there is no MANIFEST");
        return false;
    }
    struct tidiness tidiness = {manifest, why, true};
    files_join(path, folder, STATE_INDEX);
    files_list(path, check_name, &tidiness);
    free(manifest);
    return tidiness.tidy;
}
