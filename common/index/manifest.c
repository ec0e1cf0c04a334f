#include "common/index/manifest.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libdeflate.h>

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "common/base/escape.h"
#include "common/base/file.h"
#include "common/base/message.h"
#include "common/base/parse_number.h"
#include "common/index/index_folder.h"
#include "common/index/index_owner.h"

enum { MANIFEST_SIZE_MAX = 1 << 28 };

void manifest_init(struct manifest *manifest)
{
    *manifest = (struct manifest){0};
}

void manifest_release(struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->root_count; i++)
        free(manifest->roots[i]);
    free(manifest->roots);
    for (size_t i = 0; i < manifest->mount_count; i++)
        free(manifest->mounts[i].path);
    free(manifest->mounts);
    for (size_t i = 0; i < manifest->segment_count; i++)
        free(manifest->segments[i].roots);
    free(manifest->segments);
    manifest_init(manifest);
}

/* Makes room for one more item; the capacity is a power of two. */
static int grow_list(void **array, size_t count, size_t item)
{
    if ((count & (count - 1)) != 0)
        return 0;
    void *larger = realloc(*array, (count == 0 ? 1 : count * 2) * item);
    if (larger == NULL)
        return error_memory();
    *array = larger;
    return 0;
}

int manifest_add_root(struct manifest *manifest, const char *path)
{
    if (grow_list((void **)&manifest->roots, manifest->root_count, sizeof *manifest->roots) != 0)
        return ERROR_MEMORY;
    char *copy = strdup(path);
    if (copy == NULL)
        return error_memory();
    manifest->roots[manifest->root_count++] = copy;
    return 0;
}

int manifest_add_mount(struct manifest *manifest, uint32_t root, const char *path)
{
    if (grow_list((void **)&manifest->mounts, manifest->mount_count, sizeof *manifest->mounts) != 0)
        return ERROR_MEMORY;
    char *copy = strdup(path);
    if (copy == NULL)
        return error_memory();
    manifest->mounts[manifest->mount_count++] = (struct manifest_mount){root, copy};
    return 0;
}

bool manifest_has_mount(const struct manifest *manifest, uint32_t root, const char *path)
{
    for (size_t i = 0; i < manifest->mount_count; i++)
        if (manifest->mounts[i].root == root && strcmp(manifest->mounts[i].path, path) == 0)
            return true;
    return false;
}

int manifest_add_segment(struct manifest *manifest, const struct manifest_segment *segment)
{
    if (grow_list((void **)&manifest->segments, manifest->segment_count,
                  sizeof *manifest->segments) != 0)
        return ERROR_MEMORY;
    struct manifest_segment copy = *segment;
    copy.roots = NULL;
    if (segment->root_count > 0) {
        copy.roots = malloc(segment->root_count * sizeof *copy.roots);
        if (copy.roots == NULL)
            return error_memory();
        memcpy(copy.roots, segment->roots, segment->root_count * sizeof *copy.roots);
    }
    manifest->segments[manifest->segment_count++] = copy;
    return 0;
}

int manifest_root(const struct manifest *manifest, uint32_t number, const char **path)
{
    if (number >= manifest->root_count)
        return error_set(ERROR_CORRUPT,
                         "the index is damaged: a document names a root that does not exist");
    *path = manifest->roots[number];
    return 0;
}

bool manifest_same_roots(const struct manifest *one, const struct manifest *other)
{
    bool same = one->root_count == other->root_count;
    for (size_t i = 0; same && i < one->root_count; i++)
        same = strcmp(one->roots[i], other->roots[i]) == 0;
    return same;
}

void manifest_remove_segments(struct manifest *manifest, const size_t *places, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert(places[i] < manifest->segment_count && (i == 0 || places[i] > places[i - 1]));
    size_t kept = 0, removed = 0;
    for (size_t i = 0; i < manifest->segment_count; i++) {
        if (removed < count && places[removed] == i) {
            free(manifest->segments[i].roots);
            removed++;
        } else {
            manifest->segments[kept++] = manifest->segments[i];
        }
    }
    manifest->segment_count = kept;
}

