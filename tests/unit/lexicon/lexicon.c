/* The lexicon by words that it is sure to have, and by what is no word. */
#include "tests/unit/base/property.h"

#include <stdio.h>

#include "common/lexicon/lexicon.h"
#include "tests/unit/suite.h"

enum { LIST_MAX = 4096, CASES = 200000 };

/* Words, each after a blank. */
struct list {
    char text[LIST_MAX];
};

static void add_word(void *context, struct slice word)
{
    struct list *list = context;
    const size_t size = strlen(list->text);
    assert_true(word.size > 0 && word.size <= LEXICON_WORD_MAX);
    assert_true(size + word.size + 2 < sizeof list->text);
    snprintf(list->text + size, sizeof list->text - size, " %.*s", (int)word.size, word.data);
}

static bool has_word(const struct list *list, const char *word)
{
    char sought[LEXICON_WORD_MAX + 3];
    const size_t size = (size_t)snprintf(sought, sizeof sought, " %s", word);
    for (const char *at = list->text; (at = strstr(at, sought)) != NULL; at += size)
        if (at[size] == ' ' || at[size] == '\0')
            return true;
    return false;
}

/* Writes the lemmas of a form: n, v or p for the class, * if it is the headword. */
static void write_lemmas(const char *form, char text[256])
{
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    const size_t count = lexicon_find(slice_of(form), lemmas, NULL);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        char headword[LEXICON_WORD_MAX];
        const size_t size = lexicon_headword(&lemmas[i], headword), used = strlen(text);
        snprintf(text + used, 256 - used, "%s%c %.*s%s", i == 0 ? "" : ", ", "nvp"[lemmas[i].class],
                 (int)size, headword, lemmas[i].is_head ? "*" : "");
    }
}

