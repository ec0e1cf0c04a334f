/* Stems are Snowball's; forms have the terms of term.h. */
#include "tests/unit/analysis/occurrences.h"

#include <stdio.h>

#include <libstemmer.h>

#include "common/analysis/stem.h"
#include "common/analysis/term.h"
#include "common/base/buffer.h"
#include "common/base/error.h"
#include "tests/unit/suite.h"

static const char vocabulary_path[] = SHARED_DATA "/snowball-fr/voc.txt";

struct fixture {
    struct analyzer *analyzer;
    struct sb_stemmer *stemmer; /* ours */
    struct sb_stemmer *snowball;
    struct buffer vocabulary; /* one word a line; empty when there is none */
    struct buffer plain;      /* those words of it that have no sign in them */
};

static struct fixture fixture;

static void read_vocabulary(struct buffer *into)
{
    FILE *file = fopen(vocabulary_path, "rb");
    if (file == NULL)
        return;
    char block[4096];
    for (size_t size; (size = fread(block, 1, sizeof block, file)) > 0;)
        buffer_append(into, block, size);
    fclose(file);
}

/* c'est, d'abord: the analyser gives other words than these. */
static bool has_sign(const char *word, size_t size)
{
    return memchr(word, '\'', size) != NULL || memchr(word, '-', size) != NULL;
}

static void keep_plain_words(const struct buffer *vocabulary, struct buffer *plain)
{
    const char *line = vocabulary->data, *end = line + vocabulary->size;
    for (const char *after; line < end; line = after) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        after = newline == NULL ? end : newline + 1;
        if (!has_sign(line, (size_t)(after - line)))
            buffer_append(plain, line, (size_t)(after - line));
    }
}

static int create(void **state)
{
    (void)state;
    fixture.analyzer = analyzer_create();
    if (stem_create(&fixture.stemmer) != 0)
        return -1;
    fixture.snowball = sb_stemmer_new("french", "UTF_8");
    buffer_init(&fixture.vocabulary);
    buffer_init(&fixture.plain);
    read_vocabulary(&fixture.vocabulary);
    if (fixture.vocabulary.size > 0)
        keep_plain_words(&fixture.vocabulary, &fixture.plain);
    return fixture.analyzer == NULL || fixture.snowball == NULL;
}

static int destroy(void **state)
{
    (void)state;
    analyzer_destroy(fixture.analyzer);
    stem_destroy(fixture.stemmer);
    sb_stemmer_delete(fixture.snowball);
    buffer_release(&fixture.vocabulary);
    buffer_release(&fixture.plain);
    return 0;
}

/* --- a libstemmer that fails --- */

static bool fails, lacks_french;

/* The linker puts these in the place of libstemmer's own (--wrap). */
struct sb_stemmer *__real_sb_stemmer_new(const char *algorithm, const char *encoding);
struct sb_stemmer *__wrap_sb_stemmer_new(const char *algorithm, const char *encoding);
const char **__real_sb_stemmer_list(void);
const char **__wrap_sb_stemmer_list(void);

struct sb_stemmer *__wrap_sb_stemmer_new(const char *algorithm, const char *encoding)
{
    return fails || lacks_french ? NULL : __real_sb_stemmer_new(algorithm, encoding);
}

const char **__wrap_sb_stemmer_list(void)
{
    static const char *others[] = {"english", "frenchified", NULL};
    return lacks_french ? others : __real_sb_stemmer_list();
}

static void a_lack_of_memory_is_not_a_lack_of_french(void **state)
{
    (void)state;
    struct sb_stemmer *stemmer = fixture.stemmer;
    unsigned long before = error_memory_count();
    fails = true;
    int status = stem_create(&stemmer);
    struct analyzer *analyzer = analyzer_create();
    fails = false;
    assert_int_equal(status, ERROR_MEMORY);
    assert_null(analyzer);
    assert_int_equal(error_memory_count(), before + 2);
    lacks_french = true;
    status = stem_create(&stemmer);
    lacks_french = false;
    assert_int_equal(status, ERROR_SYSTEM);
    assert_int_equal(error_memory_count(), before + 2);
    assert_non_null(strstr(error_message(), "libstemmer"));
    assert_ptr_equal(stemmer, fixture.stemmer);
}

/* --- stems --- */

/* Valid until the next call. */
static const char *snowball_stem(const char *word, size_t size)
{
    const sb_symbol *stem = sb_stemmer_stem(fixture.snowball, (const sb_symbol *)word, (int)size);
    assert_non_null(stem);
    return (const char *)stem;
}

