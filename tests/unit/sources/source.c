/* The door: formats by name, whole files, and the awkward files of ../shared. */
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "tests/unit/sources/collect.h"

#include "common/base/file.h"
#include "tests/unit/suite.h"

static void formats_follow_from_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum source_format format;
        enum compression compression;
    } names[] = {
        {"a.txt", SOURCE_PLAIN, COMPRESSION_NONE},
        {"A.TXT", SOURCE_PLAIN, COMPRESSION_NONE},
        {"a.b/c.Md", SOURCE_MARKDOWN, COMPRESSION_NONE},
        {"a.markdown", SOURCE_MARKDOWN, COMPRESSION_NONE},
        {"a.html", SOURCE_HTML, COMPRESSION_NONE},
        {"a.htm", SOURCE_HTML, COMPRESSION_NONE},
        {"a.xhtml", SOURCE_HTML, COMPRESSION_NONE},
        {"a.jsonl", SOURCE_JSON_LINES, COMPRESSION_NONE},
        {"a.ndjson", SOURCE_JSON_LINES, COMPRESSION_NONE},
        {"a.txt.gz", SOURCE_PLAIN, COMPRESSION_GZIP},
        {"a.JSONL.GZ", SOURCE_JSON_LINES, COMPRESSION_GZIP},
        {"a.txt.html", SOURCE_HTML, COMPRESSION_NONE},
        {"a.html.txt", SOURCE_PLAIN, COMPRESSION_NONE},
        {"txt", SOURCE_NONE, COMPRESSION_NONE},
        {"a.txt/b", SOURCE_NONE, COMPRESSION_NONE},
        {"a.txt.", SOURCE_NONE, COMPRESSION_NONE},
        {"a.gz", SOURCE_NONE, COMPRESSION_GZIP},
        {"a.txt.gz.gz", SOURCE_NONE, COMPRESSION_GZIP},
        {"a.txtx", SOURCE_NONE, COMPRESSION_NONE},
        {"a.tx", SOURCE_NONE, COMPRESSION_NONE},
        {"a.json", SOURCE_JSON, COMPRESSION_NONE},
        {"a.html?p=3", SOURCE_HTML, COMPRESSION_NONE},
        {"a.html?p=3.5", SOURCE_HTML, COMPRESSION_NONE},
        {"a.HTM?", SOURCE_HTML, COMPRESSION_NONE},
        {"a?.txt", SOURCE_PLAIN, COMPRESSION_NONE},
        {"a.txt?p=3", SOURCE_PLAIN, COMPRESSION_NONE},
        {"", SOURCE_NONE, COMPRESSION_NONE},
        {".gz", SOURCE_NONE, COMPRESSION_GZIP},
        {"a.jsonl.zst", SOURCE_JSON_LINES, COMPRESSION_ZSTD},
        {"a.html.xz", SOURCE_HTML, COMPRESSION_XZ},
        {"a.XML.Bz2", SOURCE_XML, COMPRESSION_BZIP2},
        {"a.html?p=3.zst", SOURCE_HTML, COMPRESSION_ZSTD},
        {"a.zst", SOURCE_NONE, COMPRESSION_ZSTD},
        {"zst", SOURCE_NONE, COMPRESSION_NONE},
        {"a.txt.zstd", SOURCE_NONE, COMPRESSION_NONE},
        {"a.txt.bz2.xz", SOURCE_NONE, COMPRESSION_XZ},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct source_kind kind = source_kind_of(names[i].name);
        if (kind.format != names[i].format || kind.compression != names[i].compression)
            print_error("%s\n", names[i].name);
        assert_int_equal(kind.format, names[i].format);
        assert_int_equal(kind.compression, names[i].compression);
    }
}

static void names_without_a_format_may_be_pages(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool maybe_page;
    } names[] = {
        {"a", true},         {"a.b/c", true},  {"article?id=3.5", true}, {"a.php", true},
        {"a.PHP?id", true},  {"a.aspx", true}, {"a.html", false},        {"a.exe", false},
        {"a.php.gz", false}, {"a.xz", false},  {"a.gz", false},          {"a.c?x", false},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (source_kind_of(names[i].name).maybe_page != names[i].maybe_page)
            print_error("%s\n", names[i].name);
        assert_int_equal(source_kind_of(names[i].name).maybe_page, names[i].maybe_page);
    }
}

