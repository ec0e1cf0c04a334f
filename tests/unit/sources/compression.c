/* Compressed files: members, padding, cuts and damage, in each of the formats. */
#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "tests/unit/sources/collect.h"

#include "tests/unit/suite.h"

enum { ROOM = 1 << 23 };

static const struct {
    const char *extension, *name;
    enum compression compression;
} forms[] = {
    {"gz", "gzip", COMPRESSION_GZIP},
    {"zst", "Zstandard", COMPRESSION_ZSTD},
    {"xz", "xz", COMPRESSION_XZ},
    {"bz2", "bzip2", COMPRESSION_BZIP2},
};
enum { FORMS = sizeof forms / sizeof *forms };

static size_t gzip_text(char *to, const char *text, size_t size)
{
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)text;
    stream.avail_in = (uInt)size;
    stream.next_out = (Bytef *)to;
    stream.avail_out = ROOM;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return ROOM - stream.avail_out;
}

static size_t zstd_text(char *to, const char *text, size_t size)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    size_t result = ZSTD_compress2(context, to, ROOM, text, size);
    assert_false(ZSTD_isError(result));
    ZSTD_freeCCtx(context);
    return result;
}

static size_t bzip2_text(char *to, const char *text, size_t size)
{
    unsigned out_size = ROOM;
    assert_int_equal(
        BZ2_bzBuffToBuffCompress(to, &out_size, (char *)(uintptr_t)text, (unsigned)size, 1, 0, 0),
        BZ_OK);
    return out_size;
}

/* Appends a member that holds the text. */
static void add_member(struct buffer *into, enum compression compression, const char *text,
                       size_t size)
{
    size_t xz_size = 0;
    assert_int_equal(buffer_reserve(into, ROOM), 0);
    char *to = into->data + into->size;
    if (compression == COMPRESSION_GZIP)
        into->size += gzip_text(to, text, size);
    else if (compression == COMPRESSION_ZSTD)
        into->size += zstd_text(to, text, size);
    else if (compression == COMPRESSION_BZIP2)
        into->size += bzip2_text(to, text, size);
    else
        assert_int_equal(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC32, NULL, (const uint8_t *)text,
                                                 size, (uint8_t *)to, &xz_size, ROOM),
                         LZMA_OK);
    into->size += xz_size;
}

static void members_are_one_stream(void **state)
{
    (void)state;
    static const char *const parts[] = {"La crue\n\nLa rivière ", "", "déborde.\n"};
    for (size_t form = 0; form < FORMS; form++) {
        char name[20];
        struct buffer packed = {0};
        struct collection collection = {0};
        snprintf(name, sizeof name, "a.txt.%s", forms[form].extension);
        for (size_t i = 0; i < 3; i++)
            add_member(&packed, forms[form].compression, parts[i], strlen(parts[i]));
        assert_int_equal(collect_piped(&collection, name, packed.data, packed.size), 0);
        assert_string_equal(collection.articles[0].title, "La crue");
        assert_string_equal(collection.articles[0].body, "La rivière déborde.");
        collect_release(&collection);
        for (size_t i = 0; i < 100000; i++) /* padding, more than a block of it */
            buffer_append_byte(&packed, 0);
        assert_int_equal(collect_piped(&collection, name, packed.data, packed.size), 0);
        assert_int_equal(collection.count, 1);
        collect_release(&collection);
        buffer_append_string(&packed, "ordures, et non la suite");
        assert_int_equal(collect_piped(&collection, name, packed.data, packed.size), ERROR_INPUT);
        assert_non_null(strstr(error_message(), name));
        assert_non_null(strstr(error_message(), "is damaged"));
        buffer_release(&packed);
    }
}

static void what_is_cut_ends_early(void **state)
{
    (void)state;
    for (size_t form = 0; form < FORMS; form++) {
        char name[20];
        struct buffer packed = {0};
        snprintf(name, sizeof name, "a.txt.%s", forms[form].extension);
        add_member(&packed, forms[form].compression, "La crue\n\nLa rivière", 20);
        for (size_t size = 0; size < packed.size; size++) {
            struct collection collection = {0};
            assert_int_equal(collect_piped(&collection, name, packed.data, size), ERROR_INPUT);
            assert_non_null(strstr(error_message(), "is truncated"));
            assert_non_null(strstr(error_message(), forms[form].name));
            assert_int_equal(collection.count, 0);
        }
        buffer_release(&packed);
    }
}

