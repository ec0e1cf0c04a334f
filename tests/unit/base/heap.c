/* The heap of a merge: sorted inputs come out sorted, equals in the order of the inputs. */
#include "tests/unit/base/property.h"

#include "common/base/heap.h"
#include "tests/unit/suite.h"

enum { INPUTS_MOST = 40, ITEMS_MOST = 60 };

struct input {
    uint32_t items[ITEMS_MOST];
    uint32_t count, at;
};

static bool is_input_before(const void *context, uint32_t one, uint32_t other)
{
    const struct input *inputs = context;
    uint32_t a = inputs[one].items[inputs[one].at], b = inputs[other].items[inputs[other].at];
    return a != b ? a < b : one < other;
}

static void inputs_come_out_in_order(void **state)
{
    (void)state;
    static struct input inputs[INPUTS_MOST];
    for (uint64_t number = 0; number < 300; number++) {
        uint64_t seed = seed_of(96, number), random = seed;
        uint32_t count = 1 + random_below(&random, INPUTS_MOST), total = 0, taken = 0;
        struct heap heap;
        assert_int_equal(heap_init(&heap, count), 0);
        for (uint32_t i = 0; i < count; i++) {
            inputs[i] = (struct input){.count = random_below(&random, ITEMS_MOST + 1)};
            uint32_t item = random_below(&random, 50);
            for (uint32_t k = 0; k < inputs[i].count; k++, item += random_below(&random, 20))
                inputs[i].items[k] = item;
            total += inputs[i].count;
            if (inputs[i].count > 0)
                heap_add(&heap, i, is_input_before, inputs);
        }
        uint32_t last = 0, last_input = 0;
        for (; heap.count > 0; taken++) {
            uint32_t first = heap_first(&heap);
            struct input *input = &inputs[first];
            uint32_t item = input->items[input->at];
            EXPECT(seed, taken == 0 || item > last || (item == last && first >= last_input));
            last = item;
            last_input = first;
            if (++input->at == input->count)
                heap_remove_first(&heap, is_input_before, inputs);
            else
                heap_update_first(&heap, is_input_before, inputs);
        }
        EXPECT(seed, taken == total);
        heap_release(&heap);
    }
}

SUITE(heap)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(inputs_come_out_in_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
