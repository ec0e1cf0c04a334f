#include "indexer/state/left_reason.h"

#include <string.h>

void left_reason_note(struct left_reason *reason, enum left_kind kind, int error, const char *why)
{
    if (reason->any && reason->kind >= kind)
        return;
    reason->any = true;
    reason->kind = kind;
    reason->error = error;
    buffer_clear(&reason->why);
    buffer_append(&reason->why, why, strlen(why) + 1);
}

void left_reason_join(struct left_reason *to, const struct left_reason *from)
{
    if (from->any)
        left_reason_note(to, from->kind, from->error, left_reason_why(from));
}

const char *left_reason_why(const struct left_reason *reason)
{
    return reason->why.failed ? "" : reason->why.data;
}

void left_reason_release(struct left_reason *reason)
{
    buffer_release(&reason->why);
}
