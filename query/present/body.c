#include "query/present/body.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/utf8.h"

enum { EXTRACT_LIMIT = 64 << 20, SELF_MAX = 4096 };

static const char program[] = "fouille-index";

void body_reader_init(struct body_reader *reader, const struct index *index)
{
    reader->index = index;
    reader->segment = NULL;
}

void body_reader_release(struct body_reader *reader)
{
    if (reader->segment != NULL)
        store_reader_release(&reader->store);
    reader->segment = NULL;
}

/* --- from the file --- */

/* Runs fouille-index with its standard output redirected to `output`: the one next to this program,
 * as installed or in the build folder, else the one in PATH. Returns 0 or an errno value. */
static int spawn_extractor(char *const *arguments, posix_spawn_file_actions_t *actions,
                           posix_spawnattr_t *attributes, pid_t *child)
{
    static const char *const folders[] = {"", "../indexer/"};
    char self[SELF_MAX + sizeof "../indexer/" + sizeof program];
    ssize_t size = readlink("/proc/self/exe", self, SELF_MAX);
    while (size > 0 && self[size - 1] != '/')
        size--;
    for (size_t i = 0; size > 0 && i < sizeof folders / sizeof *folders; i++) {
        size_t folder = strlen(folders[i]);
        memcpy(self + size, folders[i], folder);
        memcpy(self + (size_t)size + folder, program, sizeof program);
        if (posix_spawn(child, self, actions, attributes, arguments, environ) == 0)
            return 0;
    }
    return posix_spawnp(child, program, actions, attributes, arguments, environ);
}

/* This program ignores SIGPIPE and SIGXFSZ; fouille-index must not inherit that. */
static int spawn_extractor_to(int output, char *const *arguments, pid_t *child)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t ignored;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return ENOMEM;
    }
    sigemptyset(&ignored);
    sigaddset(&ignored, SIGPIPE);
    sigaddset(&ignored, SIGXFSZ);
    bool ready = posix_spawnattr_setsigdefault(&attributes, &ignored) == 0 &&
                 posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF) == 0 &&
                 posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) == 0 &&
                 posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) == 0 &&
                 posix_spawn_file_actions_adddup2(&actions, output, 1) == 0;
    int reason = ready ? spawn_extractor(arguments, &actions, &attributes, child) : ENOMEM;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return reason;
}

static int read_pipe(int descriptor, struct buffer *into)
{
    enum { PIECE = 1 << 16 };
    for (size_t taken = 0; taken < EXTRACT_LIMIT && buffer_reserve(into, PIECE) == 0;) {
        ssize_t got = read(descriptor, into->data + into->size, PIECE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system("cannot read the text of an article");
        if (got == 0)
            break;
        into->size += (size_t)got;
        taken += (size_t)got;
    }
    return buffer_status(into);
}

/* Appends nothing when the program is missing, just as when the file is. */
static int run_extractor(char *operand, struct buffer *into)
{
    char *arguments[] = {(char *)program, "--extract", operand, NULL};
    int ends[2];
    pid_t child;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_system("cannot create a pipe");
    int reason = spawn_extractor_to(ends[1], arguments, &child);
    bool running = reason == 0;
    close(ends[1]);
    int status = running ? read_pipe(ends[0], into) : 0;
    close(ends[0]);
    while (running && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    errno = reason;
    if (!running && reason != ENOENT && reason != EACCES)
        return error_system("cannot start '%s'", program);
    return status;
}

static int extract_body(const struct document *document, const char *path, struct buffer *into)
{
    struct buffer operand;
    buffer_init(&operand);
    buffer_append_string(&operand, path);
    if (document->id.size > 0) {
        buffer_append_byte(&operand, '#');
        buffer_append(&operand, document->id.data, document->id.size);
    }
    buffer_append_byte(&operand, '\0');
    int status = buffer_status(&operand);
    if (status == 0)
        status = run_extractor(operand.data, into);
    buffer_release(&operand);
    return status;
}

/* --- from the store --- */

static int read_store(struct body_reader *reader, struct segment *segment,
                      const struct document *document, struct buffer *into)
{
    if (reader->segment != segment) {
        body_reader_release(reader);
        int status = store_reader_init(&reader->store, &segment->file);
        if (status != 0)
            return status;
        reader->segment = segment;
    }
    return store_read(&reader->store, document->text_offset, document->text_size, into);
}

int body_read(struct body_reader *reader, struct segment *segment, const struct document *document,
              const char *path, struct buffer *into)
{
    size_t before = into->size;
    int status = 0;
    if (segment->file.statistics.stored)
        status = read_store(reader, segment, document, into);
    else if (index_may_open(reader->index, document, path))
        status = extract_body(document, path, into);
    if (status == 0 && into->size > before)
        into->size = before + utf8_valid_prefix(into->data + before, into->size - before);
    return status;
}
