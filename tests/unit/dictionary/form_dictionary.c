/* Surface forms by their folded spelling. */
#include "tests/unit/container/sections.h"

#include "common/base/error.h"
#include "common/index/dictionary/form_dictionary.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

static void open_set(struct key_writer *writer, struct segment_file *file, struct key_set *set)
{
    struct sections sections = {
        .bytes = {[SECTION_FORMS] = &writer->blocks, [SECTION_FORM_INDEX] = &writer->index}};
    sections_open(&sections, &scratch, file);
    *set = (struct key_set){file, SECTION_FORMS, SECTION_FORM_INDEX, writer->count,
                            writer->keys_are_forms};
}

/* --- forms --- */

struct listed {
    const char *folded, *surface;
    uint32_t term, rank;
    uint64_t count;
};

/* In the order of their keys. */
static const struct listed listed[] = {
    {"a", "a", 7, 0, 12000},
    {"a", "à", 8, 0, UINT64_C(5000000000)},
    {"eleve", "eleve", 1, 2, 3},
    {"eleve", "élevé", 1, 1, 40},
    {"eleve", "élève", 2, 0, 41},
    {"elever", "élever", 1, 0, 300},
    {"paix", "paix", 3, 0, 1},
    {"riviere", "rivière", 4, 1, 9},
    {"rivieres", "rivières", 4, 0, 10},
};

enum { LISTED = sizeof listed / sizeof *listed };

static void write_listed(struct key_writer *writer)
{
    form_writer_init(writer);
    for (size_t i = 0; i < LISTED; i++) {
        const struct listed *form = &listed[i];
        char key[KEY_MAX];
        size_t size =
            form_key(form->folded, strlen(form->folded), form->surface, strlen(form->surface), key);
        form_writer_add(
            writer, key, size,
            &(struct form_entry){.term = form->term, .rank = form->rank, .count = form->count});
    }
}

static void check_listed_form(const struct form_entry *entry, const struct listed *form)
{
    assert_int_equal(entry->folded_size, strlen(form->folded));
    assert_memory_equal(entry->folded, form->folded, entry->folded_size);
    assert_int_equal(entry->surface_size, strlen(form->surface));
    assert_memory_equal(entry->surface, form->surface, entry->surface_size);
    assert_int_equal(entry->term, form->term);
    assert_int_equal(entry->rank, form->rank);
    assert_true(entry->count == form->count);
}

static void forms_come_back_in_order(void **state)
{
    (void)state;
    struct key_writer writer;
    struct segment_file file;
    struct key_set set;
    struct key_cursor cursor;
    struct form_entry entry;
    write_listed(&writer);
    open_set(&writer, &file, &set);
    key_cursor_open(&cursor, &set, 0);
    for (size_t i = 0; i < LISTED; i++) {
        assert_int_equal(form_next(&cursor, &entry), 1);
        check_listed_form(&entry, &listed[i]);
    }
    assert_int_equal(form_next(&cursor, &entry), 0);
    segment_file_close(&file);
    key_writer_release(&writer);
}

/* The number of the first form whose folded spelling is not smaller. */
static size_t first_from(struct key_set *set, const char *folded)
{
    struct key_cursor cursor;
    struct form_entry entry;
    assert_int_equal(form_seek(&cursor, set, folded, strlen(folded)), 0);
    while (form_next(&cursor, &entry) == 1)
        if (key_compare(entry.folded, entry.folded_size, folded, strlen(folded)) >= 0)
            return cursor.ordinal;
    return set->count;
}

static void a_seek_finds_all_forms_of_a_folded_spelling(void **state)
{
    (void)state;
    struct key_writer writer;
    struct segment_file file;
    struct key_set set;
    write_listed(&writer);
    open_set(&writer, &file, &set);
    assert_int_equal(first_from(&set, "a"), 0);
    assert_int_equal(first_from(&set, "aa"), 2);
    assert_int_equal(first_from(&set, "eleve"), 2);
    assert_int_equal(first_from(&set, "elever"), 5);
    assert_int_equal(first_from(&set, "riv"), 7);
    assert_int_equal(first_from(&set, "z"), LISTED);
    segment_file_close(&file);
    key_writer_release(&writer);
}

/* Many forms of many folded spellings, so that seeks cross blocks. */
static void seeks_cross_blocks(void **state)
{
    (void)state;
    struct key_writer writer;
    struct segment_file file;
    struct key_set set;
    form_writer_init(&writer);
    for (uint32_t i = 0; i < 700; i++) {
        char folded[16], surface[16], key[KEY_MAX];
        int folded_size = snprintf(folded, sizeof folded, "f%03" PRIu32, i / 7);
        int surface_size = snprintf(surface, sizeof surface, "g%" PRIu32, i % 7);
        form_writer_add(&writer, key,
                        form_key(folded, (size_t)folded_size, surface, (size_t)surface_size, key),
                        &(struct form_entry){.term = i, .rank = i % 7, .count = i});
    }
    open_set(&writer, &file, &set);
    for (uint32_t i = 0; i < 100; i++) {
        char folded[16];
        snprintf(folded, sizeof folded, "f%03" PRIu32, i);
        assert_int_equal(first_from(&set, folded), i * 7);
        snprintf(folded, sizeof folded, "f%03" PRIu32 "x", i);
        assert_int_equal(first_from(&set, folded), i * 7 + 7);
    }
    segment_file_close(&file);
    key_writer_release(&writer);
}

