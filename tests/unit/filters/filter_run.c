/* Filters under way: what they get, what they may take, and how they end. */
#include <fcntl.h>
#include <linux/landlock.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "indexer/filters/filter_run.h"
#include "tests/unit/suite.h"

enum { SECONDS = 20 };
static const size_t memory = (size_t)256 << 20;

static struct filter_limits limits_of(size_t output, unsigned seconds)
{
    struct filter_limits limits = {.confinement = {.memory = memory, .seconds = seconds},
                                   .output = output};
    confine_prepare(&limits.confinement);
    return limits;
}

/* Runs a command on a file that holds "abc"; the output goes to `output`. */
static int run_filter_on(const char *text, const char *path, struct filter_limits *limits,
                         struct buffer *output)
{
    struct filter filter = {0};
    char name[] = "/tmp/fouille-filter.XXXXXX";
    int descriptor = mkstemp(name);
    assert_true(descriptor >= 0);
    unlink(name);
    assert_int_equal(write(descriptor, "abc", 3), 3);
    assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
    assert_int_equal(command_parse(&filter.command, text), 0);
    buffer_init(output);
    int status = filter_run(&filter, descriptor, path, limits, output);
    if (limits->confinement.rules >= 0)
        close(limits->confinement.rules);
    command_release(&filter.command);
    close(descriptor);
    return status;
}

static void expect_output(const char *text, const char *path, const char *wanted)
{
    struct filter_limits limits = limits_of(1 << 20, SECONDS);
    struct buffer output;
    int status = run_filter_on(text, path, &limits, &output);
    if (status != 0)
        print_error("%s\n", error_message());
    assert_int_equal(status, 0);
    assert_string_equal(buffer_string(&output), wanted);
    buffer_release(&output);
}

static void expect_failure(const char *text, unsigned seconds, const char *message)
{
    struct filter_limits limits = limits_of(1 << 20, seconds);
    struct buffer output;
    assert_int_equal(run_filter_on(text, "x", &limits, &output), ERROR_INPUT);
    if (strstr(error_message(), message) == NULL)
        print_error("%s\n", error_message());
    assert_non_null(strstr(error_message(), message));
    buffer_release(&output);
}

static void input_and_output(void **state)
{
    (void)state;
    expect_output("cat", "x", "abc");
    expect_output("cat - -", "x", "abc");
    expect_output("echo {}", "/a 'b'; $(id)", "/a 'b'; $(id)\n");
    expect_output("sh -c 'cat; echo $1' sh {}", "p", "p\n"); /* no standard input with a path */
    expect_output("sh -c 'echo $LC_ALL; echo x >&2'", "x", "C.UTF-8\n");
    expect_output("true", "x", "");
}

static void failures(void **state)
{
    (void)state;
    expect_failure("sh -c 'echo out; echo why >&2; echo more >&2; exit 3'", SECONDS,
                   "it exited with status 3: why");
    expect_failure("false", SECONDS, "it exited with status 1");
    expect_failure("sh -c 'kill -SEGV $$'", SECONDS, "it was killed by signal 11");
}

/* Its children are killed, too; a filter that closes its output and runs on is not waited for. */
static void time_is_limited(void **state)
{
    (void)state;
    double start = clock_seconds();
    expect_failure("sleep 600", 1, "it took more than 1 s and was killed");
    expect_failure("sh -c 'sleep 600 & sleep 600'", 1, "it took more than 1 s");
    expect_failure("sh -c 'exec >&- 2>&-; sleep 600'", 1, "it took more than 1 s");
    expect_output("sh -c 'echo a; sleep 600 &'", "x", "a\n");
    assert_true(clock_seconds() - start < 15);
}

/* The children of a filter that was ended are ended. */
static void the_process_group_is_killed(void **state)
{
    (void)state;
    char name[] = "/tmp/fouille-group.XXXXXX", command[300];
    int descriptor = mkstemp(name);
    pid_t process = 0;
    assert_true(descriptor >= 0);
    snprintf(command, sizeof command, "sh -c 'sleep 600 & echo $! >%s; wait'", name);
    expect_failure(command, 1, "it took more");
    FILE *file = fdopen(descriptor, "r");
    assert_int_equal(fscanf(file, "%d", &process), 1);
    fclose(file);
    unlink(name);
    for (int i = 0; i < 100 && kill(process, 0) == 0; i++) /* until somebody reaps it */
        usleep(10000);
    char state_path[64], line[200] = "";
    snprintf(state_path, sizeof state_path, "/proc/%d/stat", process);
    file = fopen(state_path, "r");
    if (file != NULL) {
        assert_non_null(fgets(line, sizeof line, file));
        assert_non_null(strstr(line, ") Z "));
        fclose(file);
    }
}

