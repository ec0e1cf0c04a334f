#include "indexer/tasks/status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "common/index/index.h"
#include "indexer/run/safe_print.h"
#include "indexer/sources/walk/file_change.h"
#include "indexer/sources/walk/walk.h"
#include "indexer/state/left_list.h"
#include "indexer/state/previous_file.h"
#include "indexer/state/readers.h"
#include "indexer/state/roots.h"
#include "indexer/update/build.h"
#include "indexer/update/run.h"
#include "indexer/update/walked_file.h"

/* The differences that a run would find between folders and index. */
struct pending_changes {
    struct previous_state previous;
    struct report report; /* counts the articles that have vanished */
    const struct options *options;
    struct readers readers;
    const struct left_list *left;
    const struct manifest *manifest;
    uint32_t root;
    uint64_t entries_seen; /* in this root */
    uint64_t new_files, changed_files, again, unreadable, missing, restricted;
};

/* --- the walk --- */

/* Whether a run would leave the file out as an earlier one did. True also for what the system
 * refused then (LEFT_REFUSED), which is not counted either. */
static bool would_stay_left_out(const struct pending_changes *pending, const char *path,
                                const struct input_kind *kind, const struct file_state *now)
{
    const struct left_entry *left = left_list_find(pending->left, pending->root, path);
    if (left == NULL || left->kind == LEFT_REFUSED)
        return left != NULL;
    return !left->state.again &&
           !file_has_changed(&left->state, now, pending->options->ignore_ctime) &&
           left->reader == input_rules_reader_hash(&pending->options->input_rules, kind,
                                                   run_article_limit(pending->options));
}

static int compare_walked_file(void *context, const struct walk_file *walked)
{
    struct pending_changes *pending = context;
    struct input_kind kind = input_rules_kind_of(&pending->options->input_rules, walked->name);
    const struct file_state now = file_state_of(walked);
    struct previous_file *file;
    pending->entries_seen++;
    enum walked_page page = kind.source.maybe_page ? walked_file_is_page(walked) : WALKED_PAGE;
    if (kind.source.maybe_page && page != WALKED_OTHER)
        kind.source.format = SOURCE_HTML;
    if (kind.source.format == SOURCE_NONE && !kind.lacks_pdf)
        return 0;
    if (!readers_may_read(&pending->readers, walked->mode, walked->group)) {
        pending->restricted++;
        return 0;
    }
    int status = previous_state_find(&pending->previous, pending->root, walked->path, &file);
    if (status != 0)
        return status;
    /* A run keeps the articles of a PDF while pdftotext is not installed. */
    bool left = kind.lacks_pdf || would_stay_left_out(pending, walked->path, &kind, &now);
    if (file == NULL)
        pending->new_files += !left && page != WALKED_UNREADABLE;
    else if (file_has_changed(&file->state, &now, pending->options->ignore_ctime))
        pending->changed_files += !left;
    else if (file->state.again)
        pending->again += !left;
    if (file != NULL)
        previous_file_keep(&pending->previous, file);
    return 0;
}

static int compare_folder(void *context, const struct walk_folder *folder)
{
    struct pending_changes *pending = context;
    if (readers_may_enter_folder(&pending->readers, folder->descriptor, folder->status))
        return 0;
    pending->entries_seen++;
    pending->restricted++;
    return 1;
}

static void compare_unreadable(void *context, const char *path)
{
    struct pending_changes *pending = context;
    pending->entries_seen++;
    pending->unreadable++;
    /* If memory runs out, articles may be counted as vanished that are not; the number only informs
     * people. */
    (void)previous_state_protect(&pending->previous, pending->root, path);
}

static void count_other_entry(void *context, const char *path)
{
    struct pending_changes *pending = context;
    (void)path;
    pending->entries_seen++;
}

static bool status_wants(void *context, const char *path, bool folder)
{
    const struct pending_changes *pending = context;
    return input_rules_allow(&pending->options->input_rules, path, folder);
}

/* Keeps the articles on disks that are not mounted, as a run does. */
static int protect_unmounted(struct pending_changes *pending, const struct root *root)
{
    const struct manifest *manifest = pending->manifest;
    struct buffer display_path;
    int status = 0;
    buffer_init(&display_path);
    for (size_t i = 0; i < manifest->mount_count && status == 0; i++) {
        const struct manifest_mount *mount = &manifest->mounts[i];
        if (mount->root != pending->root ||
            !mounts_is_unmounted(root_full_path(&display_path, root, mount->path)))
            continue;
        pending->missing++;
        status = previous_state_protect(&pending->previous, pending->root, mount->path);
    }
    buffer_release(&display_path);
    return status;
}

