/* What tells, without reading a file, whether it has changed since it was read: what the system
 * says of it, as records (document_table.h) and stamps (amendments.h) keep it.
 */
#ifndef FOUILLE_DOCUMENTS_FILE_STATE_H
#define FOUILLE_DOCUMENTS_FILE_STATE_H

#include <stdbool.h>
#include <stdint.h>

struct file_state {
    uint64_t size;        /* bytes */
    int64_t mtime, ctime; /* change of its bytes, and of anything; nanoseconds since 1970 */
    uint64_t inode;
    /* It is to be read again, whatever it is like then: it was not read whole, or it was so young
     * that a later change might not show. */
    bool again;
};

static inline bool file_state_equal(const struct file_state *one, const struct file_state *other)
{
    return one->size == other->size && one->mtime == other->mtime && one->ctime == other->ctime &&
           one->inode == other->inode && one->again == other->again;
}

#endif
