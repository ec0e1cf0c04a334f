/* Surface forms come back from their folded forms and what differs. */
#include "tests/unit/base/property.h"

#include "common/index/codecs/accent_code.h"
#include "tests/unit/suite.h"

enum { LONGEST = 255 };

static void has_steps(const char *folded, const char *surface, const char *steps, size_t count)
{
    char got[LONGEST + 1], back[LONGEST];
    size_t size = accent_code_encode((struct slice){folded, strlen(folded)},
                                     (struct slice){surface, strlen(surface)}, got);
    assert_int_equal(size, count);
    assert_memory_equal(got, steps, count);
    assert_true(accent_code_decode((struct slice){folded, strlen(folded)},
                                   (struct slice){got, count}, back, LONGEST, &size));
    assert_int_equal(size, strlen(surface));
    assert_memory_equal(back, surface, size);
}

static void accents_take_a_byte_each(void **state)
{
    (void)state;
    has_steps("paix", "paix", "", 0);
    has_steps("deborde", "déborde", "\x09", 1);         /* 8 × 1 + 1 */
    has_steps("riviere", "rivière", "\x20", 1);         /* 8 × 4 + 0 */
    has_steps("eleve", "élevé", "\x01\x19", 2);         /* 1, 8 × 3 + 1 */
    has_steps("eleve", "élève", "\x01\x08", 2);         /* 1, 8 × 1 + 0 */
    has_steps("ca", "çà", "\x00\x00", 2);               /* 0, 0 */
    has_steps("nancy", "ñåncÿ", "\x00\x05\x12", 3);     /* 0, 5, 8 × 2 + 2 */
    has_steps("skoda", "škoda", "\x07\xc5\xa1koda", 7); /* the rest as it is */
    has_steps("beneš", "béneš", "\x09", 1);             /* what has no accent in neither */
    has_steps("ab", "a", "\x0f", 1);                    /* 8 × 1 + 7 */
    has_steps("", "é", "\x07\xc3\xa9", 3);
    has_steps("a23456789a123456789b123456789c1e", "a23456789a123456789b123456789c1é", "\xf9", 1);
    has_steps("a23456789a123456789b123456789c12345e", "a23456789a123456789b123456789c12345é",
              "\xfe\x21", 2); /* 31 of 35, and 4 */
}

/* Letters, plain or accented, so that folded and surface forms have much in common, or nothing. */
static size_t make_word(uint64_t *random, const char *like, size_t like_size, char *word)
{
    static const char *const letters[] = {"a", "e", "i", "o", "u", "c", "n", "y",    "é", "è",
                                          "ç", "ÿ", "þ", "œ", "š", "α", "ễ", "\xc3", "s"};
    size_t size = 0, count = random_below(random, 70);
    bool same = random_below(random, 2);
    for (size_t i = 0; i < count; i++) {
        const char *letter = letters[random_below(random, sizeof letters / sizeof *letters)];
        if (same && i < like_size && random_below(random, 20))
            word[size++] = like[i];
        else
            for (; *letter != '\0'; letter++)
                word[size++] = *letter;
    }
    return size;
}

static void any_pair_comes_back(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 20000; number++) {
        uint64_t seed = seed_of(110, number), random = seed;
        char folded[LONGEST], surface[LONGEST], steps[LONGEST + 1], room[LONGEST];
        size_t folded_size = make_word(&random, "", 0, folded), size;
        size_t surface_size = make_word(&random, folded, folded_size, surface);
        size_t count = accent_code_encode((struct slice){folded, folded_size},
                                          (struct slice){surface, surface_size}, steps);
        EXPECT(seed, count <= surface_size + 1);
        unsigned char *exact = exact_copy(steps, count);
        EXPECT(seed, accent_code_decode((struct slice){folded, folded_size},
                                        (struct slice){(const char *)exact, count}, room,
                                        surface_size, &size));
        EXPECT(seed, size == surface_size && memcmp(room, surface, size) == 0);
        EXPECT(seed,
               surface_size == 0 || !accent_code_decode((struct slice){folded, folded_size},
                                                        (struct slice){(const char *)exact, count},
                                                        room, surface_size - 1, &size));
        free(exact);
    }
}

static void garbage_is_refused_or_fits(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 20000; number++) {
        uint64_t seed = seed_of(111, number), random = seed;
        char steps[20];
        size_t count = random_below(&random, sizeof steps), size = 0;
        for (size_t i = 0; i < count; i++)
            steps[i] = (char)(random_next(&random) >> random_below(&random, 60));
        size_t room = random_below(&random, 40);
        unsigned char *exact = exact_copy(steps, count);
        unsigned char *folded = exact_copy("aeiou caeny", 11);
        char *surface = malloc(room + 1);
        accent_code_decode((struct slice){(const char *)folded, 11},
                           (struct slice){(const char *)exact, count}, surface, room, &size);
        EXPECT(seed, size <= room);
        free(exact);
        free(folded);
        free(surface);
    }
}

SUITE(accent_code)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accents_take_a_byte_each),
        cmocka_unit_test(any_pair_comes_back),
        cmocka_unit_test(garbage_is_refused_or_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