static void expect_form(const struct form *form, const char *word, size_t size)
{
    char term[ANALYSIS_WORD_MAX + 1];
    const size_t term_size = term_of_form(fixture.stemmer, (struct slice){word, size}, term);
    if (form->surface_size != size || memcmp(form->surface, word, size) != 0 ||
        form->term_size != term_size || memcmp(form->term, term, term_size + 1) != 0)
        fail_msg("'%.*s': surface '%s', term '%s', not '%s'", (int)size, word, form->surface,
                 form->term, term);
}

/* The occurrences are the lines, one by one. */
static void expect_plain_words(void)
{
    const struct buffer *text = &fixture.plain;
    struct analysis analysis = analyse(fixture.analyzer, text->data, text->size);
    const char *line = text->data, *end = text->data + text->size;
    for (size_t i = 0; i < analysis.count; i++) {
        const char *after = memchr(line, '\n', (size_t)(end - line));
        assert_non_null(after);
        assert_int_equal(analysis.items[i].position, i);
        expect_form(analyzer_form(fixture.analyzer, analysis.items[i].form), line,
                    (size_t)(after - line));
        line = after + 1;
    }
    assert_ptr_equal(line, end);
    analysis_release(&analysis);
}

static void need_vocabulary(void)
{
    if (fixture.vocabulary.size == 0)
        skip();
}

static void the_vocabulary_has_its_terms_cold_and_warm(void **state)
{
    (void)state;
    need_vocabulary();
    analyzer_reset(fixture.analyzer);
    expect_plain_words();
    uint32_t forms = analyzer_form_count(fixture.analyzer);
    expect_plain_words();
    expect_plain_words();
    assert_int_equal(analyzer_form_count(fixture.analyzer), forms);
}

static void the_vocabulary_has_its_terms_without_a_memo(void **state)
{
    (void)state;
    need_vocabulary();
    analyzer_set_memo(fixture.analyzer, false);
    expect_plain_words();
    analyzer_set_memo(fixture.analyzer, true);
}

static void every_form_has_the_term_of_its_surface(void **state)
{
    (void)state;
    need_vocabulary();
    analyzer_reset(fixture.analyzer);
    struct analysis analysis =
        analyse(fixture.analyzer, fixture.vocabulary.data, fixture.vocabulary.size);
    for (size_t i = 0; i < analysis.count; i++) {
        const struct form *form = analyzer_form(fixture.analyzer, analysis.items[i].form);
        expect_form(form, form->surface, form->surface_size);
    }
    analysis_release(&analysis);
}

static void words_by_themselves_stem_as_snowball_says(void **state)
{
    (void)state;
    need_vocabulary();
    const char *line = fixture.vocabulary.data, *end = line + fixture.vocabulary.size;
    for (const char *after; line < end; line = after + 1) {
        after = memchr(line, '\n', (size_t)(end - line));
        assert_non_null(after);
        size_t size = (size_t)(after - line);
        char term[ANALYSIS_WORD_MAX + 1];
        size_t term_size = stem_word(fixture.stemmer, line, size, term);
        assert_string_equal(term, snowball_stem(line, size));
        assert_int_equal(term_size, strlen(term));
    }
}

static void the_size_of_a_word_counts_not_its_end(void **state)
{
    (void)state;
    char term[ANALYSIS_WORD_MAX + 1];
    assert_int_equal(stem_word(fixture.stemmer, "chevauxnage", strlen("chevaux"), term),
                     strlen("cheval"));
    assert_string_equal(term, "cheval");
}

static void the_longest_words_have_stems(void **state)
{
    (void)state;
    char word[ANALYSIS_WORD_MAX + 1], term[ANALYSIS_WORD_MAX + 1];
    for (size_t size = ANALYSIS_WORD_MAX - 8; size <= ANALYSIS_WORD_MAX; size++) {
        memset(word, 'b', size);
        unsigned char *exact = exact_copy(word, size);
        assert_int_equal(stem_word(fixture.stemmer, (const char *)exact, size, term), size);
        assert_memory_equal(term, word, size);
        assert_int_equal(term[size], '\0');
        free(exact);
    }
}

SUITE(stem)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vocabulary_has_its_terms_cold_and_warm),
        cmocka_unit_test(the_vocabulary_has_its_terms_without_a_memo),
        cmocka_unit_test(every_form_has_the_term_of_its_surface),
        cmocka_unit_test(words_by_themselves_stem_as_snowball_says),
        cmocka_unit_test(the_size_of_a_word_counts_not_its_end),
        cmocka_unit_test(the_longest_words_have_stems),
        cmocka_unit_test(a_lack_of_memory_is_not_a_lack_of_french),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
