#include "common/index/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/path.h"
#include "common/index/index_owner.h"

/* The number of commits in a row that may be replaced while a reader opens them; then it gives up.
 */
enum { OPEN_ATTEMPTS = 20 };

/* Climbs from the current folder to the root of the file system, whose parent is itself: device and
 * inode are the same. */
static int find_nearest(char **path)
{
    struct buffer found;
    buffer_init(&found);
    struct stat here, above;
    buffer_append_string(&found, INDEX_DIRECTORY);
    for (;;) {
        if (stat(buffer_string(&found), &above) == 0 && S_ISDIR(above.st_mode)) {
            *path = buffer_detach(&found);
            return *path == NULL ? error_memory() : 0;
        }
        found.size -= strlen(INDEX_DIRECTORY);
        const char *folder = found.size == 0 ? "." : buffer_string(&found);
        bool known = stat(folder, &here) == 0;
        buffer_append_string(&found, "..");
        bool top = !known || stat(buffer_string(&found), &above) != 0 ||
                   (here.st_dev == above.st_dev && here.st_ino == above.st_ino);
        if (top || found.failed)
            break;
        buffer_append_string(&found, "/" INDEX_DIRECTORY);
    }
    buffer_release(&found);
    return error_set(
        ERROR_NOT_FOUND,
        "no index here or in any parent folder; create one with: fouille-index FOLDER");
}

static int find_trusted(char **path, bool writing)
{
    int status = find_nearest(path);
    if (status == 0)
        status = index_check_owner(*path, writing);
    if (status != 0) {
        free(*path);
        *path = NULL;
    }
    return status;
}

static int locate_index(const char *given, char **path, bool writing)
{
    *path = NULL;
    if (given == NULL) {
        given = getenv(INDEX_VARIABLE);
        if (given == NULL || given[0] == '\0')
            return find_trusted(path, writing);
    }
    *path = strdup(given);
    return *path == NULL ? error_memory() : 0;
}

bool index_is_named(const char *given)
{
    const char *variable = getenv(INDEX_VARIABLE);
    return given != NULL || (variable != NULL && variable[0] != '\0');
}

int index_locate(const char *given, char **path)
{
    return locate_index(given, path, false);
}

int index_locate_to_write(const char *given, char **path)
{
    return locate_index(given, path, true);
}

static int open_listed_segments(struct index *index, int directory)
{
    size_t count = index->manifest.segment_count;
    index->segments = calloc(count + 1, sizeof *index->segments);
    if (index->segments == NULL)
        return error_memory();
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++) {
        struct segment *segment = &index->segments[i];
        status = segment_open_listed(segment, directory, index->directory,
                                     &index->manifest.segments[i], &index->manifest);
        if (status != 0)
            break;
        index->segment_count++;
        const struct segment_statistics *statistics = &segment->file.statistics;
        index->document_count += statistics->document_count;
        index->deleted_count += segment->amendments.deleted_count;
        index->total_length += statistics->total_length;
        index->total_title_length += statistics->total_title_length;
    }
    return status;
}

static void close_segments(struct index *index)
{
    for (size_t i = 0; i < index->segment_count; i++)
        segment_close(&index->segments[i]);
    free(index->segments);
    index->segments = NULL;
    index->segment_count = 0;
    index->document_count = index->deleted_count = 0;
    index->total_length = index->total_title_length = 0;
    manifest_release(&index->manifest);
}

static int open_commit(struct index *index, int directory, uint64_t fingerprint)
{
    int status = manifest_read(&index->manifest, directory, index->directory);
    if (status != 0)
        return status;
    if (fingerprint == 0)
        return error_memory();
    if (index->manifest.fingerprint != fingerprint)
        return error_set(ERROR_VERSION,
                         "'%s' was built with a different analysis of French (another version of "
                         "fouille, libstemmer or the lexicon); reindex with: fouille-index",
                         index->directory);
    return open_listed_segments(index, directory);
}

static int set_parent(struct index *index)
{
    size_t size = strlen(index->directory);
    while (size > 1 && index->directory[size - 1] == '/')
        index->directory[--size] = '\0';
    index->parent = strndup(index->directory, path_folder_size(slice_of(index->directory)));
    return index->parent == NULL ? error_memory() : 0;
}

static int open_directory(const char *path)
{
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0)
        return directory;
    if (errno == ENOENT || errno == ENOTDIR)
        return error_set(ERROR_NOT_FOUND, "no index at '%s'; create one with: fouille-index FOLDER",
                         path);
    return index_open_error(path);
}

int index_open(struct index *index, const char *path, uint64_t fingerprint)
{
    *index = (struct index){0};
    index->directory = strdup(path);
    if (index->directory == NULL || set_parent(index) != 0) {
        index_close(index);
        return error_memory();
    }
    int directory = open_directory(path), status = directory;
    for (int attempt = 0; directory >= 0 && attempt < OPEN_ATTEMPTS; attempt++) {
        status = open_commit(index, directory, fingerprint);
        if (status != ERROR_SYSTEM || errno != ENOENT)
            break;
        close_segments(index);
    }
    if (directory >= 0)
        close(directory);
    if (status != 0)
        index_close(index);
    return status;
}

void index_close(struct index *index)
{
    close_segments(index);
    free(index->directory);
    free(index->parent);
    *index = (struct index){0};
}

void index_document_path(const struct index *index, const struct document *document,
                         struct buffer *into)
{
    const char *root =
        document->root < index->manifest.root_count ? index->manifest.roots[document->root] : "";
    size_t start = into->size;
    if (root[0] == '.' && (root[1] == '\0' || root[1] == '/')) {
        buffer_append_string(into, index->parent);
        root += root[1] == '/' ? 2 : 1;
        if (into->size > start && into->data[into->size - 1] != '/' &&
            (root[0] != '\0' || document->path.size > 0))
            buffer_append_byte(into, '/');
    }
    buffer_append_string(into, root);
    if (into->size > start && into->data[into->size - 1] != '/' && document->path.size > 0)
        buffer_append_byte(into, '/');
    buffer_append(into, document->path.data, document->path.size);
}

static bool leads_up(struct slice path)
{
    for (size_t at = 0; at < path.size;) {
        const char *slash = memchr(path.data + at, '/', path.size - at);
        size_t end = slash == NULL ? path.size : (size_t)(slash - path.data);
        if (end - at == 2 && memcmp(path.data + at, "..", 2) == 0)
            return true;
        at = end + 1;
    }
    return false;
}

/* Whether the file, after following links, lies in the folder that holds the index. */
static bool is_below_parent(const struct index *index, const char *path)
{
    char *folder = realpath(index->parent[0] == '\0' ? "." : index->parent, NULL);
    char *file = realpath(path, NULL);
    bool is_below =
        folder != NULL && file != NULL && path_is_within(slice_of(file), slice_of(folder));
    free(folder);
    free(file);
    return is_below;
}

bool index_may_open(const struct index *index, const struct document *document, const char *path)
{
    return !leads_up(document->path) && (!index->confined || is_below_parent(index, path));
}
