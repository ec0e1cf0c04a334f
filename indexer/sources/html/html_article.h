/* Finds the article in a page.
 *
 * What names mark as noise is left out (html_noise.h); the smallest element that holds nearly all
 * of the sentences that remain is the article (html_root.h); lists of links in it are left out
 * (html_links.h). A page with few sentences, or of which nothing can be known, is taken whole.
 * After Readability (Arc90, Mozilla), trafilatura (Barbaresi, ACL 2021), jusText (Pomikálek, 2011)
 * and boilerpipe; docs/decisions/article.md compares. Linear in elements, runs and text.
 */
#ifndef FOUILLE_HTML_HTML_ARTICLE_H
#define FOUILLE_HTML_HTML_ARTICLE_H

#include "indexer/sources/article/article.h"
#include "indexer/sources/html/html_outline.h"

/* What the page says of its article. */
struct html_hints {
    struct text_span title;
    size_t body_size; /* bytes of words that its text has according to JSON-LD; 0: unknown */
};

/* Marks what is not part of the article (`out`, `reason`), nor its title, which is not repeated in
 * it. Returns the element that holds it; 0 for the whole page, of which only what browsers do not
 * show is then marked. That is also taken where the article that was found has much less text than
 * the page says. */
uint32_t html_article_find(struct html_outline *outline, const struct buffer *text,
                           const struct html_hints *hints);

/* Marks only what browsers do not show. */
void html_article_take_all(struct html_outline *outline);

/* Removes from the text what is marked or outside `root`. Returns how many bytes. */
size_t html_article_cut(const struct html_outline *outline, uint32_t root, struct buffer *text);

#endif