static void names_of_files_give_days(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *published;
    } files[] = {
        {"2022-06-15-la-crue.md", "Corps", "2022-06-15"},
        {"20220615 la crue.txt", "Corps", "2022-06-15"},
        {"la-crue_15-06-2022.html", "Corps", "2022-06-15"},
        {"2022-06-15/la-crue.md", "Corps", ""},
        {"2022-06-15-la-crue.md", "---\ndate: 2021\n---\nCorps", "2021"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct collection collection = {0};
        assert_int_equal(
            collect_piped(&collection, files[i].name, files[i].text, strlen(files[i].text)), 0);
        assert_string_equal(collection.articles[0].published, files[i].published);
        collect_release(&collection);
    }
}

static void a_reader_keeps_nothing_from_file_to_file(void **state)
{
    (void)state;
    static const struct {
        enum source_format format;
        const char *text;
    } files[] = {
        {SOURCE_PLAIN, " date 2022-01 https://x.example/\n\nTitre\n\n2022-01-06T11:54Z\n\nCorps"},
        {SOURCE_PLAIN, ""},
        {SOURCE_MARKDOWN, "---\ntitle: T\ndate: 2022\n---\n```\ncode"},
        {SOURCE_MARKDOWN, ""},
        {SOURCE_HTML, "<title>T</title><link rel=canonical href='https://x/'><pre><svg>a"},
        {SOURCE_HTML, "a  b"},
        {SOURCE_HTML, ""},
    };
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    struct collection kept = {0}, fresh = {0};
    const struct article_receiver receiver = {.article = collect_article, .context = &kept};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const struct text_span text = {files[i].text, strlen(files[i].text)};
        assert_int_equal(source_read_bytes(reader, text, files[i].format, "x", &receiver), 0);
        collect_text(&fresh, files[i].format, files[i].text);
        assert_string_equal(kept.articles[i].title, fresh.articles[i].title);
        assert_string_equal(kept.articles[i].url, fresh.articles[i].url);
        assert_string_equal(kept.articles[i].body, fresh.articles[i].body);
        assert_string_equal(kept.articles[i].published, fresh.articles[i].published);
    }
    assert_string_equal(kept.articles[1].body, "");
    assert_string_equal(kept.articles[5].body, "a b");
    source_reader_destroy(reader);
    collect_release(&kept);
    collect_release(&fresh);
}

static void hashes_show_changes(void **state)
{
    (void)state;
    struct collection collection = {0};
    collect_text(&collection, SOURCE_PLAIN, "La rivière");
    collect_text(&collection, SOURCE_PLAIN, "La rivière\n");
    collect_text(&collection, SOURCE_PLAIN, "La rivière");
    assert_int_equal(collection.articles[0].hash, collection.articles[2].hash);
    assert_int_not_equal(collection.articles[0].hash, collection.articles[1].hash);
    collect_release(&collection);
}

static void read_failures_are_reported(void **state)
{
    (void)state;
    struct collection collection = {0};
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    int folder = open("/", O_RDONLY | O_DIRECTORY);
    const struct article_receiver receiver = {.article = collect_article, .context = &collection};
    struct source_kind kind = {.format = SOURCE_PLAIN};
    assert_int_equal(source_read(reader, folder, kind, "/", &receiver), ERROR_SYSTEM);
    kind = (struct source_kind){.format = SOURCE_JSON_LINES, .compression = COMPRESSION_GZIP};
    assert_int_equal(source_read(reader, folder, kind, "/", &receiver), ERROR_SYSTEM);
    kind = (struct source_kind){.format = SOURCE_NONE};
    assert_int_equal(source_read(reader, folder, kind, "/", &receiver), ERROR_INPUT);
    close(folder);
    source_reader_destroy(reader);
}