/* A root that does not exist keeps its articles, as in a run. */
static int compare_root(struct pending_changes *pending, const struct root *root, uint32_t number)
{
    const struct walk_events events = {.file = compare_walked_file,
                                       .unreadable = compare_unreadable,
                                       .other = count_other_entry,
                                       .folder = compare_folder,
                                       .resolved = root->real != NULL,
                                       .use_ignore_files = true,
                                       .wanted = status_wants};
    pending->root = number;
    pending->entries_seen = 0;
    if (root->outside) {
        pending->missing++;
        return previous_state_protect(&pending->previous, number, "");
    }
    int kept = protect_unmounted(pending, root);
    if (kept != 0)
        return kept;
    if (root->from_stdin) /* which a run does not look for */
        return previous_state_protect(&pending->previous, number, "");
    int status = walk_tree(root->real != NULL ? root->real : root->path, &events, pending);
    if (pending->entries_seen > 0 || (status == 0 && root->holds_index) ||
        (status != 0 && status != ERROR_SYSTEM))
        return status;
    pending->missing++;
    return previous_state_protect(&pending->previous, number, "");
}

static int compare_all_roots(struct pending_changes *pending, const struct index *index,
                             const struct roots *roots)
{
    struct transaction reading = {.path = index->directory,
                                  .directory = open(index->directory, O_RDONLY | O_CLOEXEC),
                                  .old = index->manifest,
                                  .next = index->manifest};
    if (reading.directory < 0)
        return error_system("cannot open '%s'", index->directory);
    pending->readers.audience = audience_of(reading.directory, sharing_of(reading.directory));
    report_init(&pending->report, true);
    int status = previous_state_open(&pending->previous, &reading, &pending->report);
    for (size_t i = 0; i < roots->count && status == 0; i++)
        status = compare_root(pending, &roots->items[i], (uint32_t)i);
    if (status == 0)
        status = previous_state_end(&pending->previous, false);
    previous_state_close(&pending->previous);
    close(reading.directory);
    return status;
}

/* --- printing --- */

static void print_moment(time_t moment)
{
    static const char *const months[] = {N_("January"), N_("February"), N_("March"),
                                         N_("April"),   N_("May"),      N_("June"),
                                         N_("July"),    N_("August"),   N_("September"),
                                         N_("October"), N_("November"), N_("December")};
    struct tm day;
    if (localtime_r(&moment, &day) == NULL)
        return;
    const char *month = _(months[day.tm_mon]);
    int year = day.tm_year + 1900;
    if (day.tm_mday == 1)
        printf(_("1 %s %d, %02d:%02d"), month, year, day.tm_hour, day.tm_min);
    else
        printf(_("%d %s %d, %02d:%02d"), day.tm_mday, month, year, day.tm_hour, day.tm_min);
}

static void print_age(double seconds)
{
    static const uint64_t MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
    const uint64_t age = seconds > 0 ? (uint64_t)seconds : 0;
    struct message_text text =
        age < MINUTE    ? message_with_count("%s second", "%s seconds", age)
        : age < HOUR    ? message_with_count("%s minute", "%s minutes", age / MINUTE)
        : age < 2 * DAY ? message_with_count("%s hour", "%s hours", age / HOUR)
                        : message_with_count("%s day", "%s days", age / DAY);
    printf(_(" (%s ago)"), text.text);
}

static void print_path(const char *before, const char *path)
{
    fputs(before, stdout);
    safe_print(stdout, path, strlen(path));
    putchar('\n');
}

static void print_commit(const struct index *index)
{
    struct buffer path;
    struct stat status;
    buffer_init(&path);
    buffer_append_format(&path, "%s/" MANIFEST_NAME, index->directory);
    print_path(_("index:     "), index->directory);
    if (stat(buffer_string(&path), &status) == 0) {
        fputs(_("as of:     "), stdout);
        print_moment(status.st_mtime);
        print_age(difftime(time(NULL), status.st_mtime));
        putchar('\n');
    }
    buffer_release(&path);
}

static void print_contents(const struct index *index)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < index->segment_count; i++)
        bytes += index->manifest.segments[i].size + index->manifest.segments[i].amendments.size;
    uint64_t live = index->document_count - index->deleted_count;
    printf(_("holds:     %s, %s in %s\n"),
           message_with_count("%s article", "%s articles", live).text, message_size(bytes).text,
           message_with_count("%s segment", "%s segments", index->segment_count).text);
}

