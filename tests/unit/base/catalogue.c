/* Catalogues of messages, made byte by byte: what is found, and that damage is never followed. */
#include "common/base/catalogue.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

/* A text with its translation; a plural has its forms with a NUL between them. */
struct entry {
    const char *key, *value;
    uint32_t key_size, value_size;
};

#define ENTRY(key, value)                                                                          \
    {                                                                                              \
        key, value, sizeof key - 1, sizeof value - 1                                               \
    }

#define GERMAN_RULE "Plural-Forms: nplurals=2; plural=(n != 1);\n"
#define FRENCH_RULE                                                                                \
    "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n"

static const struct entry french[] = {
    ENTRY("", FRENCH_RULE),     ENTRY("%s article\0%s articles", "%s article\0%s articles trouvés"),
    ENTRY("empty", ""),         ENTRY("file", "fichier"),
    ENTRY("folder", "dossier"), ENTRY("one form\0two forms", "forme"),
};

enum { FRENCH = sizeof french / sizeof *french, HEADER = 28 };

static void append_table(struct buffer *file, const struct entry *entries, uint32_t count,
                         bool values, uint32_t offset)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t size = values ? entries[i].value_size : entries[i].key_size;
        buffer_append_u32(file, size);
        buffer_append_u32(file, offset);
        offset += size + 1;
    }
}

/* Writes the file "fr.mo" and returns its bytes, to be released. */
static struct buffer write_catalogue(const struct entry *entries, uint32_t count)
{
    struct buffer file;
    uint32_t keys_size = 0, texts = HEADER + 16 * count;
    buffer_init(&file);
    for (uint32_t i = 0; i < count; i++)
        keys_size += entries[i].key_size + 1;
    const uint32_t header[] = {0x950412de, 0, count, HEADER, HEADER + 8 * count, 0, texts};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        buffer_append_u32(&file, header[i]);
    append_table(&file, entries, count, false, texts);
    append_table(&file, entries, count, true, texts + keys_size);
    for (uint32_t i = 0; i < count; i++)
        buffer_append(&file, entries[i].key, entries[i].key_size + 1);
    for (uint32_t i = 0; i < count; i++)
        buffer_append(&file, entries[i].value, entries[i].value_size + 1);
    assert_int_equal(buffer_status(&file), 0);
    scratch_write(&scratch, "fr.mo", file.data, file.size);
    return file;
}

static int open_written(struct catalogue *catalogue)
{
    char path[128];
    snprintf(path, sizeof path, "%s/fr.mo", scratch.path);
    return catalogue_open(catalogue, path);
}

/* --- what is found --- */

static void texts_are_found(void **state)
{
    (void)state;
    struct catalogue catalogue;
    struct buffer file = write_catalogue(french, FRENCH);
    assert_int_equal(open_written(&catalogue), 0);
    assert_string_equal(catalogue_find(&catalogue, "file"), "fichier");
    assert_string_equal(catalogue_find(&catalogue, "folder"), "dossier");
    assert_null(catalogue_find(&catalogue, "fil"));
    assert_null(catalogue_find(&catalogue, "files"));
    assert_null(catalogue_find(&catalogue, "zzz"));
    assert_null(catalogue_find(&catalogue, "empty"));
    catalogue_close(&catalogue);
    assert_null(catalogue_find(&catalogue, "file"));
    buffer_release(&file);
}

static void expect_plural(const struct catalogue *catalogue, uint64_t count, const char *form)
{
    assert_string_equal(catalogue_find_plural(catalogue, "%s article", count), form);
}

