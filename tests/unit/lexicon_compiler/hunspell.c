/* Hunspell's dictionaries: affix rules, their conditions, and entries. */
#include "tests/unit/base/property.h"

#include <stdio.h>

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "tests/unit/suite.h"
#include "tools/lexicon/hunspell.h"

enum { CASES = 50000 };

static int append_form(void *context, struct slice form)
{
    struct buffer *to = context;
    buffer_append_byte(to, ' ');
    buffer_append(to, form.data, form.size);
    return buffer_status(to);
}

/* Expects the forms, each after a blank, of an entry under rules. */
static void expect_forms(const char *affixes, const char *line, const char *expected)
{
    struct suffix_rules rules;
    struct dictionary_entry entry;
    struct slice left = slice_of(line);
    struct buffer forms;
    buffer_init(&forms);
    assert_int_equal(suffix_rules_read(&rules, slice_of(affixes)), 0);
    assert_true(dictionary_next(&left, &entry));
    assert_int_equal(entry_each_form(&rules, &entry, append_form, &forms), 0);
    assert_string_equal(buffer_string(&forms), expected);
    buffer_release(&forms);
    suffix_rules_release(&rules);
}

#define HEAD "SET UTF-8\nFLAG long\n"

static void suffixes_replace_the_end_of_a_word(void **state)
{
    (void)state;
    static const char affixes[] = HEAD "SFX S. Y 3\n"
                                       "SFX S. 0 s [^sxz]\n"
                                       "SFX S. 0 0 [sxz]\n"
                                       "SFX S. al aux al\n";
    expect_forms(affixes, "loi/S.", " loi lois");
    expect_forms(affixes, "bois/S.", " bois bois");
    expect_forms(affixes, "cheval/S.", " cheval chevals chevaux");
    expect_forms(affixes, "loi", " loi");
    expect_forms(affixes, "loi/T.", " loi");
    expect_forms(affixes, "loi/T.S.()", " loi lois");
}

static void conditions_are_letters_and_sets(void **state)
{
    (void)state;
    static const struct {
        const char *condition, *word;
        bool fits;
    } rows[] = {
        {".", "loi", true},      {"i", "loi", true},        {"l", "loi", false},
        {"oi", "loi", true},     {"loi", "loi", true},      {"eloi", "loi", false},
        {"[aio]", "loi", true},  {"[^aio]", "loi", false},  {"[^x]", "loi", true},
        {"[lm]oi", "loi", true}, {"[^lm]oi", "loi", false}, {"[^lm]oi", "roi", true},
        {".oi", "loi", true},    {"..oi", "loi", false},    {"é", "été", true},
        {"[éè]", "été", true},   {"[^éè]", "été", false},   {"[^éè]té", "été", false},
        {"[eè]", "été", false}, /* letters, not bytes */
        {".té", "été", true},    {"[é]t[é]", "été", true},  {"[aé]t[^aè]", "été", true},
        {"[^é]", "e", true},     {"[", "loi", false}, /* no set */
        {"[", "lo[", true},      {"x[", "loi", false},      {"]", "loi", false},
        {"[]", "loi", false},    {"[^]", "loi", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char affixes[256], expected[64];
        snprintf(affixes, sizeof affixes, HEAD "SFX S. Y 1\nSFX S. 0 x %s\n", rows[i].condition);
        char line[32];
        snprintf(line, sizeof line, "%s/S.", rows[i].word);
        snprintf(expected, sizeof expected, " %s%s%s%s", rows[i].word, rows[i].fits ? " " : "",
                 rows[i].fits ? rows[i].word : "", rows[i].fits ? "x" : "");
        expect_forms(affixes, line, expected);
    }
}

static void what_is_stripped_must_be_there(void **state)
{
    (void)state;
    expect_forms(HEAD "SFX S. Y 1\nSFX S. er ons .\n", "porter/S.", " porter portons");
    expect_forms(HEAD "SFX S. Y 1\nSFX S. er ons .\n", "finir/S.", " finir");
    expect_forms(HEAD "SFX S. Y 1\nSFX S. porter x .\n", "porter/S.", " porter x");
    expect_forms(HEAD "SFX S. Y 1\nSFX S. porter x .\n", "er/S.", " er");
}

static void words_that_are_none_by_themselves_are_left_out(void **state)
{
    (void)state;
    static const char affixes[] = HEAD "NEEDAFFIX ()\nFORBIDDENWORD {}\n"
                                       "SFX S. Y 2\n"
                                       "SFX S. 0 s/Q' .\n"
                                       "SFX S. 0 t/() .\n";
    expect_forms(affixes, "mot/S.", " mot mots");
    expect_forms(affixes, "mot/S.()", " mots");
    expect_forms(affixes, "mot/()", "");
    expect_forms(affixes, "mot/S.{}", "");
}

static void flags_are_two_characters_at_even_places(void **state)
{
    (void)state;
    static const char affixes[] = HEAD "SFX bc Y 1\nSFX bc 0 s .\n";
    expect_forms(affixes, "mot/abcd", " mot");
    expect_forms(affixes, "mot/abbc", " mot mots");
    expect_forms(affixes, "mot/bca", " mot mots");
    expect_forms(affixes, "mot/b", " mot");
    expect_forms(affixes, "mot/", " mot");
}

static void rules_of_a_flag_keep_their_order(void **state)
{
    (void)state;
    static const char affixes[] = HEAD "SFX zz Y 1\nSFX zz 0 z .\n"
                                       "SFX aa Y 3\nSFX aa 0 1 .\nSFX aa 0 2 .\nSFX aa 0 3 .\n";
    expect_forms(affixes, "m/zzaa", " m mz m1 m2 m3");
}

static void entries_are_lines(void **state)
{
    (void)state;
    struct slice left =
        slice_of("loi/S. po:nom is:fem\n\n  \nmer\tpo:nom\r\n/S.\nfin po:nom is:inv");
    struct dictionary_entry entry;
    assert_true(dictionary_next(&left, &entry));
    assert_true(slice_is(entry.word, "loi") && entry_has_flag(&entry, slice_of("S.")));
    assert_true(entry_has_field(&entry, "po:nom") && entry_has_field(&entry, "is:fem"));
    assert_true(entry_has_field(&entry, "is:"));
    assert_false(entry_has_field(&entry, "is:mas") || entry_has_field(&entry, "om"));
    assert_false(entry_has_flag(&entry, slice_of("S")) || entry_has_flag(&entry, slice_of("")));
    assert_true(dictionary_next(&left, &entry));
    assert_true(slice_is(entry.word, "mer") && entry.flags.size == 0);
    assert_true(entry_has_field(&entry, "po:nom"));
    assert_true(dictionary_next(&left, &entry));
    assert_true(slice_is(entry.word, "fin") && entry_has_field(&entry, "is:inv"));
    assert_false(dictionary_next(&left, &entry));
}

static void what_is_not_supported_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *affixes, *message;
    } rows[] = {
        {"SET ISO8859-1\nSFX S. 0 s .\n", "UTF-8"},
        {"FLAG num\nSFX S. 0 s .\n", "two characters"},
        {"SFX S 0 s .\n", "two characters"},
        {"SET UTF-8\n", "no suffix rules"},
        {"", "no suffix rules"},
        {"SFX S. Y 1\n", "no suffix rules"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct suffix_rules rules;
        assert_int_equal(suffix_rules_read(&rules, slice_of(rows[i].affixes)), ERROR_SYNTAX);
        assert_non_null(strstr(error_message(), rows[i].message));
        suffix_rules_release(&rules);
    }
}

