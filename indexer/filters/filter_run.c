#include "indexer/filters/filter_run.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/error.h"

enum { POLL_MILLISECONDS = 100, READ_BLOCK = 1 << 16, ERROR_TEXT_MAX = 200, NOT_STARTED = 127 };

/* A running filter. */
struct child {
    pid_t process;
    int pidfd;                           /* readable once the process has ended */
    int output;                          /* its standard output; -1 after its end */
    int errors;                          /* its standard error; likewise */
    double started;                      /* clock_seconds */
    char error_text[ERROR_TEXT_MAX + 1]; /* the beginning of what `errors` gave */
    size_t error_size;
};

/* What the new process needs, all made before it starts. */
struct exec_request {
    const char *program;
    char **arguments, **environment;
    int input, output, errors;
    const struct confinement *confinement;
};

/* --- starting --- */

/* Runs in the memory of its parent, whose thread waits: makes only system calls. */
static _Noreturn void exec_filter(const struct exec_request *exec_request)
{
    sigset_t none;
    sigemptyset(&none);
    bool ready = setpgid(0, 0) == 0 && dup2(exec_request->input, STDIN_FILENO) >= 0 &&
                 dup2(exec_request->output, STDOUT_FILENO) >= 0 &&
                 dup2(exec_request->errors, STDERR_FILENO) >= 0 &&
                 confine_self(exec_request->confinement) == 0;
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL); /* process_prepare ignores it */
    signal(SIGINT, SIG_DFL);  /* our handlers must not run here */
    signal(SIGTERM, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    /* Including the descriptors that we inherited. */
    syscall(SYS_close_range, STDERR_FILENO + 1, ~0u, CLOSE_RANGE_CLOEXEC);
    if (ready)
        execve(exec_request->program, exec_request->arguments, exec_request->environment);
    _exit(NOT_STARTED);
}

/* Blocks signals meanwhile: a handler must not run in a process that shares our memory. */
static pid_t spawn_filter(const struct exec_request *exec_request)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t process = vfork(); /* NOLINT(clang-analyzer-security.insecureAPI.vfork): fork would copy
                                the page tables of a process that holds an index */
    if (process == 0)
        exec_filter(exec_request); /* NOLINT(clang-analyzer-unix.Vfork): system calls only */
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return process;
}

/* Returns our environment with LC_ALL replaced: a malloc'ed list of borrowed strings. */
static char **make_environment(void)
{
    static char locale[] = "LC_ALL=C.UTF-8";
    size_t count = 0, kept = 0;
    while (environ[count] != NULL)
        count++;
    char **environment = malloc((count + 2) * sizeof *environment);
    if (environment == NULL)
        return NULL;
    environment[kept++] = locale;
    for (size_t i = 0; i < count; i++)
        if (strncmp(environ[i], locale, strlen("LC_ALL=")) != 0)
            environment[kept++] = environ[i];
    environment[kept] = NULL;
    return environment;
}

static void close_pipe(int ends[2])
{
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0)
            close(ends[i]);
}

