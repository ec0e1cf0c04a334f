/* The folders visited so far, by device and inode: an open-addressing table, 16 bytes per slot. */
#ifndef FOUILLE_WALK_FOLDER_SET_H
#define FOUILLE_WALK_FOLDER_SET_H

#include <stddef.h>
#include <sys/types.h>

struct folder_id {
    dev_t device;
    ino_t inode; /* never 0 */
};

struct folder_set {
    struct folder_id *slots; /* inode 0: free */
    size_t capacity;         /* a power of two */
    size_t count;
};

/* 1: added; 0: already there; ERROR_MEMORY. An empty set is all zeros. */
int folder_set_add(struct folder_set *set, struct folder_id id);
void folder_set_release(struct folder_set *set);

#endif
