/* The articles under examples/: each is read, whole, in its form. */
#include <fcntl.h>
#include <unistd.h>

#include "tests/unit/sources/collect.h"

#include "indexer/sources/walk/walk.h"
#include "tests/unit/suite.h"

struct example_reader {
    struct source_reader *reader;
    struct collection collection;
    size_t formats[SOURCE_JSON_LINES + 1];
    size_t compressed;
};

static int read_example(void *context, const struct walk_file *file)
{
    struct example_reader *example_reader = context;
    struct source_kind kind = source_kind_of(file->name);
    int descriptor = openat(file->directory, file->name, O_RDONLY);
    assert_true(descriptor >= 0);
    const struct article_receiver receiver = collector(&example_reader->collection);
    assert_int_equal(source_read(example_reader->reader, descriptor, kind, file->path, &receiver),
                     0);
    close(descriptor);
    example_reader->formats[kind.format]++;
    example_reader->compressed += kind.compression != COMPRESSION_NONE;
    return 0;
}

static void fail_unread(void *context, const char *path)
{
    (void)context;
    fail_msg("'%s' is not read", path);
}

static const struct collected *find_by_title(const struct collection *collection, const char *words)
{
    for (size_t i = 0; i < collection->count; i++)
        if (strstr(collection->articles[i].title, words) != NULL)
            return &collection->articles[i];
    fail_msg("no title has '%s'", words);
    return NULL;
}

static void all_articles_are_read(void **state)
{
    (void)state;
    static const struct walk_events events = {
        .file = read_example, .unreadable = fail_unread, .other = fail_unread};
    struct example_reader example_reader = {.reader = source_reader_create(SOURCE_LIMIT)};
    const struct collection *read = &example_reader.collection;
    assert_int_equal(walk_tree(TEST_DATA "/../../examples/articles", &events, &example_reader), 0);
    assert_int_equal(example_reader.formats[SOURCE_PLAIN], 8);
    assert_int_equal(example_reader.formats[SOURCE_MARKDOWN], 2);
    assert_int_equal(example_reader.formats[SOURCE_HTML], 2);
    assert_int_equal(example_reader.formats[SOURCE_JSON_LINES], 1);
    assert_int_equal(example_reader.compressed, 1);
    assert_int_equal(read->count, 16);
    assert_int_equal(read->complaints, 0);
    for (size_t i = 0; i < read->count; i++) {
        assert_true(strlen(read->articles[i].title) > 10);
        assert_true(strlen(read->articles[i].body) > 700);
    }
    assert_string_equal(find_by_title(read, "la rivière menace")->published,
                        "2022-01-11T07:40+01:00");
    assert_null(strstr(find_by_title(read, "la rivière menace")->body, "11.01.2022"));
    assert_non_null(
        strstr(find_by_title(read, "foire aux chevaux")->body, "Créée en 1922")); /* Latin-1 */
    assert_non_null(
        strstr(find_by_title(read, "dernier phare")->body, "cent quarante-quatre marches"));
    assert_null(strstr(find_by_title(read, "Composter")->body, "**"));
    assert_null(strstr(find_by_title(read, "observatoire")->body, "compteur"));
    source_reader_destroy(example_reader.reader);
    collect_release(&example_reader.collection);
}

SUITE(examples)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_articles_are_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
