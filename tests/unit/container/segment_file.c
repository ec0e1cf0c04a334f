/* The container: sections come back, and no damaged byte goes unseen. */
#include "tests/unit/container/sections.h"

#include "common/base/error.h"
#include "common/index/container/segment_layout.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

enum { DOCUMENTS = 7 };

/* --- sections come back --- */

struct content {
    struct buffer bytes[SECTION_COUNT];
    struct sections sections;
};

static void fill_content(struct content *content, uint64_t seed, uint32_t largest)
{
    uint64_t random = seed;
    *content = (struct content){.sections.statistics = {.fingerprint = random_next(&random),
                                                        .total_length = 11,
                                                        .total_title_length = 12,
                                                        .text_bytes = random_next(&random),
                                                        .document_count = DOCUMENTS,
                                                        .term_count = 13,
                                                        .form_count = 14,
                                                        .stored = 1}};
    for (int section = 0; section < SECTION_COUNT; section++) {
        uint32_t size = random_below(&random, 4) == 0 ? 0 : random_below(&random, largest);
        for (uint32_t i = 0; i < size; i++)
            buffer_append_byte(&content->bytes[section], (unsigned char)random_next(&random));
        content->sections.bytes[section] = &content->bytes[section];
    }
}

static void release_content(struct content *content)
{
    for (int section = 0; section < SECTION_COUNT; section++)
        buffer_release(&content->bytes[section]);
}

static void check_section(struct segment_file *file, const struct content *content,
                          enum section section, uint64_t *random, uint64_t seed)
{
    const struct buffer *bytes = &content->bytes[section];
    EXPECT(seed, file->sections[section].size == bytes->size);
    EXPECT(seed, file->sections[section].offset % SEGMENT_ALIGNMENT == 0);
    EXPECT(seed, segment_file_bytes(file, section, 0, bytes->size) != NULL);
    for (int i = 0; i < 20 && bytes->size > 0; i++) {
        uint32_t offset = random_below(random, (uint32_t)bytes->size);
        uint32_t size = random_below(random, (uint32_t)bytes->size - offset + 1);
        const unsigned char *at = segment_file_bytes(file, section, offset, size);
        EXPECT(seed, at != NULL && memcmp(at, bytes->data + offset, size) == 0);
    }
    EXPECT(seed, segment_file_bytes(file, section, 0, bytes->size + 1) == NULL);
    EXPECT(seed, segment_file_bytes(file, section, bytes->size + 1, 0) == NULL);
    EXPECT(seed, segment_file_bytes(file, section, 1, UINT64_MAX) == NULL);
    EXPECT(seed, segment_file_bytes(file, section, UINT64_MAX, 2) == NULL);
}

static void sections_come_back(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 12; number++) {
        uint64_t seed = seed_of(40, number), random = seed;
        struct content content;
        struct segment_file file;
        fill_content(&content, seed, number < 8 ? 3000 : 300000);
        sections_open(&content.sections, &scratch, &file);
        EXPECT(seed,
               memcmp(&file.statistics, &content.sections.statistics, sizeof file.statistics) == 0);
        for (int section = 0; section < SECTION_COUNT; section++)
            check_section(&file, &content, (enum section)section, &random, seed);
        EXPECT(seed, segment_file_verify(&file) == 0);
        segment_file_close(&file);
        release_content(&content);
    }
}

/* 4,096 pages and more: their sums do not fit on one page of the page table. */
static void a_large_file_has_a_page_table_of_several_pages(void **state)
{
    (void)state;
    struct content content;
    struct segment_file file;
    fill_content(&content, 1, 100);
    struct buffer *store = &content.bytes[SECTION_STORE];
    buffer_clear(store);
    assert_int_equal(buffer_reserve(store, (size_t)SEGMENT_PAGE_SIZE * 4200), 0);
    memset(store->data, 'q', (size_t)SEGMENT_PAGE_SIZE * 4200);
    store->size = (size_t)SEGMENT_PAGE_SIZE * 4200;
    sections_open(&content.sections, &scratch, &file);
    assert_int_equal(file.page_count, 4201);
    const unsigned char *at =
        segment_file_bytes(&file, SECTION_STORE, SEGMENT_PAGE_SIZE * UINT64_C(4150), 1);
    assert_int_equal(*at, 'q');
    assert_int_equal(segment_file_verify(&file), 0);
    segment_file_close(&file);
    release_content(&content);
}

/* --- damage --- */

