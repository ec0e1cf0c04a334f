/* Names that the user maps to fields, in JSON and in tables. */
#include "tests/unit/sources/collect.h"

#include "tests/unit/suite.h"

/* Compares what a text gives with these mappings: "id=title:body date" of each article. */
static void expect_mapped(const char *mappings, enum source_format format, const char *text,
                          const char *articles)
{
    struct name_map map = {0};
    struct collection collection = {0};
    struct buffer got = {0};
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    const struct article_receiver receiver = collector(&collection);
    assert_int_equal(name_map_add(&map, mappings), 0);
    source_reader_set_map(reader, &map);
    const struct text_span bytes = {text, strlen(text)};
    assert_int_equal(source_read_bytes(reader, bytes, format, "test", &receiver), 0);
    for (size_t i = 0; i < collection.count; i++) {
        const struct collected *article = &collection.articles[i];
        buffer_append_format(&got, "%s%s=%s:%s %s", i == 0 ? "" : " / ", article->id,
                             article->title, article->body, article->published);
    }
    if (strcmp(buffer_string(&got), articles) != 0)
        print_error("%s: %s\n", mappings, text);
    assert_string_equal(buffer_string(&got), articles);
    buffer_release(&got);
    collect_release(&collection);
    source_reader_destroy(reader);
    name_map_release(&map);
}

static void names_are_mapped(void **state)
{
    (void)state;
    static const struct {
        const char *mappings;
        enum source_format format;
        const char *text, *articles;
    } rows[] = {
        {"text=propos", SOURCE_JSON_LINES, "{\"id\":1,\"propos\":\"a\",\"text\":\"b\"}\n", "1=:a "},
        {"text=propos", SOURCE_JSON_LINES, "{\"id\":1,\"propos\":null,\"text\":\"b\"}\n", "1=:b "},
        {"text=propos", SOURCE_JSON_LINES, "{\"id\":1,\"text\":\"b\",\"Propos\":\"a\"}\n", "1=:a "},
        {"texte=b,titre=text", SOURCE_JSON_LINES, "{\"id\":1,\"text\":\"a\",\"b\":\"c\"}\n",
         "1=a:c "},
        {"text=propos,text=suite", SOURCE_JSON_LINES,
         "{\"id\":1,\"suite\":\"b\",\"propos\":\"a\"}\n{\"id\":2,\"suite\":\"b\"}\n",
         "1=:a  / 2=:b "},
        {"date=jour, id = réf. num", SOURCE_JSON_LINES,
         "{\"text\":\"a\",\"date\":\"2020-01-01\",\"jour\":\"2021-02-03\",\"REF_NUM\":\"x\"}\n",
         "x=:a 2021-02-03"},
        {"text=话", SOURCE_JSON_LINES, "{\"id\":1,\"话\":\"a\"}\n", "1=:a "},
        {"text=propos", SOURCE_JSON_LINES, "{\"id\":1,\"data\":{\"propos\":\"a\"}}\n", "1=:a "},
        {"text=propos", SOURCE_JSON, "{\"propos\":\"a\",\"title\":\"T\"}", "=T:a "},
        {"text=n", SOURCE_TABLE, "17;n\n18;a\n", "L2=:a "},
        {"text=propos,title=sujet,date=jour", SOURCE_TABLE,
         "titre;sujet;Propos;texte;jour\na;b;c;d;15/06/2022\n", "L2=b:c 2022-06-15"},
        {"text=document", SOURCE_TABLE, "nom;document\nb;42\n", "L2=b:42 "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_mapped(rows[i].mappings, rows[i].format, rows[i].text, rows[i].articles);
}

static void mappings_are_checked(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",        "title",     "title=",       "=a",
        "autre=a", "title=a,,", "title=a,text", "text=a,text=b,text=c,text=d,text=e"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct name_map map = {0};
        assert_int_equal(name_map_add(&map, wrong[i]), ERROR_SYNTAX);
        name_map_release(&map);
    }
}

/* Articles that are read in another way are other articles. */
static void hashes_know_the_mappings(void **state)
{
    (void)state;
    struct name_map one = {0}, two = {0};
    assert_int_equal(name_map_hash(NULL), 0);
    assert_int_equal(name_map_hash(&one), 0);
    assert_int_equal(name_map_add(&one, "title=a"), 0);
    assert_int_equal(name_map_add(&two, "text=a"), 0);
    assert_true(name_map_hash(&one) != 0);
    assert_true(name_map_hash(&one) != name_map_hash(&two));
    name_map_release(&one);
    name_map_release(&two);
}

SUITE(name_map)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_mapped),
        cmocka_unit_test(mappings_are_checked),
        cmocka_unit_test(hashes_know_the_mappings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