static void named_words_have_their_lemmas(void **state)
{
    (void)state;
    static const struct {
        const char *form, *lemmas;
    } rows[] = {
        {"loi", "n loi*"},
        {"lois", "n loi"},
        {"mères", "n mère"},
        {"portons", "v porter"},
        {"mangeons", "v manger"},
        {"vendirent", "v vendre"},
        {"yeux", "n oeil*"}, /* a word of its own to the dictionary */
        {"oeil", "n oeil*"},
        {"évènements", "n évènement"}, /* both spellings are one word, and headwords */
        {"évènement", "n évènement*"},
        {"événement", "n évènement*"},
        {"étions", "v être"}, /* forms in several parts */
        {"serions", "v être"},
        {"fussent", "v être"},
        {"allons", "v aller"},
        {"irions", "v aller"},
        {"françaises", "n français"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char lemmas[256];
        write_lemmas(rows[i].form, lemmas);
        if (strcmp(lemmas, rows[i].lemmas) != 0) {
            print_error("%s: %s, not %s\n", rows[i].form, lemmas, rows[i].lemmas);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static bool has_lemma(const char *form, const char *lemma)
{
    char lemmas[256];
    write_lemmas(form, lemmas);
    const char *at = strstr(lemmas, lemma);
    return at != NULL && (at[strlen(lemma)] == '\0' || at[strlen(lemma)] == ',');
}

static void a_form_may_be_of_several_words(void **state)
{
    (void)state;
    assert_true(has_lemma("porte", "n porte*") && has_lemma("porte", "v porter"));
    assert_true(has_lemma("marché", "n marché*") && has_lemma("marché", "v marcher"));
    assert_true(has_lemma("président", "n président*") && has_lemma("président", "v présider"));
    assert_true(has_lemma("marie", "p marie*") && has_lemma("marie", "v marier"));
    assert_true(has_lemma("avions", "n avion") && has_lemma("avions", "v avoir"));
}

static void expect_forms(const char *form, const char *const *in, const char *const *out)
{
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    struct list forms = {""};
    assert_int_equal(lexicon_find(slice_of(form), lemmas, NULL), 1);
    lexicon_each_form(&lemmas[0], add_word, &forms);
    assert_true(has_word(&forms, form));
    for (; *in != NULL; in++)
        if (!has_word(&forms, *in))
            fail_msg("%s: no %s", form, *in);
    for (; *out != NULL; out++)
        if (has_word(&forms, *out))
            fail_msg("%s: %s", form, *out);
}

static void a_lemma_has_its_forms_in_all_spellings(void **state)
{
    (void)state;
    expect_forms("loi", (const char *const[]){"lois", NULL}, (const char *const[]){"loin", NULL});
    expect_forms("fussent",
                 (const char *const[]){"être", "suis", "sommes", "est", "était", "serons", NULL},
                 (const char *const[]){"suivre", "suivons", NULL});
    expect_forms("évènements", (const char *const[]){"événement", "événements", "évènement", NULL},
                 (const char *const[]){"évent", NULL});
    expect_forms("oeil", (const char *const[]){"yeux", NULL}, (const char *const[]){NULL});
    expect_forms("portons",
                 (const char *const[]){"porter", "porte", "portée", "portaient", "portant", NULL},
                 (const char *const[]){"port", "portail", "ports", NULL});
}

/* --- lost accents --- */

static bool lacks_accents(const char *form)
{
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    bool lost;
    lexicon_find(slice_of(form), lemmas, &lost);
    return lost;
}

static void forms_that_could_be_several_words_are_marked(void **state)
{
    (void)state;
    assert_true(lacks_accents("eleve") && lacks_accents("éleve"));
    assert_true(lacks_accents("peche"));    /* pêche, péché */
    assert_false(lacks_accents("riviere")); /* one word */
    assert_false(lacks_accents("élève"));
    assert_false(lacks_accents("mer"));
    assert_false(lacks_accents("cote"));
    assert_false(lacks_accents("elev")); /* the beginning of one */
    assert_false(lacks_accents("eleves1"));
}

static void accents_are_restored(void **state)
{
    (void)state;
    static const struct {
        const char *form, *in, *out;
    } rows[] = {
        {"riviere", "rivière", "riviere"},
        {"eleve", "élève", "eleve"},
        {"eleve", "élevé", "élevées"},
        {"peche", "pêche", "pécher"},
        {"peche", "péché", "peche"},
        {"deja", "déjà", "deja"},
        {"cote", "côté", "cote"},
        {"côte", "côté", "côte"},
        {"garcon", "garçon", "garcon"},
        {"naif", "naïf", "naif"},
        {"fut", "fût", "fut"},
        {"etaient", "étaient", "étais"},
        {"evenement", "événement", "evenement"},
        {"mer", NULL, "mère"}, /* as many letters */
        {"ete", "été", "ete"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct list words = {""};
        lexicon_each_accented(slice_of(rows[i].form), add_word, &words);
        if ((rows[i].in != NULL && !has_word(&words, rows[i].in)) || has_word(&words, rows[i].out))
            fail_msg("%s:%s", rows[i].form, words.text);
    }
}

static void accents_are_lost_where_that_could_be_another_word(void **state)
{
    (void)state;
    static const struct {
        const char *word, *lost;
    } rows[] = {
        {"élève", " eleve éleve"},
        {"élevé", " eleve éleve"},
        {"pêche", " peche"},
        {"rivière", ""},
        {"mer", ""},
        {"eleve", ""},
        {"côté", ""}, /* cote is a word */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct list forms = {""};
        lexicon_each_lost(slice_of(rows[i].word), add_word, &forms);
        assert_string_equal(forms.text, rows[i].lost);
    }
}

/* --- what is no word --- */

static void expect_no_word(const void *bytes, size_t size)
{
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    struct list words = {""};
    bool lost = true;
    char *exact = (char *)exact_copy(bytes, size);
    const struct slice form = {exact, size};
    assert_int_equal(lexicon_find(form, lemmas, &lost), 0);
    assert_false(lost);
    assert_false(lexicon_has(form));
    lexicon_each_accented(form, add_word, &words);
    lexicon_each_lost(form, add_word, &words);
    assert_string_equal(words.text, "");
    free(exact);
}

static void what_is_no_word_is_not_found(void **state)
{
    (void)state;
    static const char *const words[] = {
        "",       "portez1", "1",     "2022",      "porte-parole", "port\xc3", "\xc3",
        "\xa9",   "\xff",    "mer\1", "mer\x0f",   "mer\x10",      "mer\x17",  "mer\x10\1",
        "porte ", " porte",  "Porte", "eleve\x0f", "brexit",       "zzz",      "port\xc3\xff"};
    char many[LEXICON_WORD_MAX + 2];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        expect_no_word(words[i], strlen(words[i]));
    memset(many, 'a', sizeof many);
    for (size_t size = LEXICON_WORD_MAX - 1; size <= sizeof many; size++)
        expect_no_word(many, size);
    for (size_t size = LEXICON_WORD_MAX / 2; size <= sizeof many; size += 2) {
        for (size_t at = 0; at < size; at += 2)
            memcpy(many + at, "é", 2);
        expect_no_word(many, size);
    }
    /* every byte after a base, and by itself with zeros */
    for (unsigned byte = 0; byte < 0x18; byte++) {
        expect_no_word((const char[]){(char)byte}, 1);
        expect_no_word((const char[]){'l', 'o', 'i', (char)byte}, 4);
        expect_no_word((const char[]){'l', 'o', 'i', (char)byte, '\0', '\0', '\0'}, 7);
        expect_no_word((const char[]){'\0', (char)byte}, 2);
    }
}

static void words_are_found_by_their_size_alone(void **state)
{
    (void)state;
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    assert_true(lexicon_has(slice_of("a")));
    assert_true(lexicon_has((struct slice){"loisxyz", strlen("lois")}));
    assert_false(lexicon_has((struct slice){"loisxyz", strlen("loisx")}));
    char *exact = (char *)exact_copy("portaient", strlen("portaient"));
    assert_int_equal(lexicon_find((struct slice){exact, strlen("portaient")}, lemmas, NULL), 1);
    free(exact);
}

static void count_word(void *context, struct slice word)
{
    size_t *count = context;
    *count += word.size > 0;
}

/* Any bytes are read; a form that is found is one of its lemma's, and spelt so. */
static void any_bytes_are_read(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",  "e",    "é",    "è",    "s",    "r",   "t",
                                         "i",  "o",    "u",    "l",    "ç",    "m",   "port",
                                         "er", "\x0f", "\x10", "\xc3", "\xa9", "\0x", "ions"};
    size_t found = 0;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(263, number), random = seed;
        char word[80];
        size_t size = 0;
        const size_t wanted = random_below(&random, number % 20 == 0 ? 70 : 8);
        while (size < wanted) {
            const char *piece = pieces[random_below(&random, sizeof pieces / sizeof *pieces)];
            const size_t piece_size = *piece == '\0' ? 1 : strlen(piece);
            memcpy(word + size, piece, piece_size);
            size += piece_size;
        }
        char *exact = (char *)exact_copy(word, size);
        const struct slice form = {exact, size};
        struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
        bool lost;
        const size_t count = lexicon_find(form, lemmas, &lost);
        EXPECT(seed, count <= LEXICON_LEMMAS_MAX && lexicon_has(form) == (count > 0));
        EXPECT(seed, !lost || count == 0);
        for (size_t i = 0; i < count; i++) {
            size_t forms = 0;
            lexicon_each_form(&lemmas[i], count_word, &forms);
            EXPECT(seed, forms > 0);
        }
        size_t others = 0;
        lexicon_each_accented(form, count_word, &others);
        lexicon_each_lost(form, count_word, &others);
        found += count > 0;
        free(exact);
    }
    assert_true(found > CASES / 100);
}

SUITE(lexicon)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(named_words_have_their_lemmas),
        cmocka_unit_test(a_form_may_be_of_several_words),
        cmocka_unit_test(a_lemma_has_its_forms_in_all_spellings),
        cmocka_unit_test(forms_that_could_be_several_words_are_marked),
        cmocka_unit_test(accents_are_restored),
        cmocka_unit_test(accents_are_lost_where_that_could_be_another_word),
        cmocka_unit_test(what_is_no_word_is_not_found),
        cmocka_unit_test(words_are_found_by_their_size_alone),
        cmocka_unit_test(any_bytes_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
