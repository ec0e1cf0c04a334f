/* Phrases over stated articles: where they begin, and what damage does. */
#include "tests/unit/match/collection.h"

#include "common/base/error.h"
#include "query/match/phrase_cursor.h"
#include "tests/unit/suite.h"

static struct scratch scratch;
static struct collection *collection;

static int setup(void **state)
{
    (void)state;
    scratch_make(&scratch);
    collection = calloc(1, sizeof *collection);
    return collection == NULL;
}

static int teardown(void **state)
{
    (void)state;
    free(collection);
    scratch_remove(&scratch);
    return 0;
}

struct row {
    const char *clause, *article;
    bool candidate; /* it holds all words of a variant */
    uint32_t frequency;
};

/* The article stands between two that hold every word, far apart: h alone is in none. */
static bool holds(const struct row *row, enum term_field field)
{
    struct made_clause made;
    struct phrase_cursor cursor;
    collection->count = 3;
    article_read(&collection->articles[0], "g     f     e     d     c     b     a");
    article_read(&collection->articles[1], row->article);
    article_read(&collection->articles[2], "g     f     e     d     c     b     a");
    collection_open(collection, &scratch);
    clause_read(&made, collection, row->clause, field);
    assert_int_equal(
        phrase_cursor_open(&cursor, &made.clause, &collection->segment, SEGMENT_NUMBER), 0);
    assert_int_equal(phrase_cursor_next(&cursor), 0);
    bool candidate = phrase_cursor_next(&cursor) == 1;
    uint32_t frequency = candidate ? phrase_cursor_frequency(&cursor) : 0;
    bool good = candidate == row->candidate && frequency == row->frequency;
    if (!good)
        print_error("%s in %s: %s, %u places\n", row->clause, row->article,
                    candidate ? "a candidate" : "no candidate", frequency);
    assert_int_equal(phrase_cursor_advance(&cursor, 2), 2);
    assert_int_equal(phrase_cursor_next(&cursor), POSTINGS_END);
    assert_int_equal(phrase_cursor_status(&cursor), 0);
    phrase_cursor_close(&cursor);
    collection_close(collection);
    return good;
}

static void check(const struct row *rows, size_t count, enum term_field field)
{
    bool all = true;
    for (size_t i = 0; i < count; i++)
        all &= holds(&rows[i], field);
    assert_true(all);
}

#define CHECK(rows, field) check((rows), sizeof(rows) / sizeof *(rows), (field))

static void words_stand_at_their_distances(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ab", "ab", true, 1},        {"ab", "ba", true, 0},       {"ab", "a b", true, 0},
        {"ab", " abab ab ", true, 3}, {"ab", "a", false, 0},       {"ab", "", false, 0},
        {"abc", "abcabc", true, 2},   {"abc", "ab abcc", true, 1}, {"abc", "abacbc", true, 0},
        {"a.b", "a b", true, 1},      {"a.b", "acb", true, 1},     {"a.b", "ab", true, 0},
        {"a..bc", "a  bc", true, 1},  {"a..bc", "a bc", true, 0},
    };
    CHECK(rows, FIELD_TEXT);
}

static void a_word_may_be_there_twice(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"aa", "aa", true, 1},     {"aa", "aaa", true, 2},   {"aa", "a", true, 0},
        {"aba", "ababa", true, 2}, {"a.a", "aaaa", true, 2},
    };
    CHECK(rows, FIELD_TEXT);
}

static void words_may_share_a_position(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ab", "(ac)b", true, 1},
        {"ab", "(ab)", true, 0},
        {"ab", "(ab)(ab)", true, 1},
        {"ab", "(ab)(ab)(ab)", true, 2},
    };
    CHECK(rows, FIELD_TEXT);
}

static void alternatives_count_as_one_word(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[ac]b", "ab cb", true, 2},   {"[ac]b", "(ac)b", true, 1},
        {"a[bc]", "a(bc)", true, 1},   {"[ac][bd]", "ab cd ad", true, 3},
        {"[ac][bd]", "dacb", true, 1}, {"[ah]b", "ab", true, 1},
    };
    CHECK(rows, FIELD_TEXT);
}

static void places_of_several_variants_count_once(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ab|c", "ab c", true, 2},     {"ab|c", "c", true, 1},          {"ab|c", "a", false, 0},
        {"ab|c", "b a", true, 0},      {"ab|c", "(ac)b", true, 1},      {"ab|ab", "ab ab", true, 2},
        {"ab|a.c", "abc ab", true, 2}, {"ab|cd|e", "e cd ab", true, 3},
    };
    CHECK(rows, FIELD_TEXT);
}

static void a_variant_with_an_unknown_word_is_left_out(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ah|cd", "a cd", true, 1},
        {"hb|cd", "a b", false, 0},
        {"[]b|cd", "b cd", true, 1},
    };
    CHECK(rows, FIELD_TEXT);
}

