/* Tables: how they are written, what their columns are, and what becomes of their rows. */
#include "tests/unit/sources/collect.h"

#include <time.h>

#include "indexer/sources/table/table.h"
#include "tests/unit/suite.h"

/* Compares what a table gives: "id=title:body" of each article, a / between them. */
static void expect_table(const char *text, size_t size, const char *articles)
{
    struct collection collection = {0};
    assert_int_equal(collect_bytes(&collection, SOURCE_TABLE, text, size), 0);
    expect_articles(&collection, text, " / ", articles);
}

static void forms_are_recognised(void **state)
{
    (void)state;
    static const struct {
        const char *text, *articles;
    } rows[] = {
        {"id,title,text\n1,T,x\n2,U,y\n", "1=T:x / 2=U:y"},
        {"id,title,text\r\n1,T,x\r\n2,U,y", "1=T:x / 2=U:y"},
        {"id,title,text\r1,T,x\r2,U,y\r", "1=T:x / 2=U:y"},
        {"id\ttitre\ttexte\n1\tT, U\tx; y\n", "1=T, U:x; y"},
        {"id|titre|texte\n1|T|x, y\n", "1=T:x, y"},
        /* decimal commas, and commas in the names */
        {"id;titre;texte;prix\n1;T;x, y;1,5\n2;U;z;2,50\n", "1=T:x, y / 2=U:z"},
        {"id;titre, sous-titre;texte\n1;T;x, y, z\n", "1=:x, y, z"},
        {"texte\nla crue, hier\nle pont\n", "L2=:la crue, hier / L3=:le pont"},
        /* quotes */
        {"id,texte\n1,\"x, \"\"y\"\"\"\n2,\"\"\n3,\" z \"\n", "1=:x, \"y\" / 3=: z "},
        {"id,texte\n1,\"a\r\nb\n\nc\"\n2,d\n", "1=:a\nb\n\nc / 2=:d"},
        {"id, texte\n1, \"a, b\"\n2, \"c\" \n", "1=:a, b / 2=:c "},
        {"id,texte\n1,dit \"oui\", puis\n", "1=:dit \"oui\", puis"},
        {"id,texte\n1,\"il \"dit\" oui\"\n2,b\n", "1=:il \"dit\" oui / 2=:b"},
        {"id\ttexte\n1\t\"Oui, dit-il.\n2\t\"Non\" et non\n",
         "1=:\"Oui, dit-il. / 2=:\"Non\" et non"},
        {"id\ttexte\n1\t\"Oui,\ndit-il.\"\n2\tx\n3\t\"Non:\n\"\"non\"\"\"\n",
         "1=:Oui,\ndit-il. / 2=:x / 3=:Non:\n\"non\""},
        {"id\ttexte\n1\tx\n2\t\"Oui, dit-il.\n3\ty\n4\tNon \"z\" non\n5\tt\n",
         "1=:x / 2=:\"Oui, dit-il. / 3=:y / 4=:Non \"z\" non / 5=:t"},
        {"id\ttexte\n1\t\"Oui\"\n2\t\"Non\tet\"\n", "1=:Oui / 2=:Non\tet"},
        /* lines */
        {"\n\nid,texte\n\n1,x\n , \n2,y\n\n", "1=:x / 2=:y"},
        {"sep=;\nid;texte\n1;a,b\n", "1=:a,b"},
        {"sep=,\r\nid,texte\r\n1,a;b\r\n", "1=:a;b"},
        {"\"sep=^\"\nid^texte\n1^a;b\n", "1=:a;b"},
        /* the byte order mark, and charsets */
        {"\xef\xbb\xbfid;texte\n1;\xc3\xa9t\xc3\xa9\n", "1=:été"},
        {"\xef\xbb\xbfsep=;\nid;texte\n1;a\n", "1=:a"},
        {"id;texte r\xe9sum\xe9\n1;un \xe9t\xe9 chaud\n", "1=:un été chaud"},
        /* more cells than names: the last has delimiters that are not quoted */
        {"id,titre,texte\n1,T,x, y, z\n2,U,v,,\n", "1=T:x, y, z / 2=U:v"},
        {"id,titre,texte\n1,T\n2,U,y\n", "1=T: / 2=U:y"},
        {"texte\n", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_table(rows[i].text, strlen(rows[i].text), rows[i].articles);
    static const char wide[] = "\xff\xfei\0d\0\t\0t\0e\0x\0t\0\n\0"
                               "1\0\t\0\xe9\0t\0\xe9\0\n\0";
    expect_table(wide, sizeof wide - 1, "1=:été");
    static const char nul[] = "id,texte\n1,a\0b c d e f g h i j k l m n o p q r s t u v w x y z\n";
    expect_table(nul, sizeof nul - 1, "1=:a b c d e f g h i j k l m n o p q r s t u v w x y z");
}

static void columns_are_recognised(void **state)
{
    (void)state;
    static const char phrase[] =
        "Le pont est fermé depuis ce matin à cause de la crue de la rivière";
    static const struct {
        const char *format, *articles;
    } rows[] = {
        {"n°;remarque du lecteur\n1;%s\n2;%s.\n", "L2=:@ / L3=:@."},
        {"code;commentaire_usager\nA;%s\nB;%s.\n", "L2=:@ / L3=:@."},
        {"Contenu de l'article;Titre\n%s;T\n%s.;U\n", "L2=T:@ / L3=U:@."},
        {"resume;detail\nbref mais pas trop;%s\nbref et dit;%s.\n", "L2=:@ / L3=:@."},
        /* no names */
        {"17;Un titre de presse;%s\n18;Un autre titre ici;%s.\n",
         "L1=Un titre de presse:@ / L2=Un autre titre ici:@."},
        {"%s\n%s.\n", "L1=:@ / L2=:@."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[500], articles[500];
        struct buffer wanted = {0};
        snprintf(text, sizeof text, rows[i].format, phrase, phrase);
        for (const char *at = rows[i].articles; *at != '\0'; at++)
            buffer_append(&wanted, *at == '@' ? phrase : at, *at == '@' ? strlen(phrase) : 1);
        snprintf(articles, sizeof articles, "%s", buffer_string(&wanted));
        expect_table(text, strlen(text), articles);
        buffer_release(&wanted);
    }
}

static void fields_are_those_of_json(void **state)
{
    (void)state;
    expect_article(SOURCE_TABLE,
                   &(struct expected){.text = "titre;chapo;corps;publie_le;maj;lien\n"
                                              "\"L&apos;eau\";Un mot.;<p>La <b>cr</b>ue.</p>;"
                                              "15/06/2022;2022-06-16 08:30;https://e.fr/1\n",
                                      .title = "L'eau",
                                      .url = "https://e.fr/1",
                                      .published = "2022-06-15",
                                      .modified = "2022-06-16T08:30",
                                      .body = "Un mot.\n\nLa crue."});
    /* a postal address, and what is about the author */
    expect_article(SOURCE_TABLE, &(struct expected){.text = "nom,adresse,auteur,texte\n"
                                                            "La mairie,2 rue du Pont,Ann,Ouverte\n",
                                                    .title = "La mairie",
                                                    .body = "Ouverte"});
    expect_article(
        SOURCE_TABLE,
        &(struct expected){.text = "2022-06-15;http://e.fr/a;Le pont est fermé depuis "
                                   "ce matin à cause de la crue\n",
                           .url = "http://e.fr/a",
                           .published = "2022-06-15",
                           .body = "Le pont est fermé depuis ce matin à cause de la crue"});
}

static void ids_are_unique(void **state)
{
    (void)state;
    static const char text[] = "id,texte\na,x\na,y\n,z\nL6,v\n,w\nL7,\"u\nt\"\n,s\n";
    struct collection collection = {0};
    assert_int_equal(collect_bytes(&collection, SOURCE_TABLE, text, strlen(text)), 0);
    static const struct {
        const char *id;
        uint32_t ordinal;
    } wanted[] = {{"a", 1}, {"L3", 2}, {"L4", 3}, {"L6", 4}, {"L7", 6}, {"L9", 8}};
    assert_int_equal(collection.count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(collection.articles[i].id, wanted[i].id);
        assert_int_equal(collection.articles[i].ordinal, wanted[i].ordinal);
    }
    assert_int_equal(collection.complaints, 1); /* line 6 has no id, and L6 is taken */
    assert_int_equal(collection.lines[0], 6);
    collect_release(&collection);
}

static void a_table_without_text_is_one_article(void **state)
{
    (void)state;
    static const char text[] =
        "commune;population;article\nArles;51 000;12,5\n\n\"Nîmes\n\";150 000;13\n";
    struct collection collection = {0};
    collect_text(&collection, SOURCE_TABLE, text);
    assert_int_equal(collection.count, 1);
    assert_string_equal(collection.articles[0].id, "");
    assert_string_equal(collection.articles[0].body,
                        "commune\tpopulation\tarticle\nArles\t51 000\t12,5\nNîmes\t150 000\t13");
    assert_int_equal(collection.notice_count, 1);
    assert_int_equal(collection.notice_kinds[0], NOTICE_TEXT);
    assert_non_null(strstr(collection.notices[0], "no column with text"));
    collect_release(&collection);
}

/* What reads a column otherwise makes its rows other articles. */
static void hashes_know_the_columns(void **state)
{
    (void)state;
    struct collection one = {0}, two = {0}, three = {0};
    collect_text(&one, SOURCE_TABLE, "titre,texte\na,b\nc,d\n");
    collect_text(&two, SOURCE_TABLE, "titre,texte\na,b\nc,e\n");
    collect_text(&three, SOURCE_TABLE, "texte,titre\na,b\nc,d\n");
    assert_true(one.articles[0].hash == two.articles[0].hash);
    assert_true(one.articles[1].hash != two.articles[1].hash);
    assert_true(one.articles[0].hash != three.articles[0].hash);
    collect_release(&one);
    collect_release(&two);
    collect_release(&three);
}

static int read_limited(struct collection *collection, const char *text, size_t size, size_t limit)
{
    struct source_reader *reader = source_reader_create(limit);
    const struct article_receiver receiver = collector(collection);
    int status =
        source_read_bytes(reader, (struct text_span){text, size}, SOURCE_TABLE, "test", &receiver);
    source_reader_destroy(reader);
    return status;
}

static void faults_are_reported(void **state)
{
    (void)state;
    struct collection collection = {0};
    static const char unclosed[] = "id,texte\n1,\"a b\n2,c d\n3,e f\n";
    collect_text(&collection, SOURCE_TABLE, unclosed);
    assert_int_equal(collection.count, 3);
    assert_string_equal(collection.articles[0].body, "\"a b");
    assert_int_equal(collection.complaints, 1);
    assert_int_equal(collection.lines[0], 2);
    collect_release(&collection);

    /* a row that is too long is cut; the next is found */
    struct collection cut = {0};
    static const char rows[] =
        "id,texte\n1,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n2,b\n3,\"c\nd\n4,e\n5,ffffffffffff\n";
    assert_int_equal(read_limited(&cut, rows, strlen(rows), 20), 0);
    assert_int_equal(cut.count, 5);
    assert_string_equal(cut.articles[0].id, "1");
    assert_int_equal(strlen(cut.articles[0].body), 17);
    assert_string_equal(cut.articles[1].body, "b");
    assert_string_equal(cut.articles[2].body, "\"c");
    assert_string_equal(cut.articles[4].body, "ffffffffffff");
    assert_int_equal(cut.complaints, 2);
    collect_release(&cut);

    struct collection one = {0};
    static const char numbers[] = "a,b\n1,2\n3,4\n5,6\n7,8\n";
    assert_int_equal(read_limited(&one, numbers, strlen(numbers), 9), 0);
    assert_int_equal(one.count, 1);
    assert_string_equal(one.articles[0].body, "a\tb\n1\t2\n3");
    assert_int_equal(one.complaints, 1);
    collect_release(&one);

    struct collection binary = {0};
    static const char elf[] = "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0";
    assert_int_equal(collect_bytes(&binary, SOURCE_TABLE, elf, sizeof elf), ERROR_INPUT);
    struct collection stopped = {.stop_with = ERROR_STOPPED};
    assert_int_equal(collect_bytes(&stopped, SOURCE_TABLE, unclosed, strlen(unclosed)),
                     ERROR_STOPPED);
    collect_release(&stopped);
}

/* A table of several megabytes, in blocks, is read as it is from memory. */
static void large_tables_are_streamed(void **state)
{
    (void)state;
    struct buffer text = {0};
    struct collection collection = {0};
    buffer_append_string(&text, "id,texte\r\n");
    for (size_t i = 0; i < 40; i++) {
        buffer_append_format(&text, "%zu,\"", i);
        for (size_t word = 0; word < 10000 + i; word++)
            buffer_append_format(&text, word % 100 == 7 ? "mot\"\"%zu, \r\n" : "mot%zu ", word);
        buffer_append_string(&text, "\"\r\n");
    }
    assert_int_equal(collect_piped(&collection, "a.csv", text.data, text.size), 0);
    assert_int_equal(collection.count, 40);
    assert_string_equal(collection.articles[39].id, "39");
    assert_true(strstr(collection.articles[39].body, "mot6 mot\"7, \nmot8 ") != NULL);
    collect_release(&collection);
    buffer_release(&text);
}

static double seconds_to_read(const char *first, const char *piece, size_t count)
{
    struct buffer text = {0};
    buffer_append_string(&text, first);
    for (size_t i = 0; i < count; i++)
        buffer_append_string(&text, piece);
    struct table_rows rows;
    struct table_row row;
    struct table_cells cells = {0};
    struct input input;
    input_open_memory(&input, text.data, text.size, "test");
    clock_t start = clock();
    int status = table_rows_open(&rows, &input, NULL, 1 << 20);
    while (status >= 0 && (status = table_rows_next(&rows, &row)) == 1)
        assert_int_equal(table_cells_split(&cells, &row.form, row.text), 0);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_int_equal(status, 0);
    table_cells_release(&cells);
    table_rows_close(&rows);
    buffer_release(&text);
    return seconds;
}

static void hostile_tables_take_linear_time(void **state)
{
    (void)state;
    static const struct {
        const char *first, *piece;
    } rows[] = {
        {"a,b\n", "1,\"x\n"}, {"a,b\n", "\""},        {"a,b\n", "\"x,"},
        {"a,b\n", "\" "},     {"a,b\n1,\"", "x\n"},   {"a,b\n", "\"\"\"\n"},
        {"a,b\n", ","},       {"a,b\n", "x"},         {"a,b\n", "\n"},
        {"a,b\n\"", "\"\""},  {"a\tb\n", "\"\t\"\n"}, {"a,b\n", "  \"x  \",,\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double once = seconds_to_read(rows[i].first, rows[i].piece, 250000 / HOSTILE_DIVISOR);
        double twice = seconds_to_read(rows[i].first, rows[i].piece, 500000 / HOSTILE_DIVISOR);
        if (twice > 4 * once + 0.1)
            print_error("%s%s…: %f, %f s\n", rows[i].first, rows[i].piece, once, twice);
        assert_true(twice <= 4 * once + 0.1);
    }
}

SUITE(table)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_recognised),
        cmocka_unit_test(columns_are_recognised),
        cmocka_unit_test(fields_are_those_of_json),
        cmocka_unit_test(ids_are_unique),
        cmocka_unit_test(a_table_without_text_is_one_article),
        cmocka_unit_test(hashes_know_the_columns),
        cmocka_unit_test(faults_are_reported),
        cmocka_unit_test(large_tables_are_streamed),
        cmocka_unit_test(hostile_tables_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