/* --- writing --- */

static void append_path(struct buffer *to, const char *path)
{
    escape_append(to, path, strlen(path));
}

static void write_segment_line(struct buffer *to, const struct manifest_segment *segment)
{
    buffer_append_format(to, "segment %s %" PRIu64 " %" PRIu32 " %08" PRIx32 "\n", segment->name,
                         segment->size, segment->documents, segment->checksum);
    for (size_t i = 0; i < segment->root_count; i++) {
        buffer_append_string(to, i == 0 ? "roots" : "");
        if (segment->roots[i] == ROOT_GONE)
            buffer_append_string(to, " -");
        else
            buffer_append_format(to, " %" PRIu32, segment->roots[i]);
    }
    if (segment->root_count > 0)
        buffer_append_byte(to, '\n');
    const struct manifest_amendments *amended = &segment->amendments;
    if (amended->name[0] != '\0')
        buffer_append_format(to, "amended %s %" PRIu64 " %" PRIu32 " %08" PRIx32 "\n",
                             amended->name, amended->size, amended->deleted, amended->checksum);
}

int manifest_write(const struct manifest *manifest, int directory)
{
    struct buffer text;
    buffer_init(&text);
    buffer_append_format(&text,
                         "fouille index %d\ngeneration %" PRIu64 "\nanalysis %016" PRIx64 "\n",
                         MANIFEST_VERSION, manifest->generation, manifest->fingerprint);
    if (manifest->shared != 0)
        buffer_append_format(&text, "shared %o\n", manifest->shared);
    for (size_t i = 0; i < manifest->root_count; i++) {
        buffer_append_string(&text, "root ");
        append_path(&text, manifest->roots[i]);
        buffer_append_byte(&text, '\n');
    }
    for (size_t i = 0; i < manifest->mount_count; i++) {
        buffer_append_format(&text, "mount %" PRIu32 " ", manifest->mounts[i].root);
        append_path(&text, manifest->mounts[i].path);
        buffer_append_byte(&text, '\n');
    }
    const struct manifest_left_out *left_out = &manifest->left_out;
    if (left_out->name[0] != '\0')
        buffer_append_format(&text, "left %s %" PRIu64 " %" PRIu64 " %08" PRIx32 "\n",
                             left_out->name, left_out->size, left_out->files, left_out->checksum);
    for (size_t i = 0; i < manifest->segment_count; i++)
        write_segment_line(&text, &manifest->segments[i]);
    buffer_append_format(&text, "end %08" PRIx32 "\n", libdeflate_crc32(0, text.data, text.size));
    int status = buffer_status(&text);
    if (status == 0)
        status = file_replace(directory, MANIFEST_NAME, text.data, text.size);
    buffer_release(&text);
    return status;
}

/* --- reading --- */

static int manifest_damaged(const char *display_path, const char *what)
{
    return error_set(ERROR_CORRUPT, "'%s/%s' is damaged: %s", display_path, MANIFEST_NAME, _(what));
}

/* "", "." and "..", which no path resolved by the system contains. */
static bool is_special_name(const char *name, size_t size)
{
    return size == 0 || (size == 1 && name[0] == '.') || (size == 2 && memcmp(name, "..", 2) == 0);
}

/* Whether the path is valid for a root, so that users of the manifest need not check again. */
static bool is_root(const char *path)
{
    if (strncmp(path, "stdin:", 6) == 0)
        return path[6] != '\0' && strchr(path, '/') == NULL;
    if (path[0] == '.')
        path++; /* the rest of a relative path has the form of an absolute one */
    else if (path[0] == '\0' || strcmp(path, "/") == 0)
        return path[0] == '/';
    for (; *path != '\0'; path += 1 + strcspn(path + 1, "/"))
        if (*path != '/' || is_special_name(path + 1, strcspn(path + 1, "/")))
            return false;
    return true;
}

