/* Bump allocation. */
#include "tests/unit/base/property.h"

#include "common/base/arena.h"
#include "tests/unit/suite.h"

enum { PIECES = 400 };

struct piece {
    unsigned char *bytes;
    size_t size;
    unsigned char filling;
};

static void fill_piece(struct piece *piece, struct arena *arena, uint64_t *random, uint64_t seed)
{
    piece->size = random_below(random, 300) + 1;
    if (random_below(random, 50) == 0)
        piece->size += 5000; /* larger than a chunk */
    piece->filling = (unsigned char)random_next(random);
    piece->bytes = arena_alloc(arena, piece->size);
    EXPECT(seed, piece->bytes != NULL && (uintptr_t)piece->bytes % 8 == 0);
    memset(piece->bytes, piece->filling, piece->size);
}

/* Every piece still holds what was written into it after all the others were made. */
static void pieces_do_not_overlap(void **state)
{
    (void)state;
    static struct piece pieces[PIECES];
    for (uint64_t number = 0; number < 20; number++) {
        uint64_t seed = seed_of(3, number), random = seed;
        struct arena arena;
        arena_init(&arena, 1024);
        for (int round = 0; round < 3; round++) {
            size_t asked = 0;
            for (size_t i = 0; i < PIECES; i++) {
                fill_piece(&pieces[i], &arena, &random, seed);
                asked += pieces[i].size;
            }
            EXPECT(seed, arena.reserved >= asked);
            for (size_t i = 0; i < PIECES; i++)
                for (size_t k = 0; k < pieces[i].size; k++)
                    EXPECT(seed, pieces[i].bytes[k] == pieces[i].filling);
            size_t reserved = arena.reserved;
            arena_reset(&arena); /* keeps one chunk, which is all there is once it is large */
            EXPECT(seed, round == 0 ? arena.reserved < reserved : arena.reserved <= reserved);
        }
        arena_release(&arena);
    }
}

static void a_reset_arena_gives_the_same_memory_again(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1024);
    void *first = arena_alloc(&arena, 100);
    size_t reserved = arena.reserved;
    arena_reset(&arena);
    assert_ptr_equal(arena_alloc(&arena, 100), first);
    assert_true(arena.reserved == reserved);
    arena_release(&arena);
    assert_true(arena.reserved == 0);
}

static void copies_end_with_a_nul(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 64);
    char *copy = arena_copy(&arena, "a\0b", 3);
    assert_memory_equal(copy, "a\0b", 4);
    assert_string_equal(arena_copy(&arena, NULL, 0), "");
    arena_release(&arena);
}

static void an_empty_arena_may_be_reset_and_released(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 64);
    arena_reset(&arena);
    arena_release(&arena);
    assert_non_null(arena_alloc(&arena, 1));
    arena_release(&arena);
    assert_null(arena.newest);
}

static void a_size_that_wraps_is_refused(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 64);
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_non_null(arena_alloc(&arena, 8));
    arena_release(&arena);
}

SUITE(arena)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(a_reset_arena_gives_the_same_memory_again),
        cmocka_unit_test(copies_end_with_a_nul),
        cmocka_unit_test(an_empty_arena_may_be_reset_and_released),
        cmocka_unit_test(a_size_that_wraps_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
