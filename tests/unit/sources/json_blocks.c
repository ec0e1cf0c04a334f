/* JSON Lines in blocks: however a file is cut, and whoever reads its blocks, the articles and
 * complaints are those of reading it as one. */
#include "tests/unit/sources/collect.h"

#include <pthread.h>

#include "indexer/sources/json/json_lines.h"
#include "tests/unit/base/property.h"
#include "tests/unit/suite.h"

enum { LIMIT = 120, LINES_MAX = 40, READERS = 3 };

static uint32_t random_under(uint64_t *random, uint32_t most)
{
    return random_below(random, most);
}

/* Lines of every kind: good ones, ids given before, bad ones, blank ones, too long ones. */
static void random_lines(uint64_t *random, struct buffer *text)
{
    static const char *const odd_lines[] = {
        "", "  \r", "{\"id\":", "[]", "{\"id\":3}", "{\"text\":7}"};
    for (uint32_t i = random_under(random, LINES_MAX); i > 0; i--) {
        uint32_t kind = random_under(random, 10);
        if (kind == 0) {
            buffer_append_string(
                text, odd_lines[random_under(random, sizeof odd_lines / sizeof *odd_lines)]);
        } else if (kind == 1) {
            buffer_append_string(text, "{\"text\":\"long \\n \\u00e9 ");
            for (uint32_t k = random_under(random, 2 * LIMIT); k > 0; k--)
                buffer_append_string(text, random_under(random, 4)   ? "x"
                                           : random_under(random, 2) ? "é"
                                                                     : "\\\\");
            buffer_append_string(text, "\"}");
        } else if (kind < 4) {
            buffer_append_string(text, "{\"text\":\"sans numéro\"}");
        } else {
            buffer_append_format(text, "{\"id\":%u,\"text\":\"%u\"}", random_under(random, 12),
                                 random_under(random, 1000));
        }
        if (i > 1 || random_under(random, 2))
            buffer_append_string(text, "\n");
    }
}

static void read_as_one(const struct buffer *text, struct collection *into)
{
    struct json_lines lines;
    struct input input;
    json_lines_init(&lines);
    lines.line_limit = LIMIT;
    input_open_memory(&input, text->data, text->size, "test");
    const struct article_receiver receiver = collector(into);
    assert_int_equal(json_lines_read(&lines, &input, &receiver), 0);
    json_lines_release(&lines);
}

/* The blocks of a file, each read into a collection of its own. */
struct shared_file {
    struct json_block blocks[LINES_MAX + 2];
    struct collection *read; /* by block */
    size_t count;
    struct json_ids ids;
};

struct reader {
    struct shared_file *shared_file;
    size_t first;
};

static void cut_into_blocks(struct shared_file *shared_file, const struct buffer *text,
                            size_t block_size)
{
    struct json_blocks blocks;
    struct input input;
    input_open_memory(&input, text->data, text->size, "test");
    json_blocks_open(&blocks, &input, block_size, LIMIT);
    while (json_blocks_next(&blocks, &shared_file->blocks[shared_file->count]) == 1) {
        assert_int_equal(shared_file->blocks[shared_file->count].number, shared_file->count);
        shared_file->count++;
    }
    buffer_release(&shared_file->blocks[shared_file->count].bytes);
    json_blocks_close(&blocks);
}

/* Every READERS-th block. */
static void *read_own_blocks(void *context)
{
    const struct reader *reader = context;
    struct shared_file *shared_file = reader->shared_file;
    struct json_lines lines;
    json_lines_init(&lines);
    lines.line_limit = LIMIT;
    for (size_t i = reader->first; i < shared_file->count; i += READERS) {
        const struct article_receiver receiver = collector(&shared_file->read[i]);
        assert_int_equal(
            json_lines_read_block(&lines, &shared_file->blocks[i], &shared_file->ids, &receiver),
            0);
    }
    json_lines_release(&lines);
    return NULL;
}