/* Moves past the word, if it is there; returns whether it was. */
static bool accept_word(const char **at, const char *word)
{
    size_t size = strlen(word);
    if (strncmp(*at, word, size) != 0)
        return false;
    *at += size;
    return true;
}

/* Reads a decimal number up to `most` and `end` after it, a blank or the NUL that ends the line. */
static bool read_number(const char **at, char end, uint64_t most, uint64_t *number)
{
    if (!parse_digits(at, 10, most, number) || **at != end)
        return false;
    *at += end != '\0';
    return true;
}

static bool read_u32(const char **at, char end, uint32_t *number)
{
    uint64_t read;
    if (!read_number(at, end, UINT32_MAX, &read))
        return false;
    *number = (uint32_t)read;
    return true;
}

/* Reads a hexadecimal number that ends the line. */
static bool read_hexadecimal(const char *at, uint64_t most, uint64_t *number)
{
    return parse_digits(&at, 16, most, number) && *at == '\0';
}

static bool read_checksum(const char *at, uint32_t *checksum)
{
    uint64_t read;
    if (!read_hexadecimal(at, UINT32_MAX, &read))
        return false;
    *checksum = (uint32_t)read;
    return true;
}

/* Reads the name of a file of that kind, and the blank after it. */
static bool read_file_name(const char **at, enum segment_name_kind kind,
                           char name[SEGMENT_NAME_SIZE])
{
    struct segment_name parts;
    size_t size = strcspn(*at, " ");
    if (size >= SEGMENT_NAME_SIZE || (*at)[size] != ' ')
        return false;
    memcpy(name, *at, size);
    name[size] = '\0';
    *at += size + 1;
    return segment_name_parse(name, &parts) && parts.kind == kind;
}

/* Reads "0 - 2": ascending numbers, and dashes. */
static int read_root_map(struct manifest_segment *segment, char *text)
{
    char *number;
    int64_t last = -1;
    size_t room = strlen(text) / 2 + 1;
    if (segment->root_count > 0)
        return ERROR_CORRUPT;
    segment->roots = malloc(room * sizeof *segment->roots);
    if (segment->roots == NULL)
        return ERROR_MEMORY;
    while ((number = strsep(&text, " ")) != NULL) {
        const char *at = number;
        uint64_t value = 0;
        bool gone = strcmp(number, "-") == 0;
        if (!gone && (!read_number(&at, '\0', ROOT_GONE - 1, &value) || (int64_t)value <= last))
            return ERROR_CORRUPT;
        last = gone ? last : (int64_t)value;
        segment->roots[segment->root_count++] = gone ? ROOT_GONE : (uint32_t)value;
    }
    return 0;
}

static bool read_amended(struct manifest_segment *segment, const char *line)
{
    struct manifest_amendments *amended = &segment->amendments;
    return amended->name[0] == '\0' && accept_word(&line, "amended ") &&
           read_file_name(&line, NAME_AMENDMENTS, amended->name) &&
           read_number(&line, ' ', UINT64_MAX, &amended->size) &&
           read_u32(&line, ' ', &amended->deleted) && read_checksum(line, &amended->checksum) &&
           amended->deleted <= segment->documents;
}

static bool read_segment(struct manifest_segment *segment, const char *line)
{
    return read_file_name(&line, NAME_SEGMENT, segment->name) &&
           read_number(&line, ' ', UINT64_MAX, &segment->size) &&
           read_u32(&line, ' ', &segment->documents) && read_checksum(line, &segment->checksum);
}

/* Reads a line about the segment above it. */
static int read_addition(struct manifest *manifest, char *line, const char *display_path)
{
    struct manifest_segment *segment =
        manifest->segment_count == 0 ? NULL : &manifest->segments[manifest->segment_count - 1];
    if (segment != NULL && strncmp(line, "roots ", 6) == 0) {
        int status = read_root_map(segment, line + 6);
        if (status != ERROR_CORRUPT)
            return status == 0 ? 0 : error_memory();
    } else if (segment != NULL && read_amended(segment, line)) {
        return 0;
    }
    return manifest_damaged(display_path, "one of its lines is not recognised");
}

