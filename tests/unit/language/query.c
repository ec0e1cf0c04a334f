/* What queries say: clauses, their signs and fields, and the spellings of their words. */
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

static void words_are_clauses(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"  \t\n ", ""},
        {"!? … —", ""},
        {"troubles almaty", "troubles almaty"},
        {"Troubles\nALMATY", "troubles almaty"},
        {"mot mot", "mot mot"},
        {"être ou ne pas être", "être ou ne pas être"},
        {"l'état d’urgence", "état urgence"},
        {"aujourd'hui", "aujourdhui"},
        {"œuvre", "oeuvre"},
        {"militaires,les", "militaires &les"},
    };
    CHECK(rows, .all_words = false);
}

static void two_words_are_also_one(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"extra terrestre", "extra terrestre extraterrestre"},
        {"vice president", "vice president vicepresident"},
        {"un porte monnaie perdu", "&un porte monnaie perdu portemonnaie"},
        {"auto stop porte feuille", "auto stop porte feuille autostop portefeuille"},
        {"ultra sceptique", "ultra sceptique ultrasceptique"},
        {"titre:(porte monnaie)", "titre:porte titre:monnaie titre:portemonnaie"},
        {"\"porte monnaie\"", "[porte monnaie]|portemonnaie"},
        {"\"un porte monnaie perdu\"", "[un porte monnaie perdu]|[un portemonnaie perdu]"},
        {"porte monnaie ET perdu", "+(porte monnaie portemonnaie) +perdu"},
        {"porte, monnaie", "porte monnaie"},
        {"porte +monnaie", "porte +monnaie"},
        {"porte monnaie^2", "porte monnaie^2"},
        {"porte OU monnaie", "porte monnaie"},
        {"par terre", "&par terre"},
        {"en fin", "&en fin"},
        {"peut être", "peut être"},
        {"maison verte", "maison verte"},
        {"ultra xyzzy", "ultra xyzzy"},
        {"20 ans", "20 ans"},
    };
    static const struct row all_words[] = {
        {"porte monnaie", "(+porte +monnaie) portemonnaie"},
        {"un porte monnaie perdu", "&un +((+porte +monnaie) portemonnaie) +perdu"},
        {"+porte monnaie", "+porte +monnaie"},
    };
    CHECK(rows, .all_words = false);
    CHECK(all_words, .all_words = true);
}

static void signs_and_fields_stand_before_a_word(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"+mot -autre reste", "+mot -autre reste"},
        {"titre:mot", "titre:mot"},
        {"TITRE:mot title:mot", "titre:mot titre:mot"},
        {"+titre:mot -titre:mot", "+titre:mot -titre:mot"},
        {"b+e b-e", "b e [b e]|be"},
        {"- mot + autre", "mot autre"},
        {"--mot ++mot", "mot mot"},
        {"-", ""},
        {"-titre:", "-titre"},
        {"titre: mot", "titre mot"},
        {"sous-titre:mot", "[sous titre]|soustitre mot"},
        {"xxx:mot", "xxx mot"},
        {"https://exemple.fr", "https [exemple fr]"},
        {"+l'état", "+état"},
        {"-10 000 reste", "-10000 reste"},
        {"titre:10 000 000", "titre:10000000"},
        {"+10 000e", "+10 000e"},
        {"+10 0000", "+10 0000"},
    };
    CHECK(rows, .all_words = false);
}

static void quotes_make_phrases(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"état de droit\"", "[état de droit]"},
        {"«état de droit»", "[état de droit]"},
        {"« état de droit »", "[état de droit]"},
        {"«\u00a0l’état de droit\u202f»", "[état de droit]"},
        {"“état de droit”", "[état de droit]"},
        {"+\"a b\" -«c d» titre:“e f” reste",
         "+[a b] -[c d] titre:[e f] reste &b &titre:e &titre:f"},
        {"\"f b\"g", "[f b] g &f &b"},
        {"f«b e»g", "f [b e] g &b &e"},
        {"12\" vinyle 33\" rare", "12 vinyle 33 rare"},
        {"l'\"état de droit\" -d’«un an»", "[état de droit] -[un an]"},
        {"\"sans fin", "[sans fin]"},
        {"«sans fin", "[sans fin]"},
        {"\"+a -b titre:c\"", "[a b titre c]"},
        {"\"\" «» « » “\u00a0” +\"\"", ""},
        {"\"mot\"", "mot"},
        {"»mot”", "mot"},
    };
    CHECK(rows, .all_words = false);
}

