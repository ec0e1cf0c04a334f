#include "indexer/update/listed_walk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "common/base/error.h"
#include "indexer/update/absent.h"
#include "indexer/update/refusal.h"
#include "indexer/update/visit.h"

/* Reports error_message(). The file stays as the index has it. */
static int report_refused(struct scheduler *scheduler)
{
    report_complaint(scheduler->run->report, COMPLAINT_FILE, NULL, 0, error_message());
    return 0;
}

/* Whether a walk would have visited the file. Returns 0 or an error. */
static int is_wanted(struct scheduler *scheduler, const struct listed_file *file_list, bool *wanted)
{
    bool excluded;
    *wanted = true;
    if (file_list->below[0] == '\0')
        return 0;
    int status = ignore_excludes_file(&scheduler->ignore, scheduler->root->path, file_list->below,
                                      false, &excluded);
    *wanted = status == 0 && !excluded &&
              input_rules_allow(&scheduler->run->options->input_rules, file_list->below, false);
    return status;
}

/* Deletes what the index has of a file that is gone or no longer wanted, unless its root or its
 * disk is missing. */
static int forget_file(struct scheduler *scheduler, const struct listed_file *file_list)
{
    struct run *run = scheduler->run;
    struct previous_file *file;
    const struct file_state none = {0};
    struct stat root;
    if (run->previous == NULL || mounts_covers(&run->mounts, file_list->root, file_list->below))
        return 0;
    left_out_find(&run->left, file_list->root, file_list->below);
    if (stat(scheduler->root->path, &root) != 0) {
        error_system("cannot open '%s'", scheduler->root->path);
        return report_refused(scheduler);
    }
    int status = previous_state_find(run->previous, file_list->root, file_list->below, &file);
    return status != 0 || file == NULL ? status : previous_file_finish(run->previous, file, &none);
}

static int visit_listed(struct scheduler *scheduler, const struct listed_file *file_list)
{
    struct run *run = scheduler->run;
    struct stat status;
    bool wanted;
    if (scheduler->root->outside) {
        roots_refuse_outside(scheduler->root, run->index);
        return report_refused(scheduler);
    }
    int result = is_wanted(scheduler, file_list, &wanted);
    if (result != 0)
        return result == ERROR_MEMORY ? result : report_refused(scheduler);
    if (!wanted) {
        report_skipped(run->report, SKIPPED_IGNORED);
        return forget_file(scheduler, file_list);
    }
    if (fstatat(AT_FDCWD, file_list->path, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return forget_file(scheduler, file_list);
        error_system("cannot stat '%s'", file_list->path);
        return report_refused(scheduler);
    }
    if (!S_ISREG(status.st_mode)) {
        error_set(ERROR_INPUT, "'%s' is not a regular file", file_list->path);
        return report_refused(scheduler);
    }
    const struct walk_file file =
        walk_file_of(&status, AT_FDCWD, file_list->path, file_list->below);
    if (!readers_can_reach(&run->readers, file_list->path, strlen(scheduler->root->path)))
        return refusal_close_file(scheduler, file.path, NULL);
    return visit_announce(scheduler, file.path, file.name) ? visit_file(scheduler, &file) : 0;
}

int listed_walk(struct scheduler *scheduler)
{
    struct run *run = scheduler->run;
    const struct listed_file *files = run->file_list.files.items;
    size_t count = vector_count(&run->file_list.files);
    int status = 0;
    for (uint32_t i = 0; i < run->roots.count && status == 0 && run->previous != NULL; i++) {
        scheduler_set_root(scheduler, &run->roots.items[i], i);
        status = previous_state_protect(run->previous, i, "");
        if (status == 0 && !scheduler->root->from_stdin)
            status = absent_keep_mounts(scheduler);
    }
    for (size_t i = 0; i < count && status == 0; i++) {
        scheduler_set_root(scheduler, &run->roots.items[files[i].root], files[i].root);
        status = visit_listed(scheduler, &files[i]);
    }
    if (status == 0 || status == ERROR_STOPPED)
        scheduler_flush(scheduler);
    return status == ERROR_STOPPED ? 0 : status;
}
