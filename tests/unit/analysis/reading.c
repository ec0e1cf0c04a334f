/* What a word of a query stands for: the forms that it finds. */
#include "tests/unit/base/property.h"

#include "common/analysis/reading.h"
#include "tests/unit/suite.h"

enum { FORMS_MAX = 12, TERMS_MAX = 64, CASES = 20000 };

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

struct terms {
    size_t count;
    char items[TERMS_MAX][ANALYSIS_WORD_MAX + 1];
};

static bool have_term(const struct terms *terms, struct slice term)
{
    for (size_t i = 0; i < terms->count; i++)
        if (slice_is(term, terms->items[i]))
            return true;
    return false;
}

static void add_term(void *context, struct slice term)
{
    struct terms *terms = context;
    assert_true(terms->count < TERMS_MAX && term.size > 0 && term.size <= ANALYSIS_WORD_MAX);
    assert_false(have_term(terms, term));
    memcpy(terms->items[terms->count], term.data, term.size);
    terms->items[terms->count++][term.size] = '\0';
}

/* Whether a query word, with a capital if it is spelt with one, finds a form. */
static bool finds(const char *word, const char *form)
{
    struct terms read = {.count = 0}, own = {.count = 0};
    char small[ANALYSIS_WORD_MAX + 1];
    const size_t size = analyzer_normalise(analyzer, word, strlen(word), small);
    analyzer_read_word(analyzer, (struct slice){small, size}, small[0] != word[0], add_term, &read);
    analyzer_read_form(analyzer, slice_of(form), add_term, &own);
    assert_int_equal(own.count, 1);
    return have_term(&read, slice_of(own.items[0]));
}

struct row {
    const char *word, *forms[FORMS_MAX];
};

static void check(const struct row *rows, size_t count, bool found)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < FORMS_MAX && rows[i].forms[k] != NULL; k++)
            if (finds(rows[i].word, rows[i].forms[k]) != found) {
                print_error("%s, %s\n", rows[i].word, rows[i].forms[k]);
                wrong++;
            }
    assert_int_equal(wrong, 0);
}

#define FIND(rows) check((rows), sizeof(rows) / sizeof *(rows), true)
#define FIND_NOT(rows) check((rows), sizeof(rows) / sizeof *(rows), false)

static void a_headword_is_itself(void **state)
{
    (void)state;
    static const struct row found[] = {
        {"marché", {"marché", "marchés"}},
        {"président", {"président", "présidents", "présidente", "présidentes"}},
        {"livre", {"livre", "livres"}},
        {"note", {"note", "notes"}},
        {"parent", {"parent", "parents"}},
        {"content", {"content", "contents", "contente", "contentes"}},
        {"traité", {"traité", "traités"}},
        {"porter", {"porter", "porte", "porté", "portons", "porteraient", "portée", "portant"}},
        {"vendre", {"vendu", "vendons", "vendues"}},
        {"dire", {"dit", "disons", "dites"}},
        {"français", {"française", "françaises"}},
        {"élu", {"élus", "élue", "élues"}},
        {"oeil", {"yeux"}},
        {"événement", {"évènement", "évènements", "événements"}},
    };
    static const struct row not_found[] = {
        {"marché", {"marcher", "marchons", "marche", "marchant"}},
        {"président", {"présider", "préside", "présidé"}},
        {"livre", {"livrer", "livrons", "livré"}},
        {"note", {"noter", "notons", "notamment"}},
        {"parent", {"parer", "pare"}},
        {"content", {"conter", "conte"}},
        {"traité", {"traiter", "traitons", "traite"}},
        {"mer", {"mère", "mères", "maire"}},
        {"port", {"porte", "portes", "porter"}},
        {"licencier", {"licenciement"}},
    };
    FIND(found);
    FIND_NOT(not_found);
}

static void a_form_is_of_its_nouns_and_adjectives_first(void **state)
{
    (void)state;
    static const struct row found[] = {
        {"notes", {"note", "notes"}},
        {"élus", {"élu", "élus", "élues"}},
        {"avions", {"avion", "avions"}},
        {"portes", {"porte", "portes"}},
    };
    static const struct row not_found[] = {
        {"notes", {"noter", "notons"}},
        {"élus", {"élire", "élisons"}},
        {"avions", {"avoir", "avait"}},
        {"portes", {"porter", "portons"}},
    };
    FIND(found);
    FIND_NOT(not_found);
}

static void a_form_of_verbs_alone_is_of_these(void **state)
{
    (void)state;
    static const struct row found[] = {
        {"portent", {"porter", "porte", "porté"}},
        {"mangeons", {"manger", "mangent", "mangé"}},
        {"restauré", {"restaurer", "restaurent", "restaurée"}},
    };
    static const struct row not_found[] = {{"portent", {"port", "ports"}},
                                           {"mangeons", {"mangeable"}}};
    FIND(found);
    FIND_NOT(not_found);
}

