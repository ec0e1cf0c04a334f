/* The bulk format: the lines of an article, its id, and how batches are filled. */
#include "tests/unit/base/scratch.h"

#include "indexer/tasks/bulk.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

static struct slice bytes_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

/* Writes one article as the only batch, which it returns; the caller releases. */
static void write_one(const struct document *document, struct slice text, struct buffer *batch)
{
    struct bulk bulk;
    bool cut;
    bulk_init(&bulk, scratch.directory, scratch.path);
    assert_int_equal(bulk_add(&bulk, document, document->path, text, &cut), 0);
    assert_false(cut);
    assert_int_equal(bulk_finish(&bulk), 0);
    assert_int_equal(bulk.batches, 1);
    bulk_release(&bulk);
    scratch_read(&scratch, "bulk-000001.ndjson", batch);
    unlinkat(scratch.directory, "bulk-000001.ndjson", 0);
}

static void an_article_is_two_lines(void **state)
{
    (void)state;
    struct document document = {.path = bytes_of("/presse/a.jsonl"),
                                .id = bytes_of("a-17"),
                                .title = bytes_of("La \"crue\""),
                                .url = bytes_of("https://exemple.fr/")};
    struct buffer batch;
    assert_true(moment_parse("2024-01-06", 10, &document.published) > 0);
    write_one(&document, bytes_of("Un deux"), &batch);
    assert_string_equal(buffer_string(&batch),
                        "{\"index\":{\"_id\":\"/presse/a.jsonl#a-17\"}}\n"
                        "{\"path\":\"/presse/a.jsonl\",\"id\":\"a-17\","
                        "\"title\":\"La \\\"crue\\\"\",\"url\":\"https://exemple.fr/\","
                        "\"published\":\"2024-01-06\",\"text\":\"Un deux\"}\n");
    buffer_release(&batch);
}

static void fields_that_are_missing_are_omitted(void **state)
{
    (void)state;
    const struct document document = {.path = bytes_of("a.txt")};
    struct buffer batch;
    write_one(&document, bytes_of(""), &batch);
    assert_string_equal(buffer_string(&batch), "{\"index\":{\"_id\":\"a.txt\"}}\n"
                                               "{\"path\":\"a.txt\",\"text\":\"\"}\n");
    buffer_release(&batch);
}

/* Returns the id of the batch's article, which ends in a hash. */
static const char *id_of(struct buffer *batch)
{
    char *id = strstr(buffer_string(batch), "_id\":\"") + strlen("_id\":\"");
    *strchr(id, '"') = '\0';
    return id;
}

/* Two ids that differ only where they are cut differ by their hashes. */
static void long_and_broken_ids_end_in_a_hash(void **state)
{
    (void)state;
    char name[600], other[600];
    struct buffer batch, second;
    memset(name, 'x', sizeof name);
    memset(other, 'x', sizeof other);
    name[sizeof name - 1] = 'y';
    struct document document = {.path = {name, sizeof name}};
    write_one(&document, bytes_of(""), &batch);
    document.path = (struct slice){other, sizeof other};
    write_one(&document, bytes_of(""), &second);
    const char *id = id_of(&batch), *second_id = id_of(&second);
    assert_true(strlen(id) < 450);
    assert_int_equal(strlen(id), strlen(second_id));
    assert_string_not_equal(id, second_id);
    assert_int_equal(id[strlen(id) - 17], '~');
    buffer_release(&batch);
    buffer_release(&second);

    document.path = bytes_of("a\xff.txt");
    write_one(&document, bytes_of(""), &batch);
    assert_int_equal(strncmp(id_of(&batch), "a~", 2), 0);
    buffer_release(&batch);
}

/* A batch is less than 10 MB; a text that fits in none is cut. */
static void batches_are_filled(void **state)
{
    (void)state;
    enum { ARTICLES = 5 };
    const size_t size = BULK_BATCH_MAX / 2 - 1000;
    char *text = malloc(BULK_BATCH_MAX + 1);
    struct bulk bulk;
    struct document document = {.path = bytes_of("a.txt")};
    bool cut;
    assert_non_null(text);
    memset(text, 'x', BULK_BATCH_MAX + 1);
    bulk_init(&bulk, scratch.directory, scratch.path);
    for (size_t i = 0; i < ARTICLES; i++) {
        assert_int_equal(
            bulk_add(&bulk, &document, document.path, (struct slice){text, size}, &cut), 0);
        assert_false(cut);
    }
    assert_int_equal(
        bulk_add(&bulk, &document, document.path, (struct slice){text, BULK_BATCH_MAX + 1}, &cut),
        0);
    assert_true(cut);
    assert_int_equal(bulk_finish(&bulk), 0);
    assert_int_equal(bulk.batches, 4); /* 2, 2, 1, and the one that was cut */
    for (size_t i = 1; i <= 4; i++) {
        char name[40];
        struct stat status;
        snprintf(name, sizeof name, "bulk-%06zu.ndjson", i);
        assert_int_equal(fstatat(scratch.directory, name, &status, 0), 0);
        assert_true(status.st_size < BULK_BATCH_MAX);
    }
    bulk_release(&bulk);
    free(text);
}

static void files_that_are_there_are_kept(void **state)
{
    (void)state;
    struct bulk bulk;
    const struct document document = {.path = bytes_of("a.txt")};
    bool cut;
    scratch_write(&scratch, "bulk-000001.ndjson", "x", 1);
    bulk_init(&bulk, scratch.directory, scratch.path);
    assert_int_equal(bulk_add(&bulk, &document, document.path, bytes_of(""), &cut), 0);
    assert_int_equal(bulk_finish(&bulk), ERROR_SYSTEM);
    bulk_release(&bulk);
    assert_int_equal(bulk_write_mapping(scratch.directory, scratch.path), 0);
    assert_int_equal(bulk_write_mapping(scratch.directory, scratch.path), ERROR_SYSTEM);
    bulk_init(&bulk, scratch.directory, scratch.path);
    assert_int_equal(bulk_finish(&bulk), 0); /* nothing */
    assert_int_equal(bulk.batches, 0);
    bulk_release(&bulk);
}

SUITE(bulk)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(an_article_is_two_lines),
        IN_SCRATCH(fields_that_are_missing_are_omitted),
        IN_SCRATCH(long_and_broken_ids_end_in_a_hash),
        IN_SCRATCH(batches_are_filled),
        IN_SCRATCH(files_that_are_there_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
