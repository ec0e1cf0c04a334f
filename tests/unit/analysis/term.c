/* The terms of forms, and the names of terms. */
#include "tests/unit/base/property.h"

#include <stdio.h>

#include "common/analysis/base_form.h"
#include "common/analysis/stem.h"
#include "common/analysis/term.h"
#include "common/base/utf8.h"
#include "tests/unit/suite.h"

enum { CASES = 50000 };

static struct sb_stemmer *stemmer;

static int create(void **state)
{
    (void)state;
    return stem_create(&stemmer);
}

static int destroy(void **state)
{
    (void)state;
    stem_destroy(stemmer);
    return 0;
}

struct row {
    const char *one, *other;
};

static struct slice term_of(const char *form, char term[ANALYSIS_WORD_MAX + 1])
{
    const size_t size = term_of_form(stemmer, slice_of(form), term);
    assert_int_equal(strlen(term), size);
    return (struct slice){term, size};
}

static bool share_a_term(const struct row *pair)
{
    char one[ANALYSIS_WORD_MAX + 1], other[ANALYSIS_WORD_MAX + 1];
    return slice_equals(term_of(pair->one, one), term_of(pair->other, other));
}

static void check_pairs(const struct row *pairs, size_t count, bool shared)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++)
        if (share_a_term(&pairs[i]) != shared) {
            print_error("%s, %s\n", pairs[i].one, pairs[i].other);
            wrong++;
        }
    assert_int_equal(wrong, 0);
}

static void terms_are_spelt_as_documented(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"loi", "loi\1"},
        {"lois", "loi\1"},
        {"ports", "port\1"},
        {"porte", "port\1e\2er"},
        {"portes", "port\1e\2er"},
        {"portons", "port\2er"},
        {"marie", "mari\2er\3e"},
        {"yeux", "oeil\1"},
        {"dits", "dit\1\4\2dire"}, /* a headword that does not begin with the stem */
        {"dirons", "dir\2e"},
        {"brexits", "brex\5it"},
        {"zemmour", "zemmour"},
        {"xixe", "19e"},
        {"19e", "19e"},
        {"10000", "10000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char term[ANALYSIS_WORD_MAX + 1];
        term_of(rows[i].one, term);
        if (strcmp(term, rows[i].other) != 0)
            print_error("%s:\n", rows[i].one);
        assert_string_equal(term, rows[i].other);
    }
}

static void forms_of_the_same_words_share_a_term(void **state)
{
    (void)state;
    static const struct row pairs[] = {
        {"loi", "lois"},
        {"élu", "élus"},
        {"jeu", "jeux"},
        {"euro", "euros"},
        {"ami", "amis"},
        {"lieu", "lieux"},
        {"oeil", "yeux"},
        {"français", "française"},
        {"travail", "travaux"},
        {"vitrail", "vitraux"},
        {"cheval", "chevaux"},
        {"national", "nationaux"},
        {"mangea", "mangeons"},
        {"vendre", "vendirent"},
        {"événement", "évènements"}, /* spellings before and after 1990 */
        {"exiguïté", "exigüité"},
        {"chariot", "charriot"},
        {"joaillier", "joailler"},
        {"imbécillité", "imbécilité"},
        {"serpillière", "serpillère"},
        {"nénuphar", "nénufar"},
        {"oignon", "ognon"},
        {"riviere", "rivière"}, /* lost accents */
        {"evenement", "événement"},
        {"elysee", "élysée"},
        {"etats", "états"},
    };
    check_pairs(pairs, sizeof pairs / sizeof *pairs, true);
}

static void other_words_have_other_terms(void **state)
{
    (void)state;
    static const struct row pairs[] = {
        {"mer", "mère"},
        {"port", "porte"},
        {"gaza", "gaz"},
        {"cuba", "cube"},
        {"messi", "messe"},
        {"om", "oms"},
        {"villa", "ville"},
        {"série", "sera"},
        {"égalité", "également"},
        {"note", "notamment"},
        {"parlement", "parler"},
        {"départ", "département"},
        {"presse", "près"},
        {"marché", "marcher"},
        {"président", "présider"},
        {"côte", "côté"},
        {"cote", "côte"},
        {"pêche", "péché"},
        {"caf", "café"},
        {"licencier", "licenciement"},
        {"sur", "sûr"},
        {"jeune", "jeûne"},
        {"goutteux", "goûteux"},
    };
    check_pairs(pairs, sizeof pairs / sizeof *pairs, false);
}

/* --- forms that are no words --- */

