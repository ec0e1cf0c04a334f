/* What holds for the analysis of any text. */
#include "common/base/utf8.h"
#include "tests/unit/analysis/hard_text.h"
#include "tests/unit/analysis/occurrences.h"

#include <utf8proc.h>

#include "common/analysis/reading.h"
#include "common/base/buffer.h"
#include "tests/unit/suite.h"

enum { TEXT_MAX = 400, LONG_TEXT = 20000, CASES = 4000, FRESH_CASES = 400, LONG_CASES = 40 };

static struct analyzer *analyzer;

static int create(void **state)
{
    (void)state;
    analyzer = analyzer_create();
    return analyzer == NULL;
}

static int destroy(void **state)
{
    (void)state;
    analyzer_destroy(analyzer);
    return 0;
}

/* --- comparing --- */

static bool same_word(const struct analyzer *of_a, const struct occurrence *a,
                      const struct analyzer *of_b, const struct occurrence *b)
{
    const struct form *one = analyzer_form(of_a, a->form), *other = analyzer_form(of_b, b->form);
    return strcmp(one->surface, other->surface) == 0 && strcmp(one->term, other->term) == 0 &&
           a->position == b->position && a->span == b->span && a->kind == b->kind;
}

static bool same_place(const struct occurrence *a, const struct occurrence *b)
{
    return a->start == b->start && a->end == b->end && a->group == b->group;
}

/* Whether the first `count` of both are the same words, in the same places. */
static bool same_start(const struct analyzer *of_a, const struct analysis *a,
                       const struct analyzer *of_b, const struct analysis *b, size_t count)
{
    bool same = a->count >= count && b->count >= count;
    for (size_t i = 0; same && i < count; i++)
        same = same_word(of_a, &a->items[i], of_b, &b->items[i]) &&
               same_place(&a->items[i], &b->items[i]);
    return same;
}

static bool same_analysis(const struct analyzer *of_a, const struct analysis *a,
                          const struct analyzer *of_b, const struct analysis *b)
{
    return a->count == b->count && same_start(of_a, a, of_b, b, a->count);
}

/* Whether two spellings of a text have the same words at the same positions. */
static bool same_words(const char *one, size_t one_size, const char *other, size_t other_size)
{
    struct analysis a = analyse(analyzer, one, one_size);
    struct analysis b = analyse(analyzer, other, other_size);
    bool same = a.count == b.count;
    for (size_t i = 0; same && i < a.count; i++)
        same = same_word(analyzer, &a.items[i], analyzer, &b.items[i]);
    if (!same)
        print_error("%.*s\n%.*s\n", (int)one_size, one, (int)other_size, other);
    analysis_release(&a);
    analysis_release(&b);
    return same;
}

/* --- any text --- */

static bool is_border(const char *text, size_t size, uint32_t at)
{
    return at == size || ((unsigned char)text[at] & 0xc0) != 0x80;
}

static void occurrences_cover_whole_characters(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < CASES; i++) {
        uint64_t seed = seed_of(1, i), random = seed;
        char text[TEXT_MAX];
        size_t size = make_hard_text(&random, text, sizeof text);
        unsigned char *exact = exact_copy(text, size);
        struct analysis analysis = analyse(analyzer, (const char *)exact, size);
        for (size_t k = 0; k < analysis.count; k++) {
            const struct occurrence *one = &analysis.items[k];
            EXPECT(seed, one->start < one->end && one->end <= size);
            EXPECT(seed, is_border(text, size, one->start) && is_border(text, size, one->end));
        }
        analysis_release(&analysis);
        free(exact);
    }
}

