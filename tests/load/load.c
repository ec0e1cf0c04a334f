/* load: many searches at once beside writers that never rest.
 *
 *   - fouille-index brings an index up to date again and again, as `--watch` does beside it, and
 *     now and then merges it;
 *   - a crowd of processes start fouille and judge each answer: it must be that of one commit, and
 *     of none that is older than when the question was asked;
 *   - two processes live all the while, the watching one and a `--batch` that is asked on and on:
 *     their memory is looked at. In five minutes or more it must not grow as if it would be 100 MiB
 *     in a day; a shorter time tells nothing of that.
 *
 * FOUILLE_LOAD_ASKERS (20) searches at once, for FOUILLE_LOAD_SECONDS (3), of FOUILLE_LOAD_ARTICLES
 * (300) that stay and some more. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/crash/files.h"
#include "tests/crash/run.h"
#include "tests/load/asker.h"
#include "tests/load/generation.h"
#include "tests/load/memory.h"

enum { MERGED_EVERY = 20, LOOKED_EVERY = 250000 };
static const double SLOPE_SECONDS = 300, SLOPE_MOST = (100 << 10) / 24.;

struct stage {
    const char *indexer, *search;
    char folder[PATH_SIZE], articles[PATH_SIZE];
    struct load *load;
    uint64_t begun;
    unsigned long generation, runs, locked;
    struct memory watch, batch;
    int questions; /* to the batch */
    uint64_t looked;
};

/* --- the two that live long --- */

static pid_t start(const struct stage *stage, const char *const *arguments, int in)
{
    pid_t process = fork();
    if (process < 0)
        files_fail("cannot fork");
    if (process > 0)
        return process;
    int out = open("/dev/null", O_WRONLY);
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || chdir(stage->folder) != 0)
        _exit(126);
    execv(arguments[0], (char *const *)arguments);
    _exit(127);
}

static void start_long_lived(struct stage *stage)
{
    const char *const watch[] = {stage->indexer, "--index", "index", "-q", "--watch", NULL};
    const char *const batch[] = {stage->search, "--index", "index", "--batch",
                                 "--tsv",       "-t",      "2",     NULL};
    int pipes[2], nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0 || pipe2(pipes, O_CLOEXEC) != 0)
        files_fail("cannot make a pipe");
    stage->watch.process = start(stage, watch, nothing);
    stage->batch.process = start(stage, batch, pipes[0]);
    close(nothing);
    close(pipes[0]);
    stage->questions = pipes[1];
    fcntl(stage->questions, F_SETFL, O_NONBLOCK);
}

static double seconds_of(const struct stage *stage)
{
    return (double)(latency_now() - stage->begun) / 1e6;
}

/* A batch that has enough to do already is asked the next time. */
static void look(struct stage *stage)
{
    static const char asked[] = "calme\n\"un calme plat\" mot7\ncommu* -agitation\ncomun~\n";
    if (latency_now() - stage->looked < LOOKED_EVERY)
        return;
    stage->looked = latency_now();
    for (int i = 0; i < 20; i++)
        if (write(stage->questions, asked, sizeof asked - 1) < 0 && errno != EAGAIN)
            files_fail("the batch takes no questions: %s", strerror(errno));
    double seconds = seconds_of(stage);
    if (!memory_look(&stage->watch, seconds) || !memory_look(&stage->batch, seconds))
        files_fail("a process that was to live has ended");
}

static unsigned long end_well(pid_t process, const char *name)
{
    int ended;
    waitpid(process, &ended, 0);
    bool good = WIFEXITED(ended) && WEXITSTATUS(ended) == 0;
    if (!good)
        fprintf(stderr, "load: %s ended badly (%d)\n", name, ended);
    return !good;
}

static unsigned long end_long_lived(struct stage *stage)
{
    close(stage->questions);
    kill(stage->watch.process, SIGTERM);
    return end_well(stage->batch.process, "the batch") + end_well(stage->watch.process, "--watch");
}

/* --- the writer --- */

