/* Times short programs from start to end, in turn, so that a machine whose speed drifts treats all
 * alike.
 *
 *   spawn RUNS PROGRAM [ARGUMENT...] [-- PROGRAM [ARGUMENT...]]...
 *
 * Prints one line per command: median, least and most milliseconds from posix_spawn to the end of
 * waitpid, and the median of its differences to the first command, run by run. Output is
 * discarded. Exit status 2 when a command cannot be run or is killed.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/clock.h"

enum { COMMANDS_MAX = 16, WARM_UP = 3 };

extern char **environ;

struct command {
    char **arguments; /* NULL-terminated */
    double *times;    /* milliseconds, one per run */
};

static double milliseconds(void)
{
    return clock_seconds() * 1e3;
}

static void fail_spawning(const char *what, int number)
{
    fprintf(stderr, "spawn: %s: %s\n", what, strerror(number));
    exit(2);
}

static double time_command(char **arguments, const posix_spawn_file_actions_t *actions)
{
    pid_t child;
    int state;
    double start = milliseconds();
    int status = posix_spawnp(&child, arguments[0], actions, NULL, arguments, environ);
    if (status != 0)
        fail_spawning(arguments[0], status);
    while (waitpid(child, &state, 0) < 0)
        if (errno != EINTR)
            fail_spawning(arguments[0], errno);
    double end = milliseconds();
    if (!WIFEXITED(state) || WEXITSTATUS(state) > 1)
        fail_spawning(arguments[0], ECANCELED);
    return end - start;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median_time(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void print_times(const struct command *command, const struct command *first, size_t runs)
{
    double *differences = malloc(runs * sizeof *differences),
           *sorted = malloc(runs * sizeof *sorted);
    if (differences == NULL || sorted == NULL)
        fail_spawning("timing", errno);
    for (size_t i = 0; i < runs; i++)
        differences[i] = command->times[i] - first->times[i];
    memcpy(sorted, command->times, runs * sizeof *sorted);
    double median_of_runs = median_time(sorted, runs);
    printf("%8.3f %8.3f %8.3f %+9.3f  ", median_of_runs, sorted[0], sorted[runs - 1],
           median_time(differences, runs));
    for (char **argument = command->arguments; *argument != NULL; argument++)
        printf(" %s", *argument);
    putchar('\n');
    free(differences);
    free(sorted);
}

static size_t read_commands(struct command commands[COMMANDS_MAX], char **arguments, size_t runs)
{
    size_t count = 0;
    for (char **at = arguments; *at != NULL && count < COMMANDS_MAX; count++) {
        commands[count] = (struct command){at, calloc(runs, sizeof(double))};
        if (commands[count].times == NULL)
            fail_spawning("timing", errno);
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
            commands[k].times[i < WARM_UP ? 0 : i - WARM_UP] =
                time_command(commands[k].arguments, &actions);
    puts("  median    least     most   above 1st   milliseconds");
    for (size_t k = 0; k < count; k++)
        print_times(&commands[k], &commands[0], runs);
    for (size_t k = 0; k < count; k++)
        free(commands[k].times);
    posix_spawn_file_actions_destroy(&actions);
    return 0;
}
