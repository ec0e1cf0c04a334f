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
static mode_t lock_mode_in(const struct stat *folder, gid_t group)
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
static void set_lock_mode(int descriptor, int directory)
{
    struct stat file, folder;
    if (fstat(descriptor, &file) != 0 || fstat(directory, &folder) != 0)
        return;
    mode_t mode = lock_mode_in(&folder, file.st_gid);
    if ((file.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO)) != mode)
        (void)fchmod(descriptor, mode);
}

/* --- who holds the lock --- */

static void record_holder(int descriptor)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    (void)fcntl(descriptor, F_SETLK, &whole);
}

/* Returns the process that holds the lock; 0: unknown. For a process on another machine, or in
 * another namespace, the kernel gives 0 or a negative number. */
static pid_t find_holder(int descriptor)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(descriptor, F_GETLK, &whole) != 0 || whole.l_type == F_UNLCK || whole.l_pid <= 0)
        return 0;
    return kill(whole.l_pid, 0) == 0 || errno == EPERM ? whole.l_pid : 0;
}

static int refuse_busy(int descriptor, const char *display_path)
{
    pid_t process = find_holder(descriptor);
    if (process > 0)
        return error_set(ERROR_BUSY,
                         "'%s' is being written by process %ld; try again when it has finished",
                         display_path, (long)process);
    return error_set(ERROR_BUSY,
                     "'%s' is being written by another process; try again when it has finished",
                     display_path);
}

/* Empties the file: earlier versions wrote their process number into it, and that process may be
 * dead. */
static int lock_file(int descriptor, const char *display_path)
{
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? refuse_busy(descriptor, display_path)
                                    : error_system("cannot lock '%s/LOCK'", display_path);
    record_holder(descriptor);
    return ftruncate(descriptor, 0) == 0 ? 0 : error_system("cannot write '%s/LOCK'", display_path);
}

int lock_acquire(int directory, const char *display_path)
{
    int descriptor =
        openat(directory, "LOCK", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (descriptor < 0) {
        bool denied = errno == EACCES || errno == EPERM || errno == EROFS;
        int refused = error_system("cannot open '%s/LOCK'", display_path);
        return denied ? ERROR_DENIED : refused;
    }
    set_lock_mode(descriptor, directory);
    int status = lock_file(descriptor, display_path);
    if (status == 0)
        return descriptor;
    close(descriptor);
    return status;
}