static int refuse(void *context, struct slice form)
{
    size_t *count = context;
    (void)form;
    return ++*count == 2 ? ERROR_INPUT : 0;
}

static void a_walk_ends_when_it_is_told_to(void **state)
{
    (void)state;
    struct suffix_rules rules;
    struct dictionary_entry entry;
    struct slice left = slice_of("m/aa");
    size_t count = 0;
    assert_int_equal(suffix_rules_read(&rules, slice_of("SFX aa 0 1 .\nSFX aa 0 2 .\n")), 0);
    assert_true(dictionary_next(&left, &entry));
    assert_int_equal(entry_each_form(&rules, &entry, refuse, &count), ERROR_INPUT);
    assert_int_equal(count, 2);
    suffix_rules_release(&rules);
}

/* Text of any pieces is read, or refused. */
static void any_text_is_read_or_refused(void **state)
{
    (void)state;
    static const char *const pieces[] = {"SFX ",        "S. ",
                                         "aa ",         "0 ",
                                         "s ",          "/",
                                         "[^a]",        "[",
                                         "]",           ".",
                                         "\n",          "\n",
                                         " ",           "é",
                                         "^",           "er ",
                                         "SET UTF-8\n", "FLAG long\n",
                                         "mot/aaS.\n",  "()",
                                         "\t\r",        "NEEDAFFIX ()\n"};
    size_t read = 0;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(266, number), random = seed;
        char text[512] = "SFX aa 0 s .\n";
        for (uint32_t i = random_below(&random, 24); i > 0; i--)
            strcat(text, pieces[random_below(&random, sizeof pieces / sizeof *pieces)]);
        const size_t size = strlen(text);
        char *exact = (char *)exact_copy(text, size);
        struct slice left = {exact, size};
        struct suffix_rules rules;
        struct dictionary_entry entry;
        struct buffer forms;
        buffer_init(&forms);
        const int status = suffix_rules_read(&rules, left);
        EXPECT(seed, status == 0 || status == ERROR_SYNTAX);
        while (status == 0 && dictionary_next(&left, &entry))
            EXPECT(seed, entry_each_form(&rules, &entry, append_form, &forms) == 0);
        read += status == 0;
        buffer_release(&forms);
        suffix_rules_release(&rules);
        free(exact);
    }
    assert_true(read > CASES / 4 && read < CASES);
}

SUITE(hunspell)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(suffixes_replace_the_end_of_a_word),
        cmocka_unit_test(conditions_are_letters_and_sets),
        cmocka_unit_test(what_is_stripped_must_be_there),
        cmocka_unit_test(words_that_are_none_by_themselves_are_left_out),
        cmocka_unit_test(flags_are_two_characters_at_even_places),
        cmocka_unit_test(rules_of_a_flag_keep_their_order),
        cmocka_unit_test(entries_are_lines),
        cmocka_unit_test(what_is_not_supported_is_refused),
        cmocka_unit_test(a_walk_ends_when_it_is_told_to),
        cmocka_unit_test(any_text_is_read_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
