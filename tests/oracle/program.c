#include "tests/oracle/program.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct program_run program_start(const struct program *program)
{
    struct program_run run;
    char *arguments[PROGRAM_ARGUMENTS + 3] = {
        (char *)(size_t) "fouille", (char *)(size_t) "--index", (char *)(size_t)program->index};
    for (size_t i = 0; i < PROGRAM_ARGUMENTS && program->arguments[i] != NULL; i++)
        arguments[i + 3] = (char *)(size_t)program->arguments[i];
    int ends[2];
    if (pipe(ends) != 0 || (run.child = fork()) < 0) {
        perror("oracle");
        abort();
    }
    if (run.child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execv(program->path, arguments);
        _exit(127);
    }
    close(ends[1]);
    run.output = fdopen(ends[0], "r");
    if (run.output == NULL)
        abort();
    return run;
}

int program_end(struct program_run *run)
{
    int status;
    fclose(run->output);
    if (waitpid(run->child, &status, 0) != run->child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

int program_text(const struct program *program, char *text, size_t size)
{
    struct program_run run = program_start(program);
    char rest[4096];
    size_t got = fread(text, 1, size - 1, run.output);
    text[got] = '\0';
    while (fread(rest, 1, sizeof rest, run.output) > 0)
        continue;
    return program_end(&run);
}
