/* The automaton, against a plain sorted list of keys. */
#include "tests/unit/base/property.h"

#include <stdio.h>

#include "common/lexicon/table.h"
#include "tests/unit/base/death.h"
#include "tests/unit/suite.h"
#include "tools/lexicon/automaton.h"

enum { CASES = 400, KEYS_MAX = 400, KEY_MAX = 12, MANY_KEYS = 40000 };

struct keys {
    size_t count;
    char items[KEYS_MAX][KEY_MAX + 1];
};

static int compare_keys(const void *one, const void *other)
{
    return strcmp(one, other);
}

/* Keys of few letters, distinct and ascending, each ended by a byte that is no letter. */
static void make_keys(uint64_t *random, struct keys *keys)
{
    const size_t wanted = 1 + random_below(random, KEYS_MAX);
    size_t kept = 0;
    for (keys->count = 0; keys->count < wanted; keys->count++) {
        char *key = keys->items[keys->count];
        const size_t size = random_below(random, KEY_MAX);
        memset(key, 0, KEY_MAX + 1);
        for (size_t i = 0; i < size; i++)
            key[i] = (char)(random_below(random, 20) == 0 ? 0x80 + random_below(random, 128)
                                                          : 'a' + random_below(random, 3));
        key[size] = (char)(1 + random_below(random, 3));
    }
    qsort(keys->items, keys->count, sizeof *keys->items, compare_keys);
    for (size_t i = 0; i < keys->count; i++)
        if (kept == 0 || strcmp(keys->items[kept - 1], keys->items[i]) != 0)
            memmove(keys->items[kept++], keys->items[i], sizeof *keys->items);
    keys->count = kept;
}

static void build(struct automaton *automaton, const struct keys *keys)
{
    assert_int_equal(automaton_init(automaton), 0);
    for (size_t i = 0; i < keys->count; i++)
        assert_int_equal(automaton_add(automaton, slice_of(keys->items[i])), 0);
    assert_int_equal(automaton_finish(automaton), 0);
}

/* Walks over the keys of a state, which must be those of the list in order. */
struct walk {
    const struct automaton *automaton;
    const struct keys *keys;
    uint64_t seed;
    size_t next; /* key */
    char key[KEY_MAX + 1];
};

static void walk_state(struct walk *walk, uint32_t state, size_t depth)
{
    if (state == 0) {
        walk->key[depth] = '\0';
        EXPECT(walk->seed, walk->next < walk->keys->count);
        EXPECT(walk->seed, strcmp(walk->key, walk->keys->items[walk->next]) == 0);
        walk->next++;
        return;
    }
    int before = -1;
    for (uint32_t at = state;; at++) {
        EXPECT(walk->seed, at < vector_count(&walk->automaton->transitions) && depth < KEY_MAX + 1);
        const uint32_t transition = walk->automaton->transitions.items[at];
        const int byte = (int)(transition & 0xff);
        EXPECT(walk->seed, byte > before);
        before = byte;
        walk->key[depth] = (char)byte;
        walk_state(walk, transition >> TRANSITION_TARGET_SHIFT, depth + 1);
        if ((transition & TRANSITION_LAST) != 0)
            return;
    }
}

static void it_accepts_the_keys_in_order_and_no_others(void **state)
{
    (void)state;
    static struct automaton automaton;
    static struct keys keys;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(264, number), random = seed;
        make_keys(&random, &keys);
        build(&automaton, &keys);
        struct walk walk = {.automaton = &automaton, .keys = &keys, .seed = seed};
        walk_state(&walk, automaton.root, 0);
        EXPECT(seed, walk.next == keys.count);
        automaton_release(&automaton);
    }
}

/* --- minimal: no two states have the same transitions, and each is of use --- */

static size_t state_size(const struct automaton *automaton, uint32_t state)
{
    size_t size = 1;
    while ((automaton->transitions.items[state + size - 1] & TRANSITION_LAST) == 0)
        size++;
    return size;
}

