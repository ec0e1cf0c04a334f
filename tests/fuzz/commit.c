/* The manifest, and a segment's amendments, behind checksums that hold. The first byte says which:
 * even, and the rest stands for all of the manifest but its last line, with @ for the line of the
 * segment that is there and $ for the fingerprint; odd, and it is the amendments. */
#include <inttypes.h>

#include "tests/corrupt/ask.h"

#include "tests/fuzz/harness.h"

#include "common/index/container/segment_layout.h"

enum { AMENDED_MOST = 1 << 14, AMENDED_HEAD = 32 };

static struct sample sample;
static struct manifest manifest; /* as it is intact */
static struct buffer line;
static struct analyzer *analyzer;
static char amended[] = "00000001-000.amend";

static void end(void)
{
    if (manifest_write(&manifest, sample.directory) != 0)
        sample_fail("cannot restore");
    unlinkat(sample.directory, amended, 0);
    sample_remove(&sample);
}

static void prepare(void)
{
    analyzer = analyzer_create();
    sample_build(&sample, 1, 40);
    if (analyzer == NULL || manifest_read(&manifest, sample.directory, sample.path) != 0)
        sample_fail("manifest");
    const struct manifest_segment *entry = &manifest.segments[0];
    buffer_append_format(&line, "segment %s %" PRIu64 " %u %08x", entry->name, entry->size,
                         entry->documents, entry->check);
    atexit(end);
}

static void put_file(const char *name, const struct buffer *bytes)
{
    int descriptor = openat(sample.directory, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0)
        sample_fail(name);
    if (bytes->size > 0)
        sample_write(descriptor, bytes->data, bytes->size, 0);
    close(descriptor);
}

static void put_manifest(const uint8_t *bytes, size_t size)
{
    struct buffer text;
    buffer_init(&text);
    for (size_t i = 0; i < size; i++)
        if (bytes[i] == '@')
            buffer_append(&text, line.data, line.size);
        else if (bytes[i] == '$')
            buffer_append_format(&text, "%016" PRIx64, manifest.fingerprint);
        else
            buffer_append_byte(&text, bytes[i]);
    uint32_t sum = segment_sum(0, text.size == 0 ? "" : text.data, text.size);
    buffer_append_format(&text, "end %08x\n", sum);
    put_file(MANIFEST_NAME, &text);
    buffer_release(&text);
}

static void put_amendments(const uint8_t *bytes, size_t size)
{
    struct manifest changed = manifest;
    struct manifest_segment entry = manifest.segments[0];
    struct buffer file;
    buffer_init(&file);
    buffer_append(&file, bytes, size);
    if (size >= AMENDED_HEAD) {
        memcpy(file.data + 12, &entry.documents, 4);
        memcpy(file.data + 24, &entry.check, 4);
        entry.amendments.deleted = load_u32(file.data + 16);
    }
    memcpy(entry.amendments.name, amended, sizeof amended);
    entry.amendments.size = size;
    entry.amendments.check = segment_sum(0, file.size == 0 ? "" : file.data, size);
    changed.segments = &entry;
    put_file(amended, &file);
    if (manifest_write(&changed, sample.directory) != 0)
        sample_fail("cannot write");
    buffer_release(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    uint64_t digest;
    if (analyzer == NULL)
        prepare();
    if (size == 0 || size > AMENDED_MOST)
        return 0;
    if (bytes[0] % 2 == 0)
        put_manifest(bytes + 1, size - 1);
    else
        put_amendments(bytes + 1, size - 1);
    ask_damaged(&sample, analyzer, &digest, "fuzz_commit");
    return 0;
}
