#include "indexer/commit/sharing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/index/index_folder.h"

enum { GROUP = 3, OTHERS = 0, READ = 4, WRITE = 2, ENTER = 1, OWNER_ALL = 0700, OF_OTHERS = 0077 };

/* The bits of one class of users. */
static mode_t class_bits(mode_t mode, int user_class)
{
    return mode >> user_class & 7;
}

/* --- the folder --- */

/* Drops the permissions of classes that may not enter. Returns SHARING_PRIVATE if none is left. */
static mode_t normalize_mode(mode_t mode)
{
    mode_t kept = 0;
    for (int user_class = OTHERS; user_class <= GROUP; user_class += GROUP)
        if ((class_bits(mode, user_class) & ENTER) != 0)
            kept |= class_bits(mode, user_class) << user_class;
    return kept == 0 ? SHARING_PRIVATE : kept | OWNER_ALL;
}

mode_t sharing_of(int directory)
{
    struct stat folder, manifest;
    if (fstat(directory, &folder) != 0 ||
        fstatat(directory, MANIFEST_NAME, &manifest, AT_SYMLINK_NOFOLLOW) != 0)
        return SHARING_PRIVATE;
    mode_t mode = folder.st_mode & 0777;
    for (int user_class = OTHERS; user_class <= GROUP; user_class += GROUP)
        if ((class_bits(manifest.st_mode, user_class) & READ) == 0)
            mode &= ~(7U << user_class);
    return normalize_mode(mode);
}

mode_t sharing_close(int directory)
{
    struct stat folder;
    if (fstat(directory, &folder) == 0 && (folder.st_mode & OF_OTHERS) != 0)
        fchmod(directory, OWNER_ALL);
    return fstat(directory, &folder) == 0 ? normalize_mode(folder.st_mode & 0777) : SHARING_PRIVATE;
}

mode_t sharing_of_umask(void)
{
    mode_t mask = umask(0), given;
    umask(mask);
    given = 0777 & ~mask;
    for (int user_class = OTHERS; user_class <= GROUP; user_class += GROUP)
        if ((class_bits(given, user_class) & READ) == 0)
            given &= ~(7U << user_class);
    return normalize_mode(given);
}

bool sharing_is_subset(mode_t one, mode_t other)
{
    for (int user_class = OTHERS; user_class <= GROUP; user_class += GROUP)
        if ((class_bits(one, user_class) & ENTER) != 0 &&
            (class_bits(other, user_class) & ENTER) == 0)
            return false;
    return true;
}

mode_t sharing_common(mode_t one, mode_t other)
{
    return normalize_mode(one & other);
}

/* --- the files --- */

static void set_mode(int directory, const char *name, mode_t mode)
{
    struct stat status;
    int descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
        (status.st_mode & 0777) != mode)
        fchmod(descriptor, mode);
    close(descriptor);
}

static void set_modes(int directory, const struct manifest *manifest, mode_t mode)
{
    for (size_t i = 0; i < manifest->segment_count; i++) {
        const struct manifest_segment *segment = &manifest->segments[i];
        set_mode(directory, segment->name, mode);
        if (segment->amendments.name[0] != '\0')
            set_mode(directory, segment->amendments.name, mode);
    }
    set_mode(directory, MANIFEST_NAME, mode);
    set_mode(directory, "CACHEDIR.TAG", mode);
    set_mode(directory, FOLDER_MARK, mode);
}

void sharing_close_files(int directory, const struct manifest *manifest)
{
    set_modes(directory, manifest, 0600);
    set_mode(directory, "LOCK", 0600);
}

int sharing_open(int directory, const struct manifest *manifest, mode_t mode,
                 const char *display_path)
{
    set_modes(directory, manifest, mode & 0666);
    if (fchmod(directory, mode) != 0)
        return error_system("cannot change the permissions of '%s'", display_path);
    return 0;
}

void sharing_apply(int directory, const char *name)
{
    struct stat folder;
    if (fstat(directory, &folder) == 0)
        set_mode(directory, name, folder.st_mode & 0666);
}

/* --- the audience --- */

struct audience audience_of(int directory, mode_t shared)
{
    struct stat folder;
    struct audience audience = {.members = (class_bits(shared, GROUP) & ENTER) != 0,
                                .others = (class_bits(shared, OTHERS) & ENTER) != 0,
                                .group = (gid_t)-1};
    if (fstat(directory, &folder) == 0)
        audience.group = folder.st_gid;
    return audience;
}

bool audience_may_access(const struct audience *audience, mode_t mode, gid_t group, mode_t bits)
{
    bool to_group = (class_bits(mode, GROUP) & bits) == bits;
    bool to_others = (class_bits(mode, OTHERS) & bits) == bits;
    /* Others may be members of the article's group, and members of the index's group need not be.
     */
    if (audience->others && !(to_others && to_group))
        return false;
    return !audience->members || (to_group && (group == audience->group || to_others));
}

/* An entry of the attribute that holds a POSIX access list (Linux, posix_acl_xattr.h). */
struct acl_entry {
    uint16_t tag, bits;
    uint32_t id;
};

enum {
    ACL_HEADER = 4,
    ACL_SIZE_MAX = 1 << 12,
    TAG_OWNER = 0x01,
    TAG_MASK = 0x10,
    TAG_OTHERS = 0x20
};

bool audience_may_access_by_list(const struct audience *audience, int descriptor, mode_t bits)
{
    unsigned char acl[ACL_SIZE_MAX];
    if (audience_is_empty(audience))
        return true;
    ssize_t size = fgetxattr(descriptor, "system.posix_acl_access", acl, sizeof acl);
    if (size < 0)
        return errno == ENODATA || errno == EOPNOTSUPP;
    /* Everybody in the list must have the bits. The mask is left to audience_may_access: with a
     * list, the group bits of the mode are the mask. */
    for (ssize_t at = ACL_HEADER; at + (ssize_t)sizeof(struct acl_entry) <= size;
         at += (ssize_t)sizeof(struct acl_entry)) {
        struct acl_entry entry;
        memcpy(&entry, acl + at, sizeof entry);
        bool counts = entry.tag != TAG_OWNER && entry.tag != TAG_MASK &&
                      (entry.tag != TAG_OTHERS || audience->others);
        if (counts && (entry.bits & bits) != bits)
            return false;
    }
    return true;
}
