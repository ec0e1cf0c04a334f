/* Loaded before the C library: says of regular files what another file system would, by variables
 * of the environment:
 *
 *     FOUILLE_STAT_STEP    nanoseconds: times are rounded down to multiples of that
 *     FOUILLE_STAT_CTIME   "mtime": the time of change is that of modification, as where there is
 *                          none; a number: that many nanoseconds, for all files
 *     FOUILLE_STAT_INODE   a number: files asked for by name have this inode number, the next one
 *                          met the next, and so on
 *     FOUILLE_STAT_TYPE    a number: the file system's type (statfs)
 *     FOUILLE_CLOCK        nanoseconds since 1970: CLOCK_REALTIME stands there
 *     FOUILLE_CLOCK_SPEED  a number: CLOCK_MONOTONIC goes so many times as fast
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <time.h>

enum { BILLION = 1000000000 };

static int64_t number_of(const char *name)
{
    const char *value = getenv(name);
    return value == NULL ? 0 : strtoll(value, NULL, 10);
}

/* The call of that name that this one stands before. */
static void next_call(const char *name, void *call)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL)
        abort();
    memcpy(call, &found, sizeof found); /* ISO C has no conversion to a function */
}

static int64_t round_down(struct timespec time)
{
    int64_t step = number_of("FOUILLE_STAT_STEP");
    int64_t whole = (int64_t)time.tv_sec * BILLION + time.tv_nsec;
    return step > 0 ? whole - whole % step : whole;
}

static struct timespec time_of(int64_t nanoseconds)
{
    return (struct timespec){nanoseconds / BILLION, nanoseconds % BILLION};
}

static ino_t number_file(ino_t inode)
{
    enum { MOST = 64 };
    static ino_t met[MOST];
    static size_t count;
    size_t at = 0;
    while (at < count && met[at] != inode)
        at++;
    if (at == count && count < MOST)
        met[count++] = inode;
    return (ino_t)number_of("FOUILLE_STAT_INODE") + at;
}

static int change(int result, struct stat *status)
{
    const char *ctime = getenv("FOUILLE_STAT_CTIME");
    if (result != 0 || !S_ISREG(status->st_mode))
        return result;
    int64_t mtime = round_down(status->st_mtim), changed = round_down(status->st_ctim);
    if (ctime != NULL)
        changed = strcmp(ctime, "mtime") == 0 ? mtime : number_of("FOUILLE_STAT_CTIME");
    status->st_mtim = time_of(mtime);
    status->st_ctim = time_of(changed);
    return 0;
}

int fstatat(int directory, const char *name, struct stat *status, int flags)
{
    int (*call)(int, const char *, struct stat *, int);
    next_call("fstatat", &call);
    int result = change(call(directory, name, status, flags), status);
    if (result == 0 && S_ISREG(status->st_mode) && getenv("FOUILLE_STAT_INODE") != NULL)
        status->st_ino = number_file(status->st_ino);
    return result;
}

int fstat(int file, struct stat *status)
{
    int (*call)(int, struct stat *);
    next_call("fstat", &call);
    return change(call(file, status), status);
}

int fstatfs(int file, struct statfs *status)
{
    int (*call)(int, struct statfs *);
    next_call("fstatfs", &call);
    int result = call(file, status);
    if (result == 0 && getenv("FOUILLE_STAT_TYPE") != NULL)
        status->f_type = number_of("FOUILLE_STAT_TYPE");
    return result;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int (*call)(clockid_t, struct timespec *);
    next_call("clock_gettime", &call);
    int result = call(clock, now);
    if (result == 0 && clock == CLOCK_REALTIME && getenv("FOUILLE_CLOCK") != NULL)
        *now = time_of(number_of("FOUILLE_CLOCK"));
    if (result == 0 && clock == CLOCK_MONOTONIC && getenv("FOUILLE_CLOCK_SPEED") != NULL)
        *now = time_of(((int64_t)now->tv_sec * BILLION + now->tv_nsec) *
                       number_of("FOUILLE_CLOCK_SPEED"));
    return result;
}
