#include "adopt.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/analyzer.h"
#include "build.h"
#include "commit/transaction.h"
#include "doubles.h"
#include "index/index.h"
#include "optimize.h"
#include "platform/error.h"
#include "platform/message.h"
#include "shard.h"

/* One share, open. */
struct staged {
    char *path;
    int directory; /* -1: it is not there */
    struct manifest manifest;
    bool broken;
};

struct adoption {
    const char *index;
    struct report *report;
    uint32_t count;
    struct staged *shares;
    const struct staged *model; /* the first one that is as it should be */
    uint32_t broken;
    int stored; /* whether segments keep texts; -1: not known yet */
    struct doubles doubles;
};

/* --- which shares there should be --- */

/* Sets the number of shares by the names of those that are there. */
static int count_shares(struct adoption *adoption, DIR *listing, const char *path)
{
    struct dirent *entry;
    struct share share;
    while ((entry = readdir(listing)) != NULL) {
        if (!shard_parse_name(entry->d_name, &share))
            continue;
        if (adoption->count != 0 && share.count != adoption->count)
            return error_set(ERROR_INPUT,
                             "'%s' has shares of %" PRIu32 " and of %" PRIu32
                             "; remove those that are not meant; nothing was published",
                             path, adoption->count, share.count);
        adoption->count = share.count;
    }
    return 0;
}

static int find_shares(struct adoption *adoption)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/" SHARD_STAGING, adoption->index);
    DIR *listing = opendir(path);
    if (listing == NULL && errno != ENOENT)
        return error_system("cannot open '%s'", path);
    int status = listing == NULL ? 0 : count_shares(adoption, listing, path);
    if (listing != NULL)
        closedir(listing);
    if (status == 0 && adoption->count == 0)
        return error_set(ERROR_NOT_FOUND,
                         "there are no shares in '%s'; build them with: fouille-index --index '%s' "
                         "--shard K/N PATH...",
                         path, adoption->index);
    return status;
}

/* --- whether they are as they should be --- */

static bool same_roots(const struct manifest *one, const struct manifest *other)
{
    bool same = one->root_count == other->root_count;
    for (size_t i = 0; same && i < one->root_count; i++)
        same = strcmp(one->roots[i], other->roots[i]) == 0;
    return same;
}

static int check_stored(struct adoption *adoption, const struct staged *staged,
                        const struct segment *segment)
{
    int stored = segment->file.said.stored != 0;
    if (adoption->stored >= 0 && stored != adoption->stored)
        return error_set(ERROR_INPUT, "'%s' was built with or without --no-store, unlike others",
                         staged->path);
    adoption->stored = stored;
    return 0;
}

static int check_segments(struct adoption *adoption, uint32_t number, const struct staged *staged)
{
    int status = 0;
    for (size_t i = 0; i < staged->manifest.segment_count && status == 0; i++) {
        struct segment segment;
        status = segment_open_listed(&segment, staged->directory, staged->path,
                                     &staged->manifest.segments[i], analysis_fingerprint());
        if (status != 0)
            return status;
        status = check_stored(adoption, staged, &segment);
        if (status == 0)
            status = doubles_add(&adoption->doubles, number, (uint32_t)i, &segment);
        segment_close(&segment);
    }
    return status;
}