static void parts_and_joined_readings_are_variants(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"week-end", "[week end]|weekend"},
        {"week\u2011end", "[week end]|weekend"},
        {"-week-end", "-[week end]|weekend"},
        {"chef-d'œuvre", "[chef oeuvre]|chefoeuvre"},
        {"iPhone", "iphone"},
        {"iPhone-case", "[i phone case]|[iphone case]|iphonecase"},
        {"militairesLes", "militairesles"},
        {"gouverne-\nment", "[gouverne ment]|gouvernement"},
        {"lemonde.fr", "[lemonde fr]"},
        {"covid-19", "[covid 19]|covid19"},
        {"regarde-t-il", "regarde &il"},
        {"-regarde-t-il", "-[regarde il]"},
        {"rendez-vous", "[rendez vous]|rendezvous"},
        {"jusqu'à", "jusque à"},
        {"-jusqu'à", "-[jusque à]"},
        {"\"week-end prolongé\"", "[week end prolongé]|[weekend prolongé]"},
        {"\"un iPhone neuf\"", "[un i phone neuf]|[un iphone neuf]"},
        {"\"un iPhone\"", "[un iphone]"},
    };
    CHECK(rows, .all_words = false);
}

static void words_in_one_place_are_variants(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"hôte·sse·s", "hôtes|hôtesses"},   {"\"hôte·sse·s\"", "hôtes|hôtesses"},
        {"-hôte·sse·s", "-hôtes|hôtesses"}, {"\"les hôte·sse·s\"", "[les hôtes]"},
        {"acteur·ice·s", "acteurs"},   /* the other word is a form of it */
        {"étudiant·e·s", "étudiants"}, /* likewise */
    };
    CHECK(rows, .all_words = false);
}

static void numbers_are_spelt_both_ways(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"10 000", "10000"},
        {"10\u00a0000 10.000 10000", "10000 10000 10000"},
        {"\"10 000\" \"10000\"", "10000 10000"},
        {"\"10 000 euros\"", "[10 000 euros]|[10000 euros]"},
        {"\"10000 euros\"", "[10000 euros]|[10 000 euros]"},
        {"\"10\u202f000 euros\"", "[10000 euros]|[10 000 euros]"},
        {"\"1234567 euros\"", "[1234567 euros]|[1 234 567 euros]"},
        {"\"près de 10 000\"", "[près de 10000]"},
        {"\"janvier 2022\"", "[janvier 2022]"},
        {"\"999 euros\"", "[999 euros]"},
        {"\"1234 et 5678 mots\"", "[1234 et 5678 mots]|[1 234 et 5678 mots]|"
                                  "[1234 et 5 678 mots]|[1 234 et 5 678 mots]"},
        {"3,5", "3.5"},
    };
    CHECK(rows, .all_words = false);
}

static void options_change_the_reading(void **state)
{
    (void)state;
    static const struct row all_words[] = {
        {"un -deux titre:trois \"quatre cinq\" +six",
         "&un -deux +titre:trois +[quatre cinq] +six &quatre &cinq"}};
    static const struct row phrase[] = {
        {"état de \"droit\" +mot", "[état de droit mot]"}, {"mot", "mot"}, {" ?! ", ""}};
    static const struct row plain[] = {
        {"+un -deux titre:trois \"quatre cinq\" «six»", "&un deux titre trois quatre cinq six"},
        {"l'«état»", "&l état"}};
    CHECK(all_words, .all_words = true);
    CHECK(phrase, .phrase = true);
    CHECK(plain, .plain_words = true);
}

static void any_bytes_are_read(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\xe9t\xe9", "été"},
        {"e\xcc\x81t\xe9", "été"},
        {"\"\xe9tat de droit", "[état de droit]"},
        {"f\x01"
         "b",
         "f b"},
        {"-\xff", "-ÿ"},
    };
    CHECK(rows, .all_words = false);
}

static size_t count_variants(const char *text)
{
    struct query query;
    assert_int_equal(query_parse(&query, analyzer, text, strlen(text), &(struct query_options){0}),
                     0);
    assert_int_equal(query.clause_count, 1);
    size_t count = query.clauses[0].variant_count;
    query_release(&query);
    return count;
}

static void variants_are_limited(void **state)
{
    (void)state;
    assert_int_equal(count_variants("\"1234 1235 1236 x\""), 8);
    assert_int_equal(count_variants("\"1234 x 1235 x 1236 x 1237 x\""), 16);
    assert_int_equal(count_variants("\"1234 x 1235 x 1236 x 1237 x 1238 x 1239 x\""), 16);
}

