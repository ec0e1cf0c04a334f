/* Counts by name against a plain list. */
#include "tests/unit/base/property.h"

#include "common/index/dictionary/key_blocks.h"
#include "query/present/tally.h"
#include "tests/unit/suite.h"

enum { CASES = 200, NAMES = 500 };

struct list {
    size_t count;
    char names[NAMES][8];
    size_t sizes[NAMES];
    uint64_t counts[NAMES];
};

static void list_add(struct list *list, const char *name, size_t size, uint64_t count)
{
    size_t at = 0;
    while (at < list->count && key_compare(list->names[at], list->sizes[at], name, size) != 0)
        at++;
    if (at == list->count) {
        memcpy(list->names[at], name, size);
        list->sizes[at] = size;
        list->counts[at] = 0;
        list->count++;
    }
    list->counts[at] += count;
}

static uint64_t list_count(const struct list *list, const struct tally_entry *entry)
{
    for (size_t i = 0; i < list->count; i++)
        if (key_compare(list->names[i], list->sizes[i], entry->name, entry->size) == 0)
            return list->counts[i];
    return 0;
}

static void counts_are_those_of_a_list(void **state)
{
    (void)state;
    static struct list list;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(270, number), random = seed;
        struct tally tally;
        list.count = 0;
        tally_init(&tally);
        for (uint32_t i = random_below(&random, NAMES); i > 0; i--) {
            char name[8];
            size_t size = random_below(&random, 4);
            for (size_t k = 0; k < size; k++)
                name[k] = (char)random_below(&random, 5); /* NUL among them */
            uint64_t count = random_below(&random, 3);
            tally_add(&tally, name, size, count);
            list_add(&list, name, size, count);
        }
        EXPECT(seed, tally.status == 0 && tally.count == list.count);
        bool by_count = random_below(&random, 2);
        if (by_count)
            tally_sort_by_count(&tally);
        else
            tally_sort_by_name(&tally);
        for (size_t i = 0; i < tally.count; i++) {
            const struct tally_entry *entry = &tally.entries[i];
            EXPECT(seed, entry->count == list_count(&list, entry));
            if (i == 0)
                continue;
            bool names = key_compare(entry[-1].name, entry[-1].size, entry->name, entry->size) < 0;
            EXPECT(seed, by_count ? entry[-1].count > entry->count ||
                                        (entry[-1].count == entry->count && names)
                                  : names);
        }
        tally_release(&tally);
    }
}

SUITE(tally)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_those_of_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
