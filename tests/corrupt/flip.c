/* Damage by accident: every byte of an index changed in turn, every file cut at every length. The
 * check must report each, and a reader that does not check gets an error or the right answer.
 *
 *     corrupt_flip            makes a small index of its own
 *     corrupt_flip DIRECTORY  takes a copy of the index there (keep it small)
 */
#include "tests/corrupt/sample.h"

enum { BITS_TRIED = 2 };

struct run {
    struct sample sample;
    uint64_t digest; /* of the intact index */
    unsigned long changes, failures;
};

static void report_miss(struct run *run, const char *name, const char *change, size_t at,
                        const char *what)
{
    if (run->failures++ < 20)
        fprintf(stderr, "corrupt_flip: %s: %s %zu: %s\n", name, change, at, what);
}

/* One damaged state of the index. */
static void try_damaged(struct run *run, const char *name, const char *change, size_t at)
{
    uint64_t digest;
    run->changes++;
    int status = check_everything(&run->sample);
    if (status == 0)
        report_miss(run, name, change, at, "the check passes it");
    else if (error_message()[0] == '\0')
        report_miss(run, name, change, at, "no message");
    if (read_everything(&run->sample, &digest) == 0 && digest != run->digest)
        report_miss(run, name, change, at, "a wrong answer");
}

static void flip_file(struct run *run, const char *name)
{
    static const unsigned char bits[BITS_TRIED] = {0xff, 0x01};
    static const char *const changes[BITS_TRIED] = {"all bits flipped at", "low bit flipped at"};
    struct buffer bytes;
    sample_read(&run->sample, name, &bytes);
    int descriptor = sample_open(&run->sample, name);
    for (size_t at = 0; at < bytes.size; at++) {
        for (int i = 0; i < BITS_TRIED; i++) {
            unsigned char changed = (unsigned char)((unsigned char)bytes.data[at] ^ bits[i]);
            sample_write(descriptor, &changed, 1, at);
            try_damaged(run, name, changes[i], at);
        }
        sample_write(descriptor, bytes.data + at, 1, at);
    }
    close(descriptor);
    buffer_release(&bytes);
}

static void truncate_file(struct run *run, const char *name)
{
    struct buffer bytes;
    sample_read(&run->sample, name, &bytes);
    int descriptor = sample_open(&run->sample, name);
    for (size_t size = bytes.size; size-- > 0;) {
        if (ftruncate(descriptor, (off_t)size) != 0)
            sample_fail("cannot truncate");
        try_damaged(run, name, "cut to", size);
    }
    sample_write(descriptor, bytes.data, bytes.size, 0);
    if (lseek(descriptor, 0, SEEK_END) != (off_t)bytes.size)
        sample_fail("cannot restore");
    sample_write(descriptor, "x", 1, bytes.size);
    try_damaged(run, name, "a byte more than", bytes.size);
    if (ftruncate(descriptor, (off_t)bytes.size) != 0)
        sample_fail("cannot truncate");
    close(descriptor);
    buffer_release(&bytes);
}

static void require_intact(const struct run *run, const char *when)
{
    uint64_t digest = 0;
    if (check_everything(&run->sample) != 0 || read_everything(&run->sample, &digest) != 0)
        sample_fail(when);
    if (digest != run->digest) {
        fprintf(stderr, "corrupt_flip: %s: another answer\n", when);
        exit(1);
    }
}

static void damage_file(struct run *run, const char *name)
{
    flip_file(run, name);
    truncate_file(run, name);
    require_intact(run, "after");
}

static void copy_file(const struct sample *from, const struct sample *to, const char *name)
{
    struct buffer bytes;
    sample_read(from, name, &bytes);
    int descriptor = openat(to->directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        sample_fail(name);
    sample_write(descriptor, bytes.data, bytes.size, 0);
    close(descriptor);
    buffer_release(&bytes);
}

static void copy_index(struct sample *sample, const char *path)
{
    struct sample from;
    struct manifest manifest;
    snprintf(from.path, sizeof from.path, "%s", path);
    from.directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (from.directory < 0 || manifest_read(&manifest, from.directory, path) != 0)
        sample_fail(path);
    sample_folder(sample);
    for (size_t i = 0; i < manifest.segment_count; i++) {
        copy_file(&from, sample, manifest.segments[i].name);
        if (manifest.segments[i].amendments.name[0] != '\0')
            copy_file(&from, sample, manifest.segments[i].amendments.name);
    }
    copy_file(&from, sample, MANIFEST_NAME);
    manifest_release(&manifest);
    close(from.directory);
}

int main(int count, char **arguments)
{
    struct run run = {.failures = 0};
    struct manifest manifest;
    if (count > 1)
        copy_index(&run.sample, arguments[1]);
    else
        sample_build(&run.sample, 2, 5);
    if (read_everything(&run.sample, &run.digest) != 0)
        sample_fail("the intact index");
    require_intact(&run, "before");
    if (manifest_read(&manifest, run.sample.directory, run.sample.path) != 0)
        sample_fail("the manifest");
    for (size_t i = 0; i < manifest.segment_count; i++) {
        damage_file(&run, manifest.segments[i].name);
        if (manifest.segments[i].amendments.name[0] != '\0')
            damage_file(&run, manifest.segments[i].amendments.name);
    }
    damage_file(&run, MANIFEST_NAME);
    manifest_release(&manifest);
    sample_remove(&run.sample);
    printf("corrupt_flip: %lu changes, %lu not reported or answered wrongly\n", run.changes,
           run.failures);
    return run.failures > 0;
}
