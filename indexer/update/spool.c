#include "indexer/update/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/file.h"

/* Opens a temporary file. Everybody may use its folder, so the name is one that nobody else uses
 * except on purpose. */
static int open_spool(const char *folder)
{
    char name[80];
    int directory = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return -1;
    snprintf(name, sizeof name, "fouille-%ld-%09ld", (long)getpid(),
             (long)(clock_now() % 1000000000));
    int descriptor = file_open_unnamed(directory, name), error = errno;
    close(directory);
    errno = error;
    return descriptor;
}

/* Returns the number of bytes copied, or an error. */
static int64_t copy_input(int to, const char *folder)
{
    static char bytes[1 << 16];
    int64_t copied = 0;
    for (;;) {
        ssize_t size = read(STDIN_FILENO, bytes, sizeof bytes);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return error_system("cannot read standard input");
        if (size == 0)
            return copied;
        if (file_write_all(to, bytes, (size_t)size, folder) != 0)
            return ERROR_SYSTEM;
        copied += size;
    }
}

int spool_standard_input(void)
{
    const char *given = getenv("TMPDIR");
    const char *folder = given != NULL && given[0] != '\0' ? given : "/var/tmp";
    int spool = open_spool(folder);
    if (spool < 0)
        return error_system("cannot create a temporary file in '%s'", folder);
    int64_t copied = copy_input(spool, folder);
    int status = copied < 0 ? (int)copied : 0;
    if (copied == 0)
        status = error_set(ERROR_INPUT, "standard input is empty; the index is unchanged");
    if (status == 0 && (lseek(spool, 0, SEEK_SET) != 0 || dup2(spool, STDIN_FILENO) < 0))
        status = error_system("cannot use the temporary file");
    close(spool);
    return status;
}
