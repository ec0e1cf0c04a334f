/* Damage on purpose: every byte of a segment changed in turn, and all checksums made good again.
 * The readers' own bounds are what is left: an error, or some answer, but never a crash, a hang, or
 * a byte read outside (run it under the address sanitizer).
 *
 *     corrupt_forge [STEP [OFFSET]]   every STEP-th byte, from OFFSET on
 */
#include "tests/corrupt/seal.h"

struct run {
    struct sample sample;
    struct manifest manifest;
    struct buffer bytes;
    struct layout layout;
    int descriptor;
    unsigned long changes, found, other_answer;
    uint64_t digest;
};

static void publish_forged(struct run *run)
{
    run->manifest.segments[0].checksum = reseal(&run->bytes, &run->layout);
    sample_write(run->descriptor, run->bytes.data, run->bytes.size, 0);
    if (manifest_write(&run->manifest, run->sample.directory) != 0)
        sample_fail("cannot write the manifest");
}

static void try_forged(struct run *run)
{
    uint64_t digest;
    publish_forged(run);
    run->changes++;
    run->found += check_everything(&run->sample) != 0;
    if (read_everything(&run->sample, &digest) == 0)
        run->other_answer += digest != run->digest;
}

int main(int count, char **arguments)
{
    static struct run run;
    size_t step = count > 1 ? strtoul(arguments[1], NULL, 10) : 1;
    size_t first = count > 2 ? strtoul(arguments[2], NULL, 10) : 0;
    sample_build(&run.sample, 1, 141);
    if (manifest_read(&run.manifest, run.sample.directory, run.sample.path) != 0)
        sample_fail("the manifest");
    const char *name = run.manifest.segments[0].name;
    sample_read(&run.sample, name, &run.bytes);
    run.layout = layout_of(&run.bytes);
    run.descriptor = sample_open(&run.sample, name);
    publish_forged(&run);
    if (check_everything(&run.sample) != 0 || read_everything(&run.sample, &run.digest) != 0)
        sample_fail("resealing changes what is intact");
    for (size_t at = first; at<run.layout.tail; at += step> 0 ? step : 1) {
        if (at >= run.layout.data_end && at < run.layout.contents)
            continue; /* the page table is what is made good */
        char kept = run.bytes.data[at];
        run.bytes.data[at] = (char)~kept;
        try_forged(&run);
        run.bytes.data[at] = (char)(kept ^ 1);
        try_forged(&run);
        run.bytes.data[at] = kept;
    }
    close(run.descriptor);
    buffer_release(&run.bytes);
    manifest_release(&run.manifest);
    sample_remove(&run.sample);
    printf("corrupt_forge: %lu changes, %lu found by the check, %lu that change an answer\n",
           run.changes, run.found, run.other_answer);
    return 0;
}