/* Reads a file of the torture folder; skips the test where the folder is not. */
static int read_torture(struct collection *collection, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/torture/files/%s", SHARED_DATA, name);
    int descriptor = open(path, O_RDONLY);
    if (descriptor < 0)
        skip();
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    const struct article_receiver receiver = collector(collection);
    int status = source_read(reader, descriptor, source_kind_of(name), name, &receiver);
    source_reader_destroy(reader);
    close(descriptor);
    return status;
}

static void torture_texts_are_read(void **state)
{
    (void)state;
    static const char *const words[][2] = {
        {"latin1.txt", "été"},
        {"latin1.txt", "Besançon"},
        {"latin9.txt", "été"},
        {"utf16be-bom.txt", "Besançon"},
        {"invalid-utf8.txt", "après"},
        {"mojibake.txt", "Ã©"},
        {"html-latin1-meta.html", "français"},
        {"html-latin1-meta.html", "L'hôtel à côté"},
        {"html-meta-lies.html", "français"},
        {"html-meta-lies.html", "un deux"},
        {"html-unclosed.html", "début gras"},
        {"long-word.txt", "fin"},
        {"zero-width.txt", "fin"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct collection collection = {0};
        assert_int_equal(read_torture(&collection, words[i][0]), 0);
        assert_int_equal(collection.count, 1);
        if (strstr(collection.articles[0].body, words[i][1]) == NULL)
            print_error("no '%s' in %s\n", words[i][1], words[i][0]);
        assert_non_null(strstr(collection.articles[0].body, words[i][1]));
        assert_null(strstr(collection.articles[0].body, "interdit"));
        assert_null(strstr(collection.articles[0].body, "caché"));
        collect_release(&collection);
    }
}

static void torture_files_are_refused_or_empty(void **state)
{
    (void)state;
    struct collection collection = {0};
    assert_int_equal(read_torture(&collection, "elf-named.md"), ERROR_INPUT);
    assert_int_equal(read_torture(&collection, "nul-only.txt"), ERROR_INPUT);
    assert_int_equal(collection.count, 0);
    /* Whole lines before the damage are kept. */
    assert_int_equal(read_torture(&collection, "truncated.jsonl.gz"), ERROR_INPUT);
    assert_non_null(strstr(error_message(), "'truncated.jsonl.gz' is truncated"));
    assert_int_equal(collection.count, 1);
    collect_release(&collection);
    assert_int_equal(read_torture(&collection, "newlines-only.txt"), 0);
    assert_string_equal(collection.articles[0].body, "");
    assert_int_equal(read_torture(&collection, "README-noeol.md"), 0);
    assert_string_equal(collection.articles[1].title, "Titre sans fin de ligne");
    collect_release(&collection);
}

static void torture_lines_are_reported(void **state)
{
    (void)state;
    static const size_t bad[] = {2, 4, 5, 7, 9, 10};
    static const char *const ids[] = {"1", "3", "L8", "9", "10", "11"};
    struct collection collection = {0};
    assert_int_equal(read_torture(&collection, "broken.jsonl"), 0);
    assert_int_equal(collection.count, 6);
    assert_int_equal(collection.complaints, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(collection.lines[i], bad[i]);
        assert_string_equal(collection.articles[i].id, ids[i]);
    }
    assert_string_equal(collection.articles[3].body, "\xef\xbf\xbd seul été   nul");
    assert_string_equal(collection.articles[4].body, "clé double");
    collect_release(&collection);
}

SUITE(source)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_follow_from_names),
        cmocka_unit_test(names_without_a_format_may_be_pages),
        cmocka_unit_test(names_of_files_give_days),
        cmocka_unit_test(a_reader_keeps_nothing_from_file_to_file),
        cmocka_unit_test(hashes_show_changes),
        cmocka_unit_test(read_failures_are_reported),
        cmocka_unit_test(torture_texts_are_read),
        cmocka_unit_test(torture_files_are_refused_or_empty),
        cmocka_unit_test(torture_lines_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