static void output_is_limited(void **state)
{
    (void)state;
    struct filter_limits limits = limits_of(100000, SECONDS);
    struct buffer output;
    assert_int_equal(run_filter_on("yes", "x", &limits, &output), 0);
    assert_int_equal(output.size, 100001);
    buffer_release(&output);
}

static void memory_is_limited(void **state)
{
    (void)state;
    if (getenv("FOUILLE_EMULATED") != NULL)
        skip(); /* qemu does not hand RLIMIT_DATA on */
#ifndef __SANITIZE_ADDRESS__
    expect_failure("sh -c 'x=0123456789abcdef; while :; do x=$x$x; done'", SECONDS, "it ");
#endif
    expect_output("sh -c 'ulimit -d; ulimit -c'", "x", "262144\n0\n");
}

static bool stop_at_once(void)
{
    return true;
}

static void a_stop_ends_the_filter(void **state)
{
    (void)state;
    struct filter_limits limits = limits_of(1 << 20, SECONDS);
    struct buffer output;
    limits.stopped = stop_at_once;
    double start = clock_seconds();
    assert_int_equal(run_filter_on("sleep 600", "x", &limits, &output), ERROR_STOPPED);
    assert_true(clock_seconds() - start < 5);
    buffer_release(&output);
}

/* Nothing of ours is open in it but the three. */
static void no_descriptor_leaks(void **state)
{
    (void)state;
    int kept = open("/dev/null", O_RDONLY | O_CLOEXEC);
    expect_output("sh -c 'ls /proc/$$/fd'", "x", "0\n1\n2\n");
    close(kept);
}

static bool has_landlock(void)
{
    struct confinement confinement = {0};
    confine_prepare(&confinement);
    if (confinement.rules >= 0)
        close(confinement.rules);
    return confinement.rules >= 0;
}

/* It writes to the temporary folder and nowhere else. */
static void writing_is_limited(void **state)
{
    (void)state;
    char folder[] = "/dev/shm/fouille-landlock.XXXXXX", command[200];
    if (!has_landlock() || mkdtemp(folder) == NULL)
        skip();
    snprintf(command, sizeof command, "sh -c 'echo a >%s/x'", folder);
    expect_failure(command, SECONDS, "ermission denied");
    rmdir(folder);
    expect_output(
        "sh -c 'echo a >/dev/null; f=$(mktemp /tmp/fouille.XXXXXX) && echo b >$f && cat $f && "
        "rm $f'",
        "x", "b\n");
}

/* With Landlock of ABI 4. Without it the connection would be refused, since nobody listens there.
 */
static void connecting_is_limited(void **state)
{
    (void)state;
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 4)
        skip();
    expect_failure("bash -c 'exec 3<>/dev/tcp/127.0.0.1/9'", SECONDS, "ermission denied");
}

/* Several threads at once. */
static void *run_filters(void *context)
{
    (void)context;
    for (int i = 0; i < 10; i++) {
        struct filter filter = {0};
        struct filter_limits limits = limits_of(1 << 20, SECONDS);
        struct buffer output;
        buffer_init(&output);
        if (command_parse(&filter.command, "echo {}") != 0 ||
            filter_run(&filter, 0, "x", &limits, &output) != 0 ||
            strcmp(buffer_string(&output), "x\n") != 0)
            abort();
        if (limits.confinement.rules >= 0)
            close(limits.confinement.rules);
        buffer_release(&output);
        command_release(&filter.command);
    }
    return NULL;
}

static void threads(void **state)
{
    (void)state;
    pthread_t all[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&all[i], NULL, run_filters, NULL), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(all[i], NULL);
}

SUITE(filter_run)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(input_and_output),
        cmocka_unit_test(failures),
        cmocka_unit_test(time_is_limited),
        cmocka_unit_test(the_process_group_is_killed),
        cmocka_unit_test(output_is_limited),
        cmocka_unit_test(memory_is_limited),
        cmocka_unit_test(a_stop_ends_the_filter),
        cmocka_unit_test(no_descriptor_leaks),
        cmocka_unit_test(writing_is_limited),
        cmocka_unit_test(connecting_is_limited),
        cmocka_unit_test(threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