static void no_two_states_are_the_same(void **state)
{
    (void)state;
    static struct automaton automaton;
    static struct keys keys;
    for (uint64_t number = 0; number < CASES / 4; number++) {
        uint64_t seed = seed_of(265, number), random = seed;
        make_keys(&random, &keys);
        build(&automaton, &keys);
        const uint32_t *items = automaton.transitions.items;
        const size_t count = vector_count(&automaton.transitions);
        for (uint32_t one = 1; one < count; one += (uint32_t)state_size(&automaton, one))
            for (uint32_t other = one + (uint32_t)state_size(&automaton, one); other < count;
                 other += (uint32_t)state_size(&automaton, other)) {
                const size_t size = state_size(&automaton, one);
                EXPECT(seed, size != state_size(&automaton, other) ||
                                 memcmp(items + one, items + other, size * sizeof *items) != 0);
            }
        automaton_release(&automaton);
    }
}

static void keys_with_one_end_share_their_states(void **state)
{
    (void)state;
    static struct automaton automaton;
    static const struct keys keys = {4, {"chants\1", "chats\1", "plants\1", "plats\1"}};
    build(&automaton, &keys);
    /* 2 at the root; h, a, n or t, t, s and the end once for all; c before h, p before l */
    assert_in_range(vector_count(&automaton.transitions), 2, 1 + 2 + 2 + 1 + 2 + 3);
    automaton_release(&automaton);
}

/* So many that the table of states grows several times. */
static void many_keys_are_kept(void **state)
{
    (void)state;
    static struct automaton automaton;
    uint64_t random = 1;
    char key[16];
    assert_int_equal(automaton_init(&automaton), 0);
    for (unsigned number = 0; number < MANY_KEYS; number++) {
        const size_t size = (size_t)snprintf(key, sizeof key, "%08u", number);
        key[size] = (char)(1 + random_below(&random, 200));
        assert_int_equal(automaton_add(&automaton, (struct slice){key, size + 1}), 0);
    }
    assert_int_equal(automaton_finish(&automaton), 0);
    for (unsigned number = 0; number < MANY_KEYS; number++) {
        uint32_t at = automaton.root;
        snprintf(key, sizeof key, "%08u", number);
        for (const char *byte = key; *byte != '\0'; byte++) {
            while ((automaton.transitions.items[at] & 0xff) != (unsigned char)*byte)
                assert_int_equal(automaton.transitions.items[at++] & TRANSITION_LAST, 0);
            at = automaton.transitions.items[at] >> TRANSITION_TARGET_SHIFT;
        }
        assert_int_equal(automaton.transitions.items[at] >> TRANSITION_TARGET_SHIFT, 0);
        assert_int_not_equal(automaton.transitions.items[at] & TRANSITION_LAST, 0);
    }
    automaton_release(&automaton);
}

static void the_longest_keys_are_kept(void **state)
{
    (void)state;
    static struct automaton automaton;
    char key[AUTOMATON_KEY_MAX - 1];
    memset(key, 'a', sizeof key);
    assert_int_equal(automaton_init(&automaton), 0);
    assert_int_equal(automaton_add(&automaton, (struct slice){key, sizeof key}), 0);
    key[sizeof key - 1] = 'b';
    assert_int_equal(automaton_add(&automaton, (struct slice){key, sizeof key}), 0);
    assert_int_equal(automaton_finish(&automaton), 0);
    assert_int_equal(vector_count(&automaton.transitions), 1 + sizeof key + 1);
    automaton_release(&automaton);
}

static void add_two_keys(const char *one, const char *other)
{
    static struct automaton automaton;
    if (automaton_init(&automaton) == 0 && automaton_add(&automaton, slice_of(one)) == 0)
        automaton_add(&automaton, slice_of(other));
}

static void add_the_beginning_of_a_key(void)
{
    add_two_keys("abc", "ab");
}

static void add_a_key_that_goes_on(void)
{
    add_two_keys("ab", "abc");
}

static void add_a_key_twice(void)
{
    add_two_keys("ab", "ab");
}

static void add_an_empty_key(void)
{
    add_two_keys("ab", "");
}

static void a_breach_ends_the_process(void **state)
{
    (void)state;
    void (*const breaches[])(void) = {
        add_the_beginning_of_a_key,
        add_a_key_that_goes_on,
        add_a_key_twice,
        add_an_empty_key,
    };
    expect_deaths(breaches, sizeof breaches / sizeof *breaches);
}

SUITE(automaton)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_accepts_the_keys_in_order_and_no_others),
        cmocka_unit_test(no_two_states_are_the_same),
        cmocka_unit_test(keys_with_one_end_share_their_states),
        cmocka_unit_test(many_keys_are_kept),
        cmocka_unit_test(the_longest_keys_are_kept),
        cmocka_unit_test(a_breach_ends_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
