#include "indexer/cluster/shards.h"

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
#include "indexer/run/build_parameters.h"
#include "indexer/sources/article/hash.h"

/* --- which shards there should be --- */

static int count_shards(struct shards *shards, DIR *listing, const char *path)
{
    struct dirent *entry;
    struct shard shard;
    while (errno = 0, (entry = readdir(listing)) != NULL) {
        if (!shard_parse_name(entry->d_name, &shard))
            continue;
        if (shards->count != 0 && shard.count != shards->count)
            return error_set(ERROR_INPUT,
                             "'%s' contains shards of both N = %" PRIu32 " and N = %" PRIu32
                             "; remove those that do not belong; nothing was published",
                             path, shards->count, shard.count);
        shards->count = shard.count;
    }
    return errno == 0 ? 0 : error_system("cannot read '%s'", path);
}

static int make_items(struct shards *shards)
{
    shards->items = calloc((size_t)shards->count + 1, sizeof *shards->items);
    if (shards->items == NULL)
        return error_memory();
    for (uint32_t i = 0; i < shards->count; i++) {
        const struct shard shard = {i, shards->count};
        manifest_init(&shards->items[i].manifest);
        shards->items[i].path = shard_path(shards->index, shards->folder, &shard);
        if (shards->items[i].path == NULL)
            return ERROR_MEMORY;
    }
    return 0;
}

int shards_find(struct shards *shards)
{
    struct buffer path;
    buffer_init(&path);
    buffer_append_format(&path, "%s/%s", shards->index, shards->folder);
    DIR *listing = opendir(buffer_string(&path));
    int status = buffer_status(&path);
    if (status == 0 && listing == NULL && errno != ENOENT)
        status = error_system("cannot open '%s'", path.data);
    if (status == 0 && listing != NULL)
        status = count_shards(shards, listing, path.data);
    if (listing != NULL)
        closedir(listing);
    buffer_release(&path);
    return status == 0 ? make_items(shards) : status;
}

void shards_close(struct shards *shards)
{
    for (uint32_t i = 0; shards->items != NULL && i < shards->count; i++) {
        manifest_release(&shards->items[i].manifest);
        free(shards->items[i].path);
        free(shards->items[i].text);
    }
    free(shards->items);
    shards->items = NULL;
    duplicate_ids_release(&shards->duplicate_ids);
}

/* --- checks --- */

static int compare_descriptions(const struct staged_shard *staged_shard,
                                const struct staged_shard *reference)
{
    const char *mine = staged_shard->description.options, *others = reference->description.options;
    if (strcmp(mine, others) != 0)
        return error_set(ERROR_INPUT, "'%s' was built with the options “%s”, '%s' with “%s”",
                         staged_shard->path, mine + (*mine == ' '), reference->path,
                         others + (*others == ' '));
    if (staged_shard->description.reads_pdf != reference->description.reads_pdf)
        return error_set(ERROR_INPUT, "'%s' was built without pdftotext, unlike '%s'",
                         staged_shard->description.reads_pdf ? reference->path : staged_shard->path,
                         staged_shard->description.reads_pdf ? staged_shard->path
                                                             : reference->path);
    return 0;
}

static int check_segments(struct shards *shards, uint32_t number, int directory)
{
    const struct staged_shard *staged_shard = &shards->items[number];
    int status = 0;
    for (size_t i = 0; i < staged_shard->manifest.segment_count && status == 0; i++) {
        struct segment segment;
        status = segment_open_listed(&segment, directory, staged_shard->path,
                                     &staged_shard->manifest.segments[i], &staged_shard->manifest);
        if (status != 0)
            return status;
        if (shards->collects_ids)
            status = duplicate_ids_add(&shards->duplicate_ids, number, (uint32_t)i, &segment);
        segment_close(&segment);
    }
    return status;
}

void shards_append_sources(const struct shards *shards, const struct shard *group,
                           struct buffer *made_of)
{
    uint64_t hash = 0;
    for (uint32_t i = 0; i < shards->count; i++) {
        const struct manifest *manifest = &shards->items[i].manifest;
        for (size_t k = 0; shards_in_group(group, i) && k < manifest->segment_count; k++) {
            const struct manifest_segment *segment = &manifest->segments[k];
            const uint64_t parts[] = {hash,
                                      i,
                                      segment->size,
                                      segment->documents,
                                      segment->checksum,
                                      segment->amendments.checksum};
            hash = hash_bytes(parts, sizeof parts);
        }
    }
    buffer_append_format(made_of, "%" PRIu32 " %016" PRIx64, shards->count, hash);
}

