/* What dialects of Markdown add to it, taken out before md4c reads a page (GitHub's dialect):
 *  - attribute lists: {: .class}, # Title {#id .class}, ![](a.png){width=50%}, [text]{.class};
 *  - fenced divs and containers, ::: {.class}, ::: warning Title, :::note[Title], and Microsoft's
 *    :::image alt-text="…"::: — titles and alternative texts stay;
 *  - admonitions and tabs of Python-Markdown, !!! note "Title", ??? note, === "Tab": the title and
 *    what is indented below stay, as text and not as code;
 *  - Obsidian: [[page|text]], ![[file]], %%comments%%, ==marked==, ^blocks, > [!info]- Title;
 *  - shortcodes and Liquid: {{< figure caption="…" >}}, {{% note %}}, {% include x %}, {{
 * page.title }}; captions, titles and alternative texts stay. Code, between fences, indented or in
 * backquotes, stays as it is.
 */
#ifndef FOUILLE_TEXT_MARKDOWN_DIALECTS_H
#define FOUILLE_TEXT_MARKDOWN_DIALECTS_H

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

/* Appends the page without these to `into`, and returns true; false, and nothing is appended, if it
 * surely has none. Linear time. Check `into` with buffer_status. */
bool markdown_dialects(struct text_span page, struct buffer *into);

#endif