static void bases_leave_out_regular_number_and_gender(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"covids", "covid"},
        {"youtubeuse", "youtubeur"},
        {"youtubeuses", "youtubeur"},
        {"macronienne", "macronien"},
        {"macroniennes", "macronien"},
        {"bidulaux", "bidulal"},
        {"bidulales", "bidulal"},
        {"bidulale", "bidulal"},
        {"truqueaux", "truqueau"},
        {"startupés", "startupé"},
        {"startupée", "startupé"},
        {"influenceuses", "influenceur"},
        {"influenceux", "influenceur"},
        {"bidulatrices", "bidulateur"},
        /* short words, and endings that are all of a word, keep what they have */
        {"sms", "sms"},
        {"oms", "oms"},
        {"gafas", "gafa"},
        {"trice", "trice"},
        {"kloss", "kloss"},
        {"euse", "euse"},
        {"", ""},
        {"s", "s"},
        /* numbers, and what begins or ends with a digit, as well */
        {"10000", "10000"},
        {"4chaines", "4chaines"},
        {"mp3s5", "mp3s5"},
        /* ordinals in Roman letters */
        {"ier", "1er"},
        {"iie", "2e"},
        {"ive", "4e"},
        {"ixe", "9e"},
        {"xixe", "19e"},
        {"xxxe", "30e"},
        {"xxxie", "31e"},
        {"xviiième", "18e"},
        {"xixième", "19e"},
        {"iere", "1re"},
        {"iiiie", "iiiie"},
        {"xe", "10e"},
        {"xer", "xer"},
        {"i", "i"},
        {"xixes", "19e"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char base[ANALYSIS_WORD_MAX + 1];
        const size_t size = base_form(slice_of(rows[i].one), base);
        if (strcmp(base, rows[i].other) != 0)
            print_error("%s:\n", rows[i].one);
        assert_string_equal(base, rows[i].other);
        assert_int_equal(size, strlen(base));
    }
}

static void unknown_words_meet_their_number_and_gender_only(void **state)
{
    (void)state;
    static const struct row same[] = {
        {"brexit", "brexits"}, {"macronien", "macroniennes"}, {"youtubeur", "youtubeuse"}};
    static const struct row different[] = {{"zemmour", "zemmoura"}, {"macron", "macronien"},
                                           {"brexit", "brexiter"},  {"brexité", "brexit"},
                                           {"zemmour", "zemmouré"}, {"tiktok", "tiktoker"}};
    check_pairs(same, sizeof same / sizeof *same, true);
    check_pairs(different, sizeof different / sizeof *different, false);
}

/* --- sets of lemmas --- */

static void a_set_has_each_lemma_once_in_order(void **state)
{
    (void)state;
    struct lemma_set set = {0};
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    static const char *const forms[] = {"porte", "portons", "porte", "ports", "marie"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        lemma_set_add(&set, lemmas, lexicon_find(slice_of(forms[i]), lemmas, NULL));
    char names[256] = "";
    for (size_t i = 0; i < set.count; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%d %.*s, ",
                 (int)set.items[i].class, set.items[i].size, set.items[i].headword);
    assert_string_equal(names, "0 port, 0 porte, 1 marier, 1 porter, 2 marie, ");
}

static void a_set_of_any_lemmas_has_room_for_so_many(void **state)
{
    (void)state;
    struct lemma_set set = {0};
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    static const char *const forms[] = {"loi",   "ami",   "jeu",  "lieu",   "euro",  "ville",
                                        "porte", "livre", "note", "marché", "parle", "vendre",
                                        "dire",  "école", "mer",  "mère",   "cheval"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        lemma_set_add(&set, lemmas, lexicon_find(slice_of(forms[i]), lemmas, NULL));
    assert_int_equal(set.count, TERM_LEMMAS_MAX);
    for (size_t i = 1; i < set.count; i++)
        assert_true(set.items[i - 1].class <= set.items[i].class);
    char term[ANALYSIS_WORD_MAX + 1];
    assert_in_range(term_of_lemmas(stemmer, &set, term), 1, ANALYSIS_WORD_MAX);
}

static void a_form_has_its_own_lemmas_or_those_it_lost_accents_of(void **state)
{
    (void)state;
    struct lemma_set set;
    lemma_set_of(&set, slice_of("eleve")); /* élève, élever, élevé */
    assert_true(set.count >= 2);
    lemma_set_of(&set, slice_of("mer")); /* a word: never mère */
    assert_int_equal(set.count, 1);
    lemma_set_of(&set, slice_of("brexit"));
    assert_int_equal(set.count, 0);
    lemma_set_of(&set, slice_of(""));
    assert_int_equal(set.count, 0);
}

/* --- names --- */

static void names_are_what_people_read(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"loi", "loi"},         {"porte", "porte+porter"}, {"portons", "porter"},
        {"yeux", "oeil"},       {"dits", "dit+dire"},      {"brexits", "brexit"},
        {"zemmour", "zemmour"}, {"xixe", "19e"},           {"brexité", "brexité"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char term[ANALYSIS_WORD_MAX + 1], name[TERM_NAME_MAX + 1];
        const size_t size = term_name(term_of(rows[i].one, term), name);
        assert_string_equal(name, rows[i].other);
        assert_int_equal(size, strlen(name));
    }
}

static void any_bytes_have_a_name(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(260, number), random = seed;
        char bytes[ANALYSIS_WORD_MAX], name[TERM_NAME_MAX + 1];
        const size_t size = random_below(&random, sizeof bytes + 1);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)(random_below(&random, 3) == 0 ? random_below(&random, 0x12)
                                                            : random_below(&random, 256));
        unsigned char *exact = exact_copy(bytes, size);
        EXPECT(seed, term_name((struct slice){(const char *)exact, size}, name) <= TERM_NAME_MAX);
        free(exact);
    }
}