static void plurals_follow_the_rule_of_the_language(void **state)
{
    (void)state;
    struct catalogue catalogue;
    struct buffer file = write_catalogue(french, FRENCH);
    assert_int_equal(open_written(&catalogue), 0);
    expect_plural(&catalogue, 0, "%s article");
    expect_plural(&catalogue, 1, "%s article");
    expect_plural(&catalogue, 2, "%s articles trouvés");
    expect_plural(&catalogue, UINT64_C(1) << 32, "%s articles trouvés");
    assert_string_equal(catalogue_find_plural(&catalogue, "one form", 1), "forme");
    assert_null(catalogue_find_plural(&catalogue, "one form", 2));
    assert_null(catalogue_find_plural(&catalogue, "nothing", 2));
    catalogue_close(&catalogue);
    buffer_release(&file);

    const struct entry german[] = {
        ENTRY("", GERMAN_RULE),
        ENTRY("%s article\0%s articles", "%s Artikel\0%s Artikeln"),
    };
    file = write_catalogue(german, 2);
    assert_int_equal(open_written(&catalogue), 0);
    expect_plural(&catalogue, 0, "%s Artikeln");
    expect_plural(&catalogue, 1, "%s Artikel");
    expect_plural(&catalogue, 2, "%s Artikeln");
    catalogue_close(&catalogue);
    buffer_release(&file);
}

/* --- what is not a catalogue --- */

static void what_cannot_be_read_is_no_catalogue(void **state)
{
    (void)state;
    struct catalogue catalogue;
    assert_int_equal(open_written(&catalogue), -1);
    assert_null(catalogue_find(&catalogue, "file"));
    assert_null(catalogue_find_plural(&catalogue, "file", 2));
    assert_int_equal(catalogue_open(&catalogue, scratch.path), -1);

    /* A pipe without a writer must not hold the opening up. */
    assert_int_equal(mkfifoat(scratch.directory, "fr.mo", 0600), 0);
    assert_int_equal(open_written(&catalogue), -1);
}

/* Looks up everything, as far as the sanitizers let it. */
static void use_catalogue(const struct catalogue *catalogue)
{
    for (uint32_t i = 0; i < FRENCH; i++) {
        const char *found = catalogue_find(catalogue, french[i].key);
        assert_true(found == NULL || strlen(found) < CATALOGUE_MAX_BYTES);
        for (uint64_t count = 0; count < 3; count++) {
            found = catalogue_find_plural(catalogue, french[i].key, count);
            assert_true(found == NULL || strlen(found) < CATALOGUE_MAX_BYTES);
        }
    }
}

static void damage_is_refused_or_harmless(void **state)
{
    (void)state;
    struct catalogue catalogue;
    struct buffer file = write_catalogue(french, FRENCH);
    const unsigned char values[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    size_t refused = 0;
    for (size_t at = 0; at < file.size; at++)
        for (size_t i = 0; i < sizeof values; i++) {
            char kept = file.data[at];
            file.data[at] = (char)values[i];
            scratch_write(&scratch, "fr.mo", file.data, file.size);
            file.data[at] = kept;
            if (open_written(&catalogue) != 0) {
                refused++;
                continue;
            }
            use_catalogue(&catalogue);
            catalogue_close(&catalogue);
        }
    assert_true(refused > 100);
    for (size_t size = 0; size < file.size; size++) {
        scratch_write(&scratch, "fr.mo", file.data, size);
        assert_int_equal(open_written(&catalogue), -1);
    }
    buffer_release(&file);
}

/* Sums of offset and length that wrap around in 32 bits. */
static void offsets_that_wrap_around_are_refused(void **state)
{
    (void)state;
    struct catalogue catalogue;
    struct buffer file = write_catalogue(french, FRENCH);
    const size_t places[] = {
        8, 12, 16, HEADER, HEADER + 4, HEADER + 8 * FRENCH, HEADER + 8 * FRENCH + 4};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (uint32_t less = 0; less < 64; less++) {
            uint32_t kept = load_u32(file.data + places[i]), forged = UINT32_MAX - less;
            memcpy(file.data + places[i], &forged, sizeof forged);
            scratch_write(&scratch, "fr.mo", file.data, file.size);
            memcpy(file.data + places[i], &kept, sizeof kept);
            assert_int_equal(open_written(&catalogue), -1);
        }
    buffer_release(&file);
}

SUITE(catalogue)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(texts_are_found),
        IN_SCRATCH(plurals_follow_the_rule_of_the_language),
        IN_SCRATCH(what_cannot_be_read_is_no_catalogue),
        IN_SCRATCH(damage_is_refused_or_harmless),
        IN_SCRATCH(offsets_that_wrap_around_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
