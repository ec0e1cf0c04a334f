#include "common/index/index_owner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/message.h"

/* Returns the owner of the folder that holds `path`; -1 when it is unknown. */
static uid_t parent_owner(const char *path)
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
    struct stat link, target;
    if (lstat(path, &link) != 0 || stat(path, &target) != 0)
        return 0;
    /* An archive by anybody may have a link to an index, or an empty folder, of the user. */
    if (writing && S_ISLNK(link.st_mode))
        return error_set(ERROR_SYSTEM,
                         "'%s' is a symbolic link; if you trust it, name the index: --index '%s'",
                         path, path);
    uid_t around = parent_owner(path);
    uid_t stranger = is_trusted(link.st_uid, around, writing) ? target.st_uid : link.st_uid;
    if (is_trusted(stranger, around, writing))
        return 0;
    return error_set(ERROR_SYSTEM,
                     "'%s' belongs to another user (%lu); if you trust it, name it: --index '%s'",
                     path, (unsigned long)stranger, path);
}

/* --- who may not read it --- */

enum { PASSWD_SIZE_MAX = 1 << 20 };

/* Returns the name in a line "name:x:uid:…" of /etc/passwd; NULL when the line is of another user.
 */
static char *parse_passwd_line(char *line, uid_t user)
{
    unsigned long found;
    char *colon = strchr(line, ':'), *number = colon == NULL ? NULL : strchr(colon + 1, ':');
    if (number == NULL || sscanf(number + 1, "%lu:", &found) != 1 || found != user)
        return NULL;
    *colon = '\0';
    return line;
}

/* Reads /etc/passwd, since getpwuid loads other libraries, which a static program does not have. A
 * user who is not in the file is named by number. */
static void append_user_name(struct buffer *to, uid_t user)
{
    struct buffer text;
    char *name = NULL;
    buffer_init(&text);
    int descriptor = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0 && file_read_all(descriptor, &text, PASSWD_SIZE_MAX, "/etc/passwd") == 0) {
        buffer_string(&text);
        char *rest = text.data, *line;
        while (name == NULL && rest != NULL && (line = strsep(&rest, "\n")) != NULL)
            name = parse_passwd_line(line, user);
    }
    if (descriptor >= 0)
        close(descriptor);
    if (name != NULL)
        buffer_append_string(to, name);
    else
        buffer_append_format(to, _("user %lu"), (unsigned long)user);
    buffer_release(&text);
}

int index_open_error(const char *path)
{
    const int reason = errno;
    struct stat status;
    struct buffer owner;
    if (reason != EACCES || stat(path, &status) != 0 || status.st_uid == geteuid()) {
        errno = reason;
        return error_system("cannot open '%s'", path);
    }
    buffer_init(&owner);
    append_user_name(&owner, status.st_uid);
    int result = error_set(ERROR_SYSTEM,
                           "'%s' belongs to %s, and you have no access to it; its owner can share "
                           "it with: fouille-index --index '%s' --shared",
                           path, buffer_string(&owner), path);
    buffer_release(&owner);
    errno = reason;
    return result;
}