/* Reads an octal mode. */
static bool read_shared(struct manifest *manifest, const char *at)
{
    uint64_t mode;
    if (!parse_digits(&at, 8, 0777, &mode) || *at != '\0' || (mode & 0700) != 0700)
        return false;
    manifest->shared = (unsigned)mode;
    return true;
}

static bool read_left_out(struct manifest_left_out *left_out, const char *line)
{
    return left_out->name[0] == '\0' && read_file_name(&line, NAME_LEFT_OUT, left_out->name) &&
           read_number(&line, ' ', UINT64_MAX, &left_out->size) &&
           read_number(&line, ' ', UINT64_MAX, &left_out->files) &&
           read_checksum(line, &left_out->checksum);
}

/* Reads "0 sub/disk"; returns the path, which is the rest of the line, or NULL when malformed. */
static char *read_mount(char *line, uint32_t *root)
{
    const char *at = line;
    if (!read_u32(&at, ' ', root))
        return NULL;
    char *path = line + (at - line);
    return escape_decode(path) ? path : NULL;
}

static int parse_statement(struct manifest *manifest, char *line, const char *display_path)
{
    const char *at = line;
    struct manifest_segment segment = {0};
    if (accept_word(&at, "generation ") &&
        read_number(&at, '\0', UINT64_MAX, &manifest->generation))
        return 0;
    if (accept_word(&at, "analysis ") && read_hexadecimal(at, UINT64_MAX, &manifest->fingerprint))
        return 0;
    if (accept_word(&at, "shared ") && read_shared(manifest, at))
        return 0;
    if (strncmp(line, "root ", 5) == 0 && escape_decode(line + 5) && is_root(line + 5))
        return manifest_add_root(manifest, line + 5);
    uint32_t root;
    char *mount = accept_word(&at, "mount ") ? read_mount(line + (at - line), &root) : NULL;
    if (mount != NULL)
        return manifest_add_mount(manifest, root, mount);
    if (accept_word(&at, "left ") && read_left_out(&manifest->left_out, at))
        return 0;
    if (accept_word(&at, "segment ") && read_segment(&segment, at))
        return manifest_add_segment(manifest, &segment);
    return read_addition(manifest, line, display_path);
}

/* Reads the first line, before the checksum is verified: a later version may have another one. */
static int read_version(const char *text, const char *display_path, unsigned *version)
{
    uint64_t number;
    if (!accept_word(&text, "fouille index ") ||
        !parse_digits(&text, 10, MANIFEST_VERSION_MAX, &number) || *text != '\n')
        return manifest_damaged(display_path, "it does not begin like a manifest");
    *version = (unsigned)number;
    return 0;
}

static int version_error(unsigned version, const char *display_path)
{
    if (version > 0 && version < MANIFEST_VERSION)
        return error_set(ERROR_OLDER,
                         "'%s' has index version %u, but this program reads version %d; reindex "
                         "with: fouille-index --index '%s'",
                         display_path, version, MANIFEST_VERSION, display_path);
    return error_set(
        ERROR_VERSION,
        "'%s' has index version %u, but this program reads version %d; use the version of fouille "
        "that built it, or reindex with: fouille-index --index '%s' --rebuild PATH...",
        display_path, version, MANIFEST_VERSION, display_path);
}

static int verify_checksum(const char *text, size_t size, const char *display_path)
{
    enum { LAST_LINE = 13 }; /* "end 01234567\n" */
    char expected[LAST_LINE + 1];
    if (size < LAST_LINE)
        return manifest_damaged(display_path, "it is truncated");
    snprintf(expected, sizeof expected, "end %08" PRIx32 "\n",
             libdeflate_crc32(0, text, size - LAST_LINE));
    if (memcmp(expected, text + size - LAST_LINE, LAST_LINE) != 0)
        return manifest_damaged(display_path, "it does not match its checksum");
    return 0;
}

