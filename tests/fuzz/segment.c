/* Each section of a segment, behind checksums that hold. The input is a list of edits: a section's
 * number (16: the contents), two bytes of a place in it, a byte of a size, and so many bytes that
 * are written there. */
#include "corrupt/ask.h"
#include "corrupt/seal.h"

#include "fuzz/harness.h"

enum { DOCUMENTS = 141, EDIT_HEAD = 4 };

static struct sealed sealed;
static struct buffer intact;
static struct analyzer *analyzer;

static void end(void)
{
    sealed_close(&sealed);
}

static void prepare(void)
{
    analyzer = analyzer_create();
    sealed_open(&sealed, DOCUMENTS);
    buffer_init(&intact);
    buffer_append(&intact, sealed.bytes.data, sealed.bytes.size);
    if (analyzer == NULL || buffer_status(&intact) != 0)
        sample_fail("no memory");
    atexit(end);
}

static void edit(unsigned number, size_t place, const uint8_t *bytes, size_t size)
{
    const char *contents = intact.data + sealed.places.contents;
    const char *entry = contents + CONTENTS_SECTIONS + 16 * (size_t)(number % SECTION_COUNT);
    uint64_t offset = load_u64(entry), extent = load_u64(entry + 8);
    if (number % (SECTION_COUNT + 1) == SECTION_COUNT) {
        offset = sealed.places.contents;
        extent = CONTENTS_FIXED_SIZE;
    }
    place = extent == 0 ? 0 : place % extent;
    if (size > extent - place)
        size = extent - place;
    memcpy(sealed.bytes.data + offset + place, bytes, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    uint64_t digest;
    if (analyzer == NULL)
        prepare();
    while (size > EDIT_HEAD) {
        size_t count = bytes[3] < size - EDIT_HEAD ? bytes[3] : size - EDIT_HEAD;
        edit(bytes[0], (size_t)bytes[1] | (size_t)bytes[2] << 8, bytes + EDIT_HEAD, count);
        bytes += EDIT_HEAD + count;
        size -= EDIT_HEAD + count;
    }
    sealed_publish(&sealed);
    ask_damaged(&sealed.sample, analyzer, &digest, "fuzz_segment");
    memcpy(sealed.bytes.data, intact.data, intact.size);
    return 0;
}
