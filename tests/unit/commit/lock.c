/* One writer at a time, and none that is dead. */
#include "unit/platform/property.h"

#include <signal.h>
#include <sys/wait.h>

#include "commit/lock.h"
#include "platform/error.h"

#include "unit/platform/in_scratch.h"

/* A process that takes the lock, says so, and then sleeps until it is killed. */
static pid_t start_holder(void)
{
    int ends[2];
    char said = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int lock = lock_take(scratch.directory, "ici");
        said = lock >= 0 ? 'y' : 'n';
        if (write(ends[1], &said, 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &said, 1), 1);
    close(ends[0]);
    assert_int_equal(said, 'y');
    return child;
}

static void kill_and_wait(pid_t child)
{
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void a_second_taker_is_told_who_has_it(void **state)
{
    (void)state;
    char expected[100];
    pid_t holder = start_holder();
    assert_int_equal(lock_take(scratch.directory, "ici"), ERROR_BUSY);
    snprintf(expected, sizeof expected,
             "'ici' is being written by process %ld; try again when it ends", (long)holder);
    assert_string_equal(error_message(), expected);
    assert_int_equal(lock_take(scratch.directory, "ici"), ERROR_BUSY); /* still */
    kill_and_wait(holder);
}

static void a_killed_process_leaves_no_lock(void **state)
{
    (void)state;
    kill_and_wait(start_holder());
    int lock = lock_take(scratch.directory, "ici");
    assert_true(lock >= 0);

    struct buffer bytes;
    char expected[32];
    snprintf(expected, sizeof expected, "%ld\n", (long)getpid());
    scratch_read(&scratch, "LOCK", &bytes);
    assert_string_equal(buffer_string(&bytes), expected);
    buffer_release(&bytes);
    close(lock);
}

static void closing_lets_go(void **state)
{
    (void)state;
    int lock = lock_take(scratch.directory, "ici");
    assert_true(lock >= 0);
    /* flock's locks belong to the open file: even the same process cannot take it twice. */
    assert_int_equal(lock_take(scratch.directory, "ici"), ERROR_BUSY);
    close(lock);
    lock = lock_take(scratch.directory, "ici");
    assert_true(lock >= 0);
    close(lock);
    kill_and_wait(start_holder());
}

static void a_holder_without_a_number_is_named_so(void **state)
{
    (void)state;
    static const char *const contents[] = {"", "x\n", "-3\n", "0\n"};
    int lock = lock_take(scratch.directory, "ici");
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        scratch_write(&scratch, "LOCK", contents[i], strlen(contents[i]));
        assert_int_equal(lock_take(scratch.directory, "ici"), ERROR_BUSY);
        assert_string_equal(error_message(),
                            "'ici' is being written by another process; try again when it ends");
    }
    close(lock);
}

static void what_cannot_be_a_lock_is_an_error(void **state)
{
    (void)state;
    scratch_write(&scratch, "bord", "intact", 6);
    assert_int_equal(symlinkat("bord", scratch.directory, "LOCK"), 0);
    assert_int_equal(lock_take(scratch.directory, "ici"), ERROR_SYSTEM);
    assert_non_null(strstr(error_message(), "cannot open 'ici/LOCK': "));
    struct buffer bytes;
    scratch_read(&scratch, "bord", &bytes);
    assert_string_equal(buffer_string(&bytes), "intact");
    buffer_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_second_taker_is_told_who_has_it),
        IN_SCRATCH(a_killed_process_leaves_no_lock),
        IN_SCRATCH(closing_lets_go),
        IN_SCRATCH(a_holder_without_a_number_is_named_so),
        IN_SCRATCH(what_cannot_be_a_lock_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
