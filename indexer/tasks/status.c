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
#include "indexer/run/shown.h"
#include "indexer/sources/walk/file_change.h"
#include "indexer/sources/walk/walk.h"
#include "indexer/update/build.h"
#include "indexer/update/known.h"
#include "indexer/update/left_list.h"
#include "indexer/update/readers.h"
#include "indexer/update/roots.h"
#include "indexer/update/worker.h"

/* The differences that a run would find between folders and index. */
struct pending {
    struct known known;
    struct report report; /* counts the articles that have vanished */
    const struct options *options;
    struct readers readers;
    const struct left_list *left;
    const struct manifest *manifest;
    uint32_t root;
    uint64_t met; /* in this root */
    uint64_t fresh, changed, again, unreadable, away, closed;
};

/* --- the walk --- */

/* Whether a run would leave the file out as an earlier one did. True also for what the system
 * refused then (LEFT_AWAY), which is not counted either. */
static bool stays_left(const struct pending *pending, const struct walk_file *walked,
                       const struct file_state *now)
{
    const struct left_entry *left = left_list_find(pending->left, pending->root, walked->path);
    const struct intake_kind kind = intake_kind_of(&pending->options->intake, walked->name);
    if (left == NULL || left->kind == LEFT_AWAY)
        return left != NULL;
    return !left->state.again &&
           !file_is_changed(&left->state, now, pending->options->ignore_ctime) &&
           left->reader ==
               intake_reader(&pending->options->intake, &kind, run_article_limit(pending->options));
}

static int compare_file(void *context, const struct walk_file *walked)
{
    struct pending *pending = context;
    const struct file_state now = file_state_of(walked);
    struct known_file *file;
    pending->met++;
    if (intake_kind_of(&pending->options->intake, walked->name).source.format == SOURCE_NONE)
        return 0;
    if (!readers_have(&pending->readers, walked->mode, walked->group)) {
        pending->closed++;
        return 0;
    }
    int status = known_find(&pending->known, pending->root, walked->path, &file);
    if (status != 0)
        return status;
    bool left = stays_left(pending, walked, &now);
    if (file == NULL)
        pending->fresh += !left;
    else if (file_is_changed(&file->state, &now, pending->options->ignore_ctime))
        pending->changed += !left;
    else if (file->state.again)
        pending->again += !left;
    if (file != NULL)
        known_unchanged(&pending->known, file);
    return 0;
}

static int compare_folder(void *context, const struct walk_folder *folder)
{
    struct pending *pending = context;
    if (readers_have_folder(&pending->readers, folder->descriptor, folder->status))
        return 0;
    pending->met++;
    pending->closed++;
    return 1;
}

static void cannot_compare(void *context, const char *path)
{
    struct pending *pending = context;
    pending->met++;
    pending->unreadable++;
    /* If memory runs out, articles may be counted as vanished that are not; the number only informs
     * people. */
    (void)known_protect(&pending->known, pending->root, path);
}

static void pass_over(void *context, const char *path)
{
    struct pending *pending = context;
    (void)path;
    pending->met++;
}

static bool is_wanted(void *context, const char *path, bool folder)
{
    const struct pending *pending = context;
    return intake_wants(&pending->options->intake, path, folder);
}

/* Keeps the articles on disks that are not mounted, as a run does. */
static int keep_mounts(struct pending *pending, const struct root *root)
{
    const struct manifest *manifest = pending->manifest;
    struct buffer shown;
    int status = 0;
    buffer_init(&shown);
    for (size_t i = 0; i < manifest->mount_count && status == 0; i++) {
        const struct manifest_mount *mount = &manifest->mounts[i];
        if (mount->root != pending->root || !mounts_is_away(run_show(&shown, root, mount->path)))
            continue;
        pending->away++;
        status = known_protect(&pending->known, pending->root, mount->path);
    }
    buffer_release(&shown);
    return status;
}

