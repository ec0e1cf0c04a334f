/* Inside the model of a disk (disk.h): what is loaded, and what a replay of the log keeps. */
#ifndef FOUILLE_TESTS_CRASH_DISK_REPLAY_H
#define FOUILLE_TESTS_CRASH_DISK_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/crash/disk.h"
#include "tests/crash/shim/log.h"

enum { NODES_MOST = 256, NAMES_MOST = 96, NAME_ROOM = 64, PENDING_MOST = 512 };

#define NO_NODE SIZE_MAX

struct name {
    char text[NAME_ROOM];
    size_t node;
};

/* What a folder holds. */
struct names {
    struct name items[NAMES_MOST];
    size_t count;
};

size_t names_get(const struct names *names, const char *name);
void names_set(struct names *names, const char *name, size_t node);
void names_remove(struct names *names, const char *name);

/* A file or a folder, as it was synced last. */
struct node {
    uint64_t inode;
    bool folder;
    char *bytes; /* of a file; owned */
    size_t size;
    struct names names; /* of a folder */
};

struct operation {
    struct log_head head;
    char name[NAME_ROOM];
    const char *bytes; /* in the log */
};

struct disk {
    struct node nodes[NODES_MOST]; /* the first is the folder that was loaded */
    size_t count;
    char *log;
    struct operation *operations;
    size_t length;
};

#endif
