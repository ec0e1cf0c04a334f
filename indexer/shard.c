#include "shard.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index/manifest.h"
#include "platform/buffer.h"
#include "platform/error.h"
#include "platform/file.h"

enum { NAME_ROOM = 48, TEXT_ROOM = 64 };

static const char first_line[] = "fouille shard ";

static void write_name(char name[NAME_ROOM], const struct share *share)
{
    snprintf(name, NAME_ROOM, "shard-%" PRIu32 "-of-%" PRIu32, share->number + 1, share->count);
}

static int write_text(char text[TEXT_ROOM], const struct share *share)
{
    return snprintf(text, TEXT_ROOM, "%s2\nshare %" PRIu32 "/%" PRIu32 "\n", first_line,
                    share->number + 1, share->count);
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

char *shard_place(const char *index, const struct share *share)
{
    struct buffer path;
    char name[NAME_ROOM];
    write_name(name, share);
    buffer_init(&path);
    buffer_append_format(&path, "%s/" SHARD_STAGING "/%s", index, name);
    char *place = buffer_detach(&path);
    if (place == NULL)
        error_memory();
    return place;
}

/* A task beside may make it at the same time. */
static int make_folder(const char *path)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return error_system("cannot make the index directory '%s'", path);
    return 0;
}

static int sync_folder(const char *path)
{
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int status = directory < 0 ? error_system("cannot open the index directory '%s'", path)
                               : file_sync(directory, path);
    if (directory >= 0)
        close(directory);
    return status;
}

/* From here on the share is not complete, also after a power cut. */
static int take_back(const char *place)
{
    int directory = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return error_system("cannot open the index directory '%s'", place);
    int status = 0;
    if (unlinkat(directory, MANIFEST_NAME, 0) == 0)
        status = file_sync(directory, place);
    else if (errno != ENOENT)
        status = error_system("cannot remove '%s/%s'", place, MANIFEST_NAME);
    close(directory);
    return status;
}

int shard_prepare(const char *index, const struct share *share, char **place)
{
    char *staging = shard_place(index, share);
    *place = staging;
    if (staging == NULL)
        return ERROR_MEMORY;
    char *last = strrchr(staging, '/');
    int status = make_folder(index);
    *last = '\0';
    if (status == 0)
        status = make_folder(staging);
    *last = '/';
    if (status == 0)
        status = sync_folder(index);
    if (status == 0)
        status = make_folder(staging);
    return status != 0 ? status : take_back(staging);
}

int shard_describe(int directory, const struct share *share)
{
    char text[TEXT_ROOM];
    int size = write_text(text, share);
    return file_replace(directory, "SHARD", text, (size_t)size);
}

int shard_check(int directory, const char *shown, const struct share *share)
{
    char text[TEXT_ROOM], wanted[TEXT_ROOM];
    int descriptor = openat(directory, "SHARD", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return error_system("cannot open '%s/%s'", shown, "SHARD");
    ssize_t size = read(descriptor, text, sizeof text - 1);
    int status = size < 0 ? error_system("cannot read '%s/%s'", shown, "SHARD") : 0;
    close(descriptor);
    if (status != 0)
        return status;
    text[size] = '\0';
    write_text(wanted, share);
    if (strcmp(text, wanted) == 0)
        return 0;
    const size_t first = sizeof first_line - 1;
    if (strncmp(text, first_line, first) == 0 && strncmp(text + first, "2\n", 2) != 0)
        return error_set(ERROR_VERSION, "'%s' was made by another version of fouille", shown);
    return error_set(ERROR_CORRUPT, "'%s' is another share than its name says", shown);
}
