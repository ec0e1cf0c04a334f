/* Sorted sets of byte strings: what is in is found, what is not is not, and garbage is survived. */
#include "tests/unit/container/sections.h"

#include "common/base/error.h"
#include "common/index/dictionary/key_blocks.h"
#include "tests/unit/suite.h"

enum { KEYS_MAX = 5000 };

struct word {
    uint16_t size;
    char bytes[KEY_MAX];
};

struct words {
    size_t count;
    struct word words[KEYS_MAX];
};

static struct scratch scratch;
static struct words *all;

static int setup(void **state)
{
    (void)state;
    scratch_make(&scratch);
    all = malloc(sizeof *all);
    return all == NULL;
}

static int teardown(void **state)
{
    (void)state;
    free(all);
    scratch_remove(&scratch);
    return 0;
}

/* --- making keys --- */

static void random_key(uint64_t *random, struct word *word)
{
    static const char letters[] = "aab\0z\xc3\xff";
    word->size = 0;
    switch (random_below(random, 5)) {
    case 0: /* a long prefix that many share */
        memset(word->bytes, 'p', 500);
        word->size = (uint16_t)(1 + random_below(random, 500));
        break;
    case 1: /* around the short form's limits: 16 shared, 16 more */
        memset(word->bytes, 'q', 40);
        word->size = (uint16_t)(10 + random_below(random, 12));
        break;
    default:
        break;
    }
    for (uint32_t more = 1 + random_below(random, random_below(random, 6) ? 10 : 99); more-- > 0;)
        word->bytes[word->size++] = letters[random_below(random, sizeof letters - 1)];
    if (random_below(random, 200) == 0)
        word->size = KEY_MAX;
}

static int compare_keys(const void *one, const void *other)
{
    const struct word *a = one, *b = other;
    return key_compare(a->bytes, a->size, b->bytes, b->size);
}

static void random_words(uint64_t *random, struct words *words, size_t count)
{
    memset(words, 0, sizeof *words);
    for (size_t i = 0; i < count; i++)
        random_key(random, &words->words[i]);
    qsort(words->words, count, sizeof *words->words, compare_keys);
    words->count = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || compare_keys(&words->words[i], &words->words[words->count - 1]) != 0)
            words->words[words->count++] = words->words[i];
}

/* Each key's value is its number, as a varint. */
static void open_words(struct segment_file *file, struct key_set *set, const struct words *words)
{
    struct key_writer writer;
    key_writer_init(&writer);
    for (size_t i = 0; i < words->count; i++) {
        bool first = key_writer_add(&writer, words->words[i].bytes, words->words[i].size);
        assert_int_equal(first, i % KEY_BLOCK_SIZE == 0);
        buffer_append_varint(&writer.blocks, i);
    }
    assert_int_equal(buffer_status(&writer.blocks), 0);
    struct sections sections = {
        .statistics = {.term_count = writer.count},
        .bytes = {[SECTION_TERMS] = &writer.blocks, [SECTION_TERM_INDEX] = &writer.index}};
    sections_open(&sections, &scratch, file);
    *set = (struct key_set){file, SECTION_TERMS, SECTION_TERM_INDEX, writer.count, false};
    assert_int_equal(key_set_check(set), 0);
    key_writer_release(&writer);
}

/* --- reading --- */

static bool next_is(struct key_cursor *cursor, const struct words *words, size_t number)
{
    uint64_t value;
    if (!key_cursor_next(cursor) || cursor->ordinal != number)
        return false;
    cursor->at = varint_read(cursor->at, cursor->end, &value);
    const struct word *word = &words->words[number];
    return cursor->at != NULL && value == number &&
           key_compare(cursor->key, cursor->key_size, word->bytes, word->size) == 0 &&
           cursor->key[cursor->key_size] == '\0';
}

/* First word that is not smaller, by looking at all of them. */
static size_t lower_bound(const struct words *words, const struct word *sought)
{
    size_t number = 0;
    while (number < words->count && compare_keys(&words->words[number], sought) < 0)
        number++;
    return number;
}

/* A seek stands before the block where the key is or would be: at most one block has to be read
 * to come to the first key that is not smaller, unless that one begins the next block. */
static void check_seek(const struct key_set *set, const struct words *words,
                       const struct word *sought, uint64_t seed)
{
    struct key_cursor cursor;
    size_t expected = lower_bound(words, sought);
    EXPECT(seed, key_cursor_seek(&cursor, set, sought->bytes, sought->size) == (words->count > 0));
    EXPECT(seed, !cursor.damaged);
    size_t number = (size_t)cursor.block * KEY_BLOCK_SIZE;
    EXPECT(seed, number <= expected && expected - number <= KEY_BLOCK_SIZE);
    for (; number <= expected && number < words->count; number++)
        EXPECT(seed, next_is(&cursor, words, number));
    if (expected == words->count)
        EXPECT(seed, !key_cursor_next(&cursor) && !cursor.damaged);
}