static void long_phrases_are_refused(void **state)
{
    (void)state;
    struct query query;
    struct buffer text;
    buffer_init(&text);
    for (int i = 0; i < 1000; i++)
        buffer_append_string(&text, "mot ");
    const struct query_options options = {.phrase = true};
    assert_int_equal(query_parse(&query, analyzer, text.data, text.size, &options), 0);
    assert_int_equal(query.clauses[0].variants[0].count, 1000);
    query_release(&query);
    buffer_append_string(&text, "mot");
    assert_int_equal(query_parse(&query, analyzer, text.data, text.size, &options), ERROR_SYNTAX);
    assert_non_null(strstr(error_message(), "1000"));
    buffer_release(&text);
}

static void a_clause_keeps_what_was_typed(void **state)
{
    (void)state;
    static const char text[] = "l'École -Week-End +« État de droit » 10 000";
    static const char *const typed[] = {"École",  "Week-End", " État de droit ",
                                        "10 000", "état",     "droit"};
    struct query query;
    assert_int_equal(query_parse(&query, analyzer, text, strlen(text), &(struct query_options){0}),
                     0);
    assert_int_equal(query.clause_count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(query.clauses[i].text, typed[i]);
    assert_true(query.clauses[2].quoted);
    assert_false(query.clauses[1].quoted);
    assert_string_equal(query.clauses[0].variants[0].words[0].surface, "école");
    assert_int_equal(query.clauses[0].variants[0].words[0].term_count, 1);
    assert_true(slice_is(query.clauses[0].variants[0].words[0].terms[0], "écol\1e"));
    query_release(&query);
}

/* Forms are clauses as if each had been typed by itself, with its weight. */
static void forms_are_clauses(void **state)
{
    (void)state;
    static const char text[] = "Écoles 1234 iPhone";
    struct weighted_form forms[8];
    struct occurrence occurrences[ANALYSIS_BATCH_MIN];
    struct query query;
    struct buffer got;
    buffer_init(&got);
    analyzer_begin(analyzer, text, strlen(text), 0);
    size_t count = analyzer_next(analyzer, occurrences, ANALYSIS_BATCH_MIN);
    assert_true(count >= 3 && count <= 8);
    for (size_t i = 0; i < count; i++)
        forms[i] = (struct weighted_form){occurrences[i].form, 0.5 + (double)i};
    assert_int_equal(query_of_forms(&query, analyzer, forms, 2, &(struct query_options){0}), 0);
    write_query(&got, &query);
    assert_string_equal(buffer_string(&got), "écoles^0.5 1234^1.5");
    assert_string_equal(query.clauses[0].text, "écoles");
    assert_int_equal(query.clauses[0].variants[0].words[0].term_count, 1);
    assert_true(slice_is(query.clauses[0].variants[0].words[0].terms[0], "écol\1e"));
    query_release(&query);
    buffer_clear(&got);
    const struct query_options options = {.all_words = true, .since = "1970", .until = "1970"};
    assert_int_equal(query_of_forms(&query, analyzer, forms, 1, &options), 0);
    write_query(&got, &query);
    assert_string_equal(buffer_string(&got), "+écoles^0.5 +{date 0 364}");
    query_release(&query);
    assert_int_equal(query_of_forms(&query, analyzer, NULL, 0, &(struct query_options){0}), 0);
    assert_int_equal(query.clause_count, 0);
    query_release(&query);
    buffer_release(&got);
}

/* --- random bytes --- */

static const char *const scraps[] = {"\"",
                                     "«",
                                     "»",
                                     "“",
                                     "”",
                                     "+",
                                     "-",
                                     "titre:",
                                     "title:",
                                     " ",
                                     "\u00a0",
                                     "\u202f",
                                     "'",
                                     "’",
                                     ".",
                                     "·",
                                     "10 000",
                                     "1234",
                                     "000",
                                     "iPhone",
                                     "week-end",
                                     "regarde-t-il",
                                     "étudiant·e·s",
                                     "jusqu'à",
                                     "l'",
                                     "aujourd’hui",
                                     "c++",
                                     "n°",
                                     "\n",
                                     "\t",
                                     "e\u0301",
                                     "\u200b",
                                     "\xff",
                                     "\xc3",
                                     "\xe2\x80",
                                     "L.122-4",
                                     "O.T.A.N.",
                                     "漢字",
                                     "€",
                                     "😀",
                                     "mot",
                                     "lemonde.fr",
                                     "XXe",
                                     "3,5",
                                     "(",
                                     ")",
                                     " ET ",
                                     " OU ",
                                     " SAUF ",
                                     " (",
                                     "\\",
                                     "*",
                                     "?",
                                     "~",
                                     "~2",
                                     "^3",
                                     "=",
                                     "date:2022-01 ",
                                     "date:",
                                     "site:exemple.fr ",
                                     "chemin:a/* ",
                                     " PROCHE/5 "};

static size_t make_text(uint64_t *random, char text[400])
{
    size_t size = 0, wanted = random_below(random, 200);
    while (size < wanted) {
        if (random_below(random, 4) == 0) {
            text[size++] = (char)random_u32(random);
            continue;
        }
        const char *scrap = scraps[random_below(random, sizeof scraps / sizeof *scraps)];
        memcpy(text + size, scrap, strlen(scrap));
        size += strlen(scrap);
    }
    return size;
}

static void expect_sound_terms(uint64_t seed, const struct query_word *word)
{
    EXPECT(seed, word->term_count > 0 || word->kind != WORD_TERM);
    for (size_t i = 0; i < word->term_count; i++) {
        const struct slice term = word->terms[i];
        EXPECT(seed, term.size > 0 && term.size <= ANALYSIS_WORD_MAX);
        EXPECT(seed, term.data[term.size] == '\0' && strlen(term.data) == term.size);
        for (size_t k = 0; k < i; k++)
            EXPECT(seed, !slice_equals(term, word->terms[k]));
    }
}

/* What holds of every query, whatever was typed. */
static void expect_sound(uint64_t seed, const struct query *query)
{
    for (size_t i = 0; i < query->clause_count; i++) {
        const struct query_clause *clause = &query->clauses[i];
        EXPECT(seed, clause->variant_count >= 1 && clause->variant_count <= 16);
        EXPECT(seed, strlen(clause->text) > 0);
        for (size_t v = 0; v < clause->variant_count; v++) {
            const struct query_sequence *sequence = &clause->variants[v];
            EXPECT(seed, sequence->count >= 1 && sequence->words[0].offset == 0);
            for (size_t k = 0; k < sequence->count; k++) {
                const struct query_word *word = &sequence->words[k];
                EXPECT(seed, word->surface_size > 0);
                EXPECT(seed, strlen(word->surface) == word->surface_size);
                expect_sound_terms(seed, word);
                const struct query_word *before = k == 0 ? NULL : word - 1;
                EXPECT(seed, before == NULL || word->part == before->part + 1 ||
                                 (word->part == before->part && word->offset > before->offset));
                EXPECT(seed, word->part == 0 || clause->loose);
                EXPECT(seed, word->part < QUERY_PARTS_MAX);
            }
        }
    }
}

static void random_bytes_give_sound_queries(void **state)
{
    (void)state;
    size_t clauses = 0, phrases = 0, refused = 0;
    for (uint64_t number = 0; number < 50000; number++) {
        uint64_t seed = seed_of(31, number), random = seed;
        char text[400];
        size_t size = make_text(&random, text);
        char *exact = (char *)exact_copy(text, size);
        struct query query;
        struct query_options options = {.all_words = random_below(&random, 2),
                                        .phrase = random_below(&random, 8) == 0,
                                        .plain_words = random_below(&random, 8) == 0};
        int status = query_parse(&query, analyzer, exact, size, &options);
        EXPECT(seed, status == 0 || (status == ERROR_SYNTAX && !options.plain_words));
        if (status != 0) {
            refused++;
            free(exact);
            continue;
        }
        expect_sound(seed, &query);
        clauses += query.clause_count;
        for (size_t i = 0; i < query.clause_count; i++)
            phrases += query.clauses[i].variants[0].count > 1;
        query_release(&query);
        free(exact);
        if (number % 1000 == 0)
            analyzer_reset(analyzer);
    }
    assert_true(clauses > 50000 && phrases > 5000 && refused > 1000 && refused < 30000);
}

SUITE(query)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_clauses),
        cmocka_unit_test(two_words_are_also_one),
        cmocka_unit_test(signs_and_fields_stand_before_a_word),
        cmocka_unit_test(quotes_make_phrases),
        cmocka_unit_test(parts_and_joined_readings_are_variants),
        cmocka_unit_test(words_in_one_place_are_variants),
        cmocka_unit_test(numbers_are_spelt_both_ways),
        cmocka_unit_test(options_change_the_reading),
        cmocka_unit_test(any_bytes_are_read),
        cmocka_unit_test(variants_are_limited),
        cmocka_unit_test(long_phrases_are_refused),
        cmocka_unit_test(a_clause_keeps_what_was_typed),
        cmocka_unit_test(forms_are_clauses),
        cmocka_unit_test(random_bytes_give_sound_queries),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
