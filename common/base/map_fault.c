#include "common/base/map_fault.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/base/error.h"

/* Guards are never freed, since the handler may be looking at them. Released guards are reused,
 * except those that had a fault, since messages name them. */
struct map_guard {
    atomic_uintptr_t start; /* 0: not in use */
    atomic_size_t size;
    atomic_ullong fault; /* 1 + the offset of the last fault; 0: none */
    char *display_path;
    struct map_guard *next; /* in the list of all */
    struct map_guard *next_free;
};

static _Atomic(struct map_guard *) guards, last_faulted;
static atomic_ulong fault_count;
static uintptr_t page_size;

static pthread_mutex_t guards_lock = PTHREAD_MUTEX_INITIALIZER;
static struct map_guard *free_guards;

/* --- the handler: nothing but atomics and system calls --- */

static struct map_guard *find_guard(uintptr_t address)
{
    struct map_guard *guard = atomic_load(&guards);
    for (; guard != NULL; guard = guard->next) {
        uintptr_t start = atomic_load(&guard->start);
        if (start != 0 && address >= start && address - start < atomic_load(&guard->size))
            return guard;
    }
    return NULL;
}

/* Replaces a page by zeros. False when no guard covers it, or the kernel has no page to give. */
static bool replace_page(uintptr_t address)
{
    struct map_guard *guard = find_guard(address);
    void *page = (void *)(address & ~(page_size - 1)); /* NOLINT(performance-no-int-to-ptr) */
    if (guard == NULL || mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
                              -1, 0) == MAP_FAILED)
        return false;
    atomic_store(&guard->fault, 1 + (address - atomic_load(&guard->start)));
    atomic_store(&last_faulted, guard);
    atomic_fetch_add(&fault_count, 1);
    return true;
}

static void handle_sigbus(int number, siginfo_t *info, void *context)
{
    int saved = errno;
    (void)context;
    bool sent = info->si_code <= 0; /* by a process: there is no address */
    if (sent || !replace_page((uintptr_t)info->si_addr)) {
        signal(number, SIG_DFL);
        raise(number); /* delivered when this returns */
    }
    errno = saved;
}

void map_fault_install_handler(void)
{
    struct sigaction action = {.sa_sigaction = handle_sigbus, .sa_flags = SA_SIGINFO | SA_RESTART};
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
}

/* --- guards --- */

static struct map_guard *reuse_guard(void)
{
    struct map_guard *guard = free_guards;
    if (guard != NULL)
        free_guards = guard->next_free;
    return guard;
}

/* The caller holds the lock. */
static struct map_guard *add_guard(void)
{
    struct map_guard *guard = calloc(1, sizeof *guard);
    if (guard == NULL)
        return NULL;
    guard->next = atomic_load(&guards);
    atomic_store(&guards, guard);
    return guard;
}

struct map_guard *map_fault_guard(const void *data, size_t size, const char *display_path)
{
    assert(data != NULL && size > 0);
    char *copy = strdup(display_path);
    pthread_mutex_lock(&guards_lock);
    struct map_guard *guard = copy == NULL ? NULL : reuse_guard();
    if (guard == NULL && copy != NULL)
        guard = add_guard();
    pthread_mutex_unlock(&guards_lock);
    if (guard == NULL) {
        free(copy);
        error_memory();
        return NULL;
    }
    guard->display_path = copy;
    atomic_store(&guard->size, size);
    atomic_store(&guard->start, (uintptr_t)data);
    return guard;
}

void map_fault_release(struct map_guard *guard)
{
    if (guard == NULL)
        return;
    assert(atomic_load(&guard->start) != 0);
    atomic_store(&guard->start, 0);
    if (map_fault_occurred(guard))
        return;
    free(guard->display_path);
    guard->display_path = NULL;
    pthread_mutex_lock(&guards_lock);
    guard->next_free = free_guards;
    free_guards = guard;
    pthread_mutex_unlock(&guards_lock);
}

/* --- faults --- */

bool map_fault_occurred(const struct map_guard *guard)
{
    return guard != NULL && atomic_load(&guard->fault) != 0;
}

unsigned long map_fault_count(void)
{
    return atomic_load_explicit(&fault_count, memory_order_relaxed);
}

int map_fault_error(void)
{
    const struct map_guard *guard = atomic_load(&last_faulted);
    assert(guard != NULL);
    int status = error_set(ERROR_SYSTEM,
                           "cannot read '%s' at byte %llu: the disk failed, or the file was "
                           "truncated; to keep what is readable: fouille-index --repair",
                           guard->display_path, atomic_load(&guard->fault) - 1);
    errno = EIO;
    return status;
}

int map_fault_result(int status, unsigned long since)
{
    return map_fault_count() == since ? status : map_fault_error();
}
