/* Amendments: come back whole, and no damaged byte passes. */
#include "tests/unit/base/property.h"

#include <libdeflate.h>

#include "common/base/error.h"
#include "common/index/amendments.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

enum { DOCUMENTS_MOST = 300, HEADER = 32 };

struct sample {
    unsigned char deleted[(DOCUMENTS_MOST + 7) / 8];
    struct stamp stamps[DOCUMENTS_MOST];
    uint32_t stamp_count, deleted_count;
    struct manifest_segment entry;
};

static void make_sample(struct sample *sample, uint32_t documents, uint64_t *random)
{
    *sample =
        (struct sample){.entry = {.documents = documents, .checksum = random_of_any_size(random)}};
    for (uint32_t i = 0; i < documents; i++) {
        uint32_t kind = random_below(random, 4);
        if (kind == 0) {
            sample->deleted[i / 8] |= (unsigned char)(1 << i % 8);
            sample->deleted_count++;
        } else if (kind == 1) {
            sample->stamps[sample->stamp_count++] =
                (struct stamp){i,
                               {.size = random_next(random),
                                .mtime = (int64_t)random_next(random),
                                .ctime = (int64_t)random_next(random),
                                .inode = i,
                                .again = random_below(random, 2) == 1}};
        }
    }
    assert_int_equal(amendments_write(scratch.directory, "a",
                                      &(struct amendments_content){sample->deleted, sample->stamps,
                                                                   sample->stamp_count},
                                      &sample->entry),
                     0);
}

static void amendments_come_back(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 300; number++) {
        uint64_t seed = seed_of(120, number), random = seed;
        struct amendments back;
        struct sample sample;
        make_sample(&sample, random_below(&random, DOCUMENTS_MOST + 1), &random);
        EXPECT(seed, sample.entry.amendments.deleted == sample.deleted_count);
        EXPECT(seed, amendments_open(&back, scratch.directory, &sample.entry, "a") == 0);
        EXPECT(seed, back.deleted_count == sample.deleted_count);
        EXPECT(seed, back.stamp_count == sample.stamp_count);
        for (uint32_t i = 0; i < sample.entry.documents; i++)
            EXPECT(seed,
                   amendments_test_bit(back.deleted, i) == amendments_test_bit(sample.deleted, i));
        for (uint32_t i = 0; i < sample.stamp_count; i++) {
            struct stamp stamp = amendments_stamp(&back, i);
            EXPECT(seed, stamp.document == sample.stamps[i].document);
            EXPECT(seed, file_state_equal(&stamp.file, &sample.stamps[i].file));
        }
        amendments_close(&back);
        unlinkat(scratch.directory, "a", 0);
    }
}

static int amendments_status(struct manifest_segment *entry, const struct buffer *bytes,
                             bool sealed)
{
    struct amendments back;
    scratch_write(&scratch, "a", bytes->data, bytes->size);
    if (sealed) {
        entry->amendments.size = bytes->size;
        entry->amendments.checksum = libdeflate_crc32(0, bytes->data, bytes->size);
    }
    int status = amendments_open(&back, scratch.directory, entry, "a");
    if (status == 0)
        amendments_close(&back);
    return status;
}

static void every_changed_byte_is_refused(void **state)
{
    (void)state;
    uint64_t random = 7;
    struct sample sample;
    struct buffer bytes;
    make_sample(&sample, 77, &random);
    scratch_read(&scratch, "a", &bytes);
    for (size_t i = 0; i < bytes.size; i++)
        for (int bit = 0; bit < 8; bit++) {
            bytes.data[i] = (char)(bytes.data[i] ^ 1 << bit);
            int status = amendments_status(&sample.entry, &bytes, false);
            if (status != ERROR_CORRUPT && status != ERROR_VERSION)
                fail_msg("byte %zu bit %d gives status %d", i, bit, status);
            bytes.data[i] = (char)(bytes.data[i] ^ 1 << bit);
        }
    size_t whole = bytes.size;
    for (bytes.size = 0; bytes.size < whole; bytes.size++)
        assert_int_equal(amendments_status(&sample.entry, &bytes, false), ERROR_CORRUPT);
    assert_int_equal(amendments_status(&sample.entry, &bytes, true), 0);
    buffer_release(&bytes);
    unlinkat(scratch.directory, "a", 0);
}

/* A good checksum does not make them good: 10 documents, two deleted, one stamp. */
static void lies_are_refused(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        unsigned char value;
    } lies[] = {
        {0, 'f'},         {8, 1},          {12, 9},         {16, 1}, {16, 3},
        {20, 0},          {20, 2},         {24, 9},         {32, 7}, {HEADER + 1, 16},
        {HEADER + 2, 10}, {HEADER + 2, 1}, {HEADER + 6, 2},
    };
    const unsigned char deleted[2] = {3, 0};
    const struct stamp stamp = {2, {.size = 1}};
    struct manifest_segment entry = {.documents = 10, .checksum = 5};
    struct buffer bytes;
    assert_int_equal(amendments_write(scratch.directory, "a",
                                      &(struct amendments_content){deleted, &stamp, 1}, &entry),
                     0);
    scratch_read(&scratch, "a", &bytes);
    assert_int_equal(amendments_status(&entry, &bytes, true), 0);
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        char kept = bytes.data[lies[i].at];
        bytes.data[lies[i].at] = (char)lies[i].value;
        int status = amendments_status(&entry, &bytes, true);
        if (status != ERROR_CORRUPT && status != ERROR_VERSION)
            fail_msg("byte %zu as %u gives status %d", lies[i].at, lies[i].value, status);
        bytes.data[lies[i].at] = kept;
    }
    assert_int_equal(amendments_status(&entry, &bytes, true), 0);
    entry.amendments.deleted = 1;
    assert_int_equal(amendments_status(&entry, &bytes, true), ERROR_CORRUPT);
    buffer_release(&bytes);
}

static void an_existing_file_is_not_overwritten(void **state)
{
    (void)state;
    const unsigned char deleted[1] = {0};
    struct manifest_segment entry = {.documents = 1};
    scratch_write(&scratch, "a", "x", 1);
    assert_int_equal(amendments_write(scratch.directory, "a",
                                      &(struct amendments_content){deleted, NULL, 0}, &entry),
                     ERROR_SYSTEM);
    assert_string_equal(entry.amendments.name, "");
    assert_true(scratch_has(&scratch, "a"));
}

SUITE(amendments)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(amendments_come_back),
        IN_SCRATCH(every_changed_byte_is_refused),
        IN_SCRATCH(lies_are_refused),
        IN_SCRATCH(an_existing_file_is_not_overwritten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
