/* The order of documents: which may come after which. */
#include "tests/unit/base/property.h"

#include "common/base/error.h"
#include "common/index/documents/document_place.h"
#include "tests/unit/suite.h"

static struct document make(uint32_t root, const char *path, uint32_t ordinal, const char *id)
{
    return (struct document){
        .root = root, .ordinal = ordinal, .path = slice_of(path), .id = slice_of(id)};
}

/* Whether the second document may follow the first one, which is kept in between. */
static bool may_follow(struct document one, struct document other)
{
    struct document_place place = {0};
    assert_true(document_place_precedes(&place, &one)); /* any may come first */
    assert_int_equal(document_place_keep(&place, &one), 0);
    bool may = document_place_precedes(&place, &other);
    assert_int_equal(may, document_may_follow(&one, &other));
    document_place_release(&place);
    return may;
}

static void documents_ascend(void **state)
{
    (void)state;
    assert_true(may_follow(make(0, "a", 0, ""), make(0, "a", 1, "")));
    assert_true(may_follow(make(0, "a", 9, ""), make(0, "b", 0, "")));
    assert_true(may_follow(make(0, "b", 0, ""), make(1, "a", 0, "")));
    assert_false(may_follow(make(0, "a", 1, "x"), make(0, "a", 0, "y")));
    assert_false(may_follow(make(0, "b", 0, ""), make(0, "a", 0, "")));
    assert_false(may_follow(make(1, "a", 0, ""), make(0, "a", 0, "")));
}

static void at_one_place_they_have_different_ids(void **state)
{
    (void)state;
    assert_true(may_follow(make(0, "a", 3, "x"), make(0, "a", 3, "y")));
    assert_false(may_follow(make(0, "a", 3, "x"), make(0, "a", 3, "x")));
    assert_false(may_follow(make(0, "a", 3, ""), make(0, "a", 3, "")));
    assert_false(may_follow(make(0, "", 0, ""), make(0, "", 0, "")));
}

static void a_kept_place_is_a_copy(void **state)
{
    (void)state;
    struct document_place place = {0};
    char path[] = "a", id[] = "x";
    struct document document = make(0, path, 3, id);
    assert_int_equal(document_place_keep(&place, &document), 0);
    path[0] = 'z';
    id[0] = 'z';
    struct document same = make(0, "a", 3, "x"), other = make(0, "b", 0, "x");
    assert_false(document_place_precedes(&place, &same));
    assert_true(document_place_precedes(&place, &other));
    assert_int_equal(document_place_keep(&place, &other), 0);
    assert_false(document_place_precedes(&place, &same));
    document_place_release(&place);
}

SUITE(document_place)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_ascend),
        cmocka_unit_test(at_one_place_they_have_different_ids),
        cmocka_unit_test(a_kept_place_is_a_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
