/* Times short programs from start to end, in turn, so that a machine whose speed drifts treats all
 * alike.
 *
 *   spawn RUNS PROGRAM [ARGUMENT...] [-- PROGRAM [ARGUMENT...]]...
 *
 * Prints a line a command: median, least and most milliseconds from posix_spawn to the end of
 * waitpid, and the median of what it took longer than the first command, run by run. Output is
 * thrown away. Exit status 2 when a command cannot be run or is killed.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS_MAX = 16, WARM_UP = 3 };

extern char **environ;

struct command {
    char **arguments; /* NULL-terminated */
    double *times;    /* milliseconds, a run each */
};

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void fail(const char *what, int number)
{
    fprintf(stderr, "spawn: %s: %s\n", what, strerror(number));
    exit(2);
}

static double run(char **arguments, const posix_spawn_file_actions_t *actions)
{
    pid_t child;
    int state;
    double start = milliseconds();
    int status = posix_spawnp(&child, arguments[0], actions, NULL, arguments, environ);
    if (status != 0)
        fail(arguments[0], status);
    while (waitpid(child, &state, 0) < 0)
        if (errno != EINTR)
            fail(arguments[0], errno);
    double end = milliseconds();
    if (!WIFEXITED(state) || WEXITSTATUS(state) > 1)
        fail(arguments[0], ECANCELED);
    return end - start;
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void print(const struct command *command, const struct command *first, size_t runs)
{
    double *above = malloc(runs * sizeof *above), *sorted = malloc(runs * sizeof *sorted);
    if (above == NULL || sorted == NULL)
        fail("timing", errno);
    for (size_t i = 0; i < runs; i++)
        above[i] = command->times[i] - first->times[i];
    memcpy(sorted, command->times, runs * sizeof *sorted);
    double middle = median(sorted, runs);
    printf("%8.3f %8.3f %8.3f %+9.3f  ", middle, sorted[0], sorted[runs - 1], median(above, runs));
    for (char **argument = command->arguments; *argument != NULL; argument++)
        printf(" %s", *argument);
    putchar('\n');
    free(above);
    free(sorted);
}

static size_t read_commands(struct command commands[COMMANDS_MAX], char **arguments, size_t runs)
{
    size_t count = 0;
    for (char **at = arguments; *at != NULL && count < COMMANDS_MAX; count++) {
        commands[count] = (struct command){at, calloc(runs, sizeof(double))};
        if (commands[count].times == NULL)
            fail("timing", errno);
        while (*at != NULL && strcmp(*at, "--") != 0)
            at++;
        if (*at != NULL)
            *at++ = NULL;
    }
    return count;
}

int main(int argc, char **argv)
{
    size_t runs = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
    if (runs == 0) {
        fputs("usage: spawn RUNS PROGRAM [ARGUMENT...] [-- PROGRAM [ARGUMENT...]]...\n", stderr);
        return 2;
    }
    struct command commands[COMMANDS_MAX];
    size_t count = read_commands(commands, argv + 2, runs);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    for (size_t i = 0; i < runs + WARM_UP; i++)
        for (size_t k = 0; k < count; k++)
            commands[k].times[i < WARM_UP ? 0 : i - WARM_UP] = run(commands[k].arguments, &actions);
    puts("  median    least     most   above 1st   milliseconds");
    for (size_t k = 0; k < count; k++)
        print(&commands[k], &commands[0], runs);
    for (size_t k = 0; k < count; k++)
        free(commands[k].times);
    posix_spawn_file_actions_destroy(&actions);
    return 0;
}