/* Each position has one word, which comes first there; words follow one another. */
static void positions_follow_the_text(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < CASES; i++) {
        uint64_t seed = seed_of(2, i), random = seed;
        char text[TEXT_MAX];
        size_t size = make_hard_text(&random, text, sizeof text);
        uint32_t first = random_below(&random, 1000), next = first, end = 0, group = 0;
        struct analysis analysis =
            analyse_in_batches(analyzer, text, size, first, ANALYSIS_BATCH_MIN);
        for (size_t k = 0; k < analysis.count; k++) {
            const struct occurrence *one = &analysis.items[k];
            if (occurrence_takes_position(one)) {
                EXPECT(seed, one->position == next++);
                EXPECT(seed, one->start >= end);
                end = one->end;
            } else {
                EXPECT(seed, next > first && one->position == next - 1);
            }
            EXPECT(seed, one->group >= group);
            group = one->group;
        }
        EXPECT(seed, analyzer_position(analyzer) == next);
        analysis_release(&analysis);
    }
}

static const struct occurrence *occurrence_at(const struct analysis *analysis, uint32_t position)
{
    for (size_t i = 0; i < analysis->count; i++)
        if (occurrence_takes_position(&analysis->items[i]) &&
            analysis->items[i].position == position)
            return &analysis->items[i];
    return NULL;
}

/* A second reading is of words that are there, from the first one's start to the last one's end. */
static void second_readings_cover_the_words_they_read(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < CASES; i++) {
        uint64_t seed = seed_of(3, i), random = seed;
        char text[TEXT_MAX];
        size_t size = make_hard_text(&random, text, sizeof text);
        struct analysis analysis = analyse(analyzer, text, size);
        for (size_t k = 0; k < analysis.count; k++) {
            const struct occurrence *one = &analysis.items[k];
            const struct occurrence *from = occurrence_at(&analysis, one->position);
            const struct occurrence *to = occurrence_at(&analysis, one->position + one->span - 1U);
            EXPECT(seed, from != NULL && one->start == from->start);
            EXPECT(seed, to != NULL && one->end == to->end);
            EXPECT(seed, (one->kind == OCCURRENCE_JOINED) == (one->span > 1));
        }
        analysis_release(&analysis);
    }
}

static void expect_term(void *context, struct slice term)
{
    const struct form *form = context;
    assert_true(slice_equals(term, (struct slice){form->term, form->term_size}));
}

static void expect_sound_form(uint64_t seed, const struct occurrence *occurrence)
{
    EXPECT(seed, occurrence->form < analyzer_form_count(analyzer));
    EXPECT(seed, occurrence->term < analyzer_term_count(analyzer));
    const struct form *form = analyzer_form(analyzer, occurrence->form);
    EXPECT(seed, form->term_id == occurrence->term && form->number == occurrence->form_number);
    EXPECT(seed, form->surface_size > 0 && form->surface_size <= ANALYSIS_WORD_MAX);
    EXPECT(seed, form->term_size > 0 && form->term_size <= ANALYSIS_WORD_MAX);
    EXPECT(seed, strlen(form->surface) == form->surface_size);
    EXPECT(seed, strlen(form->term) == form->term_size);
    EXPECT(seed, utf8_valid_prefix(form->surface, form->surface_size) == form->surface_size);
    EXPECT(seed, utf8_valid_prefix(form->term, form->term_size) == form->term_size);
    struct form same = *form;
    analyzer_read_form(analyzer, (struct slice){form->surface, form->surface_size}, expect_term,
                       &same);
}

static void forms_are_sound(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < LONG_CASES; i++) {
        uint64_t seed = seed_of(4, i), random = seed;
        static char text[LONG_TEXT];
        size_t size = make_hard_text(&random, text, sizeof text);
        struct analysis analysis = analyse(analyzer, text, size);
        for (size_t k = 0; k < analysis.count; k++)
            expect_sound_form(seed, &analysis.items[k]);
        analysis_release(&analysis);
    }
}

