/* The document table: records come back whole, in any order of asking. */
#include "tests/unit/container/sections.h"

#include <libdeflate.h>

#include "common/base/error.h"
#include "common/index/documents/document_writer.h"
#include "tests/unit/suite.h"

enum { DOCUMENTS_MAX = 300, DOCUMENTS_MANY = 4000, TEXT_MAX = 400 };

struct model {
    struct document document;
    char path[TEXT_MAX], id[TEXT_MAX], title[TEXT_MAX], url[TEXT_MAX];
};

static struct scratch scratch;
static struct model *models;

static int setup(void **state)
{
    (void)state;
    scratch_make(&scratch);
    models = calloc(DOCUMENTS_MANY, sizeof *models);
    return models == NULL;
}

static int teardown(void **state)
{
    (void)state;
    free(models);
    scratch_remove(&scratch);
    return 0;
}

/* --- making --- */

static struct slice random_bytes(uint64_t *random, char *room, uint32_t longest)
{
    uint32_t size = random_below(random, 4) == 0 ? 0 : random_below(random, longest);
    for (uint32_t i = 0; i < size; i++)
        room[i] = (char)random_next(random);
    return (struct slice){room, size};
}

static struct moment random_moment(uint64_t *random)
{
    struct moment moment = {.zone = MOMENT_NO_ZONE};
    moment.precision = (uint8_t)random_below(random, MOMENT_SECOND + 1);
    if (moment.precision == MOMENT_NONE)
        return moment;
    moment.day = (int32_t)random_below(random, 200000) - 100000;
    if (moment.precision >= MOMENT_MINUTE) {
        moment.second = (int32_t)random_below(random, 86401);
        if (random_below(random, 2))
            moment.zone = (int16_t)((int)random_below(random, 1681) - 840);
    }
    return moment;
}

/* Paths share long prefixes with the one before, or none. */
static struct slice random_document_path(uint64_t *random, uint32_t number)
{
    char *path = models[number].path;
    uint32_t kept = number > 0 ? random_below(random, 2) * random_below(random, 200) : 0;
    if (number > 0 && kept > models[number - 1].document.path.size)
        kept = (uint32_t)models[number - 1].document.path.size;
    if (kept > 0)
        memcpy(path, models[number - 1].path, kept);
    struct slice more = random_bytes(random, path + kept, 150);
    return (struct slice){path, kept + more.size};
}

static void make_models(uint64_t *random, uint32_t count)
{
    uint64_t text_end = random_next(random) >> 20;
    for (uint32_t i = 0; i < count; i++) {
        struct model *model = &models[i];
        model->document = (struct document){
            .root = random_of_any_size(random),
            .ordinal = random_of_any_size(random),
            .path = random_document_path(random, i),
            .id = random_bytes(random, model->id, 30),
            .title = random_bytes(random, model->title, TEXT_MAX),
            .url = random_bytes(random, model->url, TEXT_MAX),
            .published = random_moment(random),
            .modified = random_moment(random),
            .file = {.size = random_next(random) >> random_below(random, 64),
                     .mtime = (int64_t)random_next(random) >> random_below(random, 64),
                     .ctime = (int64_t)random_next(random) >> random_below(random, 64),
                     .inode = random_next(random) >> random_below(random, 64),
                     .again = random_below(random, 4) == 0},
            .content_hash = random_next(random) & DOCUMENT_HASH_MASK,
            .text_offset = text_end,
            .text_size = random_of_any_size(random),
        };
        if (i > 0 && random_below(random, 8) == 0) { /* of the same file */
            const struct document *before = &models[i - 1].document;
            memcpy(model->path, before->path.data, before->path.size);
            model->document.path.size = before->path.size;
            model->document.root = before->root;
            model->document.file = before->file;
            model->document.file.again ^= random_below(random, 4) == 0;
        }
        text_end += model->document.text_size;
    }
}

static void write_documents(struct document_writer *writer, uint32_t count)
{
    assert_int_equal(document_writer_init(writer), 0);
    for (uint32_t i = 0; i < count; i++)
        document_writer_add(writer, &models[i].document);
    assert_int_equal(document_writer_finish(writer), 0);
}

static void open_table(struct document_writer *writer, uint32_t count, struct segment_file *file)
{
    struct sections sections = {
        .statistics = {.document_count = count},
        .bytes = {
            [SECTION_DOCUMENTS] = &writer->blocks, [SECTION_DOCUMENT_INDEX] = &writer->index}};
    sections_open(&sections, &scratch, file);
}

