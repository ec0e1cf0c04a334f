#include "indexer/commit/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"

/* --- who may lock --- */

/* Returns the mode for LOCK in the folder: those who may write to the folder may read and write it.
 * The folder's group counts only if it is also the file's. */
static mode_t mode_in(const struct stat *folder, gid_t group)
{
    mode_t mode = S_IRUSR | S_IWUSR;
    if ((folder->st_mode & S_IWGRP) != 0 && folder->st_gid == group)
        mode |= S_IRGRP | S_IWGRP;
    if ((folder->st_mode & S_IWOTH) != 0)
        mode |= S_IROTH | S_IWOTH;
    return mode;
}

/* Failure is ignored: only the file's owner can change its mode, and some file systems have no
 * modes; refusing to index would help nobody. */
static void keep_readers_out(int descriptor, int directory)
{
    struct stat file, folder;
    if (fstat(descriptor, &file) != 0 || fstat(directory, &folder) != 0)
        return;
    mode_t mode = mode_in(&folder, file.st_gid);
    if ((file.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO)) != mode)
        (void)fchmod(descriptor, mode);
}

/* --- who holds the lock --- */

static void sign(int descriptor)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    (void)fcntl(descriptor, F_SETLK, &whole);
}

/* Returns the process that holds the lock; 0: unknown. For a process on another machine, or in
 * another namespace, the kernel gives 0 or a negative number. */
static pid_t signer(int descriptor)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(descriptor, F_GETLK, &whole) != 0 || whole.l_type == F_UNLCK || whole.l_pid <= 0)
        return 0;
    return kill(whole.l_pid, 0) == 0 || errno == EPERM ? whole.l_pid : 0;
}

static int refuse(int descriptor, const char *shown)
{
    pid_t process = signer(descriptor);
    if (process > 0)
        return error_set(ERROR_BUSY, "'%s' is being written by process %ld; try again when it ends",
                         shown, (long)process);
    return error_set(ERROR_BUSY, "'%s' is being written by another process; try again when it ends",
                     shown);
}

/* Empties the file: earlier versions wrote their process number into it, and that process may be
 * dead. */
static int take(int descriptor, const char *shown)
{
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? refuse(descriptor, shown)
                                    : error_system("cannot lock '%s/LOCK'", shown);
    sign(descriptor);
    return ftruncate(descriptor, 0) == 0 ? 0 : error_system("cannot write '%s/LOCK'", shown);
}

int lock_take(int directory, const char *shown)
{
    int descriptor =
        openat(directory, "LOCK", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (descriptor < 0) {
        bool denied = errno == EACCES || errno == EPERM || errno == EROFS;
        int refused = error_system("cannot open '%s/LOCK'", shown);
        return denied ? ERROR_DENIED : refused;
    }
    keep_readers_out(descriptor, directory);
    int status = take(descriptor, shown);
    if (status == 0)
        return descriptor;
    close(descriptor);
    return status;
}
