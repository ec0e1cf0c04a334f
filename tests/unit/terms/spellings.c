/* Wildcards and letters apart, against the plainest way to say what they are. */
#include "tests/unit/base/property.h"

#include "query/terms/edits.h"
#include "query/terms/pattern.h"
#include "tests/unit/suite.h"

enum { CASES = 20000, WORDS = 400, LETTERS = 9 };

static const char *const alphabet[] = {"a", "b", "e", "é", "è", "ç", "c"};

/* A short word of few letters, so that many are near each other. */
static size_t random_word(uint64_t *random, char word[64], const char *const *more, uint32_t kinds)
{
    uint32_t letters = random_below(random, LETTERS);
    word[0] = '\0';
    for (uint32_t i = 0; i < letters; i++) {
        uint32_t number = random_below(random, 7 + kinds);
        strcat(word, number < 7 ? alphabet[number] : more[number - 7]);
    }
    return strlen(word);
}

/* --- wildcards --- */

static size_t width(const char *at)
{
    return (unsigned char)*at < 0x80 ? 1 : 2;
}

static bool pattern_matches(const char *pattern, const char *text)
{
    if (*pattern == '\0')
        return *text == '\0';
    if (*pattern == '*')
        return pattern_matches(pattern + 1, text) ||
               (*text != '\0' && pattern_matches(pattern, text + width(text)));
    if (*text == '\0')
        return false;
    if (*pattern == '?')
        return pattern_matches(pattern + 1, text + width(text));
    return *pattern == *text && pattern_matches(pattern + 1, text + 1);
}

static void wildcards_fit_as_tried_one_by_one(void **state)
{
    (void)state;
    static const char *const wildcards[] = {"*", "*", "*", "?", "?"};
    size_t fitting = 0;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(250, number), random = seed;
        char pattern[64], text[64];
        size_t pattern_size = random_word(&random, pattern, wildcards, 5);
        size_t size = random_word(&random, text, NULL, 0);
        bool expected = pattern_matches(pattern, text);
        EXPECT(seed, pattern_fits_text(pattern, pattern_size, text, size) == expected);
        fitting += expected;
    }
    assert_true(fitting > CASES / 20);
}

static void wildcards_take_any_bytes(void **state)
{
    (void)state;
    assert_true(pattern_fits_text("*", 1, "", 0));
    assert_true(pattern_fits_text("a?b", 3,
                                  "a\xff"
                                  "b",
                                  3));
    assert_true(pattern_fits_text("a*", 2, "a\x80\x80\xc3", 4));
    assert_false(pattern_fits_text("?", 1, "", 0));
    assert_true(pattern_fits_text("", 0, "", 0));
    assert_false(pattern_fits_text("", 0, "a", 1));
    char text[4000], pattern[200];
    memset(text, 'a', sizeof text); /* not exponential */
    for (size_t i = 0; i < sizeof pattern; i++)
        pattern[i] = i % 2 == 0 ? '*' : 'a';
    pattern[sizeof pattern - 1] = 'b';
    assert_false(pattern_fits_text(pattern, sizeof pattern, text, sizeof text));
}

/* --- letters apart --- */

static unsigned distance_between(const char *one, const char *other)
{
    struct edits_word a, b;
    edits_word_read(&a, one, strlen(one));
    edits_word_read(&b, other, strlen(other));
    return edits_distance(&a, &b, 20);
}

static void letters_apart_are_counted_in_halves(void **state)
{
    (void)state;
    assert_int_equal(distance_between("ministre", "ministre"), 0);
    assert_int_equal(distance_between("minsitre", "ministre"), 2); /* swapped */
    assert_int_equal(distance_between("ministre", "minstre"), 2);
    assert_int_equal(distance_between("ministre", "sinistre"), 2);
    assert_int_equal(distance_between("école", "ecole"), 1);
    assert_int_equal(distance_between("école", "écoles"), 2);
    assert_int_equal(distance_between("élève", "éleve"), 1);
    assert_int_equal(distance_between("ecole", "école"), 0); /* without accents: all accents */
    assert_int_equal(distance_between("ecolé", "éccle"), 4);
    assert_int_equal(distance_between("ébc", "bec"), 3); /* swapped, and another accent */
    assert_int_equal(distance_between("", "abc"), 6);
    assert_int_equal(distance_between("abc", ""), 6);
    assert_int_equal(distance_between("ca", "abc"), 6); /* what is swapped is not touched again */
}

