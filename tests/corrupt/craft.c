/* An index that somebody made to do harm: checksums hold, and every section in turn has values that
 * no writer writes. Offsets lead past the end, backwards, and to each other; counts are 2^31,
 * 2^32, 2^63; sections overlap, are empty, or lie in the page table. Each is refused or answered,
 * within a second (run it under the address sanitizer).
 *
 *     corrupt_craft [STEP]    every STEP-th place of the sections that are not of one item's size
 */
#include "tests/corrupt/ask.h"
#include "tests/corrupt/seal.h"

enum { DOCUMENTS = 141, STEP = 29 };

struct run {
    struct sealed_segment sealed;
    struct buffer intact;
    struct analyzer *analyzer;
    uint64_t digest;
    unsigned long changes, found, silent;
};

struct extent {
    uint64_t offset, size;
};

static struct extent section_extent(const struct run *run, unsigned number)
{
    const char *entry =
        run->intact.data + run->sealed.layout.contents + CONTENTS_SECTIONS + 16 * number;
    return (struct extent){load_u64(entry), load_u64(entry + 8)};
}

/* With what is in place now; then all is intact again. */
static void try_crafted(struct run *run, const char *what, unsigned number, uint64_t at)
{
    char description[100];
    uint64_t digest;
    snprintf(description, sizeof description, "corrupt_craft: %s %u, byte %llu", what, number,
             (unsigned long long)at);
    sealed_publish(&run->sealed);
    run->changes++;
    bool found = ask_damaged(&run->sealed.sample, run->analyzer, &digest, description);
    run->found += found;
    run->silent += !found && digest != run->digest;
    memcpy(run->sealed.bytes.data, run->intact.data, run->intact.size);
}

static void try_u64(struct run *run, const char *what, unsigned number, uint64_t at, uint64_t value)
{
    if (load_u64(run->intact.data + at) == value)
        return;
    put_u64(run->sealed.bytes.data + at, value);
    try_crafted(run, what, number, at);
}

/* Statistics, and where sections are. */
static void craft_contents(struct run *run)
{
    uint64_t contents = run->sealed.layout.contents, data_end = run->sealed.layout.data_end;
    const uint64_t values[] = {0,
                               1,
                               63,
                               data_end - 1,
                               data_end,
                               UINT32_MAX,
                               UINT64_C(1) << 32,
                               UINT64_C(1) << 63,
                               UINT64_MAX - 63,
                               UINT64_MAX};
    for (uint64_t at = 8; at < CONTENTS_FIXED_SIZE; at += 8)
        for (size_t i = 0; i < sizeof values / sizeof *values; i++)
            if (at != CONTENTS_DATA_END) /* where sums are is what is made good */
                try_u64(run, "contents", (unsigned)(at / 8), contents + at, values[i]);
    for (unsigned one = 0; one < SECTION_COUNT; one++)
        for (unsigned other = 0; other < SECTION_COUNT; other++) {
            struct extent extent = section_extent(run, other);
            char *entry = run->sealed.bytes.data + contents + CONTENTS_SECTIONS + 16 * one;
            put_u64(entry, extent.offset);
            if (other % 2 == 0)
                put_u64(entry + 8, extent.size);
            if (one != other)
                try_crafted(run, "a section over another", one, other);
        }
}

/* Offsets of blocks: past the end, before the one before, all the same. */
static void craft_offsets(struct run *run, unsigned number, uint64_t item, unsigned target)
{
    struct extent extent = section_extent(run, number);
    uint64_t end = section_extent(run, target).size;
    const uint64_t values[] = {0, 1, end - 1, end, end + 1, UINT64_C(1) << 63, UINT64_MAX};
    for (uint64_t at = item - 8; at + 8 <= extent.size; at += item)
        for (size_t i = 0; i < sizeof values / sizeof *values; i++)
            try_u64(run, "offsets in section", number, extent.offset + at, values[i]);
    for (uint64_t at = item - 8; at + 8 <= extent.size; at += item)
        put_u64(run->sealed.bytes.data + extent.offset + at, end / 2);
    if (extent.size >= item)
        try_crafted(run, "all offsets alike in section", number, 0);
}

/* What decodes to numbers of any size, and to first bytes of every form, at any place. */
static void craft_bytes(struct run *run, unsigned number, uint64_t step)
{
    static const struct {
        const char *bytes;
        size_t size;
    } values[] = {{"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 10}, /* 2^63 */
                  {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10},
                  {"\x80\x80\x80\x80\x10", 5}, /* 2^32 */
                  {"\xff\xff\xff\xff\x0f", 5},
                  {"\x80\x80\x80\x80\x08", 5},
                  {"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16},
                  {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 16},
                  {"\x20\x18", 2},
                  {"\x54\xff", 2},
                  {"\x87\x01", 2},
                  {"\x40\x10", 2}};
    struct extent extent = section_extent(run, number);
    for (uint64_t at = 0; at < extent.size; at += step)
        for (size_t i = 0; i < sizeof values / sizeof *values; i++)
            if (values[i].size <= extent.size - at) {
                memcpy(run->sealed.bytes.data + extent.offset + at, values[i].bytes,
                       values[i].size);
                try_crafted(run, "bytes in section", number, at);
            }
}

int main(int count, char **arguments)
{
    static struct run run;
    uint64_t step = count > 1 ? strtoul(arguments[1], NULL, 10) : STEP;
    run.analyzer = analyzer_create();
    sealed_open(&run.sealed, DOCUMENTS);
    buffer_append(&run.intact, run.sealed.bytes.data, run.sealed.bytes.size);
    if (run.analyzer == NULL || buffer_status(&run.intact) != 0 || step == 0)
        sample_fail("cannot begin");
    sealed_publish(&run.sealed);
    if (ask_damaged(&run.sealed.sample, run.analyzer, &run.digest, "intact"))
        sample_fail("resealing changes what is intact");
    craft_contents(&run);
    craft_offsets(&run, SECTION_STORE_INDEX, 8, SECTION_STORE);
    craft_offsets(&run, SECTION_DOCUMENT_INDEX, 8, SECTION_DOCUMENTS);
    craft_offsets(&run, SECTION_TERM_INDEX, 16, SECTION_TERMS);
    craft_offsets(&run, SECTION_FORM_INDEX, 16, SECTION_FORMS);
    for (unsigned number = 0; number < SECTION_COUNT; number++)
        craft_bytes(&run, number, step);
    buffer_release(&run.intact);
    analyzer_destroy(run.analyzer);
    sealed_close(&run.sealed);
    printf("corrupt_craft: %lu changes, %lu found by the check, %lu others change an answer\n",
           run.changes, run.found, run.silent);
    return 0;
}