/* From the block that a seek finds, each key's order to what is sought is told without spelling it.
 */
static void check_compare_next(const struct key_set *set, const struct words *words,
                               const struct word *sought, uint64_t seed)
{
    struct key_cursor cursor;
    if (!key_cursor_seek(&cursor, set, sought->bytes, sought->size))
        return;
    size_t number = (size_t)cursor.block * KEY_BLOCK_SIZE;
    for (size_t end = number + KEY_BLOCK_SIZE; number < end && number < words->count; number++) {
        uint64_t value;
        int order, expected = compare_keys(&words->words[number], sought);
        EXPECT(seed, key_cursor_compare_next(&cursor, sought->bytes, sought->size, &order));
        EXPECT(seed, order == (expected > 0) - (expected < 0) && cursor.ordinal == number);
        cursor.at = varint_read(cursor.at, cursor.end, &value);
        EXPECT(seed, cursor.at != NULL && value == number);
        if (order > 0)
            break;
    }
}

/* Wherever a search begins, it ends in the same block. */
static void check_hints(const struct key_set *set, const struct word *sought, uint64_t *random,
                        uint64_t seed)
{
    struct key_cursor cursor;
    bool any = key_cursor_seek(&cursor, set, sought->bytes, sought->size);
    for (unsigned i = 0; i < 3; i++) {
        struct key_hint hint = {i == 0 ? 0 : random_below(random, 1100) / 1000.0};
        uint32_t block = UINT32_MAX;
        bool damaged;
        key_set_prefetch(set, &hint);
        EXPECT(seed, key_set_seek(set, (struct slice){sought->bytes, sought->size}, &hint, &block,
                                  &damaged) == any);
        EXPECT(seed, !damaged && (!any || block == cursor.block));
        EXPECT(seed, hint.part >= 0 && hint.part <= 1.1);
    }
}

static void check_look_ups(const struct key_set *set, const struct words *words,
                           const struct word *sought, uint64_t *random, uint64_t seed)
{
    check_seek(set, words, sought, seed);
    check_compare_next(set, words, sought, seed);
    check_hints(set, sought, random, seed);
}

static void check_set(const struct key_set *set, const struct words *words, uint64_t *random,
                      uint64_t seed)
{
    struct key_cursor cursor;
    EXPECT(seed, key_cursor_open(&cursor, set, 0) == (words->count > 0));
    for (size_t i = 0; i < words->count; i++)
        EXPECT(seed, next_is(&cursor, words, i));
    EXPECT(seed, !key_cursor_next(&cursor) && !cursor.damaged);
    for (size_t i = 0; i < words->count; i += 1 + words->count / 300)
        check_look_ups(set, words, &words->words[i], random, seed);
    for (int i = 0; i < 200; i++) {
        struct word other;
        random_key(random, &other);
        check_look_ups(set, words, &other, random, seed);
    }
}

static void keys_and_their_neighbours_are_found(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 31, 32, 33, 64, 65, 500, KEYS_MAX};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (uint64_t number = 0; number < 3; number++) {
            uint64_t seed = seed_of(50, i * 10 + number), random = seed;
            struct segment_file file;
            struct key_set set;
            random_words(&random, all, counts[i]);
            open_words(&file, &set, all);
            check_set(&set, all, &random, seed);
            segment_file_close(&file);
        }
}

/* Blocks whose first keys have the same first eight bytes, padding zeros among them. */
static void an_index_of_equal_starts_is_no_hindrance(void **state)
{
    (void)state;
    uint64_t seed = seed_of(51, 0), random = seed;
    memset(all, 0, sizeof *all);
    for (size_t i = 0; i < 1000; i++) {
        struct word *word = &all->words[all->count++];
        word->size = (uint16_t)(1 + i); /* "a", "a\0", "a\0\0", … */
        if (word->size > 400)
            word->size = 400;
        word->bytes[0] = 'a';
        if (i >= 400) {
            word->bytes[398] = (char)((i - 400) / 200);
            word->bytes[399] = (char)(i - 400 + 1);
        }
    }
    qsort(all->words, all->count, sizeof *all->words, compare_keys);
    size_t kept = 1;
    for (size_t i = 1; i < all->count; i++)
        if (compare_keys(&all->words[i], &all->words[kept - 1]) != 0)
            all->words[kept++] = all->words[i];
    all->count = kept;
    struct segment_file file;
    struct key_set set;
    open_words(&file, &set, all);
    check_set(&set, all, &random, seed);
    segment_file_close(&file);
}