static int spawn_with_pipes(struct child *child, struct exec_request *exec_request)
{
    int output[2] = {-1, -1}, errors[2] = {-1, -1};
    if (pipe2(output, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0) {
        close_pipe(output);
        return error_system("cannot create a pipe");
    }
    exec_request->output = output[1];
    exec_request->errors = errors[1];
    child->process = spawn_filter(exec_request);
    close(output[1]);
    close(errors[1]);
    child->output = output[0];
    child->errors = errors[0];
    if (child->process < 0)
        return error_system("cannot start '%s'", exec_request->program);
    child->pidfd = (int)syscall(SYS_pidfd_open, child->process, 0);
    return child->pidfd < 0 ? error_system("cannot watch '%s'", exec_request->program) : 0;
}

static int start_child(struct child *child, const struct filter *filter, int descriptor,
                       const char *path, const struct filter_limits *limits)
{
    bool by_path = filter->command.has_path_argument;
    int input = by_path ? open("/dev/null", O_RDONLY | O_CLOEXEC) : descriptor;
    struct exec_request exec_request = {.program = filter->command.program,
                                        .arguments = command_arguments(&filter->command, path),
                                        .environment = make_environment(),
                                        .input = input,
                                        .confinement = &limits->confinement};
    int status;
    if (exec_request.arguments == NULL || exec_request.environment == NULL)
        status = error_memory();
    else if (input < 0)
        status = error_system("cannot open '/dev/null'");
    else
        status = spawn_with_pipes(child, &exec_request);
    if (by_path && input >= 0)
        close(input);
    free((void *)exec_request.arguments);
    free((void *)exec_request.environment);
    return status;
}

/* --- reading --- */

static void close_end(int *end)
{
    close(*end);
    *end = -1;
}

static int read_filter_output(struct child *child, struct buffer *output, size_t limit)
{
    if (buffer_reserve(output, READ_BLOCK) != 0)
        return ERROR_MEMORY;
    size_t room = limit + 1 - output->size;
    ssize_t got =
        read(child->output, output->data + output->size, room < READ_BLOCK ? room : READ_BLOCK);
    if (got < 0 && errno != EINTR && errno != EAGAIN)
        return error_system("cannot read the output of a filter");
    if (got == 0)
        close_end(&child->output);
    output->size += got > 0 ? (size_t)got : 0;
    return 0;
}

/* Keeps the beginning and discards the rest, so that the filter never blocks on a full pipe. */
static void read_filter_errors(struct child *child)
{
    char block[1024];
    ssize_t got = read(child->errors, block, sizeof block);
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
        close_end(&child->errors);
    size_t room = ERROR_TEXT_MAX - child->error_size;
    size_t size = got <= 0 ? 0 : (size_t)got < room ? (size_t)got : room;
    memcpy(child->error_text + child->error_size, block, size);
    child->error_size += size;
}

/* Waits, at most one time slice, for output or for the filter's end. Returns 1 when it has ended
 * and its pipes are drained, else 0 or an error. */
static int poll_child(struct child *child, struct buffer *output, size_t limit)
{
    struct pollfd ends[] = {
        {child->output, POLLIN, 0}, {child->errors, POLLIN, 0}, {child->pidfd, POLLIN, 0}};
    if (poll(ends, 3, POLL_MILLISECONDS) <= 0)
        return 0;
    if (ends[1].revents != 0)
        read_filter_errors(child);
    if (ends[0].revents != 0)
        return read_filter_output(child, output, limit);
    return ends[1].revents == 0 && ends[2].revents != 0;
}

/* Reads until the filter has ended and all its output is read, or until the output exceeds the
 * limit. 0 in both cases. */
static int read_until_end(struct child *child, const struct filter_limits *limits,
                          struct buffer *output)
{
    unsigned seconds = limits->confinement.seconds;
    for (;;) {
        int status = poll_child(child, output, limits->output);
        if (status == 1 || output->size > limits->output)
            return 0;
        if (status != 0)
            return status;
        if (limits->stopped != NULL && limits->stopped())
            return error_set(ERROR_STOPPED, "stopped");
        if (clock_seconds() - child->started >= seconds)
            return error_set(ERROR_INPUT, "it took more than %u s and was killed", seconds);
    }
}

/* --- ending --- */

/* Kills the whole process group and returns the wait status. The process exists until it is waited
 * for, if only as a zombie, so its number cannot have been reused. */
static int kill_child(struct child *child)
{
    int wait_status = 0;
    kill(-child->process, SIGKILL);
    kill(child->process, SIGKILL);
    while (waitpid(child->process, &wait_status, 0) < 0 && errno == EINTR)
        continue;
    return wait_status;
}

static int exit_error(struct child *child, int wait_status)
{
    child->error_text[child->error_size] = '\0';
    child->error_text[strcspn(child->error_text, "\n")] = '\0';
    const char *colon = child->error_text[0] == '\0' ? "" : ": ";
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == 0)
        return 0;
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == NOT_STARTED && colon[0] == '\0')
        return error_set(ERROR_INPUT, "it could not be started");
    if (WIFEXITED(wait_status))
        return error_set(ERROR_INPUT, "it exited with status %d%s%s", WEXITSTATUS(wait_status),
                         colon, child->error_text);
    return error_set(ERROR_INPUT, "it was killed by signal %d (%s)%s%s", WTERMSIG(wait_status),
                     strsignal(WTERMSIG(wait_status)), colon, child->error_text);
}

static int run_child(struct child *child, const struct filter_limits *limits, struct buffer *output)
{
    child->started = clock_seconds();
    int status = read_until_end(child, limits, output);
    int wait_status = kill_child(child);
    bool cut = output->size > limits->output;
    return status == 0 && !cut ? exit_error(child, wait_status) : status;
}

int filter_run(const struct filter *filter, int descriptor, const char *path,
               const struct filter_limits *limits, struct buffer *output)
{
    struct child child = {.pidfd = -1, .output = -1, .errors = -1};
    int status = start_child(&child, filter, descriptor, path, limits);
    if (status == 0)
        status = run_child(&child, limits, output);
    else if (child.process > 0)
        kill_child(&child);
    if (child.pidfd >= 0)
        close(child.pidfd);
    if (child.output >= 0)
        close(child.output);
    if (child.errors >= 0)
        close(child.errors);
    return status;
}
