/* Lemmas of a dictionary, their spellings, words without accents, and their parts: of small
 * dictionaries. */
#include "tests/unit/base/property.h"

#include <stdio.h>

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "common/lexicon/table.h"
#include "tests/unit/suite.h"
#include "tools/lexicon/lemmas.h"
#include "tools/lexicon/lost.h"
#include "tools/lexicon/paradigms.h"

static const char affixes[] = "SET UTF-8\nFLAG long\nNEEDAFFIX ()\nFORBIDDENWORD {}\n"
                              "SFX S. Y 2\nSFX S. 0 s [^sx]\nSFX S. 0 0 [sx]\n"
                              "SFX F. Y 3\nSFX F. 0 s .\nSFX F. 0 e .\nSFX F. 0 es .\n"
                              "SFX V. Y 4\nSFX V. er e er\nSFX V. er ons er\nSFX V. er é er\n"
                              "SFX V. er ée er\n"
                              "SFX E. Y 2\nSFX E. être suis être\nSFX E. être étions être\n";

/* Reads a dictionary of these lines. */
static void read_lines(struct lemmas *lemmas, const char *lines)
{
    struct buffer text;
    buffer_init(&text);
    buffer_append_string(&text, "9\n");
    buffer_append_string(&text, lines);
    assert_int_equal(lemmas_read(lemmas, slice_of(affixes), (struct slice){text.data, text.size}),
                     0);
    buffer_release(&text);
}

/* Writes lemmas as class headword: forms; and =headword where another one stands for the group. */
static void write_lemmas(struct buffer *to, const struct lemmas *lemmas)
{
    for (size_t i = 0; i < vector_count(&lemmas->items); i++) {
        const struct lemma *lemma = &lemmas->items.items[i];
        const struct lemma *group = lemmas_group(lemmas, lemma);
        buffer_append_format(to, "%s%c %.*s:", i == 0 ? "" : "; ", "nvp"[lemma->class],
                             (int)lemma -> head.size, lemma->head.data);
        for (size_t k = 0; k < lemma->form_count; k++)
            buffer_append_format(to, " %.*s", (int)lemma->forms[k].size, lemma->forms[k].data);
        if (group != lemma)
            buffer_append_format(to, " =%.*s", (int)group->head.size, group->head.data);
    }
}

static void expect_lemmas(const char *lines, const char *expected)
{
    struct lemmas lemmas;
    struct buffer got;
    buffer_init(&got);
    read_lines(&lemmas, lines);
    lemmas_join_variants(&lemmas);
    write_lemmas(&got, &lemmas);
    assert_string_equal(buffer_string(&got), expected);
    buffer_release(&got);
    lemmas_release(&lemmas);
}

static void entries_with_one_headword_and_class_are_one_lemma(void **state)
{
    (void)state;
    expect_lemmas("loi/S. po:nom\n", "n loi: loi lois");
    expect_lemmas("livre/S. po:nom is:mas\nlivre/S. po:nom is:fem\n", "n livre: livre livres");
    expect_lemmas(
        "porte/S. po:nom\nporter/V. po:v1_t\nPorte po:npr\n",
        "n porte: porte portes; p porte: porte; v porter: porte porter portons porté portée");
    expect_lemmas("chanter/V.() po:v1\n", "v chanter: chante chanter chantons chanté chantée");
    expect_lemmas("mot/{}S. po:nom\nfin po:nom\n", "n fin: fin");
}

static void words_are_spelt_as_the_analysis_spells_them(void **state)
{
    (void)state;
    expect_lemmas("Œil po:nom\n", "p oeil: oeil");
    expect_lemmas("cœur/S. po:nom\n", "n coeur: coeur coeurs");
    expect_lemmas("vitæ po:nom\n", "n vitae: vitae");
    expect_lemmas("aujourd'hui po:adv\naujourd’hui po:adv\n", "n aujourdhui: aujourdhui");
    expect_lemmas("École po:npr\nÇa po:pro\nŠkoda po:npr\n",
                  "p ça: ça; p école: école; p škoda: škoda");
    expect_lemmas("porte-parole po:nom\n1er po:adj\nM. po:nom\nkm² po:nom\nmot po:nom\n",
                  "n mot: mot; n porteparole: porteparole");
}