/* Checks that the roots that segments and mount points refer to exist. */
static int check_roots(const struct manifest *manifest, const char *display_path)
{
    for (size_t i = 0; i < manifest->segment_count; i++)
        for (size_t k = 0; k < manifest->segments[i].root_count; k++)
            if (manifest->segments[i].roots[k] != ROOT_GONE &&
                manifest->segments[i].roots[k] >= manifest->root_count)
                return manifest_damaged(display_path, "a segment names a root that does not exist");
    for (size_t i = 0; i < manifest->mount_count; i++)
        if (manifest->mounts[i].root >= manifest->root_count)
            return manifest_damaged(display_path, "a mount point names a root that does not exist");
    return 0;
}

/* Whether the line is one of those that are the same in all versions; indexing again needs them. */
static bool is_of_any_version(const char *line)
{
    return strncmp(line, "generation ", 11) == 0 || strncmp(line, "root ", 5) == 0;
}

static int parse_manifest(struct manifest *manifest, struct buffer *text, const char *display_path)
{
    if (memchr(text->data, '\0', text->size) != NULL)
        return manifest_damaged(display_path, "it contains a NUL byte");
    buffer_string(text);
    if (text->failed)
        return error_memory();
    unsigned version = 0;
    int status = read_version(text->data, display_path, &version);
    if (status != 0)
        return status;
    int refused = version == MANIFEST_VERSION ? 0 : version_error(version, display_path);
    if (refused == ERROR_VERSION)
        return refused;
    status = verify_checksum(text->data, text->size, display_path);
    char *rest = text->data, *line;
    strsep(&rest, "\n");
    while (status == 0 && (line = strsep(&rest, "\n")) != NULL && strncmp(line, "end ", 4) != 0)
        if (refused == 0 || is_of_any_version(line))
            status = parse_statement(manifest, line, display_path);
    if (status == 0 && refused == 0)
        return check_roots(manifest, display_path);
    return status == 0 ? refused : status;
}

static int no_index_error(const char *display_path)
{
    return error_set(ERROR_NOT_FOUND,
                     "'%s' contains no index; create one with: fouille-index FOLDER", display_path);
}

int manifest_read(struct manifest *manifest, int directory, const char *display_path)
{
    enum folder_kind kind;
    manifest_init(manifest);
    int descriptor =
        openat(directory, MANIFEST_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0 && errno == ENOENT)
        return no_index_error(display_path);
    if (descriptor < 0)
        return errno == EACCES ? index_open_error(display_path)
                               : error_system("cannot open '%s/%s'", display_path, MANIFEST_NAME);
    struct buffer text;
    buffer_init(&text);
    struct file_path path;
    snprintf(path.text, sizeof path.text, "%s/%s", display_path, MANIFEST_NAME);
    int status = file_read_all(descriptor, &text, MANIFEST_SIZE_MAX, path.text);
    close(descriptor);
    if (status == 0)
        status = text.size == 0 ? manifest_damaged(display_path, "it is empty")
                                : parse_manifest(manifest, &text, display_path);
    buffer_release(&text);
    if (status != 0 && status != ERROR_OLDER)
        manifest_release(manifest);
    /* Other programs have a file of this name, too: then it is theirs, not damaged. */
    int judged = status == ERROR_CORRUPT ? folder_classify(directory, display_path, &kind) : 0;
    if (judged != 0)
        return judged;
    return status == ERROR_CORRUPT && kind == FOLDER_FOREIGN ? no_index_error(display_path)
                                                             : status;
}

int manifest_read_at(struct manifest *manifest, const char *path)
{
    manifest_init(manifest);
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return errno == EACCES ? index_open_error(path)
                               : error_system("cannot open the index '%s'", path);
    int status = manifest_read(manifest, directory, path);
    close(directory);
    return status;
}

static int compare_segment_names(const void *one, const void *other)
{
    const struct manifest_segment *a = one, *b = other;
    return strcmp(a->name, b->name);
}

void manifest_sort_segments(struct manifest *manifest)
{
    if (manifest->segment_count > 0)
        qsort(manifest->segments, manifest->segment_count, sizeof *manifest->segments,
              compare_segment_names);
}
