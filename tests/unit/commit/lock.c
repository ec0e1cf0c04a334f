/* One writer at a time, and none that is dead. */
#include "tests/unit/base/property.h"

#include <errno.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "common/base/error.h"
#include "indexer/commit/lock.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

/* A process that takes the lock, says so, and then sleeps until it is killed. */
static pid_t start_holder(void)
{
    int ends[2];
    char answer = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int lock = lock_acquire(scratch.directory, "ici");
        answer = lock >= 0 ? 'y' : 'n';
        if (write(ends[1], &answer, 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &answer, 1), 1);
    close(ends[0]);
    assert_int_equal(answer, 'y');
    return child;
}

static void kill_and_wait(pid_t child)
{
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void a_second_writer_learns_who_holds_it(void **state)
{
    (void)state;
    char expected[100];
    pid_t holder = start_holder();
    assert_int_equal(lock_acquire(scratch.directory, "ici"), ERROR_BUSY);
    snprintf(expected, sizeof expected,
             "'ici' is being written by process %ld; try again when it has finished", (long)holder);
    assert_string_equal(error_message(), expected);
    assert_int_equal(lock_acquire(scratch.directory, "ici"), ERROR_BUSY); /* still */
    kill_and_wait(holder);
}

static void a_killed_process_leaves_no_lock(void **state)
{
    (void)state;
    kill_and_wait(start_holder());
    int lock = lock_acquire(scratch.directory, "ici");
    assert_true(lock >= 0);
    close(lock);
}

static void closing_releases_the_lock(void **state)
{
    (void)state;
    int lock = lock_acquire(scratch.directory, "ici");
    assert_true(lock >= 0);
    /* flock's locks belong to the open file: even the same process cannot take it twice. */
    assert_int_equal(lock_acquire(scratch.directory, "ici"), ERROR_BUSY);
    close(lock);
    lock = lock_acquire(scratch.directory, "ici");
    assert_true(lock >= 0);
    close(lock);
    kill_and_wait(start_holder());
}

/* A program that only locks the file, as flock(1) does, beside a number that LOCK had from an
 * earlier version: this one, which is alive, and one that is not. */
static void only_a_holder_is_named(void **state)
{
    (void)state;
    pid_t dead = start_holder();
    char contents[2][32];
    kill_and_wait(dead);
    snprintf(contents[0], sizeof contents[0], "%ld\n", (long)dead);
    snprintf(contents[1], sizeof contents[1], "%ld\n", (long)getpid());
    for (int i = 0; i < 2; i++) {
        scratch_write(&scratch, "LOCK", contents[i], strlen(contents[i]));
        int stranger = openat(scratch.directory, "LOCK", O_RDONLY | O_CLOEXEC);
        assert_int_equal(flock(stranger, LOCK_EX | LOCK_NB), 0);
        assert_int_equal(lock_acquire(scratch.directory, "ici"), ERROR_BUSY);
        assert_string_equal(
            error_message(),
            "'ici' is being written by another process; try again when it has finished");
        close(stranger);
    }
    int lock = lock_acquire(scratch.directory, "ici");
    struct buffer bytes;
    scratch_read(&scratch, "LOCK", &bytes);
    assert_int_equal(bytes.size, 0);
    buffer_release(&bytes);
    close(lock);
}

static mode_t mode_of_lock(void)
{
    struct stat status;
    assert_int_equal(fstatat(scratch.directory, "LOCK", &status, 0), 0);
    return status.st_mode & 0777;
}

/* Whatever the umask, and whatever mode a LOCK has that an earlier version made. */
static void who_may_not_write_may_not_read_it(void **state)
{
    (void)state;
    static const struct {
        mode_t folder, lock;
    } cases[] = {{0700, 0600}, {0755, 0600}, {0775, 0660},
                 {0777, 0666}, {0733, 0666}, {0750, 0600}};
    static const mode_t masks[] = {0, 022, 077};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t k = 0; k < 3; k++)
            for (int old = 0; old < 2; old++) {
                mode_t before = umask(masks[k]);
                assert_int_equal(fchmod(scratch.directory, cases[i].folder), 0);
                if (old == 1) {
                    scratch_write(&scratch, "LOCK", "1\n", 2);
                    assert_int_equal(fchmodat(scratch.directory, "LOCK", 0644, 0), 0);
                }
                int lock = lock_acquire(scratch.directory, "ici");
                assert_true(lock >= 0);
                assert_int_equal(mode_of_lock(), cases[i].lock);
                close(lock);
                assert_int_equal(unlinkat(scratch.directory, "LOCK", 0), 0);
                umask(before);
            }
    assert_int_equal(fchmod(scratch.directory, 0700), 0);
}

/* A folder of a group that is not the file's. Root alone may make one. */
static void another_group_is_not_let_in(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(fchmod(scratch.directory, 0775), 0);
    assert_int_equal(fchown(scratch.directory, 0, 12345), 0);
    int lock = lock_acquire(scratch.directory, "ici");
    assert_true(lock >= 0);
    assert_int_equal(mode_of_lock(), 0600);
    close(lock);
}

/* Somebody who may read all of the index, but not write to it. */
static void a_reader_cannot_lock(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(fchmod(scratch.directory, 0755), 0);
    int lock = lock_acquire(scratch.directory, "ici");
    assert_true(lock >= 0);
    close(lock);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (setgid(65534) != 0 || setuid(65534) != 0)
            _exit(2);
        int mine = openat(scratch.directory, "LOCK", O_RDONLY);
        _exit(mine < 0 && errno == EACCES ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void what_cannot_be_a_lock_is_an_error(void **state)
{
    (void)state;
    scratch_write(&scratch, "bord", "intact", 6);
    assert_int_equal(symlinkat("bord", scratch.directory, "LOCK"), 0);
    assert_int_equal(lock_acquire(scratch.directory, "ici"), ERROR_SYSTEM);
    assert_non_null(strstr(error_message(), "cannot open 'ici/LOCK': "));
    struct buffer bytes;
    scratch_read(&scratch, "bord", &bytes);
    assert_string_equal(buffer_string(&bytes), "intact");
    buffer_release(&bytes);
}

SUITE(lock)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_second_writer_learns_who_holds_it),
        IN_SCRATCH(a_killed_process_leaves_no_lock),
        IN_SCRATCH(closing_releases_the_lock),
        IN_SCRATCH(only_a_holder_is_named),
        IN_SCRATCH(who_may_not_write_may_not_read_it),
        IN_SCRATCH(another_group_is_not_let_in),
        IN_SCRATCH(a_reader_cannot_lock),
        IN_SCRATCH(what_cannot_be_a_lock_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
