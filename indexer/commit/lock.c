#include "commit/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "platform/error.h"
#include "platform/file.h"

static int busy(int descriptor, const char *shown)
{
    char holder[32] = "";
    ssize_t size = pread(descriptor, holder, sizeof holder - 1, 0);
    close(descriptor);
    long process = size > 0 ? strtol(holder, NULL, 10) : 0;
    if (process > 0)
        return error_set(ERROR_BUSY, "'%s' is being written by process %ld; try again when it ends",
                         shown, process);
    return error_set(ERROR_BUSY, "'%s' is being written by another process; try again when it ends",
                     shown);
}

int lock_take(int directory, const char *shown)
{
    int descriptor =
        openat(directory, "LOCK", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    if (descriptor < 0)
        return error_system("cannot open '%s/LOCK'", shown);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return busy(descriptor, shown);
        int status = error_system("cannot lock '%s/LOCK'", shown);
        close(descriptor);
        return status;
    }
    char holder[32];
    struct file_path path;
    int size = snprintf(holder, sizeof holder, "%ld\n", (long)getpid());
    int status = ftruncate(descriptor, 0) == 0 ? file_write_all(descriptor, holder, (size_t)size,
                                                                file_path(&path, directory, "LOCK"))
                                               : error_system("cannot write '%s/LOCK'", shown);
    if (status == 0)
        return descriptor;
    close(descriptor);
    return status;
}
