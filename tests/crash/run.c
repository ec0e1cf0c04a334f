#include "tests/crash/run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/crash/files.h"

enum { LONGEST = 60 };

int run_file(void)
{
    int file = memfd_create("output", MFD_CLOEXEC);
    if (file < 0)
        files_fail("no file in memory: %s", strerror(errno));
    return file;
}

static int input_file(const char *text)
{
    if (text == NULL)
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    int file = run_file();
    size_t size = strlen(text);
    if (write(file, text, size) != (ssize_t)size || lseek(file, 0, SEEK_SET) != 0)
        files_fail("cannot write to memory");
    return file;
}

/* In the child. */
_Noreturn static void exec_command(const struct command *command, int in, int out, int err)
{
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        dup2(err, STDERR_FILENO) < 0 || (command->folder != NULL && chdir(command->folder) != 0))
        _exit(126);
    unsetenv("FOUILLE_INDEX");
    alarm(LONGEST); /* a program that hangs is ended by a signal, and fails */
    for (size_t i = 0; command->settings[i] != NULL; i++)
        putenv((char *)command->settings[i]);
    execv(command->arguments[0], (char *const *)command->arguments);
    _exit(127);
}

pid_t run_start(const struct command *command, int out, int err)
{
    int in = input_file(command->input);
    pid_t process = fork();
    if (process < 0)
        files_fail("cannot fork: %s", strerror(errno));
    if (process == 0)
        exec_command(command, in, out, err);
    close(in);
    return process;
}

static char *read_captured(int file, size_t *size)
{
    struct stat status;
    char *bytes = fstat(file, &status) == 0 ? malloc((size_t)status.st_size + 1) : NULL;
    if (bytes == NULL || pread(file, bytes, (size_t)status.st_size, 0) != status.st_size)
        files_fail("cannot read from memory");
    bytes[status.st_size] = '\0';
    *size = (size_t)status.st_size;
    close(file);
    return bytes;
}

void run_finish(pid_t process, int out, int err, struct outcome *outcome)
{
    int ended;
    while (waitpid(process, &ended, 0) < 0)
        if (errno != EINTR)
            files_fail("lost a process: %s", strerror(errno));
    outcome->status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
    outcome->signal = WIFSIGNALED(ended) ? WTERMSIG(ended) : -1;
    outcome->output = read_captured(out, &outcome->output_size);
    size_t size;
    char *errors = read_captured(err, &size);
    if (size >= ERRORS_SIZE)
        size = ERRORS_SIZE - 1;
    memcpy(outcome->errors, errors, size);
    outcome->errors[size] = '\0';
    free(errors);
    if (outcome->status == 126 || outcome->status == 127)
        files_fail("cannot run %d", outcome->status);
}

void run(const struct command *command, struct outcome *outcome)
{
    int out = run_file(), err = run_file();
    run_finish(run_start(command, out, err), out, err, outcome);
}

void run_release(struct outcome *outcome)
{
    free(outcome->output);
    outcome->output = NULL;
}
