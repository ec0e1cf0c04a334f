/* The term dictionary: entries come back by key, by ordinal, and in a walk. */
#include "tests/unit/container/sections.h"

#include "common/base/error.h"
#include "common/index/dictionary/term_dictionary.h"
#include "tests/unit/suite.h"

enum { TERMS_MAX = 1000 };

struct made {
    uint32_t count;
    struct {
        char key[TERM_KEY_MAX + 1];
        size_t size;
        struct term_entry entry;
    } terms[TERMS_MAX];
    struct segment_file file;
    struct key_set set;
};

static struct scratch scratch;
static struct made *made;

static int setup(void **state)
{
    (void)state;
    scratch_make(&scratch);
    made = calloc(1, sizeof *made);
    return made == NULL;
}

static int teardown(void **state)
{
    (void)state;
    free(made);
    scratch_remove(&scratch);
    return 0;
}

/* Even numbers are in, so that there is a neighbour between any two. */
static size_t spell_number(uint32_t number, char *key)
{
    char term[16];
    int size = snprintf(term, sizeof term, "t%06" PRIu32, number);
    return term_key(number < TERMS_MAX ? FIELD_TITLE : FIELD_TEXT, term, (size_t)size, key);
}

static struct term_entry random_entry(uint64_t *random, enum term_field field)
{
    struct term_entry entry = {.form_count = 1};
    entry.document_count = random_below(random, 2) ? 1 : 2 + random_of_any_size(random) / 2;
    entry.occurrence_count = entry.document_count;
    if (random_below(random, 3))
        entry.occurrence_count += (random_next(random) >> random_below(random, 60)) / 4;
    if (entry.document_count == 1)
        entry.single_document = random_of_any_size(random);
    else
        entry.postings_size = random_of_any_size(random);
    if (field == FIELD_TEXT && entry.occurrence_count == 1)
        entry.single_position = random_of_any_size(random);
    else if (field == FIELD_TEXT)
        entry.positions_size = random_of_any_size(random);
    if (random_below(random, 3) == 0) {
        entry.form_count = 2 + random_of_any_size(random) / 2;
        entry.ranks_size = random_of_any_size(random);
    }
    return entry;
}

static void make_entries(uint64_t *random, uint32_t count)
{
    struct key_writer writer;
    key_writer_init(&writer);
    struct term_entry before = {0};
    made->count = count;
    for (uint32_t i = 0; i < count; i++) {
        struct term_entry entry =
            random_entry(random, i * 2 < TERMS_MAX ? FIELD_TITLE : FIELD_TEXT);
        entry.postings_offset = before.postings_offset + before.postings_size;
        entry.positions_offset = before.positions_offset + before.positions_size;
        entry.ranks_offset = before.ranks_offset + before.ranks_size;
        made->terms[i].size = spell_number(i * 2, made->terms[i].key);
        term_writer_add(&writer, made->terms[i].key, made->terms[i].size, &entry);
        assert_int_equal(entry.ordinal, i);
        made->terms[i].entry = before = entry;
    }
    struct sections sections = {
        .bytes = {[SECTION_TERMS] = &writer.blocks, [SECTION_TERM_INDEX] = &writer.index}};
    sections_open(&sections, &scratch, &made->file);
    made->set = (struct key_set){&made->file, SECTION_TERMS, SECTION_TERM_INDEX, count, false};
    key_writer_release(&writer);
}

static bool is_same_entry(const struct term_entry *one, const struct term_entry *other)
{
    return one->ordinal == other->ordinal && one->document_count == other->document_count &&
           one->occurrence_count == other->occurrence_count &&
           one->form_count == other->form_count &&
           (one->document_count != 1 || one->single_document == other->single_document) &&
           (one->occurrence_count != 1 || one->single_position == other->single_position) &&
           one->postings_offset == other->postings_offset &&
           one->postings_size == other->postings_size &&
           one->positions_offset == other->positions_offset &&
           one->positions_size == other->positions_size &&
           one->ranks_offset == other->ranks_offset && one->ranks_size == other->ranks_size;
}

static void check_walk(uint64_t seed, uint32_t first_block)
{
    struct key_cursor cursor;
    struct term_entry entry = {0};
    key_cursor_open(&cursor, &made->set, first_block);
    for (uint32_t i = first_block * KEY_BLOCK_SIZE; i < made->count; i++) {
        EXPECT(seed, term_next(&cursor, &entry) == 1);
        EXPECT(seed, is_same_entry(&entry, &made->terms[i].entry));
        EXPECT(seed, key_compare(cursor.key, cursor.key_size, made->terms[i].key,
                                 made->terms[i].size) == 0);
    }
    EXPECT(seed, term_next(&cursor, &entry) == 0);
}

