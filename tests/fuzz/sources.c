/* The source readers: the first byte says the format. What they hand over is UTF-8; the order of
 * articles ascends; they end. Patterns of ignore files are asked, too. */
#include <string.h>

#include "fuzz/harness.h"

#include "analysis/decode.h"
#include "sources/ignore.h"
#include "sources/source.h"

const struct fuzz_seed fuzz_seeds[] = {
    FUZZ_SEED("\0 date 2022-01 https://e.fr/a.html\n\nLe titre\n\nLe titre\n\nChapeau... "
              "06.01.2022\n\n2022-01-06T11:54+0100\n\nLe corps.\n"),
    FUZZ_SEED("\1---\ntitle: \"Un\"\ndate: 2021-05-06\n---\n# Un *deux*\n\n> q [l](u) ![i](j)\n\n"
              "```\ncode\n```\n| a | b |\n|---|---|\n| c | d |\n<!-- x -->&eacute;"),
    FUZZ_SEED("\2<!DOCTYPE html><html><head><title>T</title><meta charset=utf-8><meta "
              "property='article:published_time' content='2022-01-06'></head><body><h1>H</h1>"
              "<p>a<br>b&nbsp;c<script>x</script><table><tr><td>1<td>2</table></body></html>"),
    FUZZ_SEED(
        "\3{\"id\":\"1\",\"title\":\"T\",\"url\":\"u\",\"date\":\"2022-01-06\",\"text\":"
        "\"un \\u00e9t\\u00e9 \\ud83d\\ude00\"}\n{\"id\":2,\"contents\":\"x\",\"n\":[1,{}]}\n"),
    FUZZ_SEED("\4<rss><channel><item><title>T</title><guid>g</guid><pubDate>Thu, 06 Jan 2022 "
              "11:54:00 +0100</pubDate><description>&lt;p&gt;x&lt;/p&gt;</description></item>"
              "</channel></rss>"),
    FUZZ_SEED("\4<!DOCTYPE TEI [<!ENTITY v 'Hugo'>]><TEI><teiHeader><fileDesc><titleStmt><title>T"
              "</title></titleStmt></fileDesc></teiHeader><text><p>a <choice><sic>b</sic><corr>c"
              "</corr></choice> &v;<lb/></p></text></TEI>"),
    FUZZ_SEED("\4<mediawiki><siteinfo><base>https://w/x</base></siteinfo><page><title>T</title>"
              "<id>1</id><revision><timestamp>2021-02-03T04:05:06Z</timestamp><text>{{a|{{b}}}} "
              "'''c''' [[d|e]] [[Fichier:f|g]] [http://h i] == j ==\n{| k\n|-\n| l || m\n|}\n"
              "</text></revision></page></mediawiki>"),
    FUZZ_SEED("\4<a><date>12/03/1999</date><titre>T</titre><b>c</b><d>e</d>&eacute;</a>"),
    FUZZ_SEED("\5*.txt\n!a/**/b[c-e]?\n/x/\n\\#y\n[[:alpha:]]*\n"),
    {NULL, 0},
};

struct seen {
    uint32_t next;
};

static void check_text(struct text_span span)
{
    fuzz_require(span.bytes != NULL, "a span has bytes");
    fuzz_require(decode_valid_prefix(span.bytes, span.size) == span.size, "it is UTF-8");
}

static int take(void *context, const struct article *article)
{
    struct seen *seen = context;
    check_text(article->id);
    check_text(article->title);
    check_text(article->url);
    check_text(article->body);
    fuzz_require(memchr(article->title.bytes, '\n', article->title.size) == NULL,
                 "a title is one line");
    fuzz_require(article->ordinal >= seen->next, "places ascend");
    seen->next = article->ordinal + 1;
    return 0;
}

static void complain(void *context, size_t line, const char *message)
{
    (void)context, (void)line;
    fuzz_require(message[0] != '\0', "a complaint says something");
}

static void ask_ignore(const char *text, size_t size)
{
    static const char *const paths[] = {"a", "a/b/c.txt", "x/y", "été/#y", "a/bd1"};
    struct ignore ignore = {0};
    ignore_add(&ignore, text, size, 0);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        ignore_excludes_below(&ignore, paths[i], false);
    ignore_release(&ignore);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { LIMIT = 1 << 13, FORMATS = 6 };
    static const enum source_format formats[] = {SOURCE_PLAIN, SOURCE_MARKDOWN, SOURCE_HTML,
                                                 SOURCE_JSON_LINES, SOURCE_XML};
    static struct source_reader *reader;
    struct seen seen = {0};
    if (reader == NULL)
        reader = source_reader_create(LIMIT);
    if (size == 0)
        return 0;
    const char *text = (const char *)bytes + 1;
    if (bytes[0] % FORMATS == FORMATS - 1)
        ask_ignore(text, size - 1);
    else
        source_read_bytes(reader, text, size - 1, formats[bytes[0] % FORMATS], "fuzz", take,
                          complain, &seen);
    return 0;
}
