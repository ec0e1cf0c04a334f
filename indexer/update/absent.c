#include "indexer/update/absent.h"

#include <errno.h>
#include <stdio.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "indexer/update/refusal.h"

static int keep_articles(struct scheduler *scheduler, const char *path, int error,
                         const char *message)
{
    struct run *run = scheduler->run;
    int status = refusal_note(scheduler, path, error, message);
    return status != 0 ? status
                       : previous_state_protect(run->previous, scheduler->root_number, path);
}

/* --- roots --- */

static int keep_whole(struct scheduler *scheduler, int error, const char *message)
{
    return scheduler->run->readers.rechecks_all ? refusal_of_readers(message)
                                                : keep_articles(scheduler, "", error, message);
}

int absent_keep_root(struct scheduler *scheduler, int error)
{
    char message[1024];
    if (scheduler->run->previous == NULL || refusal_is_exhaustion(error))
        return ERROR_SYSTEM;
    snprintf(message, sizeof message,
             _("%s; its articles stay in the index (to remove them: fouille-index --forget '%s')"),
             error_message(), scheduler->root->path);
    return keep_whole(scheduler, error, message);
}

/* Whether the previous commit has articles of the root, when the index is being rebuilt; assumed to
 * be so if its segments cannot be read. Returns 0 or ERROR_MEMORY. */
static int had_articles_before(const struct scheduler *scheduler, bool *had)
{
    const struct transaction *transaction = &scheduler->run->transaction;
    const struct manifest *old = &transaction->old;
    struct transaction reading = {
        .path = transaction->path, .directory = transaction->directory, .old = *old, .next = *old};
    struct previous_state previous;
    struct report none;
    *had = false;
    for (uint32_t i = 0; i < old->root_count; i++) {
        if (scheduler->run->map[i] != scheduler->root_number)
            continue;
        report_init(&none, true);
        int status = previous_state_open(&previous, &reading, &none);
        if (status == 0)
            status = previous_state_has_root(&previous, i, had);
        previous_state_close(&previous);
        if (status == ERROR_MEMORY)
            return status;
        *had |= status != 0;
        break;
    }
    return 0;
}

int absent_keep_emptied(struct scheduler *scheduler)
{
    struct previous_state *previous = scheduler->run->previous;
    const char *path = scheduler->root->path;
    char message[1024];
    bool has = false;
    if (scheduler->run->options->allow_empty)
        return 0;
    int status = previous == NULL ? had_articles_before(scheduler, &has)
                                  : previous_state_has_root(previous, scheduler->root_number, &has);
    if (status != 0 || !has)
        return status;
    if (previous == NULL)
        return error_set(ERROR_NOT_FOUND,
                         "'%s' is empty: is its disk mounted? The index is unchanged (to remove "
                         "the articles: --allow-empty)",
                         path);
    snprintf(message, sizeof message,
             _("'%s' is empty: is its disk mounted? Its articles stay in the index (to remove "
               "them: --allow-empty, or fouille-index --forget '%s')"),
             path, path);
    return keep_whole(scheduler, ENODEV, message);
}

/* --- mount points --- */

/* Whether a walk would skip that folder in any case. */
static bool is_skipped_folder(struct scheduler *scheduler, const char *path)
{
    bool excluded = false;
    if (path[0] == '\0')
        return false;
    if (ignore_excludes_file(&scheduler->ignore, scheduler->root->path, path, true, &excluded) != 0)
        return false;
    return excluded || !input_rules_allow(&scheduler->run->options->input_rules, path, true);
}

static int protect_mount(struct scheduler *scheduler, struct mount_point *point)
{
    char message[1024];
    const char *display_path = scheduler_display_path(scheduler, point->path);
    if (!mounts_is_unmounted(display_path) || is_skipped_folder(scheduler, point->path))
        return 0;
    if (scheduler->run->previous == NULL)
        return error_set(ERROR_NOT_FOUND,
                         "'%s' is no longer a mount point: is its disk mounted? The index is "
                         "unchanged (to remove the articles: --allow-empty)",
                         display_path);
    point->unmounted = true;
    snprintf(message, sizeof message,
             _("'%s' is no longer a mount point: is its disk mounted? Its articles stay in the "
               "index (to remove them: --allow-empty)"),
             display_path);
    return keep_articles(scheduler, point->path, ENODEV, message);
}

int absent_keep_mounts(struct scheduler *scheduler)
{
    const struct mounts *mounts = &scheduler->run->mounts;
    struct stat root;
    int status = 0;
    if (scheduler->run->options->allow_empty || stat(scheduler->root->path, &root) != 0)
        return 0;
    for (size_t i = 0; i < mounts_count(mounts) && status == 0; i++)
        if (mounts_at(mounts, i)->root == scheduler->root_number)
            status = protect_mount(scheduler, mounts_at(mounts, i));
    return status;
}