static void a_text_means_the_same_each_time(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < FRESH_CASES; i++) {
        uint64_t seed = seed_of(6, i), random = seed;
        char text[TEXT_MAX];
        size_t size = make_hard_text(&random, text, sizeof text);
        struct analyzer *fresh = analyzer_create();
        assert_non_null(fresh);
        struct analysis known = analyse(analyzer, text, size);
        struct analysis again = analyse(analyzer, text, size);
        struct analysis cold = analyse(fresh, text, size);
        EXPECT(seed, same_analysis(analyzer, &known, analyzer, &again));
        EXPECT(seed, same_analysis(analyzer, &known, fresh, &cold));
        analyzer_set_memo(fresh, false);
        struct analysis slow = analyse(fresh, text, size);
        EXPECT(seed, same_analysis(analyzer, &known, fresh, &slow));
        analyzer_set_memo(fresh, true);
        analyzer_reset(fresh);
        struct analysis reset = analyse(fresh, text, size);
        EXPECT(seed, same_analysis(analyzer, &known, fresh, &reset));
        analysis_release(&known);
        analysis_release(&again);
        analysis_release(&cold);
        analysis_release(&slow);
        analysis_release(&reset);
        analyzer_destroy(fresh);
    }
}

static void what_follows_a_blank_line_changes_nothing_before_it(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < CASES; i++) {
        uint64_t seed = seed_of(7, i), random = seed;
        char text[2 * TEXT_MAX + 2];
        size_t size = make_hard_text(&random, text, TEXT_MAX);
        unsigned char *alone = exact_copy(text, size);
        struct analysis before = analyse(analyzer, (const char *)alone, size);
        size_t longer = append_hard_piece(text, size, "\n\n");
        longer += make_hard_text(&random, text + longer, TEXT_MAX);
        struct analysis with_more = analyse(analyzer, text, longer);
        EXPECT(seed, same_start(analyzer, &before, analyzer, &with_more, before.count));
        for (size_t k = before.count; k < with_more.count; k++)
            EXPECT(seed, with_more.items[k].start >= size + 2);
        analysis_release(&before);
        analysis_release(&with_more);
        free(alone);
    }
}

static void the_first_position_only_shifts(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < CASES; i++) {
        uint64_t seed = seed_of(8, i), random = seed;
        char text[TEXT_MAX];
        size_t size = make_hard_text(&random, text, sizeof text);
        uint32_t first = random_below(&random, 1000000);
        struct analysis from_0 = analyse(analyzer, text, size);
        struct analysis shifted =
            analyse_in_batches(analyzer, text, size, first, ANALYSIS_BATCH_MIN);
        for (size_t k = 0; k < shifted.count; k++)
            shifted.items[k].position -= first;
        EXPECT(seed, same_analysis(analyzer, &from_0, analyzer, &shifted));
        analysis_release(&from_0);
        analysis_release(&shifted);
    }
}

/* --- batches --- */

static void the_size_of_batches_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < LONG_CASES; i++) {
        uint64_t seed = seed_of(9, i), random = seed;
        static char text[LONG_TEXT];
        size_t size = make_hard_text(&random, text, sizeof text);
        size_t batch = ANALYSIS_BATCH_MIN + random_below(&random, 100);
        struct analysis by_batches = analyse_in_batches(analyzer, text, size, 0, batch);
        struct analysis at_once =
            analyse_in_batches(analyzer, text, size, 0, (size_t)2 * LONG_TEXT);
        EXPECT(seed, same_analysis(analyzer, &by_batches, analyzer, &at_once));
        analysis_release(&by_batches);
        analysis_release(&at_once);
    }
}

static void a_batch_ends_between_chunks(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < LONG_CASES; i++) {
        uint64_t seed = seed_of(10, i), random = seed;
        static char text[LONG_TEXT];
        size_t size = make_hard_text(&random, text, sizeof text), count;
        struct occurrence batch[ANALYSIS_BATCH_MIN + 100];
        size_t capacity = ANALYSIS_BATCH_MIN + random_below(&random, 101);
        uint32_t next_group = 0;
        analyzer_begin(analyzer, text, size, 0);
        while ((count = analyzer_next(analyzer, batch, capacity)) > 0) {
            EXPECT(seed, batch[0].group >= next_group);
            next_group = batch[count - 1].group + 1;
        }
    }
}

/* --- spellings of one text --- */

