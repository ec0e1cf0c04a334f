/* Inflated blocks: what is found is what was placed, the newest is always there, and a budget
 * bounds what is held. */
#include "tests/unit/base/property.h"

#include "common/index/documents/document_blocks.h"
#include "tests/unit/suite.h"

enum { ROUNDS = 5000, BLOCK_BYTES = 1 << 10 };

static void put_block(struct document_blocks *blocks, uint64_t seed, uint32_t number)
{
    struct document_block *block = document_blocks_reserve(blocks, number);
    EXPECT(seed, block != NULL && block->number == 0 && block->raw.size == 0);
    buffer_append_u32(&block->raw, number);
    EXPECT(seed, buffer_reserve(&block->raw, BLOCK_BYTES) == 0);
    block->number = number + 1;
}

static void check_held_block(uint64_t seed, const struct document_block *block, uint32_t number)
{
    EXPECT(seed, block->number == number + 1);
    EXPECT(seed, block->raw.size == 4 && load_u32(block->raw.data) == number);
}

/* Numbers as a list of hits has them: most again and again, some far away. */
static uint32_t random_number(uint64_t *random)
{
    return random_below(random, 50) == 0 ? random_of_any_size(random) / 2
                                         : random_below(random, 300);
}

/* Returns how many blocks were found. */
static size_t use_blocks(uint64_t seed, size_t budget)
{
    uint64_t random = seed;
    struct document_blocks blocks = {.budget = budget};
    size_t found = 0;
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t number = random_number(&random);
        const struct document_block *block = document_blocks_find(&blocks, number);
        if (block == NULL)
            put_block(&blocks, seed, number);
        else
            found++;
        block = document_blocks_find(&blocks, number);
        EXPECT(seed, block != NULL);
        check_held_block(seed, block, number);
        /* The last doubling was decided below the budget, so at most twice the slots, each filled.
         */
        EXPECT(seed,
               blocks.slot_count == 1 || blocks.slot_count / 2 * sizeof *blocks.slots < budget);
    }
    document_blocks_release(&blocks);
    return found;
}

static void test_finds_what_was_placed(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 20; i++)
        use_blocks(seed_of(1, i), (size_t)1 << (i + 4));
}

static void test_without_a_budget_the_newest_stays(void **state)
{
    (void)state;
    struct document_blocks blocks = {0};
    put_block(&blocks, 0, 7);
    put_block(&blocks, 0, 8);
    assert_int_equal(blocks.slot_count, 1);
    assert_null(document_blocks_find(&blocks, 7));
    check_held_block(0, document_blocks_find(&blocks, 8), 8);
    document_blocks_release(&blocks);
}

static void test_with_a_large_one_most_are_found(void **state)
{
    (void)state;
    const uint64_t seed = seed_of(2, 0);
    EXPECT(seed, use_blocks(seed, 64 << 20) > ROUNDS * 85 / 100);
}

SUITE(document_blocks)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_what_was_placed),
        cmocka_unit_test(test_without_a_budget_the_newest_stays),
        cmocka_unit_test(test_with_a_large_one_most_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