/* Leaves zeros where the next function that is called has its variables. */
static void __attribute__((noinline)) clear_stack(void)
{
    volatile unsigned char bytes[1 << 14];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = 0;
}

/* With one letter there are no two to be swapped, whatever lies before it in memory: there it is
 * the number 1. */
static void a_single_letter_is_not_swapped(void **state)
{
    (void)state;
    struct edits_word one, other;
    edits_word_read(&one, "é", strlen("é"));
    edits_word_read(&other, "xé\1", strlen("xé\1"));
    clear_stack();
    assert_int_equal(edits_distance(&one, &other, 20), 4);
    clear_stack();
    assert_int_equal(edits_distance(&other, &one, 20), 4);
}

static int compare_words(const void *one, const void *other)
{
    return strcmp(one, other);
}

/* The walk over sorted words says of each what the whole table says. */
static void a_walk_equals_the_table(void **state)
{
    (void)state;
    static char words[WORDS][64];
    struct edits_walk *walk = malloc(sizeof *walk);
    assert_non_null(walk);
    size_t near = 0;
    for (uint64_t number = 0; number < 300; number++) {
        uint64_t seed = seed_of(251, number), random = seed;
        char sought[64], folded[ANALYSIS_WORD_MAX + 1];
        unsigned most = 1 + random_below(&random, 2);
        for (size_t i = 0; i < WORDS; i++) {
            char word[64];
            size_t size = random_word(&random, word, NULL, 0);
            analyzer_fold(word, size, folded);
            strcpy(words[i], folded);
        }
        qsort(words, WORDS, sizeof *words, compare_words);
        size_t size = random_word(&random, sought, NULL, 0);
        analyzer_fold(sought, size, folded);
        edits_walk_init(walk, sought, size, most);
        for (size_t i = 0; i < WORDS; i++) {
            bool expected = distance_between(folded, words[i]) <= 2 * most;
            EXPECT(seed, edits_walk_fits(walk, words[i], strlen(words[i])) == expected);
            near += expected;
        }
    }
    free(walk);
    assert_true(near > 1000);
}

/* Spellings come from an index: any bytes. */
static void any_bytes_are_compared(void **state)
{
    (void)state;
    struct edits_walk *walk = malloc(sizeof *walk);
    assert_non_null(walk);
    for (uint64_t number = 0; number < CASES / 10; number++) {
        uint64_t seed = seed_of(252, number), random = seed;
        edits_walk_init(walk, "évé", strlen("évé"), 2);
        for (size_t i = 0; i < 20; i++) {
            char bytes[ANALYSIS_WORD_MAX];
            size_t size =
                random_below(&random, random_below(&random, 2) ? 6 : ANALYSIS_WORD_MAX + 1);
            for (size_t k = 0; k < size; k++)
                bytes[k] = (char)(random_below(&random, 3) ? 'a' : random_u32(&random));
            unsigned char *exact = exact_copy(bytes, size);
            struct edits_word word;
            edits_walk_fits(walk, (char *)exact, size);
            edits_word_read(&word, (char *)exact, size);
            EXPECT(seed, edits_distance(&walk->word, &word, 4) <= 5);
            free(exact);
        }
    }
    free(walk);
}

SUITE(spellings)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wildcards_fit_as_tried_one_by_one),
        cmocka_unit_test(wildcards_take_any_bytes),
        cmocka_unit_test(letters_apart_are_counted_in_halves),
        cmocka_unit_test(a_single_letter_is_not_swapped),
        cmocka_unit_test(a_walk_equals_the_table),
        cmocka_unit_test(any_bytes_are_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