static void roman_ordinals_are_left_out(void **state)
{
    (void)state;
    expect_lemmas("XIXe po:adj\nXIXes po:adj\nIer po:adj\nVIe po:adj\nvie/S. po:nom\nIV po:adj\n"
                  "Xerus po:npr\n",
                  "p iv: iv; n vie: vie vies; p xerus: xerus");
}

static void dictionaries_without_words_are_refused(void **state)
{
    (void)state;
    static const char *const dictionaries[] = {"", "9", "loi/S."};
    for (size_t i = 0; i < sizeof dictionaries / sizeof *dictionaries; i++) {
        struct lemmas lemmas;
        assert_int_equal(lemmas_read(&lemmas, slice_of(affixes), slice_of(dictionaries[i])),
                         ERROR_SYNTAX);
        lemmas_release(&lemmas);
    }
    struct lemmas lemmas;
    assert_int_equal(lemmas_read(&lemmas, slice_of(""), slice_of("1\nloi\n")), ERROR_SYNTAX);
    lemmas_release(&lemmas);
}

static void words_too_long_are_left_out(void **state)
{
    (void)state;
    char lines[2 * LEXICON_WORD_MAX + 32], expected[4 * LEXICON_WORD_MAX];
    char word[LEXICON_WORD_MAX + 2];
    memset(word, 'a', LEXICON_WORD_MAX);
    word[LEXICON_WORD_MAX] = '\0';
    snprintf(lines, sizeof lines, "%s/S.\na%s\nmot\n", word, word); /* its plural is too long */
    snprintf(expected, sizeof expected, "n %s: %s; n mot: mot", word, word);
    expect_lemmas(lines, expected);
}

/* --- spellings of one word --- */

static bool are_joined(const char *lines)
{
    struct lemmas lemmas;
    read_lines(&lemmas, lines);
    lemmas_join_variants(&lemmas);
    assert_int_equal(vector_count(&lemmas.items), 2);
    const bool joined = lemmas_group(&lemmas, &lemmas.items.items[0]) ==
                        lemmas_group(&lemmas, &lemmas.items.items[1]);
    lemmas_release(&lemmas);
    return joined;
}

static void spellings_of_1990_are_joined(void **state)
{
    (void)state;
    static const char *const joined[] = {
        "boîte/S. is:fem\nboite/S. is:fem\n",
        "goûter/V. po:v1\ngouter/V. po:v1\n",
        "crémerie/S. is:fem\ncrèmerie/S. is:fem\n",
        "exiguïté/S. is:fem\nexigüité/S. is:fem\n",
        "ciguë/S. is:fem\ncigüe/S. is:fem\n",
        "chariot/S. is:mas\ncharriot/S. is:mas\n",
        "imbécillité/S. is:fem\nimbécilité/S. is:fem\n",
        "corolle/S. is:fem\ncorole/S. is:fem\n",
        "joaillier/S. is:mas\njoailler/S. is:mas\n",
        "serpillière/S. is:fem\nserpillère/S. is:fem\n",
        "nénuphar/S. is:mas\nnénufar/S. is:mas\n",
        "oignon/S. is:mas\nognon/S. is:mas\n",
        "paie/S. is:fem\npaye/S. is:fem\n",
        "yeux po:nom\nœil po:nom\n",
        "clef/S. is:fem\nclé/S. is:fem\n",
    };
    static const char *const apart[] = {
        "sûr/F. is:mas\nsur/F. is:mas\n",
        "mûr/F. is:mas\nmur/F. is:mas\n",
        "jeûne/S. is:mas\njeune/S. is:mas\n",
        "boîte/S. is:fem\nboiter/V. po:v1\n", /* not a spelling */
        "boîte/S. is:fem\nboite/S. is:mas\n", /* another gender */
        "boîte/S. is:fem\nboite/F. is:fem\n", /* other forms */
        "boîte/S. is:fem\nBoite/S. is:fem\n", /* a name */
        "côte/S. is:fem\ncote/S. is:fem\n",
        "mère/S. is:fem\nmer/S. is:fem\n",
        "balle/S. is:fem\nbale/S. is:fem\n", /* short */
        "canne/S. is:fem\ncane/S. is:fem\n",
        "phare/S. is:mas\nfare/S. is:mas\n",
        "raie/S. is:fem\nraye/F. is:fem\n",
    };
    for (size_t i = 0; i < sizeof joined / sizeof *joined; i++)
        if (!are_joined(joined[i]))
            fail_msg("%s", joined[i]);
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (are_joined(apart[i]))
            fail_msg("%s", apart[i]);
}

