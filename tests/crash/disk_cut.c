/* Replays a log up to a cut, and decides what of the unsynced part is found. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/disk_replay.h"
#include "tests/crash/files.h"

/* A change of a folder that is not synced. */
struct change {
    enum { CHANGE_PUT, CHANGE_TAKE, CHANGE_MOVE } kind;
    char name[NAME_ROOM], to[NAME_ROOM];
    size_t node;
};

/* A node at the time of the cut: what is synced, and after it what is not. */
struct live {
    struct node synced;
    struct names now;             /* of a folder, as programs saw it */
    size_t pending[PENDING_MOST]; /* of a file: numbers of operations */
    struct change *changes;       /* of a folder */
    size_t pending_count, changes_count;
};

struct disk_state {
    struct live nodes[NODES_MOST];
    size_t count;
};

uint64_t disk_random(uint64_t *random)
{
    uint64_t mixed = *random += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

static size_t draw_below(uint64_t *random, size_t limit)
{
    return limit == 0 ? 0 : (size_t)(disk_random(random) % limit);
}

static void *require_memory(void *memory)
{
    if (memory == NULL)
        files_fail("out of memory");
    return memory;
}

/* --- bytes --- */

static void resize_node(struct node *node, size_t size)
{
    if (size > node->size) {
        node->bytes = require_memory(realloc(node->bytes, size + 1));
        memset(node->bytes + node->size, 0, size - node->size);
    }
    node->size = size;
}

static void write_range(struct node *node, const struct operation *operation, size_t from,
                        size_t size)
{
    size_t at = (size_t)operation->head.offset + from;
    if (at + size > node->size)
        resize_node(node, at + size);
    memcpy(node->bytes + at, operation->bytes + from, size);
}

/* Sector by sector of the file, each written or not; the size as if all were. */
static void write_sectors(struct node *node, const struct operation *operation, uint64_t *random)
{
    size_t size = (size_t)operation->head.size, done = 0;
    size_t end = (size_t)operation->head.offset + size;
    if (end > node->size)
        resize_node(node, end);
    while (done < size) {
        size_t at = (size_t)operation->head.offset + done;
        size_t part = DISK_SECTOR - at % DISK_SECTOR;
        part = part < size - done ? part : size - done;
        if (disk_random(random) & 1)
            write_range(node, operation, done, part);
        done += part;
    }
}

static void do_all(struct node *node, const struct operation *operation)
{
    if (operation->head.operation == LOG_TRUNCATE)
        resize_node(node, (size_t)operation->head.offset);
    else
        write_range(node, operation, 0, (size_t)operation->head.size);
}

/* The size that the operation gives, and no bytes. */
static void do_zeros(struct node *node, const struct operation *operation)
{
    size_t end = (size_t)(operation->head.offset + operation->head.size);
    if (operation->head.operation == LOG_TRUNCATE || end > node->size)
        resize_node(node, end);
}

/* A write up to some sector. */
static void do_torn(struct node *node, const struct operation *operation, uint64_t *random)
{
    size_t size = (size_t)operation->head.size;
    if (operation->head.operation != LOG_WRITE)
        return;
    size_t end = (size_t)operation->head.offset + draw_below(random, size + 1);
    end -= end % DISK_SECTOR;
    if (end > operation->head.offset)
        write_range(node, operation, 0, end - (size_t)operation->head.offset);
}

static void find_some_bytes(const struct disk *disk, struct live *live, uint64_t *random)
{
    size_t kept = draw_below(random, live->pending_count + 1);
    bool soup = (disk_random(random) & 1) != 0, zeros = (disk_random(random) & 3) == 0;
    for (size_t i = 0; i < live->pending_count; i++) {
        const struct operation *operation = &disk->operations[live->pending[i]];
        if (zeros)
            do_zeros(&live->synced, operation);
        else if (soup && operation->head.operation == LOG_WRITE)
            write_sectors(&live->synced, operation, random);
        else if (soup || i < kept)
            do_all(&live->synced, operation);
        else if (i == kept)
            do_torn(&live->synced, operation, random);
    }
}

static void find_bytes(const struct disk *disk, struct live *live, enum disk_luck luck,
                       uint64_t *random)
{
    if (luck == DISK_SOME)
        find_some_bytes(disk, live, random);
    for (size_t i = 0; i < live->pending_count; i++) {
        const struct operation *operation = &disk->operations[live->pending[i]];
        if (luck == DISK_ALL)
            do_all(&live->synced, operation);
        else if (luck == DISK_ZEROS)
            do_zeros(&live->synced, operation);
    }
    live->pending_count = 0;
}

/* --- names --- */

static void apply_change(struct names *names, const struct change *change)
{
    if (change->kind != CHANGE_PUT &&
        (change->kind == CHANGE_TAKE || names_get(names, change->name) == change->node))
        names_remove(names, change->name);
    if (change->kind != CHANGE_TAKE)
        names_set(names, change->kind == CHANGE_MOVE ? change->to : change->name, change->node);
}

static void find_names(struct live *live, enum disk_luck luck, uint64_t *random)
{
    bool in_order = (disk_random(random) & 1) != 0;
    size_t kept = draw_below(random, live->changes_count + 1);
    for (size_t i = 0; i < live->changes_count; i++)
        if (luck == DISK_ALL || luck == DISK_ZEROS ||
            (luck == DISK_SOME && (in_order ? i < kept : (disk_random(random) & 1) != 0)))
            apply_change(&live->synced.names, &live->changes[i]);
    live->changes_count = 0;
}

static void add_change(struct live *folder, struct change one)
{
    folder->changes = require_memory(
        realloc(folder->changes, (folder->changes_count + 1) * sizeof *folder->changes));
    folder->changes[folder->changes_count++] = one;
    apply_change(&folder->now, &one);
}

/* --- the replay --- */

/* The newest one: an inode number may come again. */
static struct live *find_node(struct disk_state *state, uint64_t inode)
{
    for (size_t i = state->count; i > 0; i--)
        if (state->nodes[i - 1].synced.inode == inode)
            return &state->nodes[i - 1];
    return NULL;
}

static struct live *find_folder(struct disk_state *state, uint64_t inode)
{
    struct live *folder = find_node(state, inode);
    if (folder == NULL || !folder->synced.folder)
        files_fail("the log has a folder that is not known");
    return folder;
}

static void replay_create(struct disk_state *state, const struct operation *operation)
{
    if (state->count == NODES_MOST)
        files_fail("too many files");
    struct change put = {.kind = CHANGE_PUT, .node = state->count};
    memcpy(put.name, operation->name, NAME_ROOM);
    state->nodes[state->count++] =
        (struct live){.synced = {.inode = operation->head.inode,
                                 .folder = operation->head.operation == LOG_MKDIR}};
    add_change(find_folder(state, operation->head.folder), put);
}

static void replay_link(struct disk_state *state, const struct operation *operation)
{
    const struct live *file = find_node(state, operation->head.inode);
    if (file == NULL)
        files_fail("the log links a file that is not known");
    struct change put = {.kind = CHANGE_PUT, .node = (size_t)(file - state->nodes)};
    memcpy(put.name, operation->name, NAME_ROOM);
    add_change(find_folder(state, operation->head.folder), put);
}

static void rename_or_unlink(struct disk_state *state, const struct operation *operation)
{
    struct live *folder = find_folder(state, operation->head.folder);
    bool moves = operation->head.operation == LOG_RENAME;
    struct change one = {.kind = moves ? CHANGE_MOVE : CHANGE_TAKE,
                         .node = names_get(&folder->now, operation->name)};
    if (one.node == NO_NODE || operation->head.size >= NAME_ROOM ||
        (moves && operation->head.inode != operation->head.folder))
        files_fail("the log has a name that is not known, or one moved elsewhere");
    memcpy(one.name, operation->name, NAME_ROOM);
    memcpy(one.to, operation->bytes, (size_t)operation->head.size);
    add_change(folder, one);
}

static void to_bytes(struct disk_state *state, const struct operation *operation, size_t number)
{
    struct live *file = find_node(state, operation->head.inode);
    if (file == NULL) /* it has no name, and is gone after a cut */
        return;
    if (file->pending_count == PENDING_MOST)
        files_fail("too many writes without a sync");
    file->pending[file->pending_count++] = number;
}

static void replay(const struct disk *disk, struct disk_state *state, size_t number)
{
    const struct operation *operation = &disk->operations[number];
    struct live *synced;
    switch (operation->head.operation) {
    case LOG_CREATE:
    case LOG_MKDIR:
        replay_create(state, operation);
        break;
    case LOG_LINK:
        replay_link(state, operation);
        break;
    case LOG_RENAME:
    case LOG_UNLINK:
        rename_or_unlink(state, operation);
        break;
    case LOG_WRITE:
    case LOG_TRUNCATE:
        to_bytes(state, operation, number);
        break;
    case LOG_SYNC:
        synced = find_node(state, operation->head.inode);
        if (synced == NULL)
            break;
        find_bytes(disk, synced, DISK_ALL, &(uint64_t){0});
        find_names(synced, DISK_ALL, &(uint64_t){0});
        break;
    default:
        break;
    }
}

struct disk_state *disk_cut(const struct disk *disk, size_t length, enum disk_luck files,
                            enum disk_luck folders, uint64_t *random)
{
    struct disk_state *state = require_memory(calloc(1, sizeof *state));
    for (size_t i = 0; i < disk->count; i++) {
        const struct node *from = &disk->nodes[i];
        struct live *live = &state->nodes[state->count++];
        live->synced = *from;
        live->now = from->names;
        if (!from->folder) {
            live->synced.bytes = require_memory(malloc(from->size + 1));
            memcpy(live->synced.bytes, from->bytes, from->size);
        }
    }
    for (size_t i = 0; i < length; i++)
        replay(disk, state, i);
    for (size_t i = 0; i < state->count; i++) {
        find_bytes(disk, &state->nodes[i], files, random);
        find_names(&state->nodes[i], folders, random);
    }
    return state;
}

void disk_state_free(struct disk_state *state)
{
    for (size_t i = 0; i < state->count; i++) {
        free(state->nodes[i].synced.bytes);
        free(state->nodes[i].changes);
    }
    free(state);
}

/* --- what is found --- */

static uint64_t hash_more(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* Independent of the order of names. */
static uint64_t hash_node(const struct disk_state *state, size_t number)
{
    const struct node *node = &state->nodes[number].synced;
    uint64_t hash =
        hash_more(UINT64_C(0xcbf29ce484222325), node->bytes, node->folder ? 0 : node->size);
    for (size_t i = 0; i < node->names.count; i++) {
        const struct name *name = &node->names.items[i];
        uint64_t inner = hash_node(state, name->node);
        uint64_t named = hash_more(inner, name->text, strlen(name->text));
        hash += disk_random(&named);
    }
    return hash;
}

uint64_t disk_state_hash(const struct disk_state *state)
{
    return hash_node(state, 0);
}

static void write_node(const struct disk_state *state, size_t number, const char *path)
{
    const struct node *node = &state->nodes[number].synced;
    if (!node->folder) {
        files_write(path, node->bytes == NULL ? "" : node->bytes, node->size);
        return;
    }
    files_make_folder(path);
    for (size_t i = 0; i < node->names.count; i++) {
        char inner[PATH_SIZE];
        files_join(inner, path, node->names.items[i].text);
        write_node(state, node->names.items[i].node, inner);
    }
}

void disk_state_write(const struct disk_state *state, const char *folder, const char *name)
{
    char path[PATH_SIZE];
    size_t number = names_get(&state->nodes[0].synced.names, name);
    files_join(path, folder, name);
    if (number != NO_NODE)
        write_node(state, number, path);
}
