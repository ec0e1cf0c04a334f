/* Documented preconditions are asserted, where assertions are compiled. */
#include "tests/unit/base/property.h"

#include "common/base/arena.h"
#include "common/base/buffer.h"
#include "common/base/error.h"
#include "common/base/hash_set.h"
#include "common/base/heap.h"
#include "common/base/pages.h"
#include "common/base/queue.h"
#include "common/base/slice.h"
#include "common/base/utf8.h"
#include "common/base/vector.h"
#include "tests/unit/base/death.h"
#include "tests/unit/suite.h"

static bool is_less(const void *context, uint32_t one, uint32_t other)
{
    (void)context;
    return one < other;
}

static void add_to_a_full_heap(void)
{
    struct heap heap;
    heap_init(&heap, 1);
    heap_add(&heap, 1, is_less, NULL);
    heap_add(&heap, 2, is_less, NULL);
}

static void take_from_an_empty_heap(void)
{
    struct heap heap;
    heap_init(&heap, 1);
    heap_remove_first(&heap, is_less, NULL);
}

static void append_a_buffer_to_itself(void)
{
    struct buffer buffer = {0};
    buffer_append_string(&buffer, "abc");
    buffer_append(&buffer, buffer.data + 1, 2);
}

static void align_to_no_power_of_two(void)
{
    struct buffer buffer = {0};
    buffer_align(&buffer, 12);
}

static void allocate_before_init(void)
{
    struct arena arena = {0};
    arena_alloc(&arena, 1);
}

static void skip_past_the_end(void)
{
    slice_skip(slice_of("abc"), 4);
}

static void encode_no_code_point(void)
{
    char bytes[UTF8_MAX_BYTES];
    utf8_encode(0x110000, bytes);
}

static void add_the_key_of_free_slots(void)
{
    struct hash_set set;
    hash_set_init(&set, 2);
    hash_set_add(&set, (const uint64_t[2]){0, 0});
}

static void push_to_a_closed_queue(void)
{
    struct queue queue;
    queue_init(&queue, 1);
    queue_close(&queue);
    queue_push(&queue, &queue);
}

static void shrink_pages(void)
{
    pages_grow(NULL, 0, PAGES_LARGE - 1);
}

static void pop_from_an_empty_vector(void)
{
    VECTOR(int) numbers = {0};
    vector_pop(&numbers);
}

static void give_an_error_no_code(void)
{
    error_with_code(0, (enum error_code)0);
}

static void a_breach_ends_the_process(void **state)
{
    (void)state;
    void (*const breaches[])(void) = {
        add_to_a_full_heap,        take_from_an_empty_heap,
        append_a_buffer_to_itself, align_to_no_power_of_two,
        allocate_before_init,      skip_past_the_end,
        encode_no_code_point,      add_the_key_of_free_slots,
        push_to_a_closed_queue,    shrink_pages,
        give_an_error_no_code,     pop_from_an_empty_vector,
    };
    expect_deaths(breaches, sizeof breaches / sizeof *breaches);
}

static void keep_within(void)
{
    slice_skip(slice_of("abc"), 3);
}

static void what_is_allowed_lives(void **state)
{
    (void)state;
    assert_false(dies(keep_within));
}

SUITE(preconditions)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_breach_ends_the_process),
        cmocka_unit_test(what_is_allowed_lives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
