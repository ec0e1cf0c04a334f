#include "indexer/tasks/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/base/map_fault.h"
#include "common/base/vector.h"
#include "common/index/index.h"
#include "common/index/index_check.h"
#include "common/index/segment_check.h"
#include "indexer/commit/transaction.h"
#include "indexer/update/build.h"
#include "indexer/update/run.h"

struct repair {
    struct report *report;
    const char *index;
    struct transaction transaction;
    struct roots roots; /* of the index, located */
    uint32_t *map;      /* numbers of the manifest's roots → those in `roots` */
    bool *damaged;      /* by segment of the old commit */
    size_t damaged_count;
    uint64_t lost;        /* articles */
    bool lost_from_stdin; /* some of them came from standard input */
    unsigned number;      /* of the next amendments */
};

static const struct manifest *old_of(const struct repair *repair)
{
    return &repair->transaction.old;
}

/* --- what is damaged --- */

/* 0; ERROR_CORRUPT or ERROR_VERSION when the segment cannot be kept; any other error ends the
 * repair. */
static int check_segment(const struct repair *repair, const struct manifest_segment *entry)
{
    const struct transaction *transaction = &repair->transaction;
    struct segment segment;
    unsigned long faults = map_fault_count();
    int status = segment_open_listed(&segment, transaction->directory, transaction->path, entry,
                                     &transaction->old);
    if (status == ERROR_SYSTEM && errno == ENOENT)
        return ERROR_CORRUPT;
    if (status == 0) {
        status = segment_file_verify(&segment.file);
        if (status == 0)
            status = segment_check(&segment);
        segment_close(&segment);
    }
    return map_fault_result(0, faults) == 0 ? status : ERROR_CORRUPT;
}

/* Sets `damaged`. ERROR_VERSION if all segments are of another version, which is not damage. */
static int find_damaged(struct repair *repair)
{
    const struct manifest *old = old_of(repair);
    size_t others = 0;
    for (size_t i = 0; i < old->segment_count; i++) {
        int status = check_segment(repair, &old->segments[i]);
        if (status != 0 && status != ERROR_CORRUPT && status != ERROR_VERSION)
            return status;
        others += status == ERROR_VERSION;
        repair->damaged[i] = status != 0;
        repair->damaged_count += status != 0;
        if (status != 0 && others < old->segment_count)
            report_error(repair->report, error_message());
    }
    return others > 0 && others == old->segment_count ? ERROR_VERSION : 0;
}

/* --- what is lost --- */

/* Prints the roots that a segment's documents may have. */
static void print_lost_roots(struct repair *repair, const struct manifest_segment *entry)
{
    size_t count = entry->root_count > 0 ? entry->root_count : old_of(repair)->root_count;
    for (size_t i = 0; i < count; i++) {
        uint32_t root = entry->root_count > 0 ? entry->roots[i] : (uint32_t)i;
        if (root == ROOT_GONE || repair->map[root] == ROOT_GONE)
            continue;
        const struct root *named = &repair->roots.items[repair->map[root]];
        repair->lost_from_stdin |= named->from_stdin;
        report_lost(named->path, NULL, 0);
    }
}

static void print_lost_document(struct repair *repair, const struct document *document,
                                struct buffer *display_path)
{
    const bool has_root = document->root < old_of(repair)->root_count;
    uint32_t root = has_root ? repair->map[document->root] : ROOT_GONE;
    struct buffer path;
    if (root == ROOT_GONE)
        return;
    buffer_init(&path);
    buffer_append(&path, document->path.data, document->path.size);
    repair->lost_from_stdin |= repair->roots.items[root].from_stdin;
    report_lost(root_full_path(display_path, &repair->roots.items[root], buffer_string(&path)),
                document->id.data, document->id.size);
    buffer_release(&path);
}