static void a_doubled_consonant_does_not_join_what_a_circumflex_parts(void **state)
{
    (void)state;
    expect_lemmas("goutteux is:mas\ngoûteux is:mas\ngouteux is:mas\n",
                  "n gouteux: gouteux; n goutteux: goutteux; n goûteux: goûteux =gouteux");
}

static void spellings_of_spellings_are_one_word(void **state)
{
    (void)state;
    expect_lemmas("aîtres is:mas\naitres is:mas\n", "n aitres: aitres; n aîtres: aîtres =aitres");
    expect_lemmas("chaîne/S. is:fem\nchaine/S. is:fem\nchainne/S. is:fem\n",
                  "n chaine: chaine chaines; n chainne: chainne chainnes; "
                  "n chaîne: chaîne chaînes =chaine");
}

static void lemmas_are_found_by_headword_and_class(void **state)
{
    (void)state;
    struct lemmas lemmas;
    read_lines(&lemmas, "porte/S. po:nom\nPorte po:npr\nporter/V. po:v1\n");
    assert_true(lemmas_find(&lemmas, slice_of("porte"), LEXICON_NOMINAL) != NULL);
    assert_true(lemmas_find(&lemmas, slice_of("porte"), LEXICON_PROPER) != NULL);
    assert_null(lemmas_find(&lemmas, slice_of("porte"), LEXICON_VERB));
    assert_true(lemmas_find(&lemmas, slice_of("porter"), LEXICON_VERB) != NULL);
    assert_null(lemmas_find(&lemmas, slice_of("portes"), LEXICON_NOMINAL));
    assert_null(lemmas_find(&lemmas, slice_of(""), LEXICON_NOMINAL));
    lemmas_release(&lemmas);
}

static size_t number_of(const struct lemmas *lemmas, size_t lemma)
{
    return (size_t)(lemmas_group(lemmas, &lemmas->items.items[lemma]) - lemmas->items.items);
}

/* Against sets that are joined by renaming all members. */
static void joined_lemmas_have_the_first_for_all(void **state)
{
    (void)state;
    enum { WORDS = 26, CASES = 500 };
    char lines[WORDS * 2 + 1];
    for (size_t i = 0; i < WORDS; i++) {
        lines[2 * i] = (char)('a' + i);
        lines[2 * i + 1] = '\n';
    }
    lines[2 * WORDS] = '\0';
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(267, number), random = seed;
        struct lemmas lemmas;
        size_t sets[WORDS];
        read_lines(&lemmas, lines);
        for (size_t i = 0; i < WORDS; i++)
            sets[i] = i;
        for (uint32_t joins = random_below(&random, WORDS); joins > 0; joins--) {
            const size_t one = random_below(&random, WORDS), other = random_below(&random, WORDS);
            const size_t first = sets[one] < sets[other] ? sets[one] : sets[other];
            const size_t last = sets[one] < sets[other] ? sets[other] : sets[one];
            lemmas_join(&lemmas, &lemmas.items.items[one], &lemmas.items.items[other]);
            for (size_t i = 0; i < WORDS; i++)
                if (sets[i] == last)
                    sets[i] = first;
        }
        for (size_t i = 0; i < WORDS; i++)
            EXPECT(seed, number_of(&lemmas, i) == sets[i]);
        lemmas_release(&lemmas);
    }
}

/* --- lost accents --- */

static void expect_lost(const char *lines, const char *expected)
{
    struct lemmas lemmas;
    struct lost_words lost;
    struct buffer got;
    buffer_init(&got);
    read_lines(&lemmas, lines);
    lemmas_join_variants(&lemmas);
    assert_int_equal(lost_words_find(&lost, &lemmas), 0);
    for (size_t i = 0; i < vector_count(&lost.words); i++)
        buffer_append_format(&got, "%s%.*s", i == 0 ? "" : " ", (int)lost.words.items[i].size,
                             lost.words.items[i].data);
    assert_string_equal(buffer_string(&got), expected);
    buffer_release(&got);
    lost_words_release(&lost);
    lemmas_release(&lemmas);
}

