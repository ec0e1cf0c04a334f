/* The source readers: the first byte says the format. What they hand over is UTF-8; the order of
 * articles ascends; they end. Patterns of ignore files are asked, too. */
#include <string.h>

#include "common/base/utf8.h"
#include "tests/fuzz/harness.h"

#include "indexer/sources/source.h"
#include "indexer/sources/walk/ignore.h"

struct seen {
    uint32_t next;
};

static void check_text(struct text_span span)
{
    fuzz_require(span.bytes != NULL, "a span has bytes");
    fuzz_require(utf8_valid_prefix(span.bytes, span.size) == span.size, "it is UTF-8");
}

static int check_source_article(void *context, const struct article *article)
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

static void check_complaint(void *context, size_t line, const char *message)
{
    (void)context, (void)line;
    fuzz_require(message[0] != '\0', "a complaint says something");
}

static void check_notice(void *context, enum article_notice kind, size_t line, const char *message)
{
    (void)kind;
    check_complaint(context, line, message);
}

static void check_ignore(const char *text, size_t size)
{
    static const char *const paths[] = {"a", "a/b/c.txt", "x/y", "été/#y", "a/bd1"};
    struct ignore ignore = {0};
    ignore_add(&ignore, text, size, 0);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        ignore_excludes_or_parent(&ignore, paths[i], false);
    ignore_release(&ignore);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { LIMIT = 1 << 13, FORMATS = 8 };
    static const enum source_format formats[] = {SOURCE_PLAIN,      SOURCE_MARKDOWN, SOURCE_HTML,
                                                 SOURCE_JSON_LINES, SOURCE_XML,      SOURCE_JSON,
                                                 SOURCE_TABLE};
    static struct source_reader *reader;
    struct seen seen = {0};
    const struct article_receiver receiver = {check_source_article, check_complaint, check_notice,
                                              &seen};
    if (reader == NULL)
        reader = source_reader_create(LIMIT);
    if (size == 0)
        return 0;
    const char *text = (const char *)bytes + 1;
    if (bytes[0] % FORMATS == FORMATS - 1)
        check_ignore(text, size - 1);
    else
        source_read_bytes(reader, (struct text_span){text, size - 1}, formats[bytes[0] % FORMATS],
                          "fuzz", &receiver);
    return 0;
}