/* Whether the index was brought up to date; it may be that the watching process has the lock. */
static bool write_index(struct stage *stage, const char *how)
{
    struct command command = {.folder = stage->folder,
                              .arguments = {stage->indexer, "--index", "index", "-q", how}};
    struct outcome outcome;
    run(&command, &outcome);
    bool good = outcome.status == 0;
    bool locked = outcome.status == 2 && strstr(outcome.errors, "is being written by process");
    if (!good && !locked) {
        fprintf(stderr, "load: fouille-index: status %d: %s\n", outcome.status, outcome.errors);
        atomic_fetch_add(&stage->load->failures, 1);
    }
    stage->runs += good;
    stage->locked += locked;
    run_release(&outcome);
    return good;
}

/* The next generation; `what` is NULL, or the folder to begin with. */
static void write_on(struct stage *stage, const char *what)
{
    unsigned long number = ++stage->generation;
    atomic_store(&stage->load->written, number);
    generation_write(stage->articles, number);
    if (write_index(stage, what))
        atomic_store(&stage->load->published, number);
    if (number % MERGED_EVERY == 0)
        write_index(stage, "--optimize");
}

static void prepare(struct stage *stage)
{
    stage->load =
        mmap(NULL, sizeof *stage->load, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (stage->load == MAP_FAILED)
        files_fail("no memory to share");
    files_scratch(stage->folder);
    files_join(stage->articles, stage->folder, "articles");
    files_make_folder(stage->articles);
    generation_settle(stage->articles, files_setting("FOUILLE_LOAD_ARTICLES", 300));
    write_on(stage, "articles");
    if (atomic_load(&stage->load->published) != 1)
        files_fail("cannot begin");
}

/* --- the whole --- */

/* Whether it grows. */
static bool report_memory(const struct stage *stage, const char *name, const struct memory *memory)
{
    struct memory_sample peak = memory_peak(memory);
    double slope = memory_slope(memory);
    bool told = seconds_of(stage) >= SLOPE_SECONDS;
    printf("%s: %.0f KiB of memory at most, %.0f of its own", name, peak.all, peak.own);
    if (told)
        printf("; that grew by %+.0f KiB an hour", slope);
    putchar('\n');
    return told && slope > SLOPE_MOST;
}

/* Returns how many of the two that live long grow. */
static unsigned long report(const struct stage *stage, unsigned long askers)
{
    struct load *load = stage->load;
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    printf("%lu searches at once for %.0f s: %lu answers, %lu of them bad; p50 %.1f ms, p99 %.1f "
           "ms, longest %.1f ms; %lu KiB of memory at most\n",
           askers, seconds_of(stage), atomic_load(&load->answers), atomic_load(&load->failures),
           latency_share(&load->latency, 0.5), latency_share(&load->latency, 0.99),
           latency_share(&load->latency, 1), atomic_load(&load->peak));
    printf("%lu generations: %lu runs of the indexer, %lu that found it locked\n",
           stage->generation, stage->runs, stage->locked);
    bool watch = report_memory(stage, "--watch", &stage->watch);
    return (unsigned long)watch + report_memory(stage, "--batch", &stage->batch);
}

static unsigned long run_load(struct stage *stage, unsigned long askers)
{
    struct asker asker = {stage->load, stage->folder, stage->search, NULL};
    uint64_t wanted = files_setting("FOUILLE_LOAD_SECONDS", 3) * 1000000, failures = 0;
    char *settled = asker_settled(&asker);
    pid_t *processes = calloc(askers, sizeof *processes);
    if (processes == NULL)
        files_fail("out of memory");
    asker.settled = settled;
    start_long_lived(stage);
    stage->begun = latency_now();
    for (unsigned long i = 0; i < askers; i++)
        processes[i] = asker_start(&asker, (unsigned)i);
    while (latency_now() - stage->begun < wanted) {
        write_on(stage, NULL);
        look(stage);
    }
    atomic_store(&stage->load->stop, true);
    for (unsigned long i = 0; i < askers; i++)
        failures += end_well(processes[i], "an asker");
    failures += end_long_lived(stage);
    free(processes);
    free(settled);
    return failures + atomic_load(&stage->load->failures);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        files_fail("usage: load FOUILLE-INDEX FOUILLE");
    struct stage stage = {.indexer = argv[1], .search = argv[2]};
    unsigned long askers = files_setting("FOUILLE_LOAD_ASKERS", 20);
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    prepare(&stage);
    unsigned long failures = run_load(&stage, askers);
    failures += report(&stage, askers);
    files_remove(stage.folder);
    memory_release(&stage.watch);
    memory_release(&stage.batch);
    return failures > 0 || atomic_load(&stage.load->answers) == 0;
}
