/* Documented preconditions are asserted, where assertions are compiled; what a damaged index may
 * hold is none of them. */
#include "tests/unit/base/property.h"

#include "common/analysis/analyzer.h"
#include "common/analysis/base_form.h"
#include "common/analysis/forms.h"
#include "common/analysis/memo.h"
#include "common/analysis/reading.h"
#include "common/analysis/stem.h"
#include "common/analysis/term.h"
#include "common/words/words.h"
#include "tests/unit/base/death.h"
#include "tests/unit/suite.h"

static struct occurrence out[ANALYSIS_BATCH_MIN];

static void read_before_a_text(void)
{
    analyzer_next(analyzer_create(), out, ANALYSIS_BATCH_MIN);
}

static void read_into_too_little_room(void)
{
    struct analyzer *analyzer = analyzer_create();
    analyzer_begin(analyzer, "mot", 3, 0);
    analyzer_next(analyzer, out, ANALYSIS_BATCH_MIN - 1);
}

static void begin_a_text_that_is_not_utf8(void)
{
    analyzer_begin(analyzer_create(), "\xe9t\xe9", 3, 0);
}

static void ask_for_a_form_that_is_not_there(void)
{
    struct analyzer *analyzer = analyzer_create();
    analyzer_begin(analyzer, "mot", 3, 0);
    analyzer_next(analyzer, out, ANALYSIS_BATCH_MIN);
    analyzer_form(analyzer, 1);
}

static void key_more_than_is_readable(void)
{
    memo_key_of("mot", 3, 2);
}

static void add_a_word_without_letters(void)
{
    static struct words words;
    words_split(&words, "ab-cd", 5);
    words_add(&words, 2, 2);
}

static void add_a_variant_of_no_word(void)
{
    static struct words words;
    words.letter_count = 1;
    words_add_spelt(&words, slice_of("a"), 0, 1, OCCURRENCE_VARIANT);
}

/* One byte longer than words are. */
static struct slice too_long(void)
{
    static char word[ANALYSIS_WORD_MAX + 1];
    memset(word, 'b', sizeof word);
    return (struct slice){word, sizeof word};
}

static void take_the_base_of_too_long_a_form(void)
{
    char base[ANALYSIS_WORD_MAX + 1];
    base_form(too_long(), base);
}

static void ignore_term(void *context, struct slice term)
{
    (void)context;
    (void)term;
}

static void read_too_long_a_word(void)
{
    analyzer_read_word(analyzer_create(), too_long(), false, ignore_term, NULL);
}

static void make_a_term_of_no_lemmas(void)
{
    struct sb_stemmer *stemmer;
    const struct lemma_set set = {.count = 0};
    char term[ANALYSIS_WORD_MAX + 1];
    if (stem_create(&stemmer) == 0)
        term_of_lemmas(stemmer, &set, term);
}

static void a_breach_ends_the_process(void **state)
{
    (void)state;
    void (*const breaches[])(void) = {
        read_before_a_text,
        read_into_too_little_room,
        begin_a_text_that_is_not_utf8,
        ask_for_a_form_that_is_not_there,
        key_more_than_is_readable,
        add_a_word_without_letters,
        add_a_variant_of_no_word,
        take_the_base_of_too_long_a_form,
        read_too_long_a_word,
        make_a_term_of_no_lemmas,
    };
    expect_deaths(breaches, sizeof breaches / sizeof *breaches);
}

static void any_bytes_are_folded_within_their_size(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"\xc3", "\xc3"},
        {"e\xcc", "e\xcc"},
        {"\xc3\xa9\xe2\x82", "e\xe2\x82"},
        {"a\xff\xc3\xa9", "a\xff"
                          "e"},
        {"\xf0\x9f", "\xf0\x9f"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char folded[ANALYSIS_WORD_MAX + 1];
        size_t size = strlen(rows[i][0]);
        unsigned char *exact = exact_copy(rows[i][0], size);
        assert_int_equal(analyzer_fold((const char *)exact, size, folded), strlen(rows[i][1]));
        assert_string_equal(folded, rows[i][1]);
        free(exact);
    }
}

SUITE(preconditions)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_breach_ends_the_process),
        cmocka_unit_test(any_bytes_are_folded_within_their_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
