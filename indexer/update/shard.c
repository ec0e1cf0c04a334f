#include "indexer/update/shard.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "common/base/file.h"
#include "common/index/index_folder.h"
#include "common/index/manifest.h"
#include "indexer/commit/claim.h"
#include "indexer/run/build_parameters.h"

enum { NAME_SIZE = 48, SHARD_FILE_MAX = 1 << 16 };

/* Levels of folders below the adopted one: `merged`, and its shards. */
enum { ADOPTED_LEVELS = 2 };

static const char first_line[] = "fouille shard ", version[] = "2\n";

static void print_shard_name(char name[NAME_SIZE], const struct shard *shard)
{
    snprintf(name, NAME_SIZE, "shard-%" PRIu32 "-of-%" PRIu32, shard->number + 1, shard->count);
}

bool shard_parse_name(const char *name, struct shard *shard)
{
    char again[NAME_SIZE];
    if (sscanf(name, "shard-%" SCNu32 "-of-%" SCNu32, &shard->number, &shard->count) != 2 ||
        shard->number == 0 || shard->number > shard->count || shard->count > SHARDS_MAX)
        return false;
    shard->number--;
    print_shard_name(again, shard);
    return strcmp(name, again) == 0;
}

char *shard_path(const char *index, const char *folder, const struct shard *shard)
{
    struct buffer path;
    char name[NAME_SIZE];
    print_shard_name(name, shard);
    buffer_init(&path);
    buffer_append_format(&path, "%s/%s/%s", index, folder, name);
    char *staging_path = buffer_detach(&path);
    if (staging_path == NULL)
        error_memory();
    return staging_path;
}

/* Makes the shard incomplete from here on, even after a power cut. */
static int mark_incomplete(int directory, const char *staging_path)
{
    if (unlinkat(directory, MANIFEST_NAME, 0) == 0)
        return file_sync(directory, staging_path);
    return errno == ENOENT ? 0 : error_system("cannot remove '%s/%s'", staging_path, MANIFEST_NAME);
}

/* Another task may be making the same folder. */
static int claim_level(const char *path)
{
    int directory = claim_staging(path);
    if (directory < 0)
        return directory;
    close(directory);
    return 0;
}

/* Makes the folders between the index and the staging place; syncs the index folder. */
static int claim_levels(char *path, const char *index)
{
    int directory = claim_index(index), status = directory < 0 ? directory : 0;
    for (char *slash = strchr(path + strlen(index) + 1, '/'); slash != NULL && status == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        status = claim_level(path);
        *slash = '/';
    }
    if (status == 0)
        status = file_sync(directory, index);
    if (directory >= 0)
        close(directory);
    return status;
}

int shard_prepare(const char *index, const char *folder, const struct shard *shard,
                  char **staging_path)
{
    *staging_path = shard_path(index, folder, shard);
    if (*staging_path == NULL)
        return ERROR_MEMORY;
    int status = claim_levels(*staging_path, index);
    int directory = status == 0 ? claim_staging(*staging_path) : status;
    if (directory < 0)
        return directory;
    status = mark_incomplete(directory, *staging_path);
    close(directory);
    return status;
}

/* --- SHARD --- */

static void append_shard_header(struct buffer *text, const struct shard *shard)
{
    buffer_append_format(text, "%s%sshare %" PRIu32 "/%" PRIu32 "\n", first_line, version,
                         shard->number + 1, shard->count);
}

int shard_describe(int directory, const struct shard *shard,
                   const struct shard_description *description)
{
    struct buffer text;
    buffer_init(&text);
    append_shard_header(&text, shard);
    buffer_append_format(&text, "options%s\npdf %s\n", description->options,
                         description->reads_pdf ? "yes" : "no");
    if (description->made_of[0] != '\0')
        buffer_append_format(&text, "of %s\n", description->made_of);
    int status = buffer_status(&text);
    if (status == 0)
        status = file_replace(directory, "SHARD", text.data, text.size);
    buffer_release(&text);
    return status;
}