static void words_that_lost_accents_are_those_of_several_words(void **state)
{
    (void)state;
    expect_lost("pêche\npéché\n", "peche");
    expect_lost("pêche\npéché\npeche\n", ""); /* a word itself */
    expect_lost("rivière\n", "");
    expect_lost("élève\nélevé\n", "eleve éleve");
    expect_lost("crémerie/S. is:fem\ncrèmerie/S. is:fem\n", ""); /* spellings of one word */
    expect_lost("crémerie/S. is:fem\ncrèmerie/S. is:mas\n", "cremerie cremeries");
    expect_lost("chanter/V. po:v1\nchantè/S. po:nom\n", ""); /* chante is a word */
    expect_lost("pré/S.\nprê\n", "pre");
    expect_lost("caña\ncana\nçana\n", "");
    expect_lost("maïs\nmaîs\n", "mais");
    expect_lost("mais\nmaïs\nmaîs\n", "");
}

/* --- parts --- */

static void expect_parts(const char *lines, const char *expected)
{
    struct lemmas lemmas;
    struct paradigms made;
    struct buffer got;
    buffer_init(&got);
    read_lines(&lemmas, lines);
    lemmas_join_variants(&lemmas);
    assert_int_equal(paradigms_make(&made, &lemmas), 0);
    for (size_t i = 0; i < vector_count(&made.parts); i++) {
        const struct part *part = &made.parts.items[i];
        const struct paradigm *paradigm = &made.paradigms.items[part->paradigm];
        buffer_append_format(&got, "%s%.*s+%zu(", i == 0 ? "" : " ", (int)part->base.size,
                             part->base.data, part->paradigm);
        for (size_t k = 0; k < paradigm->count; k++) {
            const struct slice ending = paradigm->endings[k];
            const bool head = paradigm->has_head && slice_equals(ending, paradigm->head);
            buffer_append_format(&got, "%s%s%.*s", k == 0 ? "" : ",", head ? "*" : "",
                                 (int)ending.size, ending.data);
        }
        buffer_append_string(&got, ")");
        if (part->group != NO_GROUP)
            buffer_append_format(&got, "%zu", part->group);
    }
    assert_string_equal(buffer_string(&got), expected);
    buffer_release(&got);
    paradigms_release(&made);
    lemmas_release(&lemmas);
}

static void lemmas_with_the_same_endings_share_a_paradigm(void **state)
{
    (void)state;
    expect_parts("loi/S.\nmer/S.\n", "loi+0(*,s) mer+0(*,s)");
    expect_parts("loi/S.\nMer/S.\n", "loi+0(*,s) mer+1(*,s)"); /* by class */
    expect_parts("porter/V. po:v1\nporte/S.\n", "porte+0(*,s) port+1(e,*er,ons,é,ée)");
    /* bases end between letters: é and è begin with one byte */
    expect_parts("pré/()P.\nlevé\n", "levé+0(*) pré+0(*)");
}

static void forms_without_a_first_letter_in_common_are_parts_of_a_group(void **state)
{
    (void)state;
    expect_parts("être/E. po:v0e\n", "suis+0()0 étions+0()0 être+1(*)0");
}

static void spellings_are_parts_of_a_group(void **state)
{
    (void)state;
    expect_parts("boîte/S. is:fem\nboite/S. is:fem\nloi/S.\n",
                 "boite+0(*,s)0 boîte+0(*,s)0 loi+0(*,s)");
}

SUITE(lemmas)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_with_one_headword_and_class_are_one_lemma),
        cmocka_unit_test(words_are_spelt_as_the_analysis_spells_them),
        cmocka_unit_test(roman_ordinals_are_left_out),
        cmocka_unit_test(dictionaries_without_words_are_refused),
        cmocka_unit_test(words_too_long_are_left_out),
        cmocka_unit_test(spellings_of_1990_are_joined),
        cmocka_unit_test(a_doubled_consonant_does_not_join_what_a_circumflex_parts),
        cmocka_unit_test(spellings_of_spellings_are_one_word),
        cmocka_unit_test(lemmas_are_found_by_headword_and_class),
        cmocka_unit_test(joined_lemmas_have_the_first_for_all),
        cmocka_unit_test(words_that_lost_accents_are_those_of_several_words),
        cmocka_unit_test(lemmas_with_the_same_endings_share_a_paradigm),
        cmocka_unit_test(forms_without_a_first_letter_in_common_are_parts_of_a_group),
        cmocka_unit_test(spellings_are_parts_of_a_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