static void read_together(struct shared_file *shared_file)
{
    pthread_t threads[READERS];
    struct reader readers[READERS];
    json_ids_init(&shared_file->ids, SIZE_MAX);
    for (size_t i = 0; i < READERS; i++) {
        readers[i] = (struct reader){shared_file, i};
        assert_int_equal(pthread_create(&threads[i], NULL, read_own_blocks, &readers[i]), 0);
    }
    for (size_t i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    json_ids_release(&shared_file->ids);
}

static void expect_same(const struct shared_file *shared_file, const struct collection *whole,
                        uint64_t seed)
{
    size_t article = 0, complaint = 0;
    for (size_t i = 0; i < shared_file->count; i++) {
        const struct collection *read = &shared_file->read[i];
        for (size_t k = 0; k < read->count; k++, article++) {
            const struct collected *one = &read->articles[k], *other = &whole->articles[article];
            EXPECT(seed, article < whole->count && strcmp(one->id, other->id) == 0 &&
                             strcmp(one->body, other->body) == 0 && one->hash == other->hash &&
                             one->ordinal == other->ordinal);
        }
        for (size_t k = 0; k < read->complaints; k++, complaint++)
            EXPECT(seed, complaint < whole->complaints &&
                             read->lines[k] == whole->lines[complaint] &&
                             strcmp(read->messages[k], whole->messages[complaint]) == 0);
    }
    EXPECT(seed, article == whole->count && complaint == whole->complaints);
}

static void blocks_are_the_file(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 150; number++) {
        uint64_t seed = seed_of(90, number), random = seed;
        struct buffer text = {0};
        struct collection whole = {0};
        random_lines(&random, &text);
        read_as_one(&text, &whole);
        struct shared_file *shared_file = calloc(1, sizeof *shared_file);
        cut_into_blocks(shared_file, &text, 1 + random_under(&random, 2 * LIMIT));
        shared_file->read = calloc(shared_file->count + 1, sizeof *shared_file->read);
        read_together(shared_file);
        expect_same(shared_file, &whole, seed);
        for (size_t i = 0; i < shared_file->count; i++) {
            collect_release(&shared_file->read[i]);
            buffer_release(&shared_file->blocks[i].bytes);
        }
        free(shared_file->read);
        free(shared_file);
        collect_release(&whole);
        buffer_release(&text);
    }
}

/* Lines before the damage are kept; then the damage is reported. */
static void damage_is_reported_after_whole_lines(void **state)
{
    (void)state;
    struct json_blocks blocks;
    struct json_block block = {0};
    struct input input;
    FILE *file = popen("printf '{\"text\":\"un\"}\\n{\"text\":\"de' | gzip | head -c -9", "r");
    assert_non_null(file);
    assert_int_equal(input_open(&input, fileno(file), COMPRESSION_GZIP, "cut.jsonl.gz"), 0);
    json_blocks_open(&blocks, &input, 1000, LIMIT);
    assert_int_equal(json_blocks_next(&blocks, &block), 1);
    assert_int_equal(block.bytes.size, strlen("{\"text\":\"un\"}\n"));
    assert_int_equal(json_blocks_next(&blocks, &block), ERROR_INPUT);
    assert_non_null(strstr(error_message(), "cut.jsonl.gz"));
    buffer_release(&block.bytes);
    json_blocks_close(&blocks);
    input_close(&input);
    pclose(file);
}

/* A limit on what is remembered: ids known by then are still refused. */
static void few_ids_are_remembered_within_the_limit(void **state)
{
    (void)state;
    struct json_ids ids;
    json_ids_init(&ids, 1 << 14); /* 2,048 slots, of which three quarters */
    for (uint64_t hash = 1; hash <= 1536; hash++)
        assert_int_equal(json_ids_add(&ids, hash), 1);
    assert_int_equal(json_ids_add(&ids, 5000), 1);
    assert_int_equal(json_ids_add(&ids, 5000), 1); /* not remembered */
    assert_int_equal(json_ids_add(&ids, 1000), 0);
    json_ids_release(&ids);
}

SUITE(json_blocks)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_the_file),
        cmocka_unit_test(damage_is_reported_after_whole_lines),
        cmocka_unit_test(few_ids_are_remembered_within_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
