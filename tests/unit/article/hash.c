/* The content hash: fixed for ever, and spread well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/sources/article/hash.h"
#include "tests/unit/suite.h"

static void hashes_never_change(void **state)
{
    (void)state;
    /* Indexes store these: a change needs a new index version. */
    assert_int_equal(hash_bytes("", 0), UINT64_C(0x4ef1bfc6ce858a63));
    assert_int_equal(hash_bytes("a", 1), UINT64_C(0xfe28f9cbf339875a));
    const char *text = "La rivière a débordé jeudi matin, dit-on.";
    assert_int_equal(hash_bytes(text, strlen(text)), UINT64_C(0xcdb0ad7118050e9c));
}

static void zeros_count(void **state)
{
    (void)state;
    char zeros[100] = {0};
    for (size_t i = 0; i < sizeof zeros; i++)
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(hash_bytes(zeros, i), hash_bytes(zeros, j));
}

static void each_bit_changes_about_half_of_the_hash(void **state)
{
    (void)state;
    for (size_t size = 1; size <= 100; size += 3) {
        unsigned char bytes[100];
        size_t changed = 0;
        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)(i * 37 + size);
        uint64_t hash = hash_bytes(bytes, size);
        for (size_t bit = 0; bit < size * 8; bit++) {
            bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
            uint64_t other = hash_bytes(bytes, size);
            bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
            assert_int_not_equal(other, hash);
            changed += (size_t)__builtin_popcountll(hash ^ other);
        }
        size_t mean = changed / (size * 8);
        assert_true(mean >= 26 && mean <= 38);
    }
}

static int compare_hash_values(const void *left, const void *right)
{
    uint64_t first = *(const uint64_t *)left, second = *(const uint64_t *)right;
    return (first > second) - (first < second);
}

static void similar_texts_do_not_collide(void **state)
{
    (void)state;
    enum { COUNT = 200000 };
    static uint64_t hashes[COUNT];
    char text[64] = "article numéro 000000 du journal, et la suite du texte";
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t digit = 0, rest = i; digit < 6; digit++, rest /= 10)
            text[21 - digit] = (char)('0' + rest % 10);
        hashes[i] = hash_bytes(text, strlen(text)) & UINT64_C(0xffffffffffff);
    }
    qsort(hashes, COUNT, sizeof *hashes, compare_hash_values);
    for (size_t i = 1; i < COUNT; i++)
        assert_int_not_equal(hashes[i - 1], hashes[i]);
}

SUITE(hash)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_never_change),
        cmocka_unit_test(zeros_count),
        cmocka_unit_test(each_bit_changes_about_half_of_the_hash),
        cmocka_unit_test(similar_texts_do_not_collide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