static void a_capital_picks_the_name(void **state)
{
    (void)state;
    static const struct row found[] = {
        {"Marie", {"marie"}},  {"marie", {"marie", "marier", "marions"}},
        {"Paris", {"paris"}},  {"paris", {"paris", "pari"}},
        {"Écoles", {"école"}}, /* no name: a word that begins a sentence */
        {"Lois", {"loi"}},
    };
    static const struct row not_found[] = {{"Marie", {"marier", "marions"}},
                                           {"Paris", {"pari", "parier"}}};
    FIND(found);
    FIND_NOT(not_found);
}

static void a_form_that_is_no_word_stands_for_what_it_could_be(void **state)
{
    (void)state;
    static const struct row found[] = {
        {"riviere", {"rivière", "rivières", "riviere", "rivieres"}},
        {"ecole", {"école", "écoles", "ecole"}},
        {"evenement", {"événement", "évènements", "evenements"}},
        {"eleve", {"élève", "élèves", "élever", "élevé", "eleve"}},
        {"Elysee", {"élysée", "elysée", "elysee"}},
    };
    static const struct row not_found[] = {
        {"mer", {"mère"}},
        {"cote", {"côte", "côté"}},
        {"marche", {"marché"}},
        {"ecole", {"écolier"}},
    };
    FIND(found);
    FIND_NOT(not_found);
}

static void a_word_is_found_without_its_accents_where_that_is_no_other(void **state)
{
    (void)state;
    static const struct row found[] = {
        {"état", {"etat", "etats", "états"}},
        {"élysée", {"elysée", "elysee", "élysee"}},
        {"élève", {"eleve", "eleves", "éleve"}},
        {"élever", {"eleve"}},
    };
    static const struct row not_found[] = {
        {"mère", {"mer"}},
        {"côte", {"cote"}},
        {"pêche", {"péché"}},
    };
    FIND(found);
    FIND_NOT(not_found);
}

static void a_word_that_the_lexicon_lacks_is_its_number_and_gender(void **state)
{
    (void)state;
    static const struct row found[] = {{"brexit", {"brexit", "brexits"}},
                                       {"macroniens", {"macronien", "macronienne"}},
                                       {"Zemmour", {"zemmour"}}};
    static const struct row not_found[] = {{"gaza", {"gaz"}},
                                           {"Cuba", {"cube", "cubes"}},
                                           {"messi", {"messe", "messes"}},
                                           {"caf", {"café"}},
                                           {"om", {"oms"}},
                                           {"villa", {"ville"}},
                                           {"tempe", {"temps"}},
                                           {"série", {"sera"}},
                                           {"mars", {"mari", "marie"}},
                                           {"brexit", {"brexiter"}}};
    FIND(found);
    FIND_NOT(not_found);
}

static void reading_says_whether_the_lexicon_knows_the_word(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        bool known;
    } rows[] = {{"porte", true},  {"riviere", false}, {"brexit", false},
                {"10000", false}, {"", false},        {"\xff\xfe", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct terms terms = {.count = 0};
        if (rows[i].word[0] != '\0')
            assert_int_equal(
                analyzer_read_word(analyzer, slice_of(rows[i].word), false, add_term, &terms),
                rows[i].known);
    }
}

/* A word finds itself, and never a term twice (add_term). */
static void any_word_finds_itself(void **state)
{
    (void)state;
    static const char *const letters[] = {"a", "e", "é", "è", "s", "x", "t", "r",    "i",
                                          "u", "n", "l", "v", "o", "m", "ê", "\xc3", "1"};
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(262, number), random = seed;
        char word[ANALYSIS_WORD_MAX + 1] = "";
        const uint32_t count = 1 + random_below(&random, number % 50 == 0 ? 120 : 8);
        for (uint32_t i = 0; i < count; i++)
            strcat(word, letters[random_below(&random, sizeof letters / sizeof *letters)]);
        struct terms terms = {.count = 0}, own = {.count = 0};
        unsigned char *exact = exact_copy(word, strlen(word));
        const struct slice surface = {(const char *)exact, strlen(word)};
        analyzer_read_word(analyzer, surface, random_below(&random, 2) == 1, add_term, &terms);
        analyzer_read_form(analyzer, surface, add_term, &own);
        EXPECT(seed, terms.count > 0 && own.count == 1);
        EXPECT(seed, have_term(&terms, slice_of(own.items[0])));
        free(exact);
    }
}

SUITE(reading)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_headword_is_itself),
        cmocka_unit_test(a_form_is_of_its_nouns_and_adjectives_first),
        cmocka_unit_test(a_form_of_verbs_alone_is_of_these),
        cmocka_unit_test(a_capital_picks_the_name),
        cmocka_unit_test(a_form_that_is_no_word_stands_for_what_it_could_be),
        cmocka_unit_test(a_word_is_found_without_its_accents_where_that_is_no_other),
        cmocka_unit_test(a_word_that_the_lexicon_lacks_is_its_number_and_gender),
        cmocka_unit_test(reading_says_whether_the_lexicon_knows_the_word),
        cmocka_unit_test(any_word_finds_itself),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