/* True when the bytes are refused: by the opening, or by the walk over all pages. */
static bool refused(const struct sections *sections, const char *name)
{
    struct segment_file file;
    int status = segment_file_open(
        &file, scratch.directory,
        &(struct segment_file_entry){name, sections->size, sections->checksum}, name);
    if (status == 0) {
        status = segment_file_verify(&file);
        segment_file_close(&file);
    }
    return status == ERROR_CORRUPT || status == ERROR_VERSION;
}

static void every_flipped_byte_is_seen(void **state)
{
    (void)state;
    struct content content;
    struct buffer bytes;
    fill_content(&content, 2, 4500); /* over two pages */
    sections_write(&content.sections, &scratch, "intact");
    scratch_read(&scratch, "intact", &bytes);
    assert_true(bytes.size > SEGMENT_PAGE_SIZE + 4096);
    assert_false(refused(&content.sections, "intact"));

    int descriptor = openat(scratch.directory, "intact", O_RDWR);
    for (size_t i = 0; i < bytes.size; i++)
        for (int bits = 0xff; bits > 0; bits >>= 7) { /* 0xff, then 0x01 */
            char flipped = (char)(bytes.data[i] ^ bits);
            assert_int_equal(pwrite(descriptor, &flipped, 1, (off_t)i), 1);
            if (!refused(&content.sections, "intact"))
                fail_msg("byte %zu of %zu, flipped by %#x, is not noticed", i, bytes.size, bits);
            assert_int_equal(pwrite(descriptor, bytes.data + i, 1, (off_t)i), 1);
        }
    close(descriptor);
    assert_false(refused(&content.sections, "intact"));
    buffer_release(&bytes);
    release_content(&content);
}

static void every_truncation_is_seen(void **state)
{
    (void)state;
    struct content content;
    struct buffer bytes;
    fill_content(&content, 3, 300);
    sections_write(&content.sections, &scratch, "intact");
    scratch_read(&scratch, "intact", &bytes);
    int descriptor = openat(scratch.directory, "intact", O_RDWR);
    for (size_t size = bytes.size; size-- > 0;) {
        struct sections contents = content.sections;
        assert_int_equal(ftruncate(descriptor, (off_t)size), 0);
        assert_true(refused(&contents, "intact"));
        contents.size = size; /* as if the manifest were in the plot */
        assert_true(refused(&contents, "intact"));
    }
    close(descriptor);
    buffer_release(&bytes);
    release_content(&content);
}

/* --- a table of contents made to do harm, with valid checksums --- */

struct crafted {
    struct buffer bytes;
    uint64_t contents; /* where they begin */
};

static uint64_t *crafted_entry(struct crafted *crafted, enum section section)
{
    char *at = crafted->bytes.data + crafted->contents + CONTENTS_SECTIONS + 16 * (size_t)section;
    return (uint64_t *)(void *)at;
}

/* Gives a section another place, opens the file, and puts things right again. */
static int status_at(struct crafted *crafted, enum section section, uint64_t offset, uint64_t size)
{
    struct segment_file file;
    char *tail = crafted->bytes.data + crafted->bytes.size - SEGMENT_TAIL_SIZE;
    uint64_t before[2], wanted[2] = {offset, size};
    memcpy(before, crafted_entry(crafted, section), sizeof before);
    memcpy(crafted_entry(crafted, section), wanted, sizeof wanted);
    uint32_t sum = segment_checksum(0, crafted->bytes.data + crafted->contents,
                                    load_u64(tail + TAIL_CONTENTS_SIZE));
    memcpy(tail + TAIL_CONTENTS_CHECKSUM, &sum, sizeof sum);
    sum = segment_checksum(0, tail, TAIL_CHECKSUM);
    memcpy(tail + TAIL_CHECKSUM, &sum, sizeof sum);
    scratch_write(&scratch, "crafted", crafted->bytes.data, crafted->bytes.size);
    int status = segment_file_open(
        &file, scratch.directory, &(struct segment_file_entry){"crafted", crafted->bytes.size, sum},
        "crafted");
    if (status == 0)
        segment_file_close(&file);
    unlinkat(scratch.directory, "crafted", 0);
    memcpy(crafted_entry(crafted, section), before, sizeof before);
    return status;
}

