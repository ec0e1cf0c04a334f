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
#include "indexer/run/recipe.h"

enum { NAME_ROOM = 48, TEXT_MOST = 1 << 16 };

/* Levels of folders below the adopted one: `merged`, and its shards. */
enum { ADOPTED_LEVELS = 2 };

static const char first_line[] = "fouille shard ", version[] = "2\n";

static void write_name(char name[NAME_ROOM], const struct share *share)
{
    snprintf(name, NAME_ROOM, "shard-%" PRIu32 "-of-%" PRIu32, share->number + 1, share->count);
}

bool shard_parse_name(const char *name, struct share *share)
{
    char again[NAME_ROOM];
    if (sscanf(name, "shard-%" SCNu32 "-of-%" SCNu32, &share->number, &share->count) != 2 ||
        share->number == 0 || share->number > share->count || share->count > SHARES_MOST)
        return false;
    share->number--;
    write_name(again, share);
    return strcmp(name, again) == 0;
}

char *shard_place(const char *index, const char *folder, const struct share *share)
{
    struct buffer path;
    char name[NAME_ROOM];
    write_name(name, share);
    buffer_init(&path);
    buffer_append_format(&path, "%s/%s/%s", index, folder, name);
    char *place = buffer_detach(&path);
    if (place == NULL)
        error_memory();
    return place;
}

/* Makes the shard incomplete from here on, even after a power cut. */
static int take_back(int directory, const char *place)
{
    if (unlinkat(directory, MANIFEST_NAME, 0) == 0)
        return file_sync(directory, place);
    return errno == ENOENT ? 0 : error_system("cannot remove '%s/%s'", place, MANIFEST_NAME);
}

/* Another task may be making the same folder. */
static int make_folder(const char *path)
{
    int directory = claim_staging(path);
    if (directory < 0)
        return directory;
    close(directory);
    return 0;
}

/* Makes the folders between the index and the staging place; syncs the index folder. */
static int make_folders(char *path, const char *index)
{
    int directory = claim_index(index), status = directory < 0 ? directory : 0;
    for (char *slash = strchr(path + strlen(index) + 1, '/'); slash != NULL && status == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        status = make_folder(path);
        *slash = '/';
    }
    if (status == 0)
        status = file_sync(directory, index);
    if (directory >= 0)
        close(directory);
    return status;
}

int shard_prepare(const char *index, const char *folder, const struct share *share, char **place)
{
    *place = shard_place(index, folder, share);
    if (*place == NULL)
        return ERROR_MEMORY;
    int status = make_folders(*place, index);
    int directory = status == 0 ? claim_staging(*place) : status;
    if (directory < 0)
        return directory;
    status = take_back(directory, *place);
    close(directory);
    return status;
}

/* --- SHARD --- */

static void append_head(struct buffer *text, const struct share *share)
{
    buffer_append_format(text, "%s%sshare %" PRIu32 "/%" PRIu32 "\n", first_line, version,
                         share->number + 1, share->count);
}

int shard_describe(int directory, const struct share *share, const struct shard_terms *terms)
{
    struct buffer text;
    buffer_init(&text);
    append_head(&text, share);
    buffer_append_format(&text, "options%s\npdf %s\n", terms->options,
                         terms->reads_pdf ? "yes" : "no");
    if (terms->of[0] != '\0')
        buffer_append_format(&text, "of %s\n", terms->of);
    int status = buffer_status(&text);
    if (status == 0)
        status = file_replace(directory, "SHARD", text.data, text.size);
    buffer_release(&text);
    return status;
}

