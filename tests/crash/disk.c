#include "tests/crash/disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/crash/disk_replay.h"
#include "tests/crash/files.h"

/* --- what is there before --- */

static struct node *new_disk_node(struct disk *disk, uint64_t inode, bool folder)
{
    if (disk->count == NODES_MOST)
        files_fail("too many files");
    struct node *node = &disk->nodes[disk->count++];
    *node = (struct node){.inode = inode, .folder = folder};
    return node;
}

struct loading {
    struct disk *disk;
    const char *path;
    size_t folder; /* its number */
};

static void load_folder(struct disk *disk, const char *path, uint64_t inode);

static void load_entry(void *context, const char *name)
{
    const struct loading *loading = context;
    struct disk *disk = loading->disk;
    struct stat status;
    char path[PATH_SIZE];
    files_join(path, loading->path, name);
    if (lstat(path, &status) != 0)
        files_fail("cannot look at %s", path);
    size_t number = disk->count;
    if (S_ISDIR(status.st_mode)) {
        load_folder(disk, path, status.st_ino);
    } else {
        struct node *node = new_disk_node(disk, status.st_ino, false);
        node->bytes = files_read(path, &node->size);
    }
    names_set(&disk->nodes[loading->folder].names, name, number);
}

static void load_folder(struct disk *disk, const char *path, uint64_t inode)
{
    struct loading loading = {disk, path, disk->count};
    new_disk_node(disk, inode, true);
    files_list(path, load_entry, &loading);
}

struct disk *disk_load(const char *folder)
{
    struct stat status;
    struct disk *disk = calloc(1, sizeof *disk);
    if (disk == NULL || stat(folder, &status) != 0)
        files_fail("cannot load %s", folder);
    load_folder(disk, folder, status.st_ino);
    return disk;
}

void disk_free(struct disk *disk)
{
    for (size_t i = 0; i < disk->count; i++)
        free(disk->nodes[i].bytes);
    free(disk->log);
    free(disk->operations);
    free(disk);
}

/* --- the log --- */

void disk_read_log(struct disk *disk, const char *path)
{
    size_t size, room = 0;
    disk->log = files_read(path, &size);
    if (disk->log == NULL)
        files_fail("there is no log");
    for (size_t at = 0; at < size;) {
        if (disk->length == room) {
            room = room * 2 + 64;
            disk->operations = realloc(disk->operations, room * sizeof *disk->operations);
            if (disk->operations == NULL)
                files_fail("out of memory");
        }
        struct operation *one = &disk->operations[disk->length++];
        if (size - at < sizeof one->head)
            files_fail("the log is cut");
        memcpy(&one->head, disk->log + at, sizeof one->head);
        at += sizeof one->head;
        if (size - at < one->head.name_size || size - at - one->head.name_size < one->head.size ||
            one->head.name_size >= NAME_ROOM)
            files_fail("the log is cut");
        memcpy(one->name, disk->log + at, one->head.name_size);
        one->name[one->head.name_size] = '\0';
        one->bytes = disk->log + at + one->head.name_size;
        at += one->head.name_size + one->head.size;
    }
}

size_t disk_log_length(const struct disk *disk)
{
    return disk->length;
}

bool disk_reported(const struct disk *disk, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (disk->operations[i].head.operation == LOG_DONE)
            return true;
    return false;
}

bool disk_renames(const struct disk *disk, size_t number)
{
    return disk->operations[number].head.operation == LOG_RENAME;
}

/* --- names --- */

static struct name *names_find(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i].text, name) == 0)
            return (struct name *)&names->items[i];
    return NULL;
}

size_t names_get(const struct names *names, const char *name)
{
    const struct name *found = names_find(names, name);
    return found == NULL ? NO_NODE : found->node;
}

void names_set(struct names *names, const char *name, size_t node)
{
    struct name *entry = names_find(names, name);
    if (entry == NULL) {
        if (names->count == NAMES_MOST)
            files_fail("too many names in a folder");
        entry = &names->items[names->count++];
        snprintf(entry->text, sizeof entry->text, "%s", name);
    }
    entry->node = node;
}

void names_remove(struct names *names, const char *name)
{
    struct name *entry = names_find(names, name);
    if (entry != NULL)
        *entry = names->items[--names->count];
}
