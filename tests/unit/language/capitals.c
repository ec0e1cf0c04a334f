/* Which words of a query in capitals are operators. */
#include "tests/unit/language/reading.h"
#include "tests/unit/suite.h"

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

#define CHECK(rows, ...)                                                                           \
    check_rows(analyzer, (rows), sizeof(rows) / sizeof *(rows), (struct query_options){__VA_ARGS__})

static void names_and_numbers_make_operators(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"EDF SAUF GDF", "+edf -gdf"},
        {"OL OU ASSE", "ol asse"},
        {"LR ET UDI", "+lr +udi"},
        {"2008 ET 2009", "+2008 +2009"},
        {"1789 OU 1793", "1789 1793"},
        {"TOULON ET LYON", "+toulon +lyon"},
        {"PARIS ET NICE", "+paris +nice"},
        {"PIERRE ET ROSE", "+pierre +rose"},
        {"ALGERIE OU MAROC", "algerie maroc"},
        {"EDF ET SAUF GDF", "+edf -gdf"},
        {"CGT SAUF (FO OU CFDT)", "+cgt -fo -cfdt"},
        {"\"COUPE DE FRANCE\" ET OL", "+[coupe de france] +ol"},
        {"D'UDI ET L'UMP", "+udi +ump"},
        {"GREVE ET L'UMP", "+greve +ump"},
        {"COVID-19 ET ECOLE", "+[covid 19]|covid19 +ecole"},
        {"VACCIN ET COVID-19", "+vaccin +[covid 19]|covid19"},
        {"+LR -UDI OU LFI", "(+lr -udi) lfi"},
        {"GREVE OU DATE:2020", "greve {date 18262 18627}"},
        {"SNCF AND RATP", "+sncf +ratp"},
        {"SNCF NOT RATP", "+sncf -ratp"},
    };
    CHECK(rows, .all_words = false);
}

static void other_words_make_text(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"LIBERTE ET EGALITE", "liberte &et egalite"},
        {"GUERRE ET PAIX", "guerre &et paix"},
        {"BOIRE OU CONDUIRE", "boire &ou conduire"},
        {"SAIN ET SAUF", "sain &et sauf"},
        {"ETE COMME HIVER ET PRINTEMPS", "ete &comme hiver &et printemps"},
        {"LE ROUGE ET LE NOIR", "&le rouge &et &le noir"},
        {"PIERRE ET PAPIER", "pierre &et papier"},
        {"PLAN A ET PLAN B", "plan &a &et plan b"},
        {"PORTE-PAROLE ET GRAND-MERE", "[porte parole]|porteparole &et [grand mere]|grandmere"},
        {"\"SNCF ET RATP\"", "[sncf et ratp]"},
        {"\"LES SNCF ET\" RATP", "[les sncf et] ratp &sncf"},
        {"ET SNCF", "&et sncf"},
        {"SNCF ET", "sncf &et"},
        {"SNCF OU ET RATP", "sncf &ou &et ratp"},
        {"ET", "et"},
        {"COURS OR 2022", "cours or 2022"},
        {"SNCF ETE RATP", "sncf ete ratp"},
    };
    static const struct row plain[] = {{"SNCF ET RATP", "sncf &et ratp"}};
    CHECK(rows, .all_words = false);
    CHECK(plain, .plain_words = true);
}

static void each_operator_is_decided_by_itself(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"LIBERTE ET EGALITE SAUF UMP", "+(liberte &et egalite) -ump"},
        {"UMP OU GUERRE ET PAIX", "ump guerre &et paix"},
    };
    CHECK(rows, .all_words = false);
}

SUITE(capitals)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_numbers_make_operators),
        cmocka_unit_test(other_words_make_text),
        cmocka_unit_test(each_operator_is_decided_by_itself),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