static int check_sources(const struct staged_shard *staged_shard, const struct shard *group,
                         const struct shards *sources)
{
    struct buffer made_of;
    buffer_init(&made_of);
    shards_append_sources(sources, group, &made_of);
    int status = buffer_status(&made_of);
    if (status == 0 && strcmp(buffer_string(&made_of), staged_shard->description.made_of) != 0)
        status = error_set(ERROR_INPUT, "'%s' was merged from other shards than those present",
                           staged_shard->path);
    buffer_release(&made_of);
    return status;
}

static int check_shard_folder(struct shards *shards, uint32_t number, int directory,
                              const struct shards *sources)
{
    struct staged_shard *staged_shard = &shards->items[number];
    const struct shard shard = {number, shards->count};
    int status = manifest_read(&staged_shard->manifest, directory, staged_shard->path);
    if (status == ERROR_NOT_FOUND)
        return error_set(ERROR_NOT_FOUND, "'%s' is incomplete", staged_shard->path);
    if (status == ERROR_OLDER)
        return error_set(ERROR_OLDER, "'%s' was made by another version of fouille",
                         staged_shard->path);
    if (status == 0)
        status = shard_read(directory, staged_shard->path, &shard, &staged_shard->description,
                            &staged_shard->text);
    if (status == 0 && staged_shard->manifest.fingerprint != analysis_fingerprint())
        status = error_set(ERROR_VERSION, "'%s' was built with a different analysis of French",
                           staged_shard->path);
    if (status == 0 && shards->reference != NULL &&
        !manifest_same_roots(&staged_shard->manifest, &shards->reference->manifest))
        status = error_set(ERROR_INPUT, "'%s' was built from other folders than '%s'",
                           staged_shard->path, shards->reference->path);
    if (status == 0 && shards->reference != NULL &&
        staged_shard->manifest.shared != shards->reference->manifest.shared)
        status = error_set(ERROR_INPUT, "'%s' is open to other readers than '%s'",
                           staged_shard->path, shards->reference->path);
    if (status == 0 && shards->reference != NULL)
        status = compare_descriptions(staged_shard, shards->reference);
    if (status == 0 && sources != NULL)
        status = check_sources(staged_shard, &shard, sources);
    return status == 0 ? check_segments(shards, number, directory) : status;
}

static int check_shard(struct shards *shards, uint32_t number, const struct shards *sources)
{
    const char *path = shards->items[number].path;
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (directory < 0 && errno == ENOENT)
        return error_set(ERROR_NOT_FOUND, "'%s' is missing", path);
    if (directory < 0)
        return error_system("cannot open '%s'", path);
    int status = check_shard_folder(shards, number, directory, sources), reason = errno;
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
    build_parameters_append_quoted(line, buffer_string(&path));
    buffer_release(&path);
}

/* Appends the options and the folders as arguments, if a valid shard records them. */
static void append_arguments(struct buffer *line, const struct shards *shards)
{
    /* An index that was found, not named, must not decide what the user types. */
    if (shards->reference == NULL || !shards->named) {
        buffer_append_string(line, " PATH...");
        return;
    }
    const struct manifest *manifest = &shards->reference->manifest;
    buffer_append_string(line, shards->reference->description.options);
    for (size_t i = 0; i < manifest->root_count; i++)
        append_root(line, shards->index, manifest->roots[i]);
}

static void report_broken(const struct shards *shards, uint32_t number, const char *why)
{
    const bool merged = strcmp(shards->folder, SHARD_MERGED) == 0;
    struct buffer line;
    buffer_init(&line);
    buffer_append_format(&line, _("%s; build it with: "), why);
    buffer_append_string(&line, "fouille-index --index");
    build_parameters_append_quoted(&line, shards->index);
    buffer_append_format(&line, " %s %" PRIu32 "/%" PRIu32,
                         merged ? "--adopt --merge-group" : "--shard", number + 1, shards->count);
    if (!merged)
        append_arguments(&line, shards);
    report_error(shards->report, buffer_string(&line));
    buffer_release(&line);
}

