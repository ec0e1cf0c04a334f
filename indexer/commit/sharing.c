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
static mode_t bits_of(mode_t mode, int class)
{
    return mode >> class & 7;
}

/* --- the folder --- */

/* Drops the permissions of classes that may not enter. Returns SHARING_PRIVATE if none is left. */
static mode_t normal(mode_t mode)
{
    mode_t kept = 0;
    for (int class = OTHERS; class <= GROUP; class += GROUP)
        if ((bits_of(mode, class) & ENTER) != 0)
            kept |= bits_of(mode, class) << class;
    return kept == 0 ? SHARING_PRIVATE : kept | OWNER_ALL;
}

mode_t sharing_of(int directory)
{
    struct stat folder, manifest;
    if (fstat(directory, &folder) != 0 ||
        fstatat(directory, MANIFEST_NAME, &manifest, AT_SYMLINK_NOFOLLOW) != 0)
        return SHARING_PRIVATE;
    mode_t mode = folder.st_mode & 0777;
    for (int class = OTHERS; class <= GROUP; class += GROUP)
        if ((bits_of(manifest.st_mode, class) & READ) == 0)
            mode &= ~(7U << class);
    return normal(mode);
}

mode_t sharing_close(int directory)
{
    struct stat folder;
    if (fstat(directory, &folder) == 0 && (folder.st_mode & OF_OTHERS) != 0)
        fchmod(directory, OWNER_ALL);
    return fstat(directory, &folder) == 0 ? normal(folder.st_mode & 0777) : SHARING_PRIVATE;
}

mode_t sharing_of_umask(void)
{
    mode_t mask = umask(0), given;
    umask(mask);
    given = 0777 & ~mask;
    for (int class = OTHERS; class <= GROUP; class += GROUP)
        if ((bits_of(given, class) & READ) == 0)
            given &= ~(7U << class);
    return normal(given);
}

bool sharing_within(mode_t one, mode_t other)
{
    for (int class = OTHERS; class <= GROUP; class += GROUP)
        if ((bits_of(one, class) & ENTER) != 0 && (bits_of(other, class) & ENTER) == 0)
            return false;
    return true;
}

mode_t sharing_common(mode_t one, mode_t other)
{
    return normal(one & other);
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

int sharing_open(int directory, const struct manifest *manifest, mode_t mode, const char *shown)
{
    set_modes(directory, manifest, mode & 0666);
    if (fchmod(directory, mode) != 0)
        return error_system("cannot change the permissions of '%s'", shown);
    return 0;
}

void sharing_follow(int directory, const char *name)
{
    struct stat folder;
    if (fstat(directory, &folder) == 0)
        set_mode(directory, name, folder.st_mode & 0666);
}

/* --- the audience --- */

struct audience audience_of(int directory, mode_t shared)
{
    struct stat folder;
    struct audience audience = {.members = (bits_of(shared, GROUP) & ENTER) != 0,
                                .others = (bits_of(shared, OTHERS) & ENTER) != 0,
                                .group = (gid_t)-1};
    if (fstat(directory, &folder) == 0)
        audience.group = folder.st_gid;
    return audience;
}

bool audience_has(const struct audience *audience, mode_t mode, gid_t group, mode_t bits)
{
    bool to_group = (bits_of(mode, GROUP) & bits) == bits;
    bool to_others = (bits_of(mode, OTHERS) & bits) == bits;
    /* Others may be members of the article's group, and members of the index's group need not be.
     */
    if (audience->others && !(to_others && to_group))
        return false;
    return !audience->members || (to_group && (group == audience->group || to_others));
}

/* An entry of the attribute that holds a POSIX access list (Linux, posix_acl_xattr.h). */
struct list_entry {
    uint16_t tag, bits;
    uint32_t id;
};

enum { LIST_HEADER = 4, LIST_MOST = 1 << 12, TAG_OWNER = 0x01, TAG_MASK = 0x10, TAG_OTHERS = 0x20 };

bool audience_has_by_list(const struct audience *audience, int descriptor, mode_t bits)
{
    unsigned char list[LIST_MOST];
    if (audience_is_empty(audience))
        return true;
    ssize_t size = fgetxattr(descriptor, "system.posix_acl_access", list, sizeof list);
    if (size < 0)
        return errno == ENODATA || errno == EOPNOTSUPP;
    /* Everybody in the list must have the bits. The mask is left to audience_has: with a list, the
     * group bits of the mode are the mask. */
    for (ssize_t at = LIST_HEADER; at + (ssize_t)sizeof(struct list_entry) <= size;
         at += (ssize_t)sizeof(struct list_entry)) {
        struct list_entry entry;
        memcpy(&entry, list + at, sizeof entry);
        bool counts = entry.tag != TAG_OWNER && entry.tag != TAG_MASK &&
                      (entry.tag != TAG_OTHERS || audience->others);
        if (counts && (entry.bits & bits) != bits)
            return false;
    }
    return true;
}
