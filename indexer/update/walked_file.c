#include "indexer/update/walked_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "indexer/sources/source.h"

int walked_file_open(const struct walk_file *file)
{
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    struct open_how how = {.flags = (unsigned)flags, .resolve = RESOLVE_NO_SYMLINKS};
    if (file->directory != AT_FDCWD)
        return openat(file->directory, file->name, flags);
    int descriptor = (int)syscall(SYS_openat2, AT_FDCWD, file->name, &how, sizeof how);
    return descriptor < 0 && (errno == ENOSYS || errno == EPERM) ? open(file->name, flags)
                                                                 : descriptor;
}

enum walked_page walked_file_is_page(const struct walk_file *file)
{
    int descriptor = walked_file_open(file);
    if (descriptor < 0)
        return WALKED_UNREADABLE;
    bool page = source_is_page(descriptor);
    close(descriptor);
    return page ? WALKED_PAGE : WALKED_OTHER;
}