static void title_phrases_lie_within_the_title(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ab", "ab|", true, 1},    {"ab", "ab|ab", true, 1}, {"ab", "|ab", true, 0},
        {"ab", "a|b", true, 0},    {"ab", " ab|", true, 1},  {"ab", "abab|ab", true, 2},
        {"a.b", "a |b", true, 0},  {"a.b", "a b|", true, 1}, {"ab|c", "c|ab", true, 1},
        {"ab|c", "ab|c", true, 1},
    };
    CHECK(rows, FIELD_TITLE);
}

static void without_words_there_are_no_documents(void **state)
{
    (void)state;
    static const char *const clauses[] = {"hh", "ah", "h|hh", "[]a"};
    collection->count = 1;
    article_read(&collection->articles[0], "a b c");
    collection_open(collection, &scratch);
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++) {
        struct made_clause made;
        struct phrase_cursor cursor;
        clause_read(&made, collection, clauses[i], FIELD_TEXT);
        assert_int_equal(
            phrase_cursor_open(&cursor, &made.clause, &collection->segment, SEGMENT_NUMBER), 0);
        assert_int_equal(cursor.document_count, 0);
        assert_int_equal(phrase_cursor_advance(&cursor, 0), POSTINGS_END);
        assert_int_equal(phrase_cursor_next(&cursor), POSTINGS_END);
        assert_int_equal(phrase_cursor_status(&cursor), 0);
        phrase_cursor_close(&cursor);
    }
    collection_close(collection);
}

/* --- damage --- */

/* The first frequency of "ab" in articles whose columns are `lengths` and `title_lengths`. */
static int status_with(enum term_field field, const struct buffer *lengths,
                       const struct buffer *title_lengths)
{
    struct made_clause made;
    struct phrase_cursor cursor;
    collection_open(collection, &scratch);
    segment_file_close(&collection->segment.file);
    struct sections sections = {.statistics = {.document_count = collection->count},
                                .bytes = {[SECTION_POSTINGS] = &collection->writer.postings,
                                          [SECTION_POSITIONS] = &collection->writer.positions,
                                          [SECTION_LENGTHS] = lengths,
                                          [SECTION_TITLE_LENGTHS] = title_lengths}};
    sections_open(&sections, &scratch, &collection->segment.file);
    clause_read(&made, collection, "ab", field);
    assert_int_equal(
        phrase_cursor_open(&cursor, &made.clause, &collection->segment, SEGMENT_NUMBER), 0);
    assert_int_equal(phrase_cursor_next(&cursor), 0);
    uint32_t frequency = phrase_cursor_frequency(&cursor);
    int status = phrase_cursor_status(&cursor);
    assert_int_equal(frequency, status == 0 ? 2 : 0);
    phrase_cursor_close(&cursor);
    collection_close(collection);
    return status;
}

/* Frequencies say how much room positions take: a forged one must not take gigabytes. */
static void more_occurrences_than_words_are_damage(void **state)
{
    (void)state;
    struct buffer lengths, titles;
    buffer_init(&lengths);
    buffer_init(&titles);
    collection->count = 1;
    article_read(&collection->articles[0], "abab|");
    buffer_append_u16(&titles, 4);
    buffer_append_u32(&lengths, 4);
    assert_int_equal(status_with(FIELD_TEXT, &lengths, &titles), 0);
    assert_int_equal(status_with(FIELD_TITLE, &lengths, &titles), 0);
    lengths.data[0] = 1;
    assert_int_equal(status_with(FIELD_TEXT, &lengths, &titles), ERROR_CORRUPT);
    buffer_release(&lengths);
    buffer_release(&titles);
}

static void a_column_that_is_too_short_is_damage(void **state)
{
    (void)state;
    struct buffer lengths, none;
    buffer_init(&lengths);
    buffer_init(&none);
    collection->count = 1;
    article_read(&collection->articles[0], "abab|");
    buffer_append_u32(&lengths, 4);
    assert_int_equal(status_with(FIELD_TEXT, &lengths, &none), ERROR_CORRUPT);
    assert_int_equal(status_with(FIELD_TITLE, &lengths, &none), ERROR_CORRUPT);
    assert_int_equal(status_with(FIELD_TEXT, &none, &none), ERROR_CORRUPT);
    buffer_release(&lengths);
}

SUITE(phrase)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_stand_at_their_distances, setup, teardown),
        cmocka_unit_test_setup_teardown(a_word_may_be_there_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(words_may_share_a_position, setup, teardown),
        cmocka_unit_test_setup_teardown(alternatives_count_as_one_word, setup, teardown),
        cmocka_unit_test_setup_teardown(places_of_several_variants_count_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_variant_with_an_unknown_word_is_left_out, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(title_phrases_lie_within_the_title, setup, teardown),
        cmocka_unit_test_setup_teardown(without_words_there_are_no_documents, setup, teardown),
        cmocka_unit_test_setup_teardown(more_occurrences_than_words_are_damage, setup, teardown),
        cmocka_unit_test_setup_teardown(a_column_that_is_too_short_is_damage, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
