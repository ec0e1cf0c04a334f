#include "tests/crash/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/crash/files.h"

_Noreturn static void read_on(const struct reader *reader, const struct stage *stage,
                              const char *folder)
{
    char why[WHY_SIZE];
    do {
        struct state state;
        bool good = state_ask(&state, folder, why);
        if (good && !state_same(&state, &stage->old) && !state_same(&state, &stage->new)) {
            snprintf(why, sizeof why, "an answer of neither commit");
            good = false;
        }
        if (!good) {
            fprintf(stderr, "reader: %s\n", why);
            _exit(1);
        }
        state_release(&state);
        atomic_fetch_add(&reader->shared->answers, 1);
    } while (!atomic_load(&reader->shared->stop));
    _exit(0);
}

void reader_start(struct reader *reader, const struct stage *stage, const char *folder)
{
    void *shared = mmap(NULL, sizeof *reader->shared, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        files_fail("cannot start a reader");
    *reader = (struct reader){.shared = shared};
    reader->process = fork();
    if (reader->process < 0)
        files_fail("cannot fork");
    if (reader->process == 0)
        read_on(reader, stage, folder);
}

void reader_wait(const struct reader *reader)
{
    const struct timespec moment = {.tv_nsec = 500000};
    unsigned long before = atomic_load(&reader->shared->answers);
    siginfo_t ended = {0};
    while (atomic_load(&reader->shared->answers) == before && ended.si_pid == 0) {
        nanosleep(&moment, NULL);
        waitid(P_PID, (id_t)reader->process, &ended, WEXITED | WNOHANG | WNOWAIT);
    }
}

bool reader_stop(struct reader *reader, unsigned long *answers)
{
    int ended;
    atomic_store(&reader->shared->stop, true);
    if (waitpid(reader->process, &ended, 0) != reader->process)
        files_fail("lost a reader");
    unsigned long count = atomic_load(&reader->shared->answers);
    munmap(reader->shared, sizeof *reader->shared);
    *answers += count;
    return WIFEXITED(ended) && WEXITSTATUS(ended) == 0 && count > 0;
}