/* --- comparing --- */

static bool same_bytes(struct slice one, struct slice other)
{
    return one.size == other.size && (one.size == 0 || memcmp(one.data, other.data, one.size) == 0);
}

static bool same_moment(const struct moment *one, const struct moment *other)
{
    return one->day == other->day && one->second == other->second && one->zone == other->zone &&
           one->precision == other->precision;
}

static bool is_same_document(const struct document *one, const struct document *other)
{
    return one->root == other->root && one->ordinal == other->ordinal &&
           same_bytes(one->path, other->path) && same_bytes(one->id, other->id) &&
           same_bytes(one->title, other->title) && same_bytes(one->url, other->url) &&
           same_moment(&one->published, &other->published) &&
           same_moment(&one->modified, &other->modified) &&
           file_state_equal(&one->file, &other->file) && one->content_hash == other->content_hash &&
           one->text_offset == other->text_offset && one->text_size == other->text_size;
}

static void records_come_back(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1, 63, 64, 65, 128, DOCUMENTS_MAX};
    for (size_t which = 0; which < sizeof counts / sizeof *counts; which++)
        for (uint64_t number = 0; number < 5; number++) {
            uint64_t seed = seed_of(90, which * 10 + number), random = seed;
            uint32_t count = counts[which];
            struct document_writer writer;
            struct document_reader reader;
            struct segment_file file;
            struct document document;
            make_models(&random, count);
            write_documents(&writer, count);
            open_table(&writer, count, &file);
            assert_int_equal(document_reader_init(&reader, &file), 0);
            for (uint32_t i = 0; i < count; i++) {
                EXPECT(seed, document_read(&reader, i, &document) == 0);
                EXPECT(seed, is_same_document(&document, &models[i].document));
            }
            document_reader_set_cache(&reader, number % 2 * (1 << 18));
            for (int i = 0; i < 200; i++) {
                uint32_t any = random_below(&random, count);
                EXPECT(seed, document_read(&reader, any, &document) == 0);
                EXPECT(seed, is_same_document(&document, &models[any].document));
            }
            EXPECT(seed, document_read(&reader, count, &document) == ERROR_CORRUPT);
            EXPECT(seed, document_read(&reader, UINT32_MAX, &document) == ERROR_CORRUPT);
            document_reader_release(&reader);
            segment_file_close(&file);
            document_writer_release(&writer);
        }
}

/* So many that blocks are written before the last record has come. The dictionary stands before the
 * first; nothing changes when the caller takes blocks out. */
static void records_of_a_large_table_come_back(void **state)
{
    (void)state;
    uint64_t seed = seed_of(93, 0), random = seed;
    struct document_writer writer;
    struct document_reader reader;
    struct segment_file file;
    struct document document;
    struct buffer taken = {0};
    make_models(&random, DOCUMENTS_MANY);
    assert_int_equal(document_writer_init(&writer), 0);
    for (uint32_t i = 0; i < DOCUMENTS_MANY; i++) {
        document_writer_add(&writer, &models[i].document);
        buffer_append(&taken, writer.blocks.data, writer.blocks.size);
        writer.blocks_flushed += writer.blocks.size;
        buffer_clear(&writer.blocks);
    }
    assert_true(taken.size > 0);
    assert_int_equal(document_writer_finish(&writer), 0);
    assert_int_equal(load_u64(writer.index.data), DOCUMENT_DICTIONARY_MAX);
    buffer_append(&taken, writer.blocks.data, writer.blocks.size);
    buffer_clear(&writer.blocks);
    buffer_append(&writer.blocks, taken.data, taken.size);
    open_table(&writer, DOCUMENTS_MANY, &file);
    assert_int_equal(document_reader_init(&reader, &file), 0);
    for (uint32_t i = 0; i < DOCUMENTS_MANY; i++) {
        EXPECT(seed, document_read(&reader, i, &document) == 0);
        EXPECT(seed, is_same_document(&document, &models[i].document));
    }
    document_reader_release(&reader);
    segment_file_close(&file);
    document_writer_release(&writer);
    buffer_release(&taken);
}

