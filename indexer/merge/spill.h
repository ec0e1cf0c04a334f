/* Bytes that will be a section, kept in memory while they are few and in a file without a name when
 * they are many: several sections grow at once while a segment can take only one.
 */
#ifndef FOUILLE_MERGE_SPILL_H
#define FOUILLE_MERGE_SPILL_H

#include "common/base/buffer.h"
#include "common/index/container/segment_file.h"

enum { SPILL_HELD = 1 << 20 };

struct spill {
    int directory;  /* where the file is made; the caller's */
    int descriptor; /* -1: none yet */
    uint64_t written;
};

void spill_init(struct spill *spill, int directory);
void spill_release(struct spill *spill);

/* Moves what the buffer holds to the file if it is much; *behind grows by it, and the buffer is
 * empty. 0 or ERROR_SYSTEM. */
int spill_take(struct spill *spill, struct buffer *held, uint64_t *behind);

/* Appends all of it, the file's bytes and then the buffer's, to the segment's open section. */
int spill_copy(const struct spill *spill, const struct buffer *held,
               struct segment_writer *segment);

#endif
