/* Web pages: their article, the whole page, and what is said of it. All texts are UTF-8; an article
 * has no more of a page than the page; explanations are lines of four fields. */
#include <string.h>

#include "common/base/utf8.h"
#include "tests/fuzz/harness.h"

#include "indexer/sources/html/html.h"
#include "indexer/sources/html/html_address.h"
#include "indexer/sources/html/html_sniff.h"

static void check_text(const struct buffer *text)
{
    fuzz_require(text->size == 0 || utf8_valid_prefix(text->data, text->size) == text->size,
                 "it is UTF-8");
}

static void check_explanation(const struct buffer *explanation)
{
    size_t tabs = 0;
    for (size_t i = 0; i < explanation->size; i++) {
        tabs += explanation->data[i] == '\t';
        if (explanation->data[i] != '\n')
            continue;
        fuzz_require(tabs == 3, "a line has four fields");
        tabs = 0;
    }
    fuzz_require(tabs == 0, "the last line ends");
}

/* Returns the size of the body. */
static size_t read_page(const char *page, size_t size, struct html_reading wanted)
{
    struct draft draft;
    draft_init(&draft);
    draft_clear(&draft);
    fuzz_require(html_read_page(&draft, page, size, &wanted) == 0, "any bytes are read");
    check_text(&draft.title);
    check_text(&draft.url);
    check_text(&draft.body);
    fuzz_require(memchr(draft.title.data == NULL ? "" : draft.title.data, '\n', draft.title.size) ==
                     NULL,
                 "a title is one line");
    size_t body_size = draft.body.size;
    draft_release(&draft);
    return body_size;
}

static void check_address(const char *base, size_t base_size, const char *address, size_t size)
{
    struct buffer absolute = {0};
    if (html_address_resolve(&absolute, (struct text_span){base, base_size},
                             (struct text_span){address, size}))
        fuzz_require(
            html_address_is_absolute((struct text_span){buffer_string(&absolute), absolute.size}),
            "an address is absolute once it is resolved");
    else
        fuzz_require(absolute.size == 0, "nothing is appended otherwise");
    buffer_release(&absolute);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *page = (const char *)bytes;
    struct buffer explanation = {0};
    html_initialize();
    html_begins_page(page, size);
    read_page(page, size, (struct html_reading){.whole = true});
    read_page(page, size, (struct html_reading){.explanation = &explanation});
    check_explanation(&explanation);
    check_address(page, size / 2, page + size / 2, size - size / 2);
    check_address("https://a.example/b/c?d", 23, page, size);
    buffer_release(&explanation);
    return 0;
}