static void an_empty_table_has_an_end(void **state)
{
    (void)state;
    struct document_writer writer;
    write_documents(&writer, 0);
    assert_int_equal(writer.blocks.size, 0);
    assert_int_equal(writer.index.size, 8);
    assert_true(load_u64(writer.index.data) == 0);
    document_writer_release(&writer);
}

static void documents_are_ordered_by_root_path_and_place(void **state)
{
    (void)state;
    static const struct document ordered[] = {
        {.root = 0, .path = {NULL, 0}, .ordinal = 5},
        {.root = 0, .path = {"a", 1}},
        {.root = 0, .path = {"a", 1}, .ordinal = 1},
        {.root = 0, .path = {"a\0b", 3}},
        {.root = 0, .path = {"a-b", 3}},
        {.root = 0, .path = {"a/b", 3}},
        {.root = 0, .path = {"\xc3\xa9", 2}},
        {.root = 1, .path = {NULL, 0}},
        {.root = 1, .path = {"a", 1}, .ordinal = 999999},
        {.root = 10, .path = {"a", 1}},
    };
    enum { COUNT = sizeof ordered / sizeof *ordered };
    for (int i = 0; i < COUNT; i++)
        for (int k = 0; k < COUNT; k++) {
            int order = document_compare(&ordered[i], &ordered[k]);
            assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
        }
}

/* --- damage --- */

static void read_documents_back(struct segment_file *file, uint32_t count)
{
    struct document_reader reader;
    struct document document;
    volatile uint32_t touched = 0;
    assert_int_equal(document_reader_init(&reader, file), 0);
    for (uint32_t i = 0; i < count; i++) {
        int status = document_read(&reader, i, &document);
        assert_true(status == 0 || status == ERROR_CORRUPT);
        if (status != 0)
            continue;
        const struct slice fields[] = {document.path, document.id, document.title, document.url};
        for (size_t k = 0; k < 4; k++) /* all of their bytes are there to be read */
            touched = libdeflate_crc32(0, fields[k].data, fields[k].size);
    }
    (void)touched;
    document_reader_release(&reader);
}

/* Compressed bytes and index bytes changed under valid page checksums. */
static void forged_blocks_are_survived(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 400; number++) {
        uint64_t seed = seed_of(91, number), random = seed;
        uint32_t count = 1 + random_below(&random, 70);
        struct document_writer writer;
        struct segment_file file;
        make_models(&random, count);
        write_documents(&writer, count);
        struct buffer *buffer = random_below(&random, 4) ? &writer.blocks : &writer.index;
        for (uint32_t i = 1 + random_below(&random, 3); i-- > 0;)
            buffer->data[random_below(&random, (uint32_t)buffer->size)] =
                (char)random_next(&random);
        open_table(&writer, count, &file);
        read_documents_back(&file, count);
        segment_file_close(&file);
        document_writer_release(&writer);
    }
}

/* Record bytes changed before compression, so that the reader's own checks are what is left. */
static void forged_records_are_survived(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 600; number++) {
        uint64_t seed = seed_of(92, number), random = seed;
        uint32_t count = 1 + random_below(&random, DOCUMENT_BLOCK_SIZE - 1);
        struct document_writer writer;
        struct segment_file file;
        make_models(&random, count);
        assert_int_equal(document_writer_init(&writer), 0);
        for (uint32_t i = 0; i < count; i++)
            document_writer_add(&writer, &models[i].document);
        for (uint32_t i = 1 + random_below(&random, 4); i-- > 0;)
            writer.raw.data[random_below(&random, (uint32_t)writer.raw.size)] =
                (char)(random_below(&random, 2) ? 0xff : random_next(&random));
        if (random_below(&random, 4) == 0)
            writer.raw.size -= random_below(&random, (uint32_t)writer.raw.size);
        assert_int_equal(document_writer_finish(&writer), 0);
        open_table(&writer, count, &file);
        read_documents_back(&file, count);
        segment_file_close(&file);
        document_writer_release(&writer);
    }
}

SUITE(document_table)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_come_back, setup, teardown),
        cmocka_unit_test_setup_teardown(records_of_a_large_table_come_back, setup, teardown),
        cmocka_unit_test(an_empty_table_has_an_end),
        cmocka_unit_test(documents_are_ordered_by_root_path_and_place),
        cmocka_unit_test_setup_teardown(forged_blocks_are_survived, setup, teardown),
        cmocka_unit_test_setup_teardown(forged_records_are_survived, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
