/* Why something is left out of a file, while the file is read: the gravest reason, and of several
 * equally grave ones the first. */
#ifndef FOUILLE_STATE_LEFT_REASON_H
#define FOUILLE_STATE_LEFT_REASON_H

#include "indexer/state/left_list.h"

/* All zeros: nothing is left out. */
struct left_reason {
    bool any;
    enum left_kind kind;
    int error; /* errno, for LEFT_REFUSED */
    struct buffer why;
};

/* Notes a reason, of which a copy is kept, unless there is one as grave. */
void left_reason_note(struct left_reason *reason, enum left_kind kind, int error, const char *why);

/* Notes the reason of another part of the file, if it has one. */
void left_reason_join(struct left_reason *to, const struct left_reason *from);

/* Returns the message; "" when memory ran out. Valid until the next note. */
const char *left_reason_why(const struct left_reason *reason);

void left_reason_release(struct left_reason *reason);

#endif
