/* The store: any piece of the stream of bodies comes back; damage is told. */
#include "tests/unit/container/sections.h"

#include "common/base/error.h"
#include "common/index/documents/text_store.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

struct store {
    char *text; /* the whole stream */
    size_t size;
    struct segment_file file;
    struct store_reader *reader;
};

/* Text of a small alphabet, with stretches of noise that zlib must store as they are. */
static void random_body(struct store *store, uint64_t *random, size_t size)
{
    store->size = size;
    store->text = malloc(size + 1);
    uint32_t letters = 5;
    for (size_t i = 0; i < size; i++) {
        if (i % 5000 == 0)
            letters = random_below(random, 4) == 0 ? 256 : 5;
        store->text[i] = (char)random_below(random, letters);
    }
}

/* Bodies of all sizes, one after another; the segment holds the store and its index. */
static void make_store(struct store *store, uint64_t *random, size_t size, uint64_t seed)
{
    struct segment_writer segment;
    struct store_writer *writer = malloc(sizeof *writer);
    struct segment_statistics statistics = {.stored = 1};
    uint64_t file_size;
    uint32_t checksum;
    random_body(store, random, size);
    assert_int_equal(segment_writer_create(&segment, scratch.directory, "a"), 0);
    segment_writer_begin(&segment, SECTION_STORE);
    assert_int_equal(store_writer_init(writer, &segment, 1), 0);
    for (size_t at = 0; at < size;) {
        size_t part = random_below(random, random_below(random, 3) ? 5000 : 100000);
        if (part > size - at)
            part = size - at;
        EXPECT(seed, store_writer_append(writer, store->text + at, part) == at);
        at += part;
    }
    store_writer_finish(writer);
    segment_writer_end(&segment);
    segment_writer_begin(&segment, SECTION_STORE_INDEX);
    segment_writer_append(&segment, writer->index.data, writer->index.size);
    segment_writer_end(&segment);
    assert_int_equal(segment_writer_finish(&segment, &statistics, &file_size, &checksum), 0);
    store_writer_release(writer);
    free(writer);
    assert_int_equal(segment_file_open(&store->file, scratch.directory,
                                       &(struct segment_file_entry){"a", file_size, checksum}, "a"),
                     0);
    unlinkat(scratch.directory, "a", 0);
    store->reader = malloc(sizeof *store->reader);
    assert_int_equal(store_reader_init(store->reader, &store->file), 0);
}

static void release_store(struct store *store)
{
    store_reader_release(store->reader);
    free(store->reader);
    segment_file_close(&store->file);
    free(store->text);
}

static void any_piece_comes_back(void **state)
{
    (void)state;
    static const size_t sizes[] = {
        1, 100, STORE_BLOCK_SIZE - 1, STORE_BLOCK_SIZE, STORE_BLOCK_SIZE + 1, 400000};
    for (size_t which = 0; which < sizeof sizes / sizeof *sizes; which++) {
        uint64_t seed = seed_of(100, which), random = seed;
        struct store store;
        struct buffer into;
        make_store(&store, &random, sizes[which], seed);
        buffer_init(&into);
        EXPECT(seed, store_read(store.reader, 0, store.size, &into) == 0);
        EXPECT(seed, into.size == store.size && memcmp(into.data, store.text, store.size) == 0);
        for (int i = 0; i < 200; i++) {
            size_t offset = random_below(&random, (uint32_t)store.size + 1);
            size_t size = random_below(&random, (uint32_t)(store.size - offset) + 1);
            buffer_clear(&into);
            EXPECT(seed, store_read(store.reader, offset, size, &into) == 0);
            EXPECT(seed, into.size == size &&
                             (size == 0 || memcmp(into.data, store.text + offset, size) == 0));
        }
        EXPECT(seed, store_read(store.reader, store.size, 1, &into) == ERROR_CORRUPT);
        EXPECT(seed, store_read(store.reader, store.size - 1, 2, &into) == ERROR_CORRUPT);
        EXPECT(seed, store_read(store.reader, UINT64_MAX - 5, 3, &into) == ERROR_CORRUPT);
        buffer_release(&into);
        release_store(&store);
    }
}

static void an_empty_store_holds_nothing(void **state)
{
    (void)state;
    uint64_t random = 1;
    struct store store;
    struct buffer into;
    make_store(&store, &random, 0, 1);
    buffer_init(&into);
    assert_int_equal(store.file.sections[SECTION_STORE].size, 0);
    assert_int_equal(store.file.sections[SECTION_STORE_INDEX].size, 8);
    assert_int_equal(store_read(store.reader, 0, 0, &into), 0);
    assert_int_equal(into.size, 0);
    assert_int_equal(store_read(store.reader, 0, 1, &into), ERROR_CORRUPT);
    buffer_release(&into);
    release_store(&store);
}

/* Bytes changed under valid page checksums: a block's own Adler-32 catches most of it, and what it
 * does not catch must still stay in bounds. */
static void forged_blocks_are_told_or_survived(void **state)
{
    (void)state;
    uint64_t first = 2;
    struct store store;
    make_store(&store, &first, 100000, 2);
    size_t size = store.file.sections[SECTION_STORE].size;
    const unsigned char *good = segment_file_bytes(&store.file, SECTION_STORE, 0, size);
    const unsigned char *index = segment_file_bytes(&store.file, SECTION_STORE_INDEX, 0,
                                                    store.file.sections[SECTION_STORE_INDEX].size);
    for (uint64_t number = 0; number < 400; number++) {
        uint64_t seed = seed_of(101, number), random = seed;
        struct buffer blocks = {0}, offsets = {0};
        buffer_append(&blocks, good, size);
        buffer_append(&offsets, index, store.file.sections[SECTION_STORE_INDEX].size);
        struct buffer *changed = random_below(&random, 3) ? &blocks : &offsets;
        uint32_t at = random_below(&random, (uint32_t)changed->size);
        changed->data[at] ^= (char)(1 + random_below(&random, 255));
        struct sections sections = {
            .bytes = {[SECTION_STORE] = &blocks, [SECTION_STORE_INDEX] = &offsets}};
        struct segment_file file;
        struct buffer into = {0};
        sections_open(&sections, &scratch, &file);
        struct store_reader *reader = malloc(sizeof *reader);
        assert_int_equal(store_reader_init(reader, &file), 0);
        int status = store_read(reader, 0, store.size, &into);
        EXPECT(seed, status == ERROR_CORRUPT ||
                         (status == 0 && memcmp(into.data, store.text, store.size) == 0));
        store_reader_release(reader);
        free(reader);
        segment_file_close(&file);
        buffer_release(&into);
        buffer_release(&blocks);
        buffer_release(&offsets);
    }
    release_store(&store);
}

SUITE(text_store)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(any_piece_comes_back),
        IN_SCRATCH(an_empty_store_holds_nothing),
        IN_SCRATCH(forged_blocks_are_told_or_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