/* --- look-ups --- */

enum { WORDS = 900 };

struct word {
    char key[24];
    size_t size;
};

/* Words of three letters, of which many begin alike; every third accented, so that steps stand
 * among the keys. In the order of their keys, each once. */
static size_t make_words(struct word *words, uint64_t *random)
{
    size_t made = 0;
    for (unsigned number = 0; number < 27 * 27 * 27 && made < WORDS; number++) {
        if (random_below(random, 4) != 0)
            continue;
        char folded[4] = {(char)('a' + number / 729), (char)('a' + number / 27 % 27),
                          (char)('a' + number % 27), '\0'};
        char surface[8];
        bool accented = random_below(random, 3) == 0;
        snprintf(surface, sizeof surface, "%.2s%s", folded, accented ? "é" : folded + 2);
        if (accented)
            folded[2] = 'e';
        struct word *word = &words[made];
        word->size = form_key(folded, 3, surface, strlen(surface), word->key);
        if (made == 0 ||
            key_compare(words[made - 1].key, words[made - 1].size, word->key, word->size) < 0)
            made++;
    }
    return made;
}

/* Every fifth word is left out. */
static bool is_written(size_t number)
{
    return number % 5 != 0;
}

static void check_look_up(const struct key_set *set, const struct word *words, size_t number,
                          uint64_t seed)
{
    struct form_entry entry;
    struct word longer = words[number];
    longer.key[longer.size++] = '\1';
    EXPECT(seed, form_find(set, longer.key, longer.size, &entry) == 0);
    bool found = form_find(set, words[number].key, words[number].size, &entry) == 1;
    EXPECT(seed, found == is_written(number));
    EXPECT(seed, !found || (entry.term == number && entry.rank == number % 3 &&
                            entry.count == number + 1 && entry.surface == NULL));
    struct key_hint hint = {0};
    struct form_entry within;
    const struct slice key = {words[number].key, words[number].size};
    uint32_t block;
    bool damaged;
    EXPECT(seed, key_set_seek(set, key, &hint, &block, &damaged));
    EXPECT(seed, (form_find_in(set, block, key, &within) == 1) == found);
    EXPECT(seed, !found || (within.term == entry.term && within.rank == entry.rank &&
                            within.count == entry.count && within.surface == NULL));
}

static void a_form_is_found_by_its_key(void **state)
{
    (void)state;
    static struct word words[WORDS];
    for (unsigned round = 0; round < 100; round++) {
        uint64_t seed = seed_of(71, round), random = seed;
        struct key_writer writer;
        struct segment_file file;
        struct key_set set;
        const size_t count = make_words(words, &random);
        form_writer_init(&writer);
        for (uint32_t i = 0; i < count; i++)
            if (is_written(i))
                form_writer_add(&writer, words[i].key, words[i].size,
                                &(struct form_entry){.term = i, .rank = i % 3, .count = i + 1});
        open_set(&writer, &file, &set);
        for (size_t i = 0; i < count; i++)
            check_look_up(&set, words, i, seed);
        segment_file_close(&file);
        key_writer_release(&writer);
    }
}

/* --- garbage --- */

static void forged_bytes_are_survived(void **state)
{
    (void)state;
    struct key_writer writer;
    write_listed(&writer);
    for (size_t at = 0; at < writer.blocks.size; at++)
        for (int bits = 0; bits < 3; bits++) {
            char kept = writer.blocks.data[at];
            writer.blocks.data[at] = (char)(kept ^ "\x01\x80\xff"[bits]);
            struct segment_file file;
            struct key_set set;
            struct key_cursor cursor;
            struct form_entry entry;
            uint32_t steps = 0;
            int status;
            open_set(&writer, &file, &set);
            key_cursor_open(&cursor, &set, 0);
            while ((status = form_next(&cursor, &entry)) == 1) {
                assert_true(entry.surface + entry.surface_size <= cursor.key + cursor.key_size);
                assert_true(++steps <= LISTED);
            }
            assert_true(status == 0 ? steps == LISTED : status == ERROR_CORRUPT);
            segment_file_close(&file);
            writer.blocks.data[at] = kept;
        }
    key_writer_release(&writer);
}

SUITE(form_dictionary)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(forms_come_back_in_order),
        IN_SCRATCH(a_seek_finds_all_forms_of_a_folded_spelling),
        IN_SCRATCH(seeks_cross_blocks),
        IN_SCRATCH(a_form_is_found_by_its_key),
        IN_SCRATCH(forged_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