/* Prints the documents whose records can be read. Returns whether all can be. */
static bool print_lost_documents(struct repair *repair, struct segment *segment)
{
    struct document_reader reader;
    struct buffer display_path;
    bool all = true;
    if (document_reader_init(&reader, &segment->file) != 0)
        return false;
    reader.accepts_gone_roots = true; /* the list of deleted documents may be what is lost */
    buffer_init(&display_path);
    for (uint32_t i = 0; i < segment_document_count(segment);) {
        struct document document;
        if (document_read(&reader, i, &document) != 0) {
            all = false;
            i += DOCUMENT_BLOCK_SIZE - i % DOCUMENT_BLOCK_SIZE;
            continue;
        }
        if (!segment_is_deleted(segment, i))
            print_lost_document(repair, &document, &display_path);
        i++;
    }
    buffer_release(&display_path);
    document_reader_release(&reader);
    return all;
}

/* Opens as much of the segment as there is, without its amendments if need be. */
static int open_remains(const struct repair *repair, const struct manifest_segment *entry,
                        struct segment *segment)
{
    const struct transaction *transaction = &repair->transaction;
    struct manifest_segment plain = *entry;
    int status = segment_open_listed(segment, transaction->directory, transaction->path, entry,
                                     &transaction->old);
    if (status == 0 || entry->amendments.name[0] == '\0')
        return status;
    plain.amendments.name[0] = '\0';
    return segment_open_listed(segment, transaction->directory, transaction->path, &plain,
                               &transaction->old);
}

static void print_lost_segment(struct repair *repair, const struct manifest_segment *entry)
{
    struct segment segment;
    bool all = false;
    repair->lost += entry->documents - entry->amendments.deleted;
    if (open_remains(repair, entry, &segment) == 0) {
        all = print_lost_documents(repair, &segment);
        segment_close(&segment);
    }
    if (!all)
        print_lost_roots(repair, entry);
}

/* --- what is kept --- */

struct stamp_list {
    VECTOR(struct stamp) stamps;
};

/* Collects the stamps for a segment: each file of several articles, some of which may be lost, gets
 * one that makes the next run read it again; other files keep theirs. */
static int stamp_files(struct segment *segment, struct stamp_list *list)
{
    struct document_reader reader;
    struct document document;
    const struct amendments *old = &segment->amendments;
    uint32_t next = 0, root = 0;
    struct buffer path; /* of the last file stamped */
    int status = document_reader_init(&reader, &segment->file);
    buffer_init(&path);
    for (uint32_t i = 0; i < segment_document_count(segment) && status == 0; i++) {
        struct stamp stamp = {.document = i, .file = {.again = true}}, had;
        bool has = next < old->stamp_count && (had = amendments_stamp(old, next)).document == i;
        next += has;
        if (segment_is_deleted(segment, i) || (status = document_read(&reader, i, &document)) != 0)
            continue;
        bool stamped = path.size > 0 && root == document.root &&
                       path.size == document.path.size + 1 &&
                       memcmp(path.data, document.path.data, document.path.size) == 0;
        if (document.id.size > 0 && !stamped) {
            vector_append(&list->stamps, stamp);
            buffer_clear(&path);
            buffer_append(&path, document.path.data, document.path.size);
            buffer_append_byte(&path, 0);
            root = document.root;
        } else if (document.id.size == 0 && has) {
            vector_append(&list->stamps, had);
        }
    }
    if (status == 0)
        status = buffer_status(&path);
    buffer_release(&path);
    document_reader_release(&reader);
    return status == 0 ? vector_status(&list->stamps) : status;
}

static int stamp_kept_segment(struct repair *repair, struct segment *segment,
                              struct manifest_segment *entry)
{
    struct stamp_list list = {0};
    char name[SEGMENT_NAME_SIZE];
    unsigned char *none = calloc(amendments_bitset_size(entry->documents) + 1, 1);
    if (none == NULL)
        return error_memory();
    int status = stamp_files(segment, &list);
    uint32_t count = (uint32_t)vector_count(&list.stamps);
    transaction_amendments_name(&repair->transaction, repair->number++, name);
    if (status == 0 && count > 0)
        status = amendments_write(repair->transaction.directory, name,
                                  &(struct amendments_content){
                                      segment->file.deleted == NULL ? none : segment->file.deleted,
                                      list.stamps.items, count},
                                  entry);
    vector_release(&list.stamps);
    free(none);
    return status;
}