/* What French is made of, in lower case. Left out is what case decides: elisions before a
 * consonant, endings of ordinals and inclusive writing with full stops. */
static const char *const french[] = {"école",
                                     "l'école",
                                     "qu'il",
                                     "d'après",
                                     "aujourd'hui",
                                     "prud'hommes",
                                     "presqu'île",
                                     "lorsqu'elle",
                                     "quelqu'un",
                                     "grand'mère",
                                     "o'brien",
                                     "œuvre",
                                     "cœurs",
                                     "ex æquo",
                                     "été",
                                     "noël",
                                     "ambiguë",
                                     "où",
                                     "ça",
                                     "événements",
                                     "évènement",
                                     "île",
                                     "goût",
                                     "forêt",
                                     "porte-parole",
                                     "week-end",
                                     "arc-en-ciel",
                                     "regarde-t-il",
                                     "regardez-les-moi",
                                     "va-t'en",
                                     "étudiant·e·s",
                                     "acteur·ice·s",
                                     "o.t.a.n.",
                                     "s.n.c.f.",
                                     "10 000",
                                     "10\u00a0000",
                                     "3,5",
                                     "12",
                                     "353",
                                     "n°",
                                     "c++",
                                     "r&d",
                                     "covid-19",
                                     "10 €",
                                     "être",
                                     "de",
                                     "travaux",
                                     "chevaux",
                                     "gouver\u00adnement",
                                     "ÿ",
                                     "lemonde.fr",
                                     "étudiant(e)s"};

static const char *const separators[] = {" ",   " ",        " ",   ", ", ". ",
                                         "\n",  " : ",      " – ", "… ", "\u00a0!\n\n",
                                         " « ", "\u202f» ", "; ",  " (", ") "};

static size_t make_french(uint64_t *seed, char *to, size_t room)
{
    size_t size = 0;
    for (;;) {
        const char *word = french[random_below(seed, sizeof french / sizeof *french)];
        const char *separator =
            separators[random_below(seed, sizeof separators / sizeof *separators)];
        if (size + strlen(word) + strlen(separator) > room)
            return size;
        size = append_hard_piece(to, append_hard_piece(to, size, word), separator);
    }
}

static void french_forms_fold_to_no_longer_ones_that_stay(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < CASES; i++) {
        uint64_t seed = seed_of(5, i), random = seed;
        char text[TEXT_MAX], folded[ANALYSIS_WORD_MAX + 1], again[ANALYSIS_WORD_MAX + 1];
        size_t size = make_french(&random, text, sizeof text);
        struct analysis analysis = analyse(analyzer, text, size);
        for (size_t k = 0; k < analysis.count; k++) {
            const struct form *form = analyzer_form(analyzer, analysis.items[k].form);
            size_t folded_size = analyzer_fold(form->surface, form->surface_size, folded);
            EXPECT(seed, folded_size <= form->surface_size && folded_size == strlen(folded));
            EXPECT(seed, analyzer_fold(folded, folded_size, again) == folded_size);
            EXPECT(seed, strcmp(folded, again) == 0);
            EXPECT(seed, utf8_valid_prefix(folded, folded_size) == folded_size);
        }
        analysis_release(&analysis);
    }
}

static void append_respelled(struct buffer *to, utf8proc_int32_t character)
{
    utf8proc_uint8_t bytes[4];
    buffer_append(to, bytes, (size_t)utf8proc_encode_char(character, bytes));
}

/* Spells the text anew, character by character. */
static struct buffer respell(const char *text, size_t size,
                             void (*put)(struct buffer *, utf8proc_int32_t, uint64_t *),
                             uint64_t *seed)
{
    struct buffer to;
    buffer_init(&to);
    for (size_t at = 0; at < size;) {
        utf8proc_int32_t character;
        at += (size_t)utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                       (utf8proc_ssize_t)(size - at), &character);
        put(&to, character, seed);
    }
    return to;
}

static void append_upper(struct buffer *to, utf8proc_int32_t character, uint64_t *seed)
{
    (void)seed;
    append_respelled(to, utf8proc_toupper(character));
}