/* Whichever bit is wrong, the reading ends; what has a checksum is refused. */
static void damage_is_refused(void **state)
{
    (void)state;
    static const char text[] = "La crue\n\nLa rivière déborde, et le pont est fermé.";
    for (size_t form = 0; form < FORMS; form++) {
        char name[20];
        size_t refused = 0;
        struct buffer packed = {0};
        snprintf(name, sizeof name, "a.txt.%s", forms[form].extension);
        add_member(&packed, forms[form].compression, text, strlen(text));
        for (size_t i = 0; i < packed.size; i++) {
            struct collection collection = {0};
            packed.data[i] ^= 1;
            int status = collect_piped(&collection, name, packed.data, packed.size);
            assert_true(status == 0 || status == ERROR_INPUT);
            assert_true(status != 0 || strcmp(collection.articles[0].title, "La crue") == 0);
            refused += status != 0;
            packed.data[i] ^= 1;
            collect_release(&collection);
        }
        assert_true(refused > packed.size / 2);
        packed.size = 0;
        struct collection collection = {0};
        buffer_append_string(&packed, "Rien de comprimé");
        assert_int_equal(collect_piped(&collection, name, packed.data, packed.size), ERROR_INPUT);
        assert_int_equal(collection.count, 0);
        buffer_release(&packed);
    }
}

static void lines_before_the_cut_are_kept(void **state)
{
    (void)state;
    struct buffer text = {0};
    for (size_t i = 0; i < 40; i++) { /* long enough that the first blocks are handed out */
        buffer_append_format(&text, "{\"id\":%zu,\"text\":\"", i);
        for (size_t word = 0; word < 20000; word++)
            buffer_append_format(&text, "%zu ", (word * 7919 + i) % 65521);
        buffer_append_string(&text, "\"}\n");
    }
    for (size_t form = 0; form < FORMS; form++) {
        char name[20];
        struct buffer packed = {0};
        struct collection collection = {0};
        snprintf(name, sizeof name, "a.jsonl.%s", forms[form].extension);
        add_member(&packed, forms[form].compression, text.data, text.size);
        assert_int_equal(collect_piped(&collection, name, packed.data, packed.size * 9 / 10),
                         ERROR_INPUT);
        assert_true(collection.count > 5 && collection.count < 40);
        assert_string_equal(collection.articles[3].id, "3");
        collect_release(&collection);
        assert_int_equal(collect_piped(&collection, name, packed.data, packed.size), 0);
        assert_int_equal(collection.count, 40);
        collect_release(&collection);
        buffer_release(&packed);
    }
    buffer_release(&text);
}

/* A window of 1 GiB, and a dictionary of 1 GiB, which their headers ask for. */
static void too_much_memory_is_refused(void **state)
{
    (void)state;
    struct collection collection = {0};
    struct buffer packed = {0};
    buffer_append(&packed, "\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00", 9);
    assert_int_equal(collect_piped(&collection, "a.txt.zst", packed.data, packed.size),
                     ERROR_INPUT);
    assert_non_null(strstr(error_message(), "needs more than 128 MiB"));
    packed.size = 0;
    add_member(&packed, COMPRESSION_XZ, "La crue", 7);
    /* the header of the block, after 12 bytes of the stream's: LZMA2, 1 byte, the dictionary */
    unsigned char *header = (unsigned char *)packed.data + 12;
    const size_t size = 4 * (size_t)*header; /* without its checksum */
    unsigned char *filter = memmem(header, size, "\x21\x01", 2);
    assert_non_null(filter);
    filter[2] = 36;
    uint32_t checksum = lzma_crc32(header, size, 0);
    for (size_t i = 0; i < 4; i++)
        header[size + i] = (unsigned char)(checksum >> 8 * i);
    assert_int_equal(collect_piped(&collection, "a.txt.xz", packed.data, packed.size), ERROR_INPUT);
    assert_non_null(strstr(error_message(), "needs more than 128 MiB"));
    buffer_release(&packed);
}

SUITE(compression)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_one_stream),
        cmocka_unit_test(what_is_cut_ends_early),
        cmocka_unit_test(damage_is_refused),
        cmocka_unit_test(lines_before_the_cut_are_kept),
        cmocka_unit_test(too_much_memory_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