static int check_share(struct adoption *adoption, uint32_t number)
{
    struct staged *staged = &adoption->shares[number];
    const struct share share = {number, adoption->count};
    staged->directory = open(staged->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (staged->directory < 0 && errno == ENOENT)
        return error_set(ERROR_NOT_FOUND, "'%s' is not there", staged->path);
    if (staged->directory < 0)
        return error_system("cannot open '%s'", staged->path);
    int status = manifest_read(&staged->manifest, staged->directory, staged->path);
    if (status == ERROR_NOT_FOUND)
        return error_set(ERROR_NOT_FOUND, "'%s' is not complete", staged->path);
    if (status == 0)
        status = shard_check(staged->directory, staged->path, &share);
    if (status == 0 && staged->manifest.fingerprint != analysis_fingerprint())
        status =
            error_set(ERROR_VERSION, "'%s' was made with another analysis of French", staged->path);
    if (status == 0 && adoption->model != NULL &&
        !same_roots(&staged->manifest, &adoption->model->manifest))
        status = error_set(ERROR_INPUT, "'%s' is of other folders than '%s'", staged->path,
                           adoption->model->path);
    return status == 0 ? check_segments(adoption, number, staged) : status;
}

/* The folders as arguments, as far as a share that is complete tells. */
static void append_folders(struct buffer *line, const struct adoption *adoption)
{
    if (adoption->model == NULL) {
        buffer_append_string(line, " PATH...");
        return;
    }
    const struct manifest *manifest = &adoption->model->manifest;
    for (size_t i = 0; i < manifest->root_count; i++)
        if (manifest->roots[i][0] == '/')
            buffer_append_format(line, " '%s'", manifest->roots[i]);
        else
            buffer_append_format(line, " '%s/..%s'", adoption->index, manifest->roots[i] + 1);
}

static void tell_broken(const struct adoption *adoption, uint32_t number, const char *why)
{
    struct buffer line;
    buffer_init(&line);
    buffer_append_format(&line, _("%s; build it with: "), why);
    buffer_append_format(&line, "fouille-index --index '%s' --shard %" PRIu32 "/%" PRIu32,
                         adoption->index, number + 1, adoption->count);
    append_folders(&line, adoption);
    report_error(adoption->report, buffer_string(&line));
    buffer_release(&line);
}

static bool is_of_system(int status)
{
    return status == ERROR_MEMORY || (status == ERROR_SYSTEM && errno != ENOENT);
}

static int check_shares(struct adoption *adoption)
{
    char(*reasons)[1024] = calloc(adoption->count, sizeof *reasons);
    int status = reasons == NULL ? error_memory() : 0;
    for (uint32_t i = 0; i < adoption->count && status == 0; i++) {
        struct staged *staged = &adoption->shares[i];
        int found = check_share(adoption, i);
        if (is_of_system(found))
            status = found;
        staged->broken = found != 0;
        adoption->broken += staged->broken;
        if (found != 0)
            snprintf(reasons[i], sizeof reasons[i], "%s", error_message());
        else if (adoption->model == NULL)
            adoption->model = staged;
    }
    for (uint32_t i = 0; i < adoption->count && status == 0; i++)
        if (adoption->shares[i].broken)
            tell_broken(adoption, i, reasons[i]);
    free(reasons);
    if (status == 0 && adoption->broken > 0)
        status = error_set(ERROR_NOT_FOUND,
                           "%" PRIu32 " of %" PRIu32
                           " shares are missing or broken; nothing was published",
                           adoption->broken, adoption->count);
    return status;
}

/* --- whether an article stands in two --- */

static int read_place(const struct adoption *adoption, const struct double_place *place,
                      struct buffer *name, uint32_t *ordinal)
{
    const struct staged *staged = &adoption->shares[place->shard];
    struct segment segment;
    struct document_reader reader;
    struct document document;
    int status =
        segment_open_listed(&segment, staged->directory, staged->path,
                            &staged->manifest.segments[place->segment], analysis_fingerprint());
    if (status != 0)
        return status;
    status = document_reader_init(&reader, &segment.file);
    if (status == 0) {
        status = document_read(&reader, place->document, &document);
        if (status == 0) {
            buffer_append_format(name, "%s/%.*s#%.*s", staged->manifest.roots[document.root],
                                 (int)document.path.size, document.path.data, (int)document.id.size,
                                 document.id.data);
            *ordinal = document.ordinal;
        }
        document_reader_release(&reader);
    }
    segment_close(&segment);
    return status;
}

static int compare_pair(const struct adoption *adoption, const struct double_place *pair)
{
    struct buffer one, other;
    uint32_t first = 0, second = 0;
    buffer_init(&one);
    buffer_init(&other);
    int status = read_place(adoption, &pair[0], &one, &first);
    if (status == 0)
        status = read_place(adoption, &pair[1], &other, &second);
    if (status == 0 && strcmp(buffer_string(&one), buffer_string(&other)) == 0)
        status = error_set(ERROR_INPUT,
                           "'%s' stands in shares %" PRIu32 " and %" PRIu32 ", on lines %" PRIu32
                           " and %" PRIu32
                           "; take one of the lines out and build both shares again; nothing was "
                           "published",
                           one.data, pair[0].shard + 1, pair[1].shard + 1, first + 1, second + 1);
    buffer_release(&one);
    buffer_release(&other);
    return status;
}

static int check_doubles(struct adoption *adoption)
{
    const struct double_place *pair;
    int status = 0;
    doubles_sort(&adoption->doubles);
    for (size_t at = 0; status == 0 && (pair = doubles_next(&adoption->doubles, &at)) != NULL;)
        status = compare_pair(adoption, pair);
    return status;
}

/* --- publication --- */

static int link_file(const struct adoption *adoption, const struct staged *staged,
                     const struct transaction *transaction, const char *from, const char *to)
{
    if (linkat(staged->directory, from, transaction->directory, to, 0) == 0)
        return 0;
    return error_system("cannot link '%s/%s' into '%s'", staged->path, from, adoption->index);
}

static int take_segment(const struct adoption *adoption, const struct staged *staged,
                        struct transaction *transaction, const struct manifest_segment *segment,
                        unsigned number)
{
    struct manifest_segment entry = *segment;
    transaction_segment_name(transaction, number, entry.name);
    int status = link_file(adoption, staged, transaction, segment->name, entry.name);
    if (status == 0 && segment->amendments.name[0] != '\0') {
        transaction_amendments_name(transaction, number, entry.amendments.name);
        status = link_file(adoption, staged, transaction, segment->amendments.name,
                           entry.amendments.name);
    }
    if (status != 0) {
        unlinkat(transaction->directory, entry.name, 0);
        return status;
    }
    return manifest_add_segment(&transaction->next, &entry);
}

/* What the commit before has of other folders would be lost. */
static int check_old(const struct adoption *adoption, const struct transaction *transaction)
{
    if (!transaction_has_old(transaction) ||
        same_roots(&transaction->old, &adoption->model->manifest))
        return 0;
    return error_set(ERROR_INPUT,
                     "'%s' is an index of other folders than the shares; adopt them in another "
                     "place; nothing was published",
                     adoption->index);
}

static int take_shares(const struct adoption *adoption, struct transaction *transaction)
{
    const struct manifest *model = &adoption->model->manifest;
    unsigned number = 0;
    int status = check_old(adoption, transaction);
    transaction->next.fingerprint = analysis_fingerprint();
    for (size_t i = 0; i < model->root_count && status == 0; i++)
        status = manifest_add_root(&transaction->next, model->roots[i]);
    for (uint32_t i = 0; i < adoption->count; i++) {
        const struct staged *staged = &adoption->shares[i];
        for (size_t k = 0; k < staged->manifest.segment_count && status == 0; k++)
            status = take_segment(adoption, staged, transaction, &staged->manifest.segments[k],
                                  number++);
    }
    return status;
}

static int publish(const struct adoption *adoption, bool optimize)
{
    struct transaction transaction;
    int status = transaction_begin(&transaction, adoption->index);
    if (status != 0)
        return status;
    status = take_shares(adoption, &transaction);
    if (status == 0 && optimize)
        status = optimize_transaction(&transaction, adoption->report);
    if (status != 0) {
        transaction_abandon(&transaction);
        return status;
    }
    uint64_t bytes = 0, segments = transaction.next.segment_count;
    for (size_t i = 0; i < segments; i++)
        bytes += transaction.next.segments[i].size;
    status = transaction_commit(&transaction);
    if (status == 0)
        report_adopted(adoption->report, adoption->index, adoption->count, segments, bytes);
    return status;
}

/* What stays does no harm: it is a share that could be adopted again. */
static void remove_shares(const struct adoption *adoption)
{
    char path[4096];
    for (uint32_t i = 0; i < adoption->count; i++) {
        const struct staged *staged = &adoption->shares[i];
        DIR *listing = fdopendir(dup(staged->directory));
        struct dirent *entry;
        unlinkat(staged->directory, MANIFEST_NAME, 0);
        while (listing != NULL && (entry = readdir(listing)) != NULL)
            unlinkat(staged->directory, entry->d_name, 0);
        if (listing != NULL)
            closedir(listing);
        rmdir(staged->path);
    }
    snprintf(path, sizeof path, "%s/" SHARD_STAGING, adoption->index);
    rmdir(path);
}

/* --- all of it --- */

static int open_shares(struct adoption *adoption)
{
    adoption->shares = calloc(adoption->count, sizeof *adoption->shares);
    if (adoption->shares == NULL)
        return error_memory();
    for (uint32_t i = 0; i < adoption->count; i++) {
        const struct share share = {i, adoption->count};
        adoption->shares[i].directory = -1;
        manifest_init(&adoption->shares[i].manifest);
        adoption->shares[i].path = shard_place(adoption->index, &share);
        if (adoption->shares[i].path == NULL)
            return ERROR_MEMORY;
    }
    return check_shares(adoption);
}

static void close_shares(struct adoption *adoption)
{
    for (uint32_t i = 0; adoption->shares != NULL && i < adoption->count; i++) {
        struct staged *staged = &adoption->shares[i];
        manifest_release(&staged->manifest);
        if (staged->path != NULL && staged->directory >= 0)
            close(staged->directory);
        free(staged->path);
    }
    free(adoption->shares);
    doubles_release(&adoption->doubles);
}

int adopt_shards(const struct options *options, struct report *report)
{
    char *index = NULL;
    int status = index_locate_to_write(options->index, &index);
    struct adoption adoption = {.index = index, .report = report, .stored = -1};
    if (status == 0 && build_check(index) == ERROR_VERSION)
        status = ERROR_VERSION;
    if (status == 0)
        status = find_shares(&adoption);
    if (status == 0)
        status = open_shares(&adoption);
    if (status == 0)
        status = check_doubles(&adoption);
    if (status == 0)
        status = publish(&adoption, options->optimize);
    if (status == 0)
        remove_shares(&adoption);
    close_shares(&adoption);
    free(index);
    return status;
}