/* --- bytes --- */

static void keys_have_these_bytes(void **state)
{
    (void)state;
    struct key_writer writer;
    key_writer_init(&writer);
    assert_true(key_writer_add(&writer, "paix", 4));
    assert_false(key_writer_add(&writer, "paixs", 5));
    assert_false(key_writer_add(&writer, "pays", 4));
    assert_false(key_writer_add(&writer, "quatre-vingt-dix-sept", 21));
    static const char expected[] = "\x03paix\x40s\x21ys\xff\x00\x15quatre-vingt-dix-sept";
    assert_int_equal(writer.blocks.size, sizeof expected - 1);
    assert_memory_equal(writer.blocks.data, expected, sizeof expected - 1);
    assert_int_equal(writer.index.size, KEY_INDEX_ENTRY_SIZE);
    assert_memory_equal(writer.index.data, "paix\0\0\0\0\0\0\0\0\0\0\0", 16);
    key_writer_release(&writer);
}

/* What callers ask whose keys come from disk. */
static void a_writer_says_which_keys_may_follow(void **state)
{
    (void)state;
    static char longest[KEY_MAX + 1];
    struct key_writer writer;
    key_writer_init(&writer);
    memset(longest, 'z', sizeof longest);
    assert_false(key_writer_accepts(&writer, "", 0));
    assert_true(key_writer_accepts(&writer, "\0", 1));
    key_writer_add(&writer, "paix", 4);
    assert_false(key_writer_accepts(&writer, "", 0));
    assert_false(key_writer_accepts(&writer, "pai", 3));
    assert_false(key_writer_accepts(&writer, "paix", 4));
    assert_false(key_writer_accepts(&writer, "guerre", 6));
    assert_true(key_writer_accepts(&writer, "paix\0", 5));
    assert_true(key_writer_accepts(&writer, "paiz", 4));
    assert_true(key_writer_accepts(&writer, longest, KEY_MAX));
    assert_false(key_writer_accepts(&writer, longest, KEY_MAX + 1));
    key_writer_release(&writer);
}

/* --- garbage --- */

static void read_all_keys(const struct key_set *set, uint64_t seed)
{
    struct key_cursor cursor;
    uint32_t steps = 0;
    key_cursor_open(&cursor, set, 0);
    while (key_cursor_next(&cursor)) {
        EXPECT(seed, cursor.key_size <= KEY_MAX && cursor.at <= cursor.end);
        EXPECT(seed, ++steps <= set->count);
    }
    EXPECT(seed, cursor.damaged || steps == set->count);
    key_cursor_seek(&cursor, set, "paix", 4);
}

static void garbage_is_survived(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 1500; number++) {
        uint64_t seed = seed_of(52, number), random = seed;
        struct buffer blocks = {0}, index = {0};
        uint32_t count = 1 + random_below(&random, 200), size = random_below(&random, 2000);
        for (uint32_t i = 0; i < size; i++)
            buffer_append_byte(&blocks,
                               (unsigned char)(random_below(&random, 3) ? random_below(&random, 64)
                                                                        : random_next(&random)));
        for (uint32_t i = 0; i < (count + KEY_BLOCK_SIZE - 1) / KEY_BLOCK_SIZE; i++) {
            buffer_append_u64(&index, random_next(&random));
            buffer_append_u64(&index, random_below(&random, 50) == 0
                                          ? random_next(&random)
                                          : (uint64_t)size * i * KEY_BLOCK_SIZE / count);
        }
        struct sections sections = {
            .bytes = {[SECTION_FORMS] = &blocks, [SECTION_FORM_INDEX] = &index}};
        struct segment_file file;
        sections_open(&sections, &scratch, &file);
        struct key_set set = {&file, SECTION_FORMS, SECTION_FORM_INDEX, count, false};
        EXPECT(seed, key_set_check(&set) == 0);
        read_all_keys(&set, seed);
        set.count += KEY_BLOCK_SIZE;
        EXPECT(seed, key_set_check(&set) == ERROR_CORRUPT);
        segment_file_close(&file);
        buffer_release(&blocks);
        buffer_release(&index);
    }
}

SUITE(key_blocks)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keys_and_their_neighbours_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(an_index_of_equal_starts_is_no_hindrance, setup, teardown),
        cmocka_unit_test(keys_have_these_bytes),
        cmocka_unit_test(a_writer_says_which_keys_may_follow),
        cmocka_unit_test_setup_teardown(garbage_is_survived, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