static void entries_come_back(void **state)
{
    (void)state;
    static const uint32_t counts[] = {0, 1, 31, 32, 33, 64, TERMS_MAX};
    for (size_t which = 0; which < sizeof counts / sizeof *counts; which++) {
        uint64_t seed = seed_of(60, which), random = seed;
        make_entries(&random, counts[which]);
        struct term_entry entry;
        char key[TERM_KEY_MAX + 1];
        size_t size = 0;
        check_walk(seed, 0);
        if (counts[which] > KEY_BLOCK_SIZE)
            check_walk(seed, 1);
        for (uint32_t i = 0; i < made->count; i++) {
            EXPECT(seed,
                   term_find(&made->set, made->terms[i].key, made->terms[i].size, &entry) == 1);
            EXPECT(seed, is_same_entry(&entry, &made->terms[i].entry));
            EXPECT(seed, term_at(&made->set, i, &entry, key, &size) == 0);
            EXPECT(seed, is_same_entry(&entry, &made->terms[i].entry));
            EXPECT(seed, key_compare(key, size, made->terms[i].key, made->terms[i].size) == 0);
            EXPECT(seed, term_find(&made->set, key, size - 1, &entry) == 0);
        }
        for (uint32_t i = 0; i <= made->count; i++)
            EXPECT(seed, term_find(&made->set, key, spell_number(i * 2 + 1, key), &entry) == 0);
        EXPECT(seed, term_find(&made->set, "\x01", 1, &entry) == 0);
        EXPECT(seed, term_find(&made->set, "\xff", 1, &entry) == 0);
        EXPECT(seed, term_at(&made->set, made->count, &entry, NULL, NULL) == ERROR_CORRUPT);
        segment_file_close(&made->file);
    }
}

static void a_key_is_the_field_and_the_term(void **state)
{
    (void)state;
    char key[TERM_KEY_MAX], longest[TERM_KEY_MAX + 50];
    assert_int_equal(term_key(FIELD_TITLE, "pai", 3, key), 4);
    assert_memory_equal(key, "\x01pai", 4);
    assert_int_equal(term_key(FIELD_TEXT, "pai", 3, key), 4);
    assert_memory_equal(key, "\x02pai", 4);
    memset(longest, 'x', sizeof longest);
    assert_int_equal(term_key(FIELD_TEXT, longest, sizeof longest, key), TERM_KEY_MAX);
}

/* The bytes that docs/format.md shows. */
static void entries_have_these_bytes(void **state)
{
    (void)state;
    struct key_writer writer;
    key_writer_init(&writer);
    struct term_entry single = {.document_count = 1,
                                .occurrence_count = 2,
                                .single_document = 300,
                                .form_count = 1,
                                .postings_offset = 10,
                                .positions_offset = 20,
                                .positions_size = 4,
                                .ranks_offset = 200};
    struct term_entry several = {.document_count = 3,
                                 .occurrence_count = 5,
                                 .form_count = 2,
                                 .postings_size = 7,
                                 .positions_size = 5,
                                 .ranks_size = 1};
    struct term_entry once = {.document_count = 1,
                              .occurrence_count = 1,
                              .form_count = 1,
                              .single_document = 5,
                              .single_position = 9};
    term_writer_add(&writer, "\x02pai", 4, &single);
    term_writer_add(&writer, "\x02pay", 4, &several);
    term_writer_add(&writer, "\x02paya", 5, &once);
    static const char expected[] = "\x03\x02pai\x0a\x14\xc8\x01\x04\xac\x02\x04"
                                   "\x30y\x0b\x01\x00\x07\x05\x01"
                                   "\x40\x61\x00\x05\x09";
    assert_int_equal(writer.blocks.size, sizeof expected - 1);
    assert_memory_equal(writer.blocks.data, expected, sizeof expected - 1);
    key_writer_release(&writer);
}

/* Every byte of the section changed in turn, with valid checksums: an error or another answer,
 * never a crash, and the walk ends. */
static void forged_bytes_are_survived(void **state)
{
    (void)state;
    struct key_writer writer;
    uint64_t seed = seed_of(61, 0), random = seed;
    key_writer_init(&writer);
    for (uint32_t i = 0; i < 40; i++) {
        char key[TERM_KEY_MAX];
        struct term_entry entry = random_entry(&random, FIELD_TITLE);
        term_writer_add(&writer, key, spell_number(i, key), &entry);
    }
    for (size_t at = 0; at < writer.blocks.size; at++)
        for (int bits = 0; bits < 3; bits++) {
            char kept = writer.blocks.data[at];
            writer.blocks.data[at] = (char)(kept ^ "\x01\x80\xff"[bits]);
            struct sections sections = {
                .bytes = {[SECTION_TERMS] = &writer.blocks, [SECTION_TERM_INDEX] = &writer.index}};
            sections_open(&sections, &scratch, &made->file);
            made->set = (struct key_set){&made->file, SECTION_TERMS, SECTION_TERM_INDEX, 40, false};
            struct key_cursor cursor;
            struct term_entry entry = {0};
            int steps = 0, status;
            key_cursor_open(&cursor, &made->set, 0);
            while ((status = term_next(&cursor, &entry)) == 1)
                EXPECT(seed, ++steps <= 40 && entry.document_count > 0 &&
                                 entry.occurrence_count >= entry.document_count);
            EXPECT(seed, status == 0 ? steps == 40 : status == ERROR_CORRUPT);
            segment_file_close(&made->file);
            writer.blocks.data[at] = kept;
        }
    key_writer_release(&writer);
}

SUITE(term_dictionary)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(entries_come_back, setup, teardown),
        cmocka_unit_test(a_key_is_the_field_and_the_term),
        cmocka_unit_test(entries_have_these_bytes),
        cmocka_unit_test_setup_teardown(forged_bytes_are_survived, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
