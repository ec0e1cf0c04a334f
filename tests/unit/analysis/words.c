/* The short way for chunks that are plain words says what the long one says. */
#include "tests/unit/base/property.h"

#include "common/analysis/analyzer.h"
#include "common/words/words.h"
#include "tests/unit/suite.h"

enum { CASES = 60000, CHUNK_SIZE_MAX = 600 };

static struct words short_way, long_way;

/* A soft hyphen vanishes, and is no plain letter: the chunk goes the long way. */
static size_t with_soft_hyphen(const char *chunk, size_t size, size_t first, char *longer)
{
    memcpy(longer, chunk, first);
    memcpy(longer + first, "\u00ad", 2);
    memcpy(longer + first + 2, chunk + first, size - first);
    return size + 2;
}

static void expect_the_same(uint64_t seed, const char *chunk, size_t size, size_t first)
{
    char longer[CHUNK_SIZE_MAX + 2], spelling[ANALYSIS_WORD_MAX];
    size_t longer_size = with_soft_hyphen(chunk, size, first, longer);
    EXPECT(seed, !words_is_plain(longer, longer_size, spelling));
    words_split(&short_way, chunk, size);
    words_split(&long_way, longer, longer_size);
    EXPECT(seed, short_way.count == long_way.count && short_way.positions == long_way.positions);
    for (size_t i = 0; i < short_way.count; i++) {
        const struct word *one = &short_way.items[i], *other = &long_way.items[i];
        EXPECT(seed, one->position == other->position && one->span == other->span);
        EXPECT(seed, one->kind == other->kind && one->size == other->size);
        EXPECT(seed, memcmp(short_way.spelling + one->surface, long_way.spelling + other->surface,
                            one->size + 1U) == 0);
    }
    if (words_is_plain(chunk, size, spelling)) {
        EXPECT(seed, short_way.count == 1 && short_way.items[0].start == 0);
        size_t end = first == size ? size : longer_size; /* at the end it is no part of the word */
        EXPECT(seed, short_way.items[0].end == size && long_way.items[0].end == end);
    }
}

/* Letters that rules look at, and some they do not. */
static const char *random_chunk_letter(uint64_t *random)
{
    static const char *const plain[] = {"a", "e", "r", "s", "m", "n", "d", "c", "l", "i", "v", "x"};
    static const char *const others[] = {"é", "è", "ê", "ÿ", "à", "ç", "É", "À", "Ý", "Þ",
                                         "ß", "æ", "Æ", "œ", "×", "÷", "ł", "A", "I", "V",
                                         "X", "L", "D", "M", "7", "'", "-", ".", "·"};
    return random_below(random, 12) ? plain[random_below(random, sizeof plain / sizeof *plain)]
                                    : others[random_below(random, sizeof others / sizeof *others)];
}

static void the_short_way_is_the_long_way(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < CASES; i++) {
        uint64_t seed = seed_of(140, i), random = seed;
        char chunk[CHUNK_SIZE_MAX];
        size_t size = 0, first = 0;
        size_t letters = random_below(&random, 50) ? 1 + random_below(&random, 12)
                                                   : random_below(&random, CHUNK_SIZE_MAX / 2);
        for (size_t k = 0; k < letters || k == 0; k++) {
            const char *letter = random_chunk_letter(&random);
            memcpy(chunk + size, letter, strlen(letter));
            size += strlen(letter);
            first = k == 0 ? size : first;
        }
        expect_the_same(seed, chunk, size, first);
    }
}

static void plain_words_go_the_short_way(void **state)
{
    (void)state;
    static const char *const plain[] = {"rivière", "Rivière", "École", "a", "À", "ÿ"};
    static const char *const others[] = {"VIe", "Ier", "Xe", "l'école", "œuvre", "Æ", "ÉTÉ", "7"};
    char spelling[ANALYSIS_WORD_MAX];
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        assert_true(words_is_plain(plain[i], strlen(plain[i]), spelling));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(words_is_plain(others[i], strlen(others[i]), spelling));
    assert_true(words_is_plain("École", 6, spelling));
    assert_memory_equal(spelling, "école", 6);
}

SUITE(words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_short_way_is_the_long_way),
        cmocka_unit_test(plain_words_go_the_short_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