static int read_shard_file(int directory, const char *display_path, struct buffer *text)
{
    int descriptor = openat(directory, "SHARD", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return error_system("cannot open '%s/%s'", display_path, "SHARD");
    struct buffer path;
    buffer_init(&path);
    buffer_append_format(&path, "%s/%s", display_path, "SHARD");
    int status = buffer_status(&path);
    if (status == 0)
        status = file_read_all(descriptor, text, SHARD_FILE_MAX, buffer_string(&path));
    buffer_release(&path);
    close(descriptor);
    buffer_append_byte(text, 0);
    return status == 0 ? buffer_status(text) : status;
}

/* Returns what follows `name` in the line at *at, which it terminates, and advances *at to the next
 * line. NULL when the line does not begin with `name`. */
static char *next_value(char **at, const char *name)
{
    char *line = *at, *end = strchr(line, '\n');
    size_t size = strlen(name);
    if (end == NULL || strncmp(line, name, size) != 0)
        return NULL;
    *end = '\0';
    *at = end + 1;
    return line + size;
}

static bool parse_description(char *at, struct shard_description *description)
{
    char *options = next_value(&at, "options");
    char *pdf = options == NULL ? NULL : next_value(&at, "pdf ");
    char *made_of = pdf == NULL ? NULL : next_value(&at, "of ");
    *description = (struct shard_description){options, pdf != NULL && strcmp(pdf, "yes") == 0,
                                              made_of == NULL ? "" : made_of};
    return pdf != NULL && *at == '\0' && build_parameters_are_valid(options);
}

int shard_read(int directory, const char *display_path, const struct shard *shard,
               struct shard_description *description, char **found)
{
    const size_t first = sizeof first_line - 1;
    struct buffer text, header;
    *found = NULL;
    buffer_init(&text);
    buffer_init(&header);
    append_shard_header(&header, shard);
    int status = read_shard_file(directory, display_path, &text);
    if (status == 0)
        status = buffer_status(&header);
    if (status == 0 && strncmp(text.data, first_line, first) == 0 &&
        strncmp(text.data + first, version, sizeof version - 1) != 0)
        status =
            error_set(ERROR_VERSION, "'%s' was made by another version of fouille", display_path);
    if (status == 0 && (strncmp(text.data, header.data, header.size) != 0 ||
                        !parse_description(text.data + header.size, description)))
        status = error_set(ERROR_CORRUPT, "'%s' is not the shard that its name says", display_path);
    buffer_release(&header);
    if (status == 0)
        *found = text.data;
    else
        buffer_release(&text);
    return status;
}

/* --- removal --- */

/* Whether the file is one of a shard, or of a folder with shards. */
static bool is_shard_file(const char *name)
{
    static const char *const all[] = {MANIFEST_NAME, MANIFEST_NAME ".tmp", "SHARD",
                                      "SHARD.tmp",   "CACHEDIR.TAG",       "CACHEDIR.TAG.tmp",
                                      FOLDER_MERGE,  FOLDER_MARK};
    struct segment_name parts;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(name, all[i]) == 0)
            return true;
    return segment_name_parse(name, &parts);
}

static bool is_shard_folder(const char *name)
{
    struct shard shard;
    return strcmp(name, "merged") == 0 || shard_parse_name(name, &shard);
}

static bool remove_shard_files(int directory, unsigned depth);

/* Removes a folder with at most `depth` levels of folders in it; no link is followed out of it. */
static bool remove_folder(int parent, const char *name, unsigned depth)
{
    int directory = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (directory < 0)
        return false;
    remove_shard_files(directory, depth);
    close(directory);
    return unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

/* Removes the files of shards, except for the mark of the topmost folder. Returns whether nothing
 * else is left. */
static bool remove_shard_files(int directory, unsigned depth)
{
    struct dirent *entry;
    bool all = true;
    int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = copy < 0 ? NULL : fdopendir(copy);
    if (listing == NULL && copy >= 0)
        close(copy);
    if (listing == NULL)
        return false;
    while ((entry = readdir(listing)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
            (depth == ADOPTED_LEVELS && strcmp(name, FOLDER_MARK) == 0))
            continue;
        if (depth > 0 && is_shard_folder(name))
            all &= remove_folder(directory, name, depth - 1);
        else
            all &= is_shard_file(name) && unlinkat(directory, name, 0) == 0;
    }
    closedir(listing);
    return all;
}

/* Removes the mark last, even in a power cut: without it the folder would never be removed. */
static bool remove_contents(int adopted, const char *display_path)
{
    return remove_shard_files(adopted, ADOPTED_LEVELS) && file_sync(adopted, display_path) == 0 &&
           (unlinkat(adopted, FOLDER_MARK, 0) == 0 || errno == ENOENT);
}

/* The new name must be on disk before the contents are removed, even if an earlier run renamed the
 * folder: otherwise a power cut could leave half of the shards in staging. */
static int remove_adopted(int directory, const char *index)
{
    int adopted = openat(directory, SHARD_ADOPTED, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (adopted < 0 && errno == ENOENT)
        return 0;
    bool gone = adopted >= 0 && file_sync(directory, index) == 0 && remove_contents(adopted, index);
    if (adopted >= 0)
        close(adopted);
    if (gone && unlinkat(directory, SHARD_ADOPTED, AT_REMOVEDIR) == 0)
        return 0;
    return error_set(ERROR_NOT_FOUND,
                     "'%s/%s' was left in place: it contains files that are not from "
                     "fouille-index, or that cannot be removed; move it elsewhere",
                     index, SHARD_ADOPTED);
}

int shard_begin_adoption(const char *index, bool publishes)
{
    int status = claim_check_index(index);
    int directory = status == 0 ? open(index, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (directory < 0)
        return status;
    status = claim_check_staging(directory, SHARD_STAGING, index);
    if (status == 0 && publishes)
        status = claim_check_staging(directory, SHARD_ADOPTED, index);
    if (status == 0 && publishes)
        status = remove_adopted(directory, index);
    close(directory);
    return status;
}

int shard_end_adoption(const char *index)
{
    int directory = open(index, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return error_system("cannot open the index folder '%s'", index);
    int status = 0;
    if (renameat(directory, SHARD_STAGING, directory, SHARD_ADOPTED) != 0)
        status = error_system("cannot rename '%s/%s'", index, SHARD_STAGING);
    if (status == 0)
        status = remove_adopted(directory, index);
    close(directory);
    return status;
}
