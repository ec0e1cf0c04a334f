#include "index/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libdeflate.h>

#include "platform/buffer.h"
#include "platform/error.h"
#include "platform/file.h"

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
    free(manifest->segments);
    manifest_init(manifest);
}

/* Room for one more; arrays grow at powers of two. */
static int grow(void **array, size_t count, size_t item)
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
    if (grow((void **)&manifest->roots, manifest->root_count, sizeof *manifest->roots) != 0)
        return ERROR_MEMORY;
    char *copy = strdup(path);
    if (copy == NULL)
        return error_memory();
    manifest->roots[manifest->root_count++] = copy;
    return 0;
}

int manifest_add_segment(struct manifest *manifest, const struct manifest_segment *segment)
{
    if (grow((void **)&manifest->segments, manifest->segment_count, sizeof *manifest->segments) !=
        0)
        return ERROR_MEMORY;
    manifest->segments[manifest->segment_count++] = *segment;
    return 0;
}

/* --- writing --- */

static void write_path(struct buffer *to, const char *path)
{
    for (; *path != '\0'; path++) {
        unsigned char byte = (unsigned char)*path;
        if (byte <= 0x20 || byte == '%' || byte == 0x7f)
            buffer_append_format(to, "%%%02X", byte);
        else
            buffer_append_byte(to, byte);
    }
}

int manifest_write(const struct manifest *manifest, int directory)
{
    struct buffer text;
    buffer_init(&text);
    buffer_append_format(&text,
                         "fouille index %d\ngeneration %" PRIu64 "\nanalysis %016" PRIx64 "\n",
                         MANIFEST_VERSION, manifest->generation, manifest->fingerprint);
    for (size_t i = 0; i < manifest->root_count; i++) {
        buffer_append_string(&text, "root ");
        write_path(&text, manifest->roots[i]);
        buffer_append_byte(&text, '\n');
    }
    for (size_t i = 0; i < manifest->segment_count; i++) {
        const struct manifest_segment *segment = &manifest->segments[i];
        buffer_append_format(&text, "segment %s %" PRIu64 " %" PRIu32 " %08" PRIx32 "\n",
                             segment->name, segment->size, segment->documents, segment->check);
    }
    buffer_append_format(&text, "end %08" PRIx32 "\n", libdeflate_crc32(0, text.data, text.size));
    int status = buffer_status(&text);
    if (status == 0)
        status = file_replace(directory, MANIFEST_NAME, text.data, text.size);
    buffer_release(&text);
    return status;
}

/* --- reading --- */

static int damaged(const char *shown, const char *what)
{
    return error_set(ERROR_CORRUPT, "'%s/%s' is damaged: %s", shown, MANIFEST_NAME, what);
}

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* Undoes write_path, in place. */
static bool read_path(char *path)
{
    char *to = path;
    while (*path != '\0') {
        if (*path != '%') {
            *to++ = *path++;
            continue;
        }
        int high = hex_digit(path[1]), low = high < 0 ? -1 : hex_digit(path[2]);
        if (low < 0 || high * 16 + low == 0)
            return false;
        *to++ = (char)(high * 16 + low);
        path += 3;
    }
    *to = '\0';
    return true;
}

/* A name that stays within the index directory. */
static bool plain_name(const char *name)
{
    return name[0] != '.' && strchr(name, '/') == NULL;
}

static int read_line(struct manifest *manifest, char *line, const char *shown)
{
    int behind = 0;
    struct manifest_segment segment;
    if (sscanf(line, "generation %" SCNu64 "%n", &manifest->generation, &behind) == 1 &&
        line[behind] == '\0')
        return 0;
    if (sscanf(line, "analysis %16" SCNx64 "%n", &manifest->fingerprint, &behind) == 1 &&
        line[behind] == '\0')
        return 0;
    if (strncmp(line, "root ", 5) == 0 && read_path(line + 5))
        return manifest_add_root(manifest, line + 5);
    if (sscanf(line, "segment %47s %" SCNu64 " %" SCNu32 " %8" SCNx32 "%n", segment.name,
               &segment.size, &segment.documents, &segment.check, &behind) == 4 &&
        line[behind] == '\0' && plain_name(segment.name))
        return manifest_add_segment(manifest, &segment);
    return damaged(shown, "it has a line of no known form");
}

/* The first line, before the checksum: a later version may checksum otherwise. */
static int check_version(const char *text, const char *shown)
{
    unsigned version;
    int behind = 0;
    if (sscanf(text, "fouille index %9u%n", &version, &behind) != 1 || text[behind] != '\n')
        return damaged(shown, "it does not begin as a manifest");
    if (version != MANIFEST_VERSION)
        return error_set(ERROR_VERSION,
                         "'%s' has index version %u, this program reads %d; index again with its "
                         "own fouille-index",
                         shown, version, MANIFEST_VERSION);
    return 0;
}

static int check_sum(const char *text, size_t size, const char *shown)
{
    enum { LAST_LINE = 13 }; /* "end 01234567\n" */
    char expected[LAST_LINE + 1];
    if (size < LAST_LINE)
        return damaged(shown, "it is cut short");
    snprintf(expected, sizeof expected, "end %08" PRIx32 "\n",
             libdeflate_crc32(0, text, size - LAST_LINE));
    if (memcmp(expected, text + size - LAST_LINE, LAST_LINE) != 0)
        return damaged(shown, "it does not match its checksum");
    return 0;
}

static int read_text(struct manifest *manifest, struct buffer *text, const char *shown)
{
    if (memchr(text->data, '\0', text->size) != NULL)
        return damaged(shown, "it holds a NUL byte");
    buffer_string(text);
    if (text->failed)
        return error_memory();
    int status = check_version(text->data, shown);
    if (status == 0)
        status = check_sum(text->data, text->size, shown);
    char *rest = text->data, *line;
    strsep(&rest, "\n");
    while (status == 0 && (line = strsep(&rest, "\n")) != NULL && strncmp(line, "end ", 4) != 0)
        status = read_line(manifest, line, shown);
    return status;
}

int manifest_read(struct manifest *manifest, int directory, const char *shown)
{
    manifest_init(manifest);
    int descriptor =
        openat(directory, MANIFEST_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0 && errno == ENOENT)
        return error_set(ERROR_NOT_FOUND, "'%s' holds no index", shown);
    if (descriptor < 0)
        return error_system("cannot open '%s/%s'", shown, MANIFEST_NAME);
    struct buffer text;
    buffer_init(&text);
    int status = file_read_all(descriptor, &text, MANIFEST_SIZE_MAX, MANIFEST_NAME);
    close(descriptor);
    if (status == 0)
        status = text.size == 0 ? damaged(shown, "it is empty") : read_text(manifest, &text, shown);
    buffer_release(&text);
    if (status != 0)
        manifest_release(manifest);
    return status;
}

static int compare_names(const void *one, const void *other)
{
    const struct manifest_segment *a = one, *b = other;
    return strcmp(a->name, b->name);
}

void manifest_sort_segments(struct manifest *manifest)
{
    if (manifest->segment_count > 0)
        qsort(manifest->segments, manifest->segment_count, sizeof *manifest->segments,
              compare_names);
}