/* NFD, here and there: a text may be of both minds. */
static void append_decomposed(struct buffer *to, utf8proc_int32_t character, uint64_t *seed)
{
    utf8proc_int32_t parts[4];
    int boundary = 0;
    utf8proc_ssize_t count = 1;
    parts[0] = character;
    if (random_below(seed, 4) > 0)
        count = utf8proc_decompose_char(character, parts, 4, UTF8PROC_DECOMPOSE, &boundary);
    for (utf8proc_ssize_t i = 0; i < count; i++)
        append_respelled(to, parts[i]);
}

static void append_other_apostrophe(struct buffer *to, utf8proc_int32_t character, uint64_t *seed)
{
    static const utf8proc_int32_t apostrophes[] = {'\'', 0x2019, 0x02bc, 0xff07};
    append_respelled(to, character == '\'' ? apostrophes[random_below(seed, 4)] : character);
}

static void append_other_hyphen(struct buffer *to, utf8proc_int32_t character, uint64_t *seed)
{
    static const utf8proc_int32_t hyphens[] = {'-', 0x2010, 0x2011};
    append_respelled(to, character == '-' ? hyphens[random_below(seed, 3)] : character);
}

/* A soft hyphen or a zero width space between two letters of a word. */
static void append_with_invisible(struct buffer *to, utf8proc_int32_t character, uint64_t *seed)
{
    bool within = to->size > 0 && to->data[to->size - 1] >= 'a' && to->data[to->size - 1] <= 'z' &&
                  character >= 'a' && character <= 'z';
    if (within && random_below(seed, 4) == 0)
        append_respelled(to, random_below(seed, 2) == 0 ? 0xad : 0x200b);
    append_respelled(to, character);
}

static void expect_same_words_when_spelt(uint64_t test,
                                         void (*put)(struct buffer *, utf8proc_int32_t, uint64_t *))
{
    for (uint64_t i = 0; i < CASES; i++) {
        uint64_t seed = seed_of(test, i), random = seed;
        char text[TEXT_MAX];
        size_t size = make_french(&random, text, sizeof text);
        struct buffer other = respell(text, size, put, &random);
        EXPECT(seed, same_words(text, size, other.data, other.size));
        buffer_release(&other);
    }
}

static void capitals_change_nothing(void **state)
{
    (void)state;
    expect_same_words_when_spelt(11, append_upper);
}

static void normal_forms_change_nothing(void **state)
{
    (void)state;
    expect_same_words_when_spelt(12, append_decomposed);
}

static void the_kind_of_apostrophe_changes_nothing(void **state)
{
    (void)state;
    expect_same_words_when_spelt(13, append_other_apostrophe);
}

static void the_kind_of_hyphen_changes_nothing(void **state)
{
    (void)state;
    expect_same_words_when_spelt(14, append_other_hyphen);
}

static void invisible_characters_change_nothing(void **state)
{
    (void)state;
    expect_same_words_when_spelt(15, append_with_invisible);
}

SUITE(properties)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(occurrences_cover_whole_characters),
        cmocka_unit_test(positions_follow_the_text),
        cmocka_unit_test(second_readings_cover_the_words_they_read),
        cmocka_unit_test(forms_are_sound),
        cmocka_unit_test(french_forms_fold_to_no_longer_ones_that_stay),
        cmocka_unit_test(a_text_means_the_same_each_time),
        cmocka_unit_test(what_follows_a_blank_line_changes_nothing_before_it),
        cmocka_unit_test(the_first_position_only_shifts),
        cmocka_unit_test(the_size_of_batches_changes_nothing),
        cmocka_unit_test(a_batch_ends_between_chunks),
        cmocka_unit_test(capitals_change_nothing),
        cmocka_unit_test(normal_forms_change_nothing),
        cmocka_unit_test(the_kind_of_apostrophe_changes_nothing),
        cmocka_unit_test(the_kind_of_hyphen_changes_nothing),
        cmocka_unit_test(invisible_characters_change_nothing),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
