#include "indexer/cluster/shares.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "indexer/run/recipe.h"
#include "indexer/sources/article/hash.h"

/* --- which shards there should be --- */

static int count_shares(struct shares *shares, DIR *listing, const char *path)
{
    struct dirent *entry;
    struct share share;
    while (errno = 0, (entry = readdir(listing)) != NULL) {
        if (!shard_parse_name(entry->d_name, &share))
            continue;
        if (shares->count != 0 && share.count != shares->count)
            return error_set(ERROR_INPUT,
                             "'%s' has shares of %" PRIu32 " and of %" PRIu32
                             "; remove those that are not meant; nothing was published",
                             path, shares->count, share.count);
        shares->count = share.count;
    }
    return errno == 0 ? 0 : error_system("cannot read '%s'", path);
}

static int make_items(struct shares *shares)
{
    shares->items = calloc((size_t)shares->count + 1, sizeof *shares->items);
    if (shares->items == NULL)
        return error_memory();
    for (uint32_t i = 0; i < shares->count; i++) {
        const struct share share = {i, shares->count};
        manifest_init(&shares->items[i].manifest);
        shares->items[i].path = shard_place(shares->index, shares->folder, &share);
        if (shares->items[i].path == NULL)
            return ERROR_MEMORY;
    }
    return 0;
}

int shares_find(struct shares *shares)
{
    struct buffer path;
    buffer_init(&path);
    buffer_append_format(&path, "%s/%s", shares->index, shares->folder);
    DIR *listing = opendir(buffer_string(&path));
    int status = buffer_status(&path);
    if (status == 0 && listing == NULL && errno != ENOENT)
        status = error_system("cannot open '%s'", path.data);
    if (status == 0 && listing != NULL)
        status = count_shares(shares, listing, path.data);
    if (listing != NULL)
        closedir(listing);
    buffer_release(&path);
    return status == 0 ? make_items(shares) : status;
}

void shares_close(struct shares *shares)
{
    for (uint32_t i = 0; shares->items != NULL && i < shares->count; i++) {
        manifest_release(&shares->items[i].manifest);
        free(shares->items[i].path);
        free(shares->items[i].text);
    }
    free(shares->items);
    shares->items = NULL;
    doubles_release(&shares->doubles);
}

/* --- checks --- */

static int compare_terms(const struct staged *staged, const struct staged *model)
{
    const char *mine = staged->terms.options, *others = model->terms.options;
    if (strcmp(mine, others) != 0)
        return error_set(ERROR_INPUT, "'%s' was built with the options «%s», '%s' with «%s»",
                         staged->path, mine + (*mine == ' '), model->path,
                         others + (*others == ' '));
    if (staged->terms.reads_pdf != model->terms.reads_pdf)
        return error_set(ERROR_INPUT, "'%s' was built without pdftotext, unlike '%s'",
                         staged->terms.reads_pdf ? model->path : staged->path,
                         staged->terms.reads_pdf ? staged->path : model->path);
    return 0;
}

static int check_segments(struct shares *shares, uint32_t number, int directory)
{
    const struct staged *staged = &shares->items[number];
    int status = 0;
    for (size_t i = 0; i < staged->manifest.segment_count && status == 0; i++) {
        struct segment segment;
        status = segment_open_listed(&segment, directory, staged->path,
                                     &staged->manifest.segments[i], &staged->manifest);
        if (status != 0)
            return status;
        if (shares->notes_doubles)
            status = doubles_add(&shares->doubles, number, (uint32_t)i, &segment);
        segment_close(&segment);
    }
    return status;
}

void shares_name_sources(const struct shares *shares, const struct share *group, struct buffer *of)
{
    uint64_t hash = 0;
    for (uint32_t i = 0; i < shares->count; i++) {
        const struct manifest *manifest = &shares->items[i].manifest;
        for (size_t k = 0; shares_in_group(group, i) && k < manifest->segment_count; k++) {
            const struct manifest_segment *segment = &manifest->segments[k];
            const uint64_t parts[] = {hash,           i,
                                      segment->size,  segment->documents,
                                      segment->check, segment->amendments.check};
            hash = hash_bytes(parts, sizeof parts);
        }
    }
    buffer_append_format(of, "%" PRIu32 " %016" PRIx64, shares->count, hash);
}