/* A root that does not exist keeps its articles, as in a run. */
static int compare_root(struct pending *pending, const struct root *root, uint32_t number)
{
    const struct walk_events events = {.file = compare_file,
                                       .unreadable = cannot_compare,
                                       .other = pass_over,
                                       .folder = compare_folder,
                                       .resolved = root->real != NULL,
                                       .heeds_ignore_files = true,
                                       .wanted = is_wanted};
    pending->root = number;
    pending->met = 0;
    if (root->outside) {
        pending->away++;
        return known_protect(&pending->known, number, "");
    }
    int kept = keep_mounts(pending, root);
    if (kept != 0)
        return kept;
    if (root->standard) /* which a run does not look for */
        return known_protect(&pending->known, number, "");
    int status = walk_tree(root->real != NULL ? root->real : root->path, &events, pending);
    if (pending->met > 0 || (status == 0 && root->holds_index) ||
        (status != 0 && status != ERROR_SYSTEM))
        return status;
    pending->away++;
    return known_protect(&pending->known, number, "");
}

static int compare_roots(struct pending *pending, const struct index *index,
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
    int status = known_open(&pending->known, &reading, &pending->report);
    for (size_t i = 0; i < roots->count && status == 0; i++)
        status = compare_root(pending, &roots->items[i], (uint32_t)i);
    if (status == 0)
        status = known_end(&pending->known, false);
    known_close(&pending->known);
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
    struct message_text text = age < MINUTE ? message_counted("%s second", "%s seconds", age)
                               : age < HOUR
                                   ? message_counted("%s minute", "%s minutes", age / MINUTE)
                               : age < 2 * DAY ? message_counted("%s hour", "%s hours", age / HOUR)
                                               : message_counted("%s day", "%s days", age / DAY);
    printf(_(" (%s ago)"), text.text);
}

static void print_path(const char *before, const char *path)
{
    fputs(before, stdout);
    shown_print(stdout, path, strlen(path));
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
    printf(_("holds:     %s, %s in %s\n"), message_counted("%s article", "%s articles", live).text,
           message_size(bytes).text,
           message_counted("%s segment", "%s segments", index->segment_count).text);
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

static void print_part(const char **before, const char *one, const char *many, uint64_t count)
{
    if (count == 0)
        return;
    fputs(*before, stdout);
    fputs(message_counted(one, many, count).text, stdout);
    *before = ", ";
}

static void print_pending(const struct pending *pending)
{
    const char *before = _("pending:   ");
    const char *const start = before;
    print_part(&before, NP_("%s new file", "%s new files"), pending->fresh);
    print_part(&before, NP_("%s changed file", "%s changed files"), pending->changed);
    print_part(&before, NP_("%s file to be read again", "%s files to be read again"),
               pending->again);
    print_part(&before, NP_("%s vanished article", "%s vanished articles"),
               pending->report.removed);
    if (before != start)
        fputs(_("; to bring them in: fouille-index"), stdout);
    else
        printf("%s%s", before, _("nothing"));
    before = _("\naway:      ");
    print_part(
        &before,
        NP_("%s folder that is not there or empty", "%s folders that are not there or empty"),
        pending->away);
    print_part(&before,
               NP_("%s file or folder that could not be read",
                   "%s files or folders that could not be read"),
               pending->unreadable);
    print_part(&before,
               NP_("%s file or folder that not all readers of the index may read",
                   "%s files or folders that not all readers of the index may read"),
               pending->closed);
    putchar('\n');
}

static void print_left(const struct left_list *left)
{
    size_t count = left_list_count(left);
    if (count == 0)
        return;
    printf(_("left out:  %s; to read them again: fouille-index --retry\n"),
           message_counted("%s file or folder", "%s files or folders", count).text);
    for (size_t i = 0; i < count; i++)
        print_path("           ", left_list_at(left, i)->why);
}

/* --- all of it --- */

/* Reads the list of what was left out. It is not an error that the list is gone, since the commit
 * may have been replaced meanwhile, or that only its owner may read it. */
static int read_left(const struct index *index, struct left_list *left)
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
static bool is_in_order(const struct index *index, const struct roots *roots, const uint32_t *map)
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
    struct pending pending = {.options = options, .left = left, .manifest = &index->manifest};
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
    if (status == 0 && !is_in_order(index, &roots, map)) {
        fputs(_("pending:   all, since folders have moved; to index anew: fouille-index\n"),
              stdout);
    } else if (status == 0) {
        status = compare_roots(&pending, index, &roots);
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
    status = read_left(&index, &left);
    print_commit(&index);
    print_contents(&index);
    print_readers(&index);
    if (status == 0)
        status = print_roots(&index, options, &left);
    if (status == 0)
        print_left(&left);
    left_list_release(&left);
    index_close(&index);
    if (fflush(stdout) != 0 && status == 0)
        status = error_system("cannot write standard output");
    return status;
}