static int keep_segment(struct repair *repair, const struct manifest_segment *entry)
{
    struct transaction *transaction = &repair->transaction;
    struct manifest_segment kept = *entry;
    struct segment segment;
    int status = segment_open_listed(&segment, transaction->directory, transaction->path, entry,
                                     &transaction->old);
    if (status != 0)
        return status;
    status = stamp_kept_segment(repair, &segment, &kept);
    segment_close(&segment);
    return status == 0 ? manifest_add_segment(&transaction->next, &kept) : status;
}

/* The list of what was left out is dropped: the index may have lost an article of such a file. */
static int keep_intact(struct repair *repair)
{
    const struct manifest *old = old_of(repair);
    int status = 0;
    unsigned long faults = map_fault_count();
    repair->transaction.next.fingerprint = old->fingerprint;
    for (size_t i = 0; i < old->root_count && status == 0; i++)
        status = manifest_add_root(&repair->transaction.next, old->roots[i]);
    for (size_t i = 0; i < old->mount_count && status == 0; i++)
        status =
            manifest_add_mount(&repair->transaction.next, old->mounts[i].root, old->mounts[i].path);
    for (size_t i = 0; i < old->segment_count && status == 0; i++)
        if (!repair->damaged[i])
            status = keep_segment(repair, &old->segments[i]);
    return map_fault_result(status, faults);
}

/* --- the repair --- */

static int prepare_repair(struct repair *repair)
{
    const struct manifest *old = old_of(repair);
    bool ascending;
    int analysis = analysis_status();
    if (analysis != 0)
        return analysis;
    if (old->fingerprint != analysis_fingerprint())
        return error_set(ERROR_VERSION,
                         "'%s' was built with a different analysis of French; reindex with: "
                         "fouille-index --index '%s'",
                         repair->index, repair->index);
    repair->map = calloc(old->root_count + 1, sizeof *repair->map);
    repair->damaged = calloc(old->segment_count + 1, sizeof *repair->damaged);
    if (repair->map == NULL || repair->damaged == NULL)
        return error_memory();
    int status = roots_add_recorded(&repair->roots, old, repair->index, false);
    if (status == 0)
        status = roots_map(&repair->roots, old, repair->index, repair->map, &ascending);
    return status;
}

/* What no segment shows by itself, and cannot be taken out with one: an article in two of them. */
static int check_articles(const struct repair *repair)
{
    struct index index;
    int status = index_open(&index, repair->index, analysis_fingerprint());
    if (status != 0)
        return status;
    status = index_check_articles(&index);
    index_close(&index);
    return status;
}

static int run_repair(struct repair *repair)
{
    struct transaction *transaction = &repair->transaction;
    int status = transaction_begin(transaction, repair->index);
    if (status != 0)
        return status;
    size_t segments = transaction->old.segment_count;
    status = prepare_repair(repair);
    if (status == 0)
        status = find_damaged(repair);
    if (status == 0 && repair->damaged_count > 0)
        status = keep_intact(repair);
    if (status != 0 || repair->damaged_count == 0) {
        transaction_abandon(transaction);
        if (status == 0 && segments > 1)
            status = check_articles(repair);
        if (status == 0)
            report_repaired(repair->report, repair->index,
                            &(struct report_repair){.segments = segments});
        return status;
    }
    for (size_t i = 0; i < segments; i++)
        if (repair->damaged[i])
            print_lost_segment(repair, &transaction->old.segments[i]);
    transaction->faults = map_fault_count(); /* keep_intact has checked what is kept */
    status = report_lost_flush();
    if (status != 0) {
        transaction_abandon(transaction);
        return status;
    }
    status = transaction_commit(transaction);
    if (status != 0)
        return status;
    report_repaired(repair->report, repair->index,
                    &(struct report_repair){.segments = segments,
                                            .dropped = repair->damaged_count,
                                            .lost = repair->lost,
                                            .from_stdin = repair->lost_from_stdin});
    return check_articles(repair);
}

