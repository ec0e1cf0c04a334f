/* The manifest, and a segment's amendments, with valid checksums. The first byte says which:
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

static void restore_sample(void)
{
    if (manifest_write(&manifest, sample.directory) != 0)
        sample_fail("cannot restore");
    unlinkat(sample.directory, amended, 0);
    sample_remove(&sample);
}

static void prepare_commit(void)
{
    analyzer = analyzer_create();
    sample_build(&sample, 1, 40);
    if (analyzer == NULL || manifest_read(&manifest, sample.directory, sample.path) != 0)
        sample_fail("manifest");
    const struct manifest_segment *entry = &manifest.segments[0];
    buffer_append_format(&line, "segment %s %" PRIu64 " %u %08x", entry->name, entry->size,
                         entry->documents, entry->checksum);
    atexit(restore_sample);
}

static void write_index_file(const char *name, const struct buffer *bytes)
{
    int descriptor = openat(sample.directory, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0)
        sample_fail(name);
    if (bytes->size > 0)
        sample_write(descriptor, bytes->data, bytes->size, 0);
    close(descriptor);
}

static void write_fuzzed_manifest(const uint8_t *bytes, size_t size)
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
    uint32_t sum = segment_checksum(0, text.size == 0 ? "" : text.data, text.size);
    buffer_append_format(&text, "end %08x\n", sum);
    write_index_file(MANIFEST_NAME, &text);
    buffer_release(&text);
}

static void write_fuzzed_amendments(const uint8_t *bytes, size_t size)
{
    struct manifest changed = manifest;
    struct manifest_segment entry = manifest.segments[0];
    struct buffer file;
    buffer_init(&file);
    buffer_append(&file, bytes, size);
    if (size >= AMENDED_HEAD) {
        memcpy(file.data + 12, &entry.documents, 4);
        memcpy(file.data + 24, &entry.checksum, 4);
        entry.amendments.deleted = load_u32(file.data + 16);
    }
    memcpy(entry.amendments.name, amended, sizeof amended);
    entry.amendments.size = size;
    entry.amendments.checksum = segment_checksum(0, file.size == 0 ? "" : file.data, size);
    changed.segments = &entry;
    write_index_file(amended, &file);
    if (manifest_write(&changed, sample.directory) != 0)
        sample_fail("cannot write");
    buffer_release(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    uint64_t digest;
    if (analyzer == NULL)
        prepare_commit();
    if (size == 0 || size > AMENDED_MOST)
        return 0;
    if (bytes[0] % 2 == 0)
        write_fuzzed_manifest(bytes + 1, size - 1);
    else
        write_fuzzed_amendments(bytes + 1, size - 1);
    ask_damaged(&sample, analyzer, &digest, "fuzz_commit");
    return 0;
}