static int check_sources(const struct staged *staged, const struct share *group,
                         const struct shares *sources)
{
    struct buffer of;
    buffer_init(&of);
    shares_name_sources(sources, group, &of);
    int status = buffer_status(&of);
    if (status == 0 && strcmp(buffer_string(&of), staged->terms.of) != 0)
        status =
            error_set(ERROR_INPUT, "'%s' was merged of other shares than are there", staged->path);
    buffer_release(&of);
    return status;
}

static int check_open(struct shares *shares, uint32_t number, int directory,
                      const struct shares *sources)
{
    struct staged *staged = &shares->items[number];
    const struct share share = {number, shares->count};
    int status = manifest_read(&staged->manifest, directory, staged->path);
    if (status == ERROR_NOT_FOUND)
        return error_set(ERROR_NOT_FOUND, "'%s' is not complete", staged->path);
    if (status == ERROR_OLDER)
        return error_set(ERROR_OLDER, "'%s' was made by another version of fouille", staged->path);
    if (status == 0)
        status = shard_read(directory, staged->path, &share, &staged->terms, &staged->text);
    if (status == 0 && staged->manifest.fingerprint != analysis_fingerprint())
        status =
            error_set(ERROR_VERSION, "'%s' was made with another analysis of French", staged->path);
    if (status == 0 && shares->model != NULL &&
        !manifest_same_roots(&staged->manifest, &shares->model->manifest))
        status = error_set(ERROR_INPUT, "'%s' is of other folders than '%s'", staged->path,
                           shares->model->path);
    if (status == 0 && shares->model != NULL &&
        staged->manifest.shared != shares->model->manifest.shared)
        status = error_set(ERROR_INPUT, "'%s' is for other readers than '%s'", staged->path,
                           shares->model->path);
    if (status == 0 && shares->model != NULL)
        status = compare_terms(staged, shares->model);
    if (status == 0 && sources != NULL)
        status = check_sources(staged, &share, sources);
    return status == 0 ? check_segments(shares, number, directory) : status;
}

static int check_share(struct shares *shares, uint32_t number, const struct shares *sources)
{
    const char *path = shares->items[number].path;
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (directory < 0 && errno == ENOENT)
        return error_set(ERROR_NOT_FOUND, "'%s' is not there", path);
    if (directory < 0)
        return error_system("cannot open '%s'", path);
    int status = check_open(shares, number, directory, sources), reason = errno;
    close(directory);
    errno = reason;
    return status;
}

/* --- those that fail --- */

static void append_root(struct buffer *line, const char *index, const char *recorded)
{
    struct buffer path;
    buffer_init(&path);
    if (recorded[0] == '/')
        buffer_append_string(&path, recorded);
    else
        buffer_append_format(&path, "%s/..%s", index, recorded + 1);
    recipe_append_quoted(line, buffer_string(&path));
    buffer_release(&path);
}

/* Appends the options and the folders as arguments, if a valid shard records them. */
static void append_arguments(struct buffer *line, const struct shares *shares)
{
    /* An index that was found, not named, must not decide what the user types. */
    if (shares->model == NULL || !shares->named) {
        buffer_append_string(line, " PATH...");
        return;
    }
    const struct manifest *manifest = &shares->model->manifest;
    buffer_append_string(line, shares->model->terms.options);
    for (size_t i = 0; i < manifest->root_count; i++)
        append_root(line, shares->index, manifest->roots[i]);
}