static int read_text(int directory, const char *shown, struct buffer *text)
{
    int descriptor = openat(directory, "SHARD", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return error_system("cannot open '%s/%s'", shown, "SHARD");
    struct buffer path;
    buffer_init(&path);
    buffer_append_format(&path, "%s/%s", shown, "SHARD");
    int status = buffer_status(&path);
    if (status == 0)
        status = file_read_all(descriptor, text, TEXT_MOST, buffer_string(&path));
    buffer_release(&path);
    close(descriptor);
    buffer_append_byte(text, 0);
    return status == 0 ? buffer_status(text) : status;
}

/* Returns what follows `name` in the line at *at, which it terminates, and advances *at to the next
 * line. NULL when the line does not begin with `name`. */
static char *take_line(char **at, const char *name)
{
    char *line = *at, *end = strchr(line, '\n');
    size_t size = strlen(name);
    if (end == NULL || strncmp(line, name, size) != 0)
        return NULL;
    *end = '\0';
    *at = end + 1;
    return line + size;
}

static bool read_terms(char *at, struct shard_terms *terms)
{
    char *options = take_line(&at, "options");
    char *pdf = options == NULL ? NULL : take_line(&at, "pdf ");
    char *of = pdf == NULL ? NULL : take_line(&at, "of ");
    *terms =
        (struct shard_terms){options, pdf != NULL && strcmp(pdf, "yes") == 0, of == NULL ? "" : of};
    return pdf != NULL && *at == '\0' && recipe_is_valid(options);
}

int shard_read(int directory, const char *shown, const struct share *share,
               struct shard_terms *terms, char **found)
{
    const size_t first = sizeof first_line - 1;
    struct buffer text, head;
    *found = NULL;
    buffer_init(&text);
    buffer_init(&head);
    append_head(&head, share);
    int status = read_text(directory, shown, &text);
    if (status == 0)
        status = buffer_status(&head);
    if (status == 0 && strncmp(text.data, first_line, first) == 0 &&
        strncmp(text.data + first, version, sizeof version - 1) != 0)
        status = error_set(ERROR_VERSION, "'%s' was made by another version of fouille", shown);
    if (status == 0 && (strncmp(text.data, head.data, head.size) != 0 ||
                        !read_terms(text.data + head.size, terms)))
        status = error_set(ERROR_CORRUPT, "'%s' is another share than its name says", shown);
    buffer_release(&head);
    if (status == 0)
        *found = text.data;
    else
        buffer_release(&text);
    return status;
}

/* --- removal --- */

/* Whether the file is one of a shard, or of a folder with shards. */
static bool is_ours(const char *name)
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

static bool is_folder_of_shares(const char *name)
{
    struct share share;
    return strcmp(name, "merged") == 0 || shard_parse_name(name, &share);
}

static bool remove_names(int directory, unsigned depth);

/* Removes a folder with at most `depth` levels of folders in it; no link is followed out of it. */
static bool remove_folder(int parent, const char *name, unsigned depth)
{
    int directory = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (directory < 0)
        return false;
    remove_names(directory, depth);
    close(directory);
    return unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

/* Removes the files of shards, except for the mark of the topmost folder. Returns whether nothing
 * else is left. */
static bool remove_names(int directory, unsigned depth)
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
        if (depth > 0 && is_folder_of_shares(name))
            all &= remove_folder(directory, name, depth - 1);
        else
            all &= is_ours(name) && unlinkat(directory, name, 0) == 0;
    }
    closedir(listing);
    return all;
}

/* Removes the mark last, even in a power cut: without it the folder would never be removed. */
static bool remove_contents(int adopted, const char *shown)
{
    return remove_names(adopted, ADOPTED_LEVELS) && file_sync(adopted, shown) == 0 &&
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
                     "'%s/%s' is left: it holds files that are not fouille-index's, or that cannot "
                     "be removed; move it elsewhere",
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
        return error_system("cannot open the index directory '%s'", index);
    int status = 0;
    if (renameat(directory, SHARD_STAGING, directory, SHARD_ADOPTED) != 0)
        status = error_system("cannot rename '%s/%s'", index, SHARD_STAGING);
    if (status == 0)
        status = remove_adopted(directory, index);
    close(directory);
    return status;
}
