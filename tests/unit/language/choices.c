/* Readings of words that are joined, where the analyser gives what it does not give today. */
#include "tests/unit/base/property.h"

#include "common/analysis/analyzer.h"
#include "common/base/vector.h"
#include "query/language/clauses.h"
#include "query/language/spellings.h"
#include "tests/unit/suite.h"

enum { OCCURRENCES_MAX = 8 };

/* A joined reading whose first part is no word of the run is not read for its neighbour. */
static void a_joined_reading_without_its_words_is_left_out(void **state)
{
    (void)state;
    static const char text[] = "porte parole";
    struct analyzer *analyzer = analyzer_create();
    struct query query = {0};
    struct occurrence occurrences[OCCURRENCES_MAX];
    struct query_sequence variants[SPELLINGS_MAX];
    struct clause_builder list = {.query = &query, .analyzer = analyzer};
    const struct piece piece = {.text = text, .size = strlen(text)};
    assert_non_null(analyzer);
    arena_init(&query.arena, 1 << 12);
    struct occurrence_list read = {0};
    assert_int_equal(occurrences_read(&read, analyzer, text, strlen(text)), 0);
    assert_int_equal(vector_count(&read), 2);
    occurrences[0] = read.items[0];
    occurrences[1] = read.items[1];
    occurrences[1].position = 2;
    occurrences[2] = read.items[0];
    occurrences[2].kind = OCCURRENCE_JOINED;
    occurrences[2].span = 1;
    for (uint32_t position = 1; position < 5; position += 2) {
        occurrences[2].position = position;
        assert_int_equal(spellings_of(&list, &piece, occurrences, 3, variants), 1);
        assert_int_equal(variants[0].count, 2);
        assert_string_equal(variants[0].words[0].surface, "porte");
        assert_string_equal(variants[0].words[1].surface, "parole");
        assert_int_equal(variants[0].words[1].offset, 2);
    }
    vector_release(&read);
    arena_release(&query.arena);
    analyzer_destroy(analyzer);
}

SUITE(choices)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_joined_reading_without_its_words_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