static void sections_lie_where_they_may(void **state)
{
    (void)state;
    struct content content;
    struct crafted crafted;
    fill_content(&content, 7, 300);
    for (int section = 0; section < SECTION_COUNT; section++)
        buffer_append(&content.bytes[section], "0123456789", 10);
    sections_write(&content.sections, &scratch, "intact");
    scratch_read(&scratch, "intact", &crafted.bytes);
    const char *tail = crafted.bytes.data + crafted.bytes.size - SEGMENT_TAIL_SIZE;
    crafted.contents = load_u64(tail + TAIL_CONTENTS_OFFSET);
    uint64_t data_end = load_u64(crafted.bytes.data + crafted.contents + CONTENTS_DATA_END);
    for (int i = 0; i < SECTION_COUNT; i++) {
        enum section section = (enum section)i;
        uint64_t offset = load_u64(crafted_entry(&crafted, section));
        uint64_t size = load_u64(crafted_entry(&crafted, section) + 1);
        assert_int_equal(status_at(&crafted, section, offset, size), 0);
        assert_int_equal(status_at(&crafted, section, offset, 1), 0);
        assert_int_equal(status_at(&crafted, section, 0, 0), 0); /* an empty one is nowhere */
        for (uint64_t at = 0; at < SEGMENT_HEADER_SIZE; at += 8)
            assert_int_equal(status_at(&crafted, section, at, 1), ERROR_CORRUPT);
        assert_int_equal(status_at(&crafted, section, offset + 1, 1), ERROR_CORRUPT);
        assert_int_equal(status_at(&crafted, section, data_end, 1), ERROR_CORRUPT);
        assert_int_equal(status_at(&crafted, section, data_end + 64, 1), ERROR_CORRUPT);
        assert_int_equal(status_at(&crafted, section, data_end + 64, 0), ERROR_CORRUPT);
        assert_int_equal(status_at(&crafted, section, offset, data_end - offset + 1),
                         ERROR_CORRUPT);
        assert_int_equal(status_at(&crafted, section, offset, UINT64_MAX), ERROR_CORRUPT);
        assert_int_equal(status_at(&crafted, section, UINT64_MAX - 63, 64), ERROR_CORRUPT);
        for (int other = 0; other < SECTION_COUNT; other++)
            if (other != i)
                assert_int_equal(status_at(&crafted, section,
                                           load_u64(crafted_entry(&crafted, (enum section)other)),
                                           1),
                                 ERROR_CORRUPT);
    }
    buffer_release(&crafted.bytes);
    release_content(&content);
}

static void it_must_be_the_segment_that_the_manifest_names(void **state)
{
    (void)state;
    struct content content;
    struct segment_file file;
    fill_content(&content, 4, 300);
    sections_write(&content.sections, &scratch, "a");
    assert_int_equal(segment_file_open(&file, scratch.directory,
                                       &(struct segment_file_entry){"a", content.sections.size,
                                                                    content.sections.checksum + 1},
                                       "ici/a"),
                     ERROR_CORRUPT);
    assert_string_equal(error_message(),
                        "'ici/a' is damaged: it is not the segment that the manifest names");
    assert_int_equal(segment_file_open(&file, scratch.directory,
                                       &(struct segment_file_entry){"b", content.sections.size,
                                                                    content.sections.checksum},
                                       "b"),
                     ERROR_SYSTEM);
    release_content(&content);
}

static void another_version_is_refused_by_its_name(void **state)
{
    (void)state;
    struct content content;
    struct segment_file file;
    fill_content(&content, 5, 300);
    sections_write(&content.sections, &scratch, "a");
    int descriptor = openat(scratch.directory, "a", O_RDWR);
    assert_int_equal(pwrite(descriptor, "\x01", 1, 8), 1);
    close(descriptor);
    assert_int_equal(segment_file_open(&file, scratch.directory,
                                       &(struct segment_file_entry){"a", content.sections.size,
                                                                    content.sections.checksum},
                                       "a"),
                     ERROR_VERSION);
    assert_string_equal(error_message(),
                        "'a' has format version 1, but this program reads version 4; "
                        "reindex with: fouille-index --rebuild");
    release_content(&content);
}

