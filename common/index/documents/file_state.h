/* The metadata by which a file is recognised as unchanged without reading it, as stored in records
 * (document_table.h) and stamps (amendments.h).
 */
#ifndef FOUILLE_DOCUMENTS_FILE_STATE_H
#define FOUILLE_DOCUMENTS_FILE_STATE_H

#include <stdbool.h>
#include <stdint.h>

struct file_state {
    uint64_t size;        /* bytes */
    int64_t mtime, ctime; /* last change of its bytes, and of anything; nanoseconds since 1970 */
    uint64_t inode;
    /* The next run reads the file again even if the rest is equal: it was not read whole, or was so
     * recent that a later change might not show. */
    bool again;
};

static inline bool file_state_equal(const struct file_state *one, const struct file_state *other)
{
    return one->size == other->size && one->mtime == other->mtime && one->ctime == other->ctime &&
           one->inode == other->inode && one->again == other->again;
}

#endif
