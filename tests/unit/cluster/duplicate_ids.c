/* Articles of one file that have the same id in several shards. */
#include "tests/unit/base/scratch.h"

#include "indexer/cluster/duplicate_ids.h"
#include "indexer/invert/builder.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

/* Builds a segment of articles, each "path#id" or "path", and adds it. */
static void add(struct duplicate_ids *duplicate_ids, uint32_t shard, const char *const *names)
{
    struct analyzer *analyzer = analyzer_create();
    struct builder builder;
    struct manifest_segment entry;
    struct segment segment;
    const struct manifest manifest = {.fingerprint = analysis_fingerprint(), .root_count = 1};
    char name[SEGMENT_NAME_SIZE];
    assert_non_null(analyzer);
    snprintf(name, sizeof name, "%08x-000.seg", (unsigned)shard + 1);
    assert_int_equal(builder_open(&builder, analyzer, scratch.directory, name, true), 0);
    for (uint32_t ordinal = 0; *names != NULL; names++, ordinal++) {
        const char *hash = strchr(*names, '#');
        size_t size = hash == NULL ? strlen(*names) : (size_t)(hash - *names);
        struct document document = {.path = {*names, size}, .ordinal = ordinal, .id = {"", 0}};
        if (hash != NULL)
            document.id = (struct slice){hash + 1, strlen(hash + 1)};
        assert_int_equal(builder_add(&builder, &document, (struct slice){"x", 1}), 0);
    }
    assert_int_equal(builder_finish(&builder, &entry), 0);
    assert_int_equal(
        segment_open_listed(&segment, scratch.directory, scratch.path, &entry, &manifest), 0);
    assert_int_equal(duplicate_ids_add(duplicate_ids, shard, 0, &segment), 0);
    segment_close(&segment);
    analyzer_destroy(analyzer);
}

static void the_same_id_in_two_shards_is_found(void **state)
{
    (void)state;
    static const char *const one[] = {"a.jsonl#1", "a.jsonl#2", "b.jsonl#7", "c.txt", NULL};
    static const char *const other[] = {"a.jsonl#3", "b.jsonl#1", "b.jsonl#7", "c.txt", NULL};
    struct duplicate_ids duplicate_ids = {0};
    add(&duplicate_ids, 0, one);
    add(&duplicate_ids, 1, other);
    duplicate_ids_sort(&duplicate_ids);
    size_t at = 0;
    const struct id_location *place = duplicate_ids_next(&duplicate_ids, &at);
    assert_non_null(place);
    assert_int_equal(place[0].shard, 0);
    assert_int_equal(place[0].document, 2);
    assert_int_equal(place[1].shard, 1);
    assert_int_equal(place[1].document, 2);
    assert_null(duplicate_ids_next(&duplicate_ids, &at));
    duplicate_ids_release(&duplicate_ids);
}

static void other_shards_have_none(void **state)
{
    (void)state;
    static const char *const one[] = {"a.jsonl#1", "c.txt", NULL};
    static const char *const other[] = {"a.jsonl#2", "b.jsonl#1", "c.txt", NULL};
    struct duplicate_ids duplicate_ids = {0};
    size_t at = 0;
    duplicate_ids_sort(&duplicate_ids);
    assert_null(duplicate_ids_next(&duplicate_ids, &at));
    add(&duplicate_ids, 0, one);
    add(&duplicate_ids, 1, other);
    duplicate_ids_sort(&duplicate_ids);
    assert_null(duplicate_ids_next(&duplicate_ids, &at));
    duplicate_ids_release(&duplicate_ids);
}

SUITE(duplicate_ids)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(the_same_id_in_two_shards_is_found),
        IN_SCRATCH(other_shards_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
