/* The door: formats by name, gzip, whole files, and the awkward files of ../shared. */
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/unit/sources/collect.h"

#include "common/base/file.h"
#include "tests/unit/suite.h"

static void formats_follow_from_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum source_format format;
        bool compressed;
    } names[] = {
        {"a.txt", SOURCE_PLAIN, false},
        {"A.TXT", SOURCE_PLAIN, false},
        {"a.b/c.Md", SOURCE_MARKDOWN, false},
        {"a.markdown", SOURCE_MARKDOWN, false},
        {"a.html", SOURCE_HTML, false},
        {"a.htm", SOURCE_HTML, false},
        {"a.xhtml", SOURCE_HTML, false},
        {"a.jsonl", SOURCE_JSON_LINES, false},
        {"a.ndjson", SOURCE_JSON_LINES, false},
        {"a.txt.gz", SOURCE_PLAIN, true},
        {"a.JSONL.GZ", SOURCE_JSON_LINES, true},
        {"a.txt.html", SOURCE_HTML, false},
        {"a.html.txt", SOURCE_PLAIN, false},
        {"txt", SOURCE_NONE, false},
        {"a.txt/b", SOURCE_NONE, false},
        {"a.txt.", SOURCE_NONE, false},
        {"a.gz", SOURCE_NONE, true},
        {"a.txt.gz.gz", SOURCE_NONE, true},
        {"a.txtx", SOURCE_NONE, false},
        {"a.tx", SOURCE_NONE, false},
        {"a.json", SOURCE_JSON, false},
        {"a.html?p=3", SOURCE_HTML, false},
        {"a.html?p=3.5", SOURCE_HTML, false},
        {"a.HTM?", SOURCE_HTML, false},
        {"a?.txt", SOURCE_PLAIN, false},
        {"a.txt?p=3", SOURCE_PLAIN, false},
        {"", SOURCE_NONE, false},
        {".gz", SOURCE_NONE, true},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct source_kind kind = source_kind_of(names[i].name);
        if (kind.format != names[i].format || kind.compressed != names[i].compressed)
            print_error("%s\n", names[i].name);
        assert_int_equal(kind.format, names[i].format);
        assert_int_equal(kind.compressed, names[i].compressed);
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
        {"a.php.gz", false}, {"a.gz", false},  {"a.c?x", false},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (source_kind_of(names[i].name).maybe_page != names[i].maybe_page)
            print_error("%s\n", names[i].name);
        assert_int_equal(source_kind_of(names[i].name).maybe_page, names[i].maybe_page);
    }
}

/* Appends a gzip member that holds the text. */
static void add_member(struct buffer *into, const char *text, size_t size)
{
    z_stream stream = {0};
    unsigned char gzipped[4096];
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)text;
    stream.avail_in = (uInt)size;
    int result;
    do {
        stream.next_out = gzipped;
        stream.avail_out = sizeof gzipped;
        result = deflate(&stream, Z_FINISH);
        buffer_append(into, gzipped, sizeof gzipped - stream.avail_out);
    } while (result == Z_OK);
    assert_int_equal(result, Z_STREAM_END);
    deflateEnd(&stream);
}

/* Reads the bytes through a pipe, which a child of this process fills at its own pace. */
static int read_piped(struct collection *collection, const char *name, const char *bytes,
                      size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        file_write_all(ends[1], bytes, size, name);
        _exit(0);
    }
    close(ends[1]);
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    const struct article_receiver receiver = collector(collection);
    int status = source_read(reader, ends[0], source_kind_of(name), name, &receiver);
    source_reader_destroy(reader);
    close(ends[0]);
    return status;
}