static void print_readers(const struct index *index)
{
    int directory = open(index->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const struct audience audience =
        audience_of(directory, directory < 0 ? SHARING_PRIVATE : sharing_of(directory));
    if (directory >= 0)
        close(directory);
    printf("%s%s\n", _("readers:   "),
           audience.others    ? _("everybody")
           : audience.members ? _("its owner and its group")
                              : _("its owner alone"));
}

static void print_count(const char **before, const char *one, const char *many, uint64_t count)
{
    if (count == 0)
        return;
    fputs(*before, stdout);
    fputs(message_with_count(one, many, count).text, stdout);
    *before = ", ";
}

static void print_pending(const struct pending_changes *pending)
{
    const char *before = _("pending:   ");
    const char *const start = before;
    print_count(&before, NP_("%s new file", "%s new files"), pending->new_files);
    print_count(&before, NP_("%s changed file", "%s changed files"), pending->changed_files);
    print_count(&before, NP_("%s file to be read again", "%s files to be read again"),
                pending->again);
    print_count(&before, NP_("%s vanished article", "%s vanished articles"),
                pending->report.removed);
    if (before != start)
        fputs(_("; to index them: fouille-index"), stdout);
    else
        printf("%s%s", before, _("nothing"));
    before = _("\naway:      ");
    print_count(&before, NP_("%s missing or empty folder", "%s missing or empty folders"),
                pending->missing);
    print_count(&before,
                NP_("%s file or folder that could not be read",
                    "%s files or folders that could not be read"),
                pending->unreadable);
    print_count(&before,
                NP_("%s file or folder that not all readers of the index may read",
                    "%s files or folders that not all readers of the index may read"),
                pending->restricted);
    putchar('\n');
}

static void print_left_out(const struct left_list *left)
{
    size_t count = left_list_count(left);
    if (count == 0)
        return;
    printf(_("left out:  %s; to read them again: fouille-index --retry\n"),
           message_with_count("%s file or folder", "%s files or folders", count).text);
    for (size_t i = 0; i < count; i++)
        print_path("           ", left_list_at(left, i)->why);
}

/* --- all of it --- */

/* Reads the list of what was left out. It is not an error that the list is gone, since the commit
 * may have been replaced meanwhile, or that only its owner may read it. */
static int read_left_list(const struct index *index, struct left_list *left)
{
    int directory = open(index->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return error_system("cannot open '%s'", index->directory);
    int status = left_list_read(left, directory, &index->manifest, index->directory);
    close(directory);
    left_list_sort(left);
    return status == ERROR_SYSTEM && (errno == ENOENT || errno == EACCES) ? 0 : status;
}

/* Whether the roots are the manifest's, in the same order. False when a folder has moved among
 * absolute ones, so that a run would start over. */
static bool are_roots_unchanged(const struct index *index, const struct roots *roots,
                                const uint32_t *map)
{
    bool same = roots->count == index->manifest.root_count;
    for (size_t i = 0; i < index->manifest.root_count && same; i++)
        same = map[i] == i;
    return same;
}

static int print_roots(const struct index *index, const struct options *options,
                       const struct left_list *left)
{
    struct roots roots = {0};
    struct pending_changes pending = {
        .options = options, .left = left, .manifest = &index->manifest};
    bool ascending;
    uint32_t *map = malloc((index->manifest.root_count + 1) * sizeof *map);
    if (map == NULL)
        return error_memory();
    int status = roots_add_recorded(&roots, &index->manifest, index->directory, true);
    if (status == 0 && !build_is_named(options))
        status = roots_confine(&roots, index->directory);
    for (size_t i = 0; i < roots.count && status == 0; i++)
        print_path(i == 0 ? _("folders:   ") : "           ", roots.items[i].path);
    if (status == 0)
        status = roots_map(&roots, &index->manifest, index->directory, map, &ascending);
    if (status == 0 && !are_roots_unchanged(index, &roots, map)) {
        fputs(_("pending:   everything, since folders were moved; to reindex: fouille-index\n"),
              stdout);
    } else if (status == 0) {
        status = compare_all_roots(&pending, index, &roots);
        if (status == 0)
            print_pending(&pending);
    }
    roots_release(&roots);
    free(map);
    return status;
}

int status_print(const struct options *options)
{
    struct index index;
    char *path;
    int status = index_locate(options->index, &path);
    if (status != 0)
        return status;
    status = index_open(&index, path, analysis_fingerprint());
    free(path);
    if (status != 0)
        return status;
    struct left_list left;
    left_list_init(&left);
    status = read_left_list(&index, &left);
    print_commit(&index);
    print_contents(&index);
    print_readers(&index);
    if (status == 0)
        status = print_roots(&index, options, &left);
    if (status == 0)
        print_left_out(&left);
    left_list_release(&left);
    index_close(&index);
    if (fflush(stdout) != 0 && status == 0)
        status = error_system("cannot write standard output");
    return status;
}
