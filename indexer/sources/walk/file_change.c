#include "indexer/sources/walk/file_change.h"

#include <stddef.h>

static const int64_t SECOND = 1000000000;
static const int64_t HUNDREDTH_SECOND = 10000000;
static const int64_t TICK = 10000000; /* how late the kernel's clock may be */
static const int64_t CLOCK_SKEW_MAX = 300 * SECOND;

struct file_state file_state_of(const struct walk_file *walked)
{
    return (struct file_state){.size = walked->size,
                               .mtime = walked->mtime,
                               .ctime = walked->ctime,
                               .inode = walked->inode};
}

bool file_has_changed(const struct file_state *before, const struct file_state *now,
                      bool ignore_ctime)
{
    return before->size != now->size || before->mtime != now->mtime ||
           before->inode != now->inode || (!ignore_ctime && before->ctime != now->ctime);
}

/* Returns the resolution of the clock that gave a time, as far as the time shows it, plus the
 * tick. */
static int64_t clock_resolution(int64_t time)
{
    const int64_t steps[] = {2 * SECOND, SECOND, HUNDREDTH_SECOND};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (time % steps[i] == 0)
            return steps[i] + TICK;
    return TICK;
}

static int64_t racy_time(int64_t time, int64_t now, bool foreign_clock)
{
    int64_t age, limit = clock_resolution(time) + (foreign_clock ? CLOCK_SKEW_MAX : 0);
    if (__builtin_sub_overflow(now, time, &age) || age >= limit || age < -CLOCK_SKEW_MAX)
        return 0;
    return limit - age;
}

int64_t file_racy_time(const struct file_state *state, int64_t now, bool foreign_clock)
{
    int64_t by_mtime = racy_time(state->mtime, now, foreign_clock);
    int64_t by_ctime = racy_time(state->ctime, now, foreign_clock);
    return by_mtime > by_ctime ? by_mtime : by_ctime;
}

bool file_system_is_shared(uint64_t type)
{
    static const uint32_t types[] = {
        0x00006969, /* NFS */
        0x0000517b, /* SMB */
        0xff534d42, /* CIFS */
        0xfe534d42, /* SMB2 */
        0x65735546, /* FUSE: sshfs, rclone, virtiofs and others */
        0x01021997, /* 9P */
        0x00c36400, /* Ceph */
        0x5346414f, /* OpenAFS */
        0x6b414653, /* AFS in the kernel */
        0x73757245, /* Coda */
        0x0bd00bd0, /* Lustre */
        0x47504653, /* GPFS */
        0x19830326, /* BeeGFS */
        0x20030528, /* OrangeFS */
        0x01161970, /* GFS2, shared between machines, as is the next one */
        0x7461636f, /* OCFS2 */
        0x786f4256, /* VirtualBox */
        0xbacbacbc, /* VMware */
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i] == (uint32_t)type)
            return true;
    return false;
}
