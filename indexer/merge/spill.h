/* The bytes of a future section, kept in memory while they are few and in an unnamed file when they
 * are many: several sections grow at once, but a segment can be written only one section at a time.
 */
#ifndef FOUILLE_MERGE_SPILL_H
#define FOUILLE_MERGE_SPILL_H

#include "common/base/buffer.h"
#include "common/index/container/segment_writer.h"

enum { SPILL_HELD = 1 << 20 };

struct spill {
    int directory;  /* where the file is made; the caller's */
    int descriptor; /* -1: none yet */
    uint64_t written;
};

void spill_init(struct spill *spill, int directory);
void spill_release(struct spill *spill);

/* Moves what the buffer holds to the file if it is SPILL_HELD bytes or more; adds their number to
 * *flushed, and empties the buffer. 0 or ERROR_SYSTEM. */
int spill_flush(struct spill *spill, struct buffer *held, uint64_t *flushed);

/* Appends all bytes, the file's and then the buffer's, to the segment's open section. 0 or an
 * error. */
int spill_copy(const struct spill *spill, const struct buffer *held,
               struct segment_writer *segment);

#endif
