#include "tests/load/asker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/crash/files.h"
#include "tests/crash/run.h"
#include "tests/load/generation.h"

enum { ASKED_MOST = 6 };

/* The generations that an answer may be of. */
struct window {
    unsigned long oldest, newest;
};

struct question {
    const char *arguments[ASKED_MOST];
    bool (*good)(const struct asker *asker, const char *answer, struct window window);
};

static bool is_whole(const struct asker *asker, const char *answer, struct window window)
{
    (void)asker;
    return generation_whole(answer, window.oldest, window.newest);
}

static bool is_count(const struct asker *asker, const char *answer, struct window window)
{
    (void)asker;
    char *end;
    unsigned long count = strtoul(answer, &end, 10);
    return strcmp(end, "\n") == 0 && generation_counts(count, window.oldest, window.newest);
}

static bool is_settled(const struct asker *asker, const char *answer, struct window window)
{
    (void)window;
    return strcmp(answer, asker->settled) == 0;
}

static bool is_one(const struct asker *asker, const char *answer, struct window window)
{
    (void)asker, (void)window;
    return strcmp(answer, "articles/lot.jsonl#7\n") == 0;
}

static bool is_five_objects(const struct asker *asker, const char *answer, struct window window)
{
    (void)asker, (void)window;
    unsigned lines = 0;
    for (const char *at = answer, *end; (end = strchr(at, '\n')) != NULL; at = end + 1, lines++)
        if (at[0] != '{' || end[-1] != '}')
            return false;
    return lines == 5;
}

static const struct question questions[] = {
    {{"-n", "0", "--format", "{title}", "commun"}, is_whole},
    {{"-c", "commun"}, is_count},
    {{"-l", "-n", "0", "--sort", "path", "calme"}, is_settled},
    {{"-l", "commun +\"lot num\303\251ro 7\""}, is_one},
    {{"--json", "-n", "5", "calme \"un calme plat\" mot7"}, is_five_objects},
    {{"-c", "commu* -agitation"}, is_count},
};

enum { QUESTIONS = sizeof questions / sizeof *questions, QUESTION_SETTLED = 2 };

static void ask(const struct asker *asker, const struct question *question, struct outcome *outcome)
{
    struct command command = {.folder = asker->folder,
                              .arguments = {asker->program, "--index", "index"}};
    for (size_t i = 0; i < ASKED_MOST && question->arguments[i] != NULL; i++)
        command.arguments[3 + i] = question->arguments[i];
    run(&command, outcome);
}

static void complain(const struct question *question, const struct outcome *outcome,
                     struct window window)
{
    fprintf(stderr,
            "load: '%s %s' at generations %lu to %lu: status %d, signal %d, %.200s\n%.400s\n",
            question->arguments[0], question->arguments[1], window.oldest, window.newest,
            outcome->status, outcome->signal, outcome->errors, outcome->output);
}

static void ask_and_judge(const struct asker *asker, const struct question *question)
{
    struct load *load = asker->load;
    struct outcome outcome;
    struct window window = {.oldest = atomic_load(&load->published)};
    uint64_t begun = latency_now();
    ask(asker, question, &outcome);
    latency_add(&load->latency, latency_now() - begun);
    window.newest = atomic_load(&load->written);
    if (outcome.status != 0 || outcome.errors[0] != '\0' ||
        !question->good(asker, outcome.output, window)) {
        atomic_fetch_add(&load->failures, 1);
        complain(question, &outcome, window);
    }
    atomic_fetch_add(&load->answers, 1);
    run_release(&outcome);
}

static void note_peak(struct load *load)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    unsigned long own = (unsigned long)used.ru_maxrss, peak = atomic_load(&load->peak);
    while (own > peak && !atomic_compare_exchange_weak(&load->peak, &peak, own))
        continue;
}

pid_t asker_start(const struct asker *asker, unsigned number)
{
    pid_t process = fork();
    if (process < 0)
        files_fail("cannot fork");
    if (process > 0)
        return process;
    for (; !atomic_load(&asker->load->stop); number++)
        ask_and_judge(asker, &questions[number % QUESTIONS]);
    note_peak(asker->load);
    _exit(0);
}

char *asker_settled(const struct asker *asker)
{
    struct outcome outcome;
    ask(asker, &questions[QUESTION_SETTLED], &outcome);
    if (outcome.status != 0)
        files_fail("no answer: %s", outcome.errors);
    return outcome.output;
}