static bool is_system_failure(int status)
{
    return status == ERROR_MEMORY || (status == ERROR_SYSTEM && errno != ENOENT);
}

static int check_each_shard(struct shards *shards, const struct shard *group,
                            const struct shards *sources, char **reasons)
{
    for (uint32_t i = 0; i < shards->count; i++) {
        if (!shards_in_group(group, i))
            continue;
        int found = check_shard(shards, i, sources);
        if (is_system_failure(found))
            return found;
        if (found == 0 && shards->reference == NULL)
            shards->reference = &shards->items[i];
        if (found == 0)
            continue;
        shards->broken++;
        reasons[i] = strdup(error_message());
        if (reasons[i] == NULL)
            return error_memory();
    }
    return 0;
}

int shards_check(struct shards *shards, const struct shard *group, const struct shards *sources)
{
    char **reasons = calloc((size_t)shards->count + 1, sizeof *reasons);
    int status =
        reasons == NULL ? error_memory() : check_each_shard(shards, group, sources, reasons);
    for (uint32_t i = 0; reasons != NULL && i < shards->count; i++) {
        if (reasons[i] != NULL && status == 0)
            report_broken(shards, i, reasons[i]);
        free(reasons[i]);
    }
    free(reasons);
    if (status == 0 && shards->broken > 0)
        status = error_set(ERROR_NOT_FOUND,
                           "%" PRIu32 " of %" PRIu32
                           " shards are missing or unusable; nothing was published",
                           shards->broken, shards->count);
    return status;
}

/* --- articles in two shards --- */

static int read_article_name(const struct staged_shard *staged_shard, struct segment *segment,
                             uint32_t number, struct buffer *name, uint32_t *ordinal)
{
    struct document_reader reader;
    struct document document;
    int status = document_reader_init(&reader, &segment->file);
    if (status != 0)
        return status;
    status = document_read(&reader, number, &document);
    const char *root = "";
    if (status == 0)
        status = manifest_root(&staged_shard->manifest, document.root, &root);
    if (status == 0) {
        buffer_append_format(name, "%s/%.*s#%.*s", root, (int)document.path.size,
                             document.path.data, (int)document.id.size, document.id.data);
        *ordinal = document.ordinal;
    }
    document_reader_release(&reader);
    return status;
}

static int read_location(const struct shards *shards, const struct id_location *location,
                         struct buffer *name, uint32_t *ordinal)
{
    const struct staged_shard *staged_shard = &shards->items[location->shard];
    struct segment segment;
    int directory = open(staged_shard->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (directory < 0)
        return error_system("cannot open '%s'", staged_shard->path);
    int status = segment_open_listed(&segment, directory, staged_shard->path,
                                     &staged_shard->manifest.segments[location->segment],
                                     &staged_shard->manifest);
    close(directory);
    if (status != 0)
        return status;
    status = read_article_name(staged_shard, &segment, location->document, name, ordinal);
    segment_close(&segment);
    return status;
}

static int compare_pair(const struct shards *shards, const struct id_location *pair)
{
    struct buffer one, other;
    uint32_t first = 0, second = 0;
    buffer_init(&one);
    buffer_init(&other);
    int status = read_location(shards, &pair[0], &one, &first);
    if (status == 0)
        status = read_location(shards, &pair[1], &other, &second);
    if (status == 0 && strcmp(buffer_string(&one), buffer_string(&other)) == 0)
        status = error_set(
            ERROR_INPUT,
            "'%s' is in shards %" PRIu32 " and %" PRIu32 ", on lines %" PRIu32 " and %" PRIu32
            "; remove one of the lines and rebuild both shards; nothing was published",
            one.data, pair[0].shard + 1, pair[1].shard + 1, first + 1, second + 1);
    buffer_release(&one);
    buffer_release(&other);
    return status;
}

int shards_check_duplicate_ids(struct shards *shards)
{
    const struct id_location *pair;
    int status = 0;
    duplicate_ids_sort(&shards->duplicate_ids);
    for (size_t at = 0;
         status == 0 && (pair = duplicate_ids_next(&shards->duplicate_ids, &at)) != NULL;)
        status = compare_pair(shards, pair);
    return status;
}
