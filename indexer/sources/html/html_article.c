#include "indexer/sources/html/html_article.h"

#include <string.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html_links.h"
#include "indexer/sources/html/html_noise.h"
#include "indexer/sources/html/html_root.h"
#include "indexer/sources/html/html_weigh.h"

void html_article_take_all(struct html_outline *outline)
{
    for (uint32_t i = 0; i < outline->element_count; i++)
        outline->elements[i].out = false;
    html_weigh(outline);
    html_noise_mark_unseen(outline);
}

/* The title stands in a field of its own. */
static void mark_title(struct html_outline *outline, uint32_t root, const char *text,
                       struct text_span title)
{
    struct html_element *elements = outline->elements;
    uint32_t at = root + 1;
    while (at < elements[root].next && elements[at].part != PART_TITLE)
        at++;
    if (at == elements[root].next || elements[at].out)
        return;
    struct text_span heading =
        span_trim(span_between(text + elements[at].start, text + elements[at].end));
    size_t matched = span_match_ignoring_white(heading, title);
    if (title.size == 0 || matched != heading.size)
        return;
    elements[at].out = true;
    elements[at].reason = REASON_TITLE;
}

/* A list of links without an article in it is none, nor is a part of what the page says is its
 * text. `all`: bytes of words in the page. */
static bool is_article(const struct html_element *root, size_t all, const struct html_hints *hints)
{
    if (root->links * 2 > root->text && !root->holds_body)
        return false;
    return (size_t)root->text * 2 >= hints->body_size || all < hints->body_size;
}

uint32_t html_article_find(struct html_outline *outline, const struct buffer *text,
                           const struct html_hints *hints)
{
    html_weigh(outline);
    size_t all = outline->elements[0].text;
    html_noise_mark(outline);
    html_weigh(outline);
    uint32_t root = 0;
    if (outline->elements[0].prose >= ARTICLE_MIN)
        root = html_root_find(outline);
    if (root == 0 || !is_article(&outline->elements[root], all, hints)) {
        html_article_take_all(outline);
        return 0;
    }
    html_links_mark(outline, root, text->data);
    mark_title(outline, root, text->data, hints->title);
    return root;
}

/* Appends text[start, end) to the first `size` bytes, which end before it. Returns their size. */
static size_t keep(char *text, size_t size, size_t start, size_t end)
{
    while (start < end && text[start] == '\n' && (size == 0 || text[size - 1] == '\n'))
        start++;
    memmove(text + size, text + start, end - start);
    return size + end - start;
}

size_t html_article_cut(const struct html_outline *outline, uint32_t root, struct buffer *text)
{
    const struct html_element *elements = outline->elements, *whole = &elements[root];
    size_t before = text->size, size = 0, at = whole->start;
    if (before == 0)
        return 0;
    for (uint32_t i = root + 1; i < whole->next; i++) {
        if (!elements[i].out)
            continue;
        size_t end = elements[i].start;
        /* The line end that precedes it parts what remains. */
        if (elements[i].end > end && text->data[end] == '\n')
            end++;
        if (elements[i].end > end) {
            size = keep(text->data, size, at, end);
            at = elements[i].end;
        }
        i = elements[i].next - 1;
    }
    size = keep(text->data, size, at, whole->end);
    while (size > 0 && text->data[size - 1] == '\n')
        size--;
    text->size = size;
    return before - size;
}