/* Appends the folder of a `root` line as an argument. False when the line may be damaged: there is
 * no such folder, or its path is too long, or has characters that would need escaping. */
static bool salvage_root(const char *index, const char *recorded, struct buffer *arguments)
{
    char path[4096];
    int size = snprintf(path, sizeof path, "%s%s%s", recorded[0] == '/' ? "" : index,
                        recorded[0] == '/' ? "" : "/../", recorded);
    if (size >= (int)sizeof path || strpbrk(path, "'%") != NULL || access(path, F_OK) != 0)
        return false;
    buffer_append_format(arguments, " '%s'", path);
    return true;
}

/* Whether the line holds no folder: it begins with a word of the manifest, and the numbers and file
 * names after it have no '/' and none of the letters of `root`, which would be there if a damaged
 * line end had joined a `root` line to it. */
static bool is_manifest_line(const char *line)
{
    static const char *const words[] = {"fouille index ", "generation ", "analysis ", "segment ",
                                        "roots ",         "amended ",    "end "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(line, words[i], strlen(words[i])) == 0)
            return strpbrk(line + strlen(words[i]), "rot/") == NULL;
    return *line == '\0';
}

/* Appends the folders that a damaged manifest names, as arguments: all of them or, when one may be
 * lost with a line, " PATH...", since a folder that is not named would be missing from the new
 * index. */
static void salvage_roots(const char *index, struct buffer *arguments)
{
    struct buffer text;
    char path[4096], *rest, *line;
    bool sure = true;
    snprintf(path, sizeof path, "%s/MANIFEST", index);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    buffer_init(&text);
    if (descriptor >= 0 && file_read_all(descriptor, &text, 1 << 28, path) == 0) {
        buffer_string(&text);
        for (rest = text.data; sure && (line = strsep(&rest, "\n")) != NULL;)
            sure = strncmp(line, "root ", 5) == 0 ? salvage_root(index, line + 5, arguments)
                                                  : is_manifest_line(line);
    }
    if (descriptor >= 0)
        close(descriptor);
    buffer_release(&text);
    if (!sure)
        buffer_clear(arguments);
    if (arguments->size == 0)
        buffer_append_string(arguments, " PATH...");
}

/* Replaces the error by one with the command that indexes everything again. An index that was
 * found, not named, must not decide which folders the user types. */
static int refuse_manifest(const char *index, bool named)
{
    char reason[1024];
    struct buffer arguments;
    snprintf(reason, sizeof reason, "%s", error_message());
    buffer_init(&arguments);
    if (named)
        salvage_roots(index, &arguments);
    else
        buffer_append_string(&arguments, " PATH...");
    int status = error_set(ERROR_CORRUPT,
                           "%s; it alone recorded which segments are valid, and of which folders: "
                           "reindex with: fouille-index --index '%s' --rebuild%s",
                           reason, index, buffer_string(&arguments));
    buffer_release(&arguments);
    return status;
}

/* A manifest that cannot be read can still be removed. */
static int refuse_unreadable_manifest(const char *index)
{
    char reason[1024];
    snprintf(reason, sizeof reason, "%s", error_message());
    return error_set(ERROR_SYSTEM,
                     "%s; it alone recorded which segments are valid, and of which folders: remove "
                     "it, and reindex with: fouille-index --index '%s' PATH...",
                     reason, index);
}

int repair_index(const struct options *options, struct report *report)
{
    struct repair repair = {.report = report};
    char *index = NULL;
    int status = index_locate_to_write(options->index, &index);
    if (status == 0)
        status = build_check(index);
    if (status == ERROR_CORRUPT)
        status = refuse_manifest(index, build_is_named(options));
    else if (status == ERROR_SYSTEM && errno == EIO)
        status = refuse_unreadable_manifest(index);
    repair.index = index;
    if (status == 0)
        status = run_repair(&repair);
    roots_release(&repair.roots);
    free(repair.map);
    free(repair.damaged);
    free(index);
    return status;
}
