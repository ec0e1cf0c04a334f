#include "present/body.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/error.h"

enum { EXTRACT_LIMIT = 64 << 20 };

void body_reader_init(struct body_reader *reader, struct index *index)
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

/* fouille-index beside this program, as it is installed and in the build folder; else in PATH. */
static void run_extract(const char *operand)
{
    char self[4096];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 32);
    if (size > 0) {
        static const char *const beside[] = {"fouille-index", "../indexer/fouille-index"};
        while (size > 0 && self[size - 1] != '/')
            size--;
        for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
            snprintf(self + size, sizeof self - (size_t)size, "%s", beside[i]);
            execl(self, "fouille-index", "--extract", operand, (char *)NULL);
        }
    }
    execlp("fouille-index", "fouille-index", "--extract", operand, (char *)NULL);
    _exit(127);
}

static void read_pipe(int descriptor, struct buffer *into)
{
    size_t start = into->size;
    for (;;) {
        if (into->size - start >= EXTRACT_LIMIT || buffer_reserve(into, 1 << 16) != 0)
            return;
        ssize_t got = read(descriptor, into->data + into->size, 1 << 16);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return;
        into->size += (size_t)got;
    }
}

static int extract(const char *operand, struct buffer *into)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return 0;
    pid_t child = fork();
    if (child == 0) {
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, STDIN_FILENO);
        dup2(nothing, STDERR_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        run_extract(operand);
    }
    close(ends[1]);
    if (child > 0)
        read_pipe(ends[0], into);
    close(ends[0]);
    if (child > 0)
        waitpid(child, NULL, 0);
    return buffer_status(into);
}

static int read_file(const struct document *document, const char *path, struct buffer *into)
{
    struct buffer operand;
    buffer_init(&operand);
    buffer_append_string(&operand, path);
    if (document->id.size > 0) {
        buffer_append_byte(&operand, '#');
        buffer_append(&operand, document->id.data, document->id.size);
    }
    const char *argument = buffer_string(&operand);
    int status = operand.failed ? error_memory() : extract(argument, into);
    buffer_release(&operand);
    return status;
}

int body_read(struct body_reader *reader, struct segment *segment, const struct document *document,
              const char *path, struct buffer *into)
{
    if (!segment->file.said.stored)
        return read_file(document, path, into);
    if (reader->segment != segment) {
        body_reader_release(reader);
        int status = store_reader_init(&reader->store, &segment->file);
        if (status != 0)
            return status;
        reader->segment = segment;
    }
    return store_read(&reader->store, document->text_offset, document->text_size, into);
}
