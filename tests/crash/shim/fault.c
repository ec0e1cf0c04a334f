#include "tests/crash/shim/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum how { HOW_FIRST, HOW_SECOND, HOW_LASTING, HOW_SHORT, HOW_KILL, HOW_STOP, HOW_HOLLOW };

enum { TRACE_MOST = 1 << 22 };

/* Set up before main; allocations of other libraries may come before that, and are let through. */
static bool counts_calls, counts_memory;
static long fault_at;
static enum how how;
static const char *trace_path;
static char *trace;
static atomic_long met;

static enum how how_of(const char *text)
{
    static const char *const names[] = {"first", "second", "lasting", "short",
                                        "kill",  "stop",   "hollow"};
    for (size_t i = 0; text != NULL && i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0)
            return (enum how)i;
    return HOW_FIRST;
}

__attribute__((constructor)) static void begin(void)
{
    const char *what = getenv("FOUILLE_FAULT"), *at = getenv("FOUILLE_FAULT_AT");
    if (what == NULL)
        return;
    how = how_of(getenv("FOUILLE_FAULT_HOW"));
    fault_at = at == NULL ? 0 : atol(at);
    trace_path = getenv("FOUILLE_FAULT_TRACE");
    if (trace_path != NULL)
        trace = malloc(TRACE_MOST);
    counts_memory = strcmp(what, "memory") == 0;
    counts_calls = !counts_memory;
}

/* By system calls of its own: what is counted must not count itself. */
__attribute__((destructor)) static void end(void)
{
    if (trace == NULL)
        return;
    long size = atomic_load(&met), done = 0;
    long file = syscall(SYS_openat, AT_FDCWD, trace_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    while (file >= 0 && done < size && done < TRACE_MOST) {
        long written = syscall(SYS_write, file, trace + done, size - done);
        if (written <= 0)
            break;
        done += written;
    }
    syscall(SYS_close, file);
}

_Noreturn void fault_die(void)
{
    kill(getpid(), SIGKILL);
    _exit(137); /* the signal may take a moment */
}

/* Two errors that the call may meet in life. */
static int error_of(enum call call, bool second)
{
    switch (call) {
    case CALL_OPEN:
        return second ? EACCES : EMFILE;
    case CALL_WRITE:
    case CALL_TRUNCATE:
    case CALL_MKDIR:
    case CALL_LINK:
    case CALL_RENAME:
        return second ? EIO : ENOSPC;
    case CALL_UNLINK:
        return second ? EACCES : EIO;
    case CALL_SYNC:
        return second ? ENOSPC : EIO;
    case CALL_MAP:
    case CALL_MEMORY:
        return ENOMEM;
    case CALL_READ:
    default:
        return EIO;
    }
}

static enum verdict fault(enum call call)
{
    bool moves_bytes = call == CALL_READ || call == CALL_WRITE;
    switch (how) {
    case HOW_SHORT:
        return moves_bytes ? VERDICT_SHORT : VERDICT_GO;
    case HOW_KILL:
        if (call == CALL_WRITE)
            return VERDICT_DIE_AMID;
        fault_die();
    case HOW_STOP:
        raise(SIGSTOP);
        return VERDICT_GO;
    case HOW_HOLLOW:
        return call == CALL_MAP ? VERDICT_HOLLOW : VERDICT_GO;
    case HOW_FIRST:
    case HOW_SECOND:
    case HOW_LASTING:
    default:
        errno = error_of(call, how == HOW_SECOND);
        return VERDICT_FAIL;
    }
}

enum verdict fault_meet(enum call call)
{
    if (call == CALL_MEMORY ? !counts_memory : !counts_calls)
        return VERDICT_GO;
    long number = atomic_fetch_add(&met, 1) + 1;
    if (trace != NULL && number <= TRACE_MOST)
        trace[number - 1] = (char)call;
    bool lasts = how == HOW_LASTING && fault_at > 0 && number > fault_at && call != CALL_UNLINK;
    if (number == fault_at || lasts)
        return fault(call);
    return VERDICT_GO;
}