static void tell_broken(const struct shares *shares, uint32_t number, const char *why)
{
    const bool merged = strcmp(shares->folder, SHARD_MERGED) == 0;
    struct buffer line;
    buffer_init(&line);
    buffer_append_format(&line, _("%s; build it with: "), why);
    buffer_append_string(&line, "fouille-index --index");
    recipe_append_quoted(&line, shares->index);
    buffer_append_format(&line, " %s %" PRIu32 "/%" PRIu32,
                         merged ? "--adopt --merge-group" : "--shard", number + 1, shares->count);
    if (!merged)
        append_arguments(&line, shares);
    report_error(shares->report, buffer_string(&line));
    buffer_release(&line);
}

static bool is_of_system(int status)
{
    return status == ERROR_MEMORY || (status == ERROR_SYSTEM && errno != ENOENT);
}

static int check_all(struct shares *shares, const struct share *group, const struct shares *sources,
                     char **reasons)
{
    for (uint32_t i = 0; i < shares->count; i++) {
        if (!shares_in_group(group, i))
            continue;
        int found = check_share(shares, i, sources);
        if (is_of_system(found))
            return found;
        if (found == 0 && shares->model == NULL)
            shares->model = &shares->items[i];
        if (found == 0)
            continue;
        shares->broken++;
        reasons[i] = strdup(error_message());
        if (reasons[i] == NULL)
            return error_memory();
    }
    return 0;
}

int shares_check(struct shares *shares, const struct share *group, const struct shares *sources)
{
    char **reasons = calloc((size_t)shares->count + 1, sizeof *reasons);
    int status = reasons == NULL ? error_memory() : check_all(shares, group, sources, reasons);
    for (uint32_t i = 0; reasons != NULL && i < shares->count; i++) {
        if (reasons[i] != NULL && status == 0)
            tell_broken(shares, i, reasons[i]);
        free(reasons[i]);
    }
    free(reasons);
    if (status == 0 && shares->broken > 0)
        status = error_set(ERROR_NOT_FOUND,
                           "%" PRIu32 " of %" PRIu32
                           " shares are missing or broken; nothing was published",
                           shares->broken, shares->count);
    return status;
}

/* --- articles in two shards --- */

static int read_document(const struct staged *staged, struct segment *segment, uint32_t number,
                         struct buffer *name, uint32_t *ordinal)
{
    struct document_reader reader;
    struct document document;
    int status = document_reader_init(&reader, &segment->file);
    if (status != 0)
        return status;
    status = document_read(&reader, number, &document);
    const char *root = "";
    if (status == 0)
        status = manifest_root(&staged->manifest, document.root, &root);
    if (status == 0) {
        buffer_append_format(name, "%s/%.*s#%.*s", root, (int)document.path.size,
                             document.path.data, (int)document.id.size, document.id.data);
        *ordinal = document.ordinal;
    }
    document_reader_release(&reader);
    return status;
}

static int read_place(const struct shares *shares, const struct double_place *place,
                      struct buffer *name, uint32_t *ordinal)
{
    const struct staged *staged = &shares->items[place->shard];
    struct segment segment;
    int directory = open(staged->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (directory < 0)
        return error_system("cannot open '%s'", staged->path);
    int status = segment_open_listed(&segment, directory, staged->path,
                                     &staged->manifest.segments[place->segment], &staged->manifest);
    close(directory);
    if (status != 0)
        return status;
    status = read_document(staged, &segment, place->document, name, ordinal);
    segment_close(&segment);
    return status;
}

static int compare_pair(const struct shares *shares, const struct double_place *pair)
{
    struct buffer one, other;
    uint32_t first = 0, second = 0;
    buffer_init(&one);
    buffer_init(&other);
    int status = read_place(shares, &pair[0], &one, &first);
    if (status == 0)
        status = read_place(shares, &pair[1], &other, &second);
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

int shares_check_doubles(struct shares *shares)
{
    const struct double_place *pair;
    int status = 0;
    doubles_sort(&shares->doubles);
    for (size_t at = 0; status == 0 && (pair = doubles_next(&shares->doubles, &at)) != NULL;)
        status = compare_pair(shares, pair);
    return status;
}
