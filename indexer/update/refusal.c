#include "indexer/update/refusal.h"

#include <errno.h>
#include <stdio.h>

#include "common/base/error.h"
#include "common/base/message.h"

bool refusal_is_exhaustion(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOMEM;
}

int refusal_note(struct scheduler *scheduler, const char *path, int error, const char *message)
{
    struct left_out *left = &scheduler->run->left;
    const struct left_entry entry = {.kind = LEFT_REFUSED,
                                     .root = scheduler->root_number,
                                     .reader = (uint64_t)error,
                                     .path = path,
                                     .why = message};
    bool told = left_out_was_reported(left, left_out_find(left, entry.root, path), &entry);
    if (!told)
        report_complaint(scheduler->run->report, COMPLAINT_FILE, NULL, 0, message);
    return left_out_note(left, &entry, told);
}

int refusal_note_named(struct scheduler *scheduler, const char *path, int error,
                       const char *message)
{
    struct buffer named;
    buffer_init(&named);
    buffer_append_format(&named, "%s: %s", scheduler_display_path(scheduler, path), message);
    int status = refusal_note(scheduler, path, error, buffer_string(&named));
    buffer_release(&named);
    return status;
}

/* Reported only once, as is what the system refuses. */
static int note_private(struct scheduler *scheduler, const char *path)
{
    return refusal_note_named(
        scheduler, path, EACCES,
        _("not all readers of the index may read it; left out (to include it: --include-private)"));
}

int refusal_close_file(struct scheduler *scheduler, const char *path, struct previous_file *file)
{
    struct run *run = scheduler->run;
    const struct file_state none = {0};
    int status = note_private(scheduler, path);
    if (status == 0 && file == NULL && run->previous != NULL)
        status = previous_state_find(run->previous, scheduler->root_number, path, &file);
    if (status != 0) {
        previous_file_discard(file);
        return status;
    }
    if (file == NULL)
        return 0;
    run->revokes_access = true;
    return previous_file_finish(run->previous, file, &none);
}

int refusal_close_folder(struct scheduler *scheduler, const char *path)
{
    struct run *run = scheduler->run;
    bool has = false;
    scheduler->entries_seen++;
    int status = note_private(scheduler, path);
    if (status == 0 && run->previous != NULL)
        status = path[0] == '\0'
                     ? previous_state_has_root(run->previous, scheduler->root_number, &has)
                     : previous_state_has_folder(run->previous, scheduler->root_number, path, &has);
    run->revokes_access |= has;
    return status;
}

int refusal_of_readers(const char *why)
{
    char reason[512];
    snprintf(reason, sizeof reason, "%.*s", (int)sizeof reason - 1, why);
    return error_set(ERROR_INPUT,
                     "%s; the index cannot be shared until all that it contains can be checked (to "
                     "make it private: --private)",
                     reason);
}
