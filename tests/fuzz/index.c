/* A whole index of which the bytes change places at will: it is refused, or read to its end. Four
 * bytes say where in the manifest, or in a segment, the rest is written. Checksums are not mended:
 * corrupt/forge.c does that. */
#include "tests/corrupt/sample.h"

#include "tests/fuzz/harness.h"

static struct sample sample;
static char segment[SEGMENT_NAME_SIZE];

static void remove_sample(void)
{
    sample_remove(&sample);
}

static void prepare_index(void)
{
    struct manifest manifest;
    sample_build(&sample, 1, 40);
    if (manifest_read(&manifest, sample.directory, sample.path) != 0)
        sample_fail("manifest");
    snprintf(segment, sizeof segment, "%s", manifest.segments[0].name);
    manifest_release(&manifest);
    atexit(remove_sample);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct buffer intact;
    uint64_t digest = 0;
    if (sample.path[0] == '\0')
        prepare_index();
    if (size < 5)
        return 0;
    const char *name = bytes[0] % 2 == 0 ? MANIFEST_NAME : segment;
    sample_read(&sample, name, &intact);
    size_t at = ((size_t)bytes[1] | (size_t)bytes[2] << 8 | (size_t)bytes[3] << 16) % intact.size;
    int descriptor = sample_open(&sample, name);
    sample_write(descriptor, bytes + 4, size - 4, at);
    if (read_everything(&sample, &digest) == 0)
        check_everything(&sample);
    if (ftruncate(descriptor, (off_t)intact.size) != 0)
        sample_fail("cannot truncate");
    sample_write(descriptor, intact.data, intact.size, 0);
    close(descriptor);
    buffer_release(&intact);
    return 0;
}