static void a_damaged_page_is_named_when_touched(void **state)
{
    (void)state;
    struct content content;
    struct segment_file file;
    fill_content(&content, 6, 100);
    struct buffer *store = &content.bytes[SECTION_STORE];
    buffer_clear(store);
    for (int i = 0; i < 3 * SEGMENT_PAGE_SIZE; i++)
        buffer_append_byte(store, 'x');
    sections_write(&content.sections, &scratch, "a");
    int descriptor = openat(scratch.directory, "a", O_RDWR);
    assert_int_equal(pwrite(descriptor, "y", 1, SEGMENT_PAGE_SIZE + 5), 1);
    close(descriptor);
    assert_int_equal(segment_file_open(&file, scratch.directory,
                                       &(struct segment_file_entry){"a", content.sections.size,
                                                                    content.sections.checksum},
                                       "a"),
                     0);
    assert_non_null(segment_file_bytes(&file, SECTION_STORE, 0, SEGMENT_PAGE_SIZE - 64));
    assert_null(segment_file_bytes(&file, SECTION_STORE, 0, SEGMENT_PAGE_SIZE - 63));
    assert_string_equal(error_message(), "'a' is damaged: page 1 (bytes 16384 to 32767) does not "
                                         "match its checksum");
    assert_null(segment_file_bytes(&file, SECTION_STORE, SEGMENT_PAGE_SIZE, 1));
    assert_non_null(segment_file_bytes(&file, SECTION_STORE, 2 * SEGMENT_PAGE_SIZE - 64, 1));
    assert_int_equal(segment_file_verify(&file), ERROR_CORRUPT);
    segment_file_close(&file);
    release_content(&content);
}

/* --- the writer's failures --- */

static void a_file_is_never_overwritten(void **state)
{
    (void)state;
    struct segment_writer writer;
    scratch_write(&scratch, "a", "x", 1);
    assert_int_equal(segment_writer_create(&writer, scratch.directory, "a"), ERROR_SYSTEM);
    scratch_assert_message(&scratch, "cannot create '", "a", "': File exists");
}

static void a_full_disk_is_told_at_the_end(void **state)
{
    (void)state;
    struct segment_writer writer;
    struct segment_statistics statistics = {0};
    uint64_t size;
    uint32_t checksum;
    assert_int_equal(segment_writer_create(&writer, scratch.directory, "a"), 0);
    int full = open("/dev/full", O_WRONLY);
    assert_true(dup2(full, writer.descriptor) >= 0);
    close(full);
    segment_writer_begin(&writer, SECTION_STORE);
    segment_writer_append(&writer, "corps", 5);
    segment_writer_end(&writer);
    assert_int_equal(segment_writer_finish(&writer, &statistics, &size, &checksum), ERROR_SYSTEM);
    scratch_assert_message(&scratch, "cannot write '", "a", "': No space left on device");
}

/* Bytes that are written from where they are, on a disk that is full for this moment only. */
static void a_failed_write_of_many_bytes_is_told_although_later_ones_succeed(void **state)
{
    (void)state;
    enum { MANY = 3 << 20 };
    struct segment_writer writer;
    struct segment_statistics statistics = {.document_count = DOCUMENTS};
    uint64_t size;
    uint32_t checksum;
    char *many = calloc(MANY, 1);
    assert_non_null(many);
    assert_int_equal(segment_writer_create(&writer, scratch.directory, "a"), 0);
    int real = dup(writer.descriptor), full = open("/dev/full", O_WRONLY);
    segment_writer_begin(&writer, SECTION_STORE);
    segment_writer_append(&writer, many, MANY); /* nothing is pending after it */
    assert_true(real >= 0 && dup2(full, writer.descriptor) >= 0);
    segment_writer_append(&writer, many, MANY);
    assert_true(dup2(real, writer.descriptor) >= 0);
    close(real);
    close(full);
    free(many);
    segment_writer_end(&writer);
    assert_int_equal(segment_writer_finish(&writer, &statistics, &size, &checksum), ERROR_SYSTEM);
    scratch_assert_message(&scratch, "cannot write '", "a", "': No space left on device");
}

SUITE(segment_file)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(sections_come_back),
        IN_SCRATCH(a_large_file_has_a_page_table_of_several_pages),
        IN_SCRATCH(every_flipped_byte_is_seen),
        IN_SCRATCH(every_truncation_is_seen),
        IN_SCRATCH(sections_lie_where_they_may),
        IN_SCRATCH(it_must_be_the_segment_that_the_manifest_names),
        IN_SCRATCH(another_version_is_refused_by_its_name),
        IN_SCRATCH(a_damaged_page_is_named_when_touched),
        IN_SCRATCH(a_file_is_never_overwritten),
        IN_SCRATCH(a_full_disk_is_told_at_the_end),
        IN_SCRATCH(a_failed_write_of_many_bytes_is_told_although_later_ones_succeed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
