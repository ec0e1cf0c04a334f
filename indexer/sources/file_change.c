#include "sources/file_change.h"

struct file_state file_state_of(const struct walk_file *walked)
{
    return (struct file_state){.size = walked->size,
                               .mtime = walked->mtime,
                               .ctime = walked->ctime,
                               .inode = walked->inode};
}

bool file_is_changed(const struct file_state *before, const struct file_state *now)
{
    return before->again || before->size != now->size || before->mtime != now->mtime ||
           before->ctime != now->ctime || before->inode != now->inode;
}