/* --- any words --- */

static size_t random_word(uint64_t *random, char word[ANALYSIS_WORD_MAX + 1])
{
    static const char *const letters[] = {"a", "e", "é", "è", "s", "x", "t", "r", "i",
                                          "u", "n", "l", "v", "o", "1", "ê", "漢"};
    const size_t wanted = random_below(random, 20) == 0 ? random_below(random, ANALYSIS_WORD_MAX)
                                                        : random_below(random, 14);
    size_t size = 0;
    while (size < wanted) {
        const char *letter = letters[random_below(random, sizeof letters / sizeof *letters)];
        if (size + strlen(letter) > ANALYSIS_WORD_MAX)
            break;
        memcpy(word + size, letter, strlen(letter));
        size += strlen(letter);
    }
    word[size] = '\0';
    return size;
}

/* A term has a stem, is valid, and says what its name says: the base of a form that is no word. */
static void any_word_has_a_sound_term(void **state)
{
    (void)state;
    size_t unknown = 0;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(261, number), random = seed;
        char word[ANALYSIS_WORD_MAX + 1], term[ANALYSIS_WORD_MAX + 1], name[TERM_NAME_MAX + 1];
        char base[ANALYSIS_WORD_MAX + 1];
        const size_t size = random_word(&random, word);
        if (size == 0)
            continue;
        unsigned char *exact = exact_copy(word, size);
        const struct slice form = {(const char *)exact, size};
        const size_t term_size = term_of_form(stemmer, form, term);
        EXPECT(seed, term_size > 0 && term_size <= ANALYSIS_WORD_MAX && term[term_size] == '\0');
        EXPECT(seed, utf8_valid_prefix(term, term_size) == term_size);
        EXPECT(seed, term_stem_size((struct slice){term, term_size}) > 0);
        struct lemma_set set;
        lemma_set_of(&set, form);
        if (set.count == 0 && size < ANALYSIS_WORD_MAX / 2) {
            base_form(form, base);
            term_name((struct slice){term, term_size}, name);
            EXPECT(seed, strcmp(name, base) == 0);
            unknown++;
        }
        free(exact);
    }
    assert_true(unknown > CASES / 2);
}

static void the_longest_words_have_terms(void **state)
{
    (void)state;
    for (size_t size = ANALYSIS_WORD_MAX - 8; size <= ANALYSIS_WORD_MAX; size++) {
        char word[ANALYSIS_WORD_MAX], term[ANALYSIS_WORD_MAX + 1];
        memset(word, 'b', size);
        memcpy(word + size - 4, "euse", 4);
        unsigned char *exact = exact_copy(word, size);
        const size_t term_size =
            term_of_form(stemmer, (struct slice){(const char *)exact, size}, term);
        assert_in_range(term_size, 1, ANALYSIS_WORD_MAX);
        assert_int_equal(term[term_size], '\0');
        free(exact);
    }
}

SUITE(term)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_are_spelt_as_documented),
        cmocka_unit_test(forms_of_the_same_words_share_a_term),
        cmocka_unit_test(other_words_have_other_terms),
        cmocka_unit_test(bases_leave_out_regular_number_and_gender),
        cmocka_unit_test(unknown_words_meet_their_number_and_gender_only),
        cmocka_unit_test(a_set_has_each_lemma_once_in_order),
        cmocka_unit_test(a_set_of_any_lemmas_has_room_for_so_many),
        cmocka_unit_test(a_form_has_its_own_lemmas_or_those_it_lost_accents_of),
        cmocka_unit_test(names_are_what_people_read),
        cmocka_unit_test(any_bytes_have_a_name),
        cmocka_unit_test(any_word_has_a_sound_term),
        cmocka_unit_test(the_longest_words_have_terms),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