static void gzip_is_inflated(void **state)
{
    (void)state;
    struct buffer gzipped = {0};
    struct collection collection = {0};
    add_member(&gzipped, "La crue\n\nLa rivière ", strlen("La crue\n\nLa rivière "));
    add_member(&gzipped, "", 0);
    add_member(&gzipped, "déborde.\n", strlen("déborde.\n"));
    assert_int_equal(read_piped(&collection, "a.txt.gz", gzipped.data, gzipped.size), 0);
    assert_string_equal(collection.articles[0].title, "La crue");
    assert_string_equal(collection.articles[0].body, "La rivière déborde.");
    collect_release(&collection);
    for (size_t i = 0; i < 100000; i++) /* padding, more than a block of it */
        buffer_append_byte(&gzipped, 0);
    assert_int_equal(read_piped(&collection, "a.txt.gz", gzipped.data, gzipped.size), 0);
    assert_int_equal(collection.count, 1);
    collect_release(&collection);
    buffer_append_string(&gzipped, "ordures");
    assert_int_equal(read_piped(&collection, "a.txt.gz", gzipped.data, gzipped.size), ERROR_INPUT);
    assert_non_null(strstr(error_message(), "'a.txt.gz' is damaged"));
    buffer_release(&gzipped);
}

static void gzip_that_is_cut_ends_early(void **state)
{
    (void)state;
    struct buffer gzipped = {0};
    add_member(&gzipped, "La crue\n\nLa rivière", strlen("La crue\n\nLa rivière"));
    for (size_t size = 0; size < gzipped.size; size++) {
        struct collection collection = {0};
        assert_int_equal(read_piped(&collection, "a.txt.gz", gzipped.data, size), ERROR_INPUT);
        assert_non_null(strstr(error_message(), "is truncated"));
        assert_int_equal(collection.count, 0);
    }
    buffer_release(&gzipped);
}

static void damaged_gzip_is_refused(void **state)
{
    (void)state;
    struct buffer gzipped = {0};
    add_member(&gzipped, "La crue\n\nLa rivière", strlen("La crue\n\nLa rivière"));
    size_t crc = gzipped.size - 8;
    gzipped.data[crc] ^= 1;
    struct collection collection = {0};
    assert_int_equal(read_piped(&collection, "a.txt.gz", gzipped.data, gzipped.size), ERROR_INPUT);
    assert_int_equal(collection.count, 0);
    assert_int_equal(read_piped(&collection, "a.txt.gz", "pas du gzip", 11), ERROR_INPUT);
    assert_int_equal(collection.count, 0);
    buffer_release(&gzipped);
}

static void lines_before_the_cut_are_kept(void **state)
{
    (void)state;
    struct buffer text = {0}, gzipped = {0};
    struct collection collection = {0};
    for (size_t i = 0; i < 40; i++) { /* long enough that the first blocks are handed out */
        buffer_append_format(&text, "{\"id\":%zu,\"text\":\"", i);
        for (size_t word = 0; word < 20000; word++)
            buffer_append_format(&text, "%zu ", (word * 7919 + i) % 65521);
        buffer_append_string(&text, "\"}\n");
    }
    add_member(&gzipped, text.data, text.size);
    assert_int_equal(read_piped(&collection, "a.jsonl.gz", gzipped.data, gzipped.size / 2),
                     ERROR_INPUT);
    assert_true(collection.count > 5 && collection.count < 30);
    assert_string_equal(collection.articles[3].id, "3");
    collect_release(&collection);
    assert_int_equal(read_piped(&collection, "a.jsonl", text.data, text.size), 0);
    assert_int_equal(collection.count, 40);
    collect_release(&collection);
    buffer_release(&text);
    buffer_release(&gzipped);
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
            read_piped(&collection, files[i].name, files[i].text, strlen(files[i].text)), 0);
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
    kind = (struct source_kind){.format = SOURCE_JSON_LINES, .compressed = true};
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
        cmocka_unit_test(gzip_is_inflated),
        cmocka_unit_test(gzip_that_is_cut_ends_early),
        cmocka_unit_test(damaged_gzip_is_refused),
        cmocka_unit_test(lines_before_the_cut_are_kept),
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
