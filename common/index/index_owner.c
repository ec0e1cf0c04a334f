#include "index/index_owner.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/buffer.h"
#include "platform/error.h"

/* Of the folder that the directory lies in; -1: of nobody. */
static uid_t owner_around(const char *path)
{
    struct buffer around;
    struct stat status;
    const char *slash = strrchr(path, '/');
    uid_t owner = (uid_t)-1;
    buffer_init(&around);
    if (slash != NULL)
        buffer_append(&around, path, (size_t)(slash - path) + 1);
    buffer_append_byte(&around, '.');
    if (stat(buffer_string(&around), &status) == 0)
        owner = status.st_uid;
    buffer_release(&around);
    return owner;
}

static bool is_trusted(uid_t owner, uid_t around, bool writing)
{
    return owner == geteuid() || (!writing && (owner == 0 || owner == around));
}

int index_check_owner(const char *path, bool writing)
{
    struct stat itself, target;
    if (lstat(path, &itself) != 0 || stat(path, &target) != 0)
        return 0;
    uid_t around = owner_around(path);
    uid_t stranger = is_trusted(itself.st_uid, around, writing) ? target.st_uid : itself.st_uid;
    if (is_trusted(stranger, around, writing))
        return 0;
    return error_set(ERROR_SYSTEM,
                     "'%s' belongs to another user (%lu); if you trust it, name it: --index '%s'",
                     path, (unsigned long)stranger, path);
}
