/* crowd: several writers and readers at once.
 *
 *   - of two writers the second says who has the lock, wherever the first one is;
 *   - twenty readers beside a writer have answers of full commits;
 *   - a reader keeps its commit through ten others, and their space is given back. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/crash/files.h"
#include "tests/crash/reader.h"
#include "tests/crash/scenario.h"
#include "tests/crash/trial.h"

enum { READERS = 20, COMMITS = 10 };

static void require(bool holds, const char *what, const char *detail)
{
    if (!holds)
        files_fail("%s: %s", what, detail);
}

/* --- two writers --- */

/* The first stands still at its call `at` while the second tries. */
static void hold_and_try(const struct stage *stage, long at)
{
    const struct fault stop = {"calls", "stop", at};
    struct outcome first, second;
    struct trial trial;
    char folder[PATH_SIZE], why[WHY_SIZE], holder[64];
    stage_copy(stage, "work", folder);
    struct command command = stage_command(stage, folder), plain = command;
    trial_prepare(&trial, &command, &stop, NULL, NULL);
    int out = run_file(), err = run_file(), ended;
    pid_t process = run_start(&command, out, err);
    require(waitpid(process, &ended, WUNTRACED) == process && WIFSTOPPED(ended), "two writers",
            "the first did not stop");
    snprintf(holder, sizeof holder, "is being written by process %ld;", (long)process);
    run(&plain, &second);
    kill(process, SIGCONT);
    run_finish(process, out, err, &first);
    require(second.status == 2 && strstr(second.errors, holder) != NULL, "the second writer",
            second.errors);
    require(first.status == 0, "the first writer", first.errors);
    require(stage_judge(stage, folder, true, why) && state_tidy(folder, why), "two writers", why);
    run_release(&first);
    run_release(&second);
}

static void two_writers(const struct stage *stage)
{
    size_t count;
    unsigned long tries = 0;
    char *trace = trial_trace(stage, "calls", &count);
    const char *lock = strchr(trace, 't'); /* the lock is taken before LOCK is emptied */
    require(lock != NULL, "two writers", "no lock is taken");
    for (size_t at = (size_t)(lock - trace) + 2; at < count; at += 4, tries++)
        hold_and_try(stage, (long)at + 1);
    free(trace);
    printf("two writers: %lu times\n", tries);
}

/* --- a writer and many readers --- */

static void many_readers(const struct stage *stage)
{
    struct reader readers[READERS];
    char folder[PATH_SIZE], why[WHY_SIZE];
    unsigned long answers = 0;
    stage_copy(stage, "work", folder);
    for (size_t i = 0; i < READERS; i++)
        reader_start(&readers[i], stage, folder);
    for (size_t i = 0; i < READERS; i++)
        reader_wait(&readers[i]);
    for (int i = 0; i < COMMITS; i++)
        require(stage_recover(stage, folder, why), "a writer among readers", why);
    for (size_t i = 0; i < READERS; i++)
        require(reader_stop(&readers[i], &answers), "a reader", "it had a bad answer");
    printf("%d readers, %d commits: %lu answers\n", READERS, COMMITS, answers);
}

/* --- a reader of an old commit --- */

struct session {
    pid_t process;
    int to, out; /* a pipe; a file */
    size_t asked;
};

/* Whether the process has segments open. */
static bool has_opened(pid_t process)
{
    char path[PATH_SIZE], line[PATH_SIZE * 2];
    bool found = false;
    snprintf(path, sizeof path, "/proc/%ld/maps", (long)process);
    FILE *maps = fopen(path, "r");
    while (maps != NULL && !found && fgets(line, sizeof line, maps) != NULL)
        found = strstr(line, ".seg") != NULL;
    if (maps != NULL)
        fclose(maps);
    return found;
}

static void session_open(struct session *session, const char *folder)
{
    int in[2];
    *session = (struct session){.out = run_file()};
    if (pipe2(in, O_CLOEXEC) != 0 || (session->process = fork()) < 0)
        files_fail("cannot start a session");
    if (session->process == 0) {
        if (dup2(in[0], STDIN_FILENO) < 0 || dup2(session->out, STDOUT_FILENO) < 0 ||
            chdir(folder) != 0)
            _exit(126);
        execl(programs.search, programs.search, STATE_ASK, NULL);
        _exit(127);
    }
    close(in[0]);
    session->to = in[1];
    while (!has_opened(session->process))
        require(waitpid(session->process, NULL, WNOHANG) == 0, "a reader of an old commit",
                "it ended");
}

static void session_ask(struct session *session)
{
    size_t size = strlen(state_queries);
    require(write(session->to, state_queries, size) == (ssize_t)size, "a reader of an old commit",
            "it takes no queries");
    session->asked++;
}

/* Each time it was asked it must have answered as the old commit does. */
static void session_close(const struct session *session, const char *wanted)
{
    struct outcome outcome;
    size_t size = strlen(wanted);
    close(session->to);
    run_finish(session->process, session->out, run_file(), &outcome);
    require(outcome.status == 0 && outcome.output_size == size * session->asked,
            "a reader of an old commit", "it failed");
    for (size_t i = 0; i < session->asked; i++)
        require(memcmp(outcome.output + i * size, wanted, size) == 0, "a reader of an old commit",
                "another answer");
    run_release(&outcome);
}

static void run_well(const char *folder, const char *const *arguments)
{
    struct command command = {.folder = folder, .arguments = {programs.indexer}};
    struct outcome outcome;
    for (size_t i = 0; arguments[i] != NULL; i++)
        command.arguments[i + 1] = arguments[i];
    run(&command, &outcome);
    require(outcome.status == 0, "a writer beside an old reader", outcome.errors);
    run_release(&outcome);
}

static void old_reader(const struct stage *stage)
{
    static const char *const build[] = {"--index", STATE_INDEX, "-q",       "-t", "1",
                                        "-m",      "4M",        "articles", NULL};
    static const char *const optimize[] = {"--index", STATE_INDEX, "-q", "--optimize", NULL};
    struct session session;
    char folder[PATH_SIZE], index[PATH_SIZE], why[WHY_SIZE];
    size_t space = 0;
    stage_copy(stage, "work", folder);
    files_join(index, folder, STATE_INDEX);
    session_open(&session, folder);
    session_ask(&session);
    for (int i = 0; i < COMMITS; i++) {
        run_well(folder, build);
        run_well(folder, optimize);
        session_ask(&session);
        require(i == 0 || files_space(index) < space + space / 4, "a reader of an old commit",
                "the index grows");
        if (i == 0)
            space = files_space(index);
        require(state_tidy(folder, why), "a reader of an old commit", why);
    }
    session_close(&session, stage->old.answers);
    printf("an old reader through %d builds and %d merges\n", COMMITS, COMMITS);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        files_fail("usage: crowd FOUILLE-INDEX FOUILLE LIBRARY");
    programs = (struct programs){argv[1], argv[2], argv[3]};
    struct stage stage;
    stage_open(&stage, scenario_named("replace"));
    two_writers(&stage);
    many_readers(&stage);
    old_reader(&stage);
    stage_close(&stage);
    return 0;
}
