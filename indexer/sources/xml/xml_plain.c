/* Any other XML: its text, as one article. Adjacent elements without text between them become
 * lines; those within a sentence have no effect. The first title, date and address, recognised by
 * the names of their elements, are the article's. */
#include <string.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/xml/xml_document.h"

enum { TITLE_DEEPEST = 8 };

static bool is_word(const char *name, const char *word)
{
    return span_is_word((struct text_span){name, strlen(name)}, word);
}

static bool knows(const struct xml_element *root)
{
    (void)root;
    return true;
}

static bool is_date(const char *name)
{
    return is_word(name, "date") || is_word(name, "pubdate") || is_word(name, "published") ||
           is_word(name, "datepublished") || is_word(name, "created");
}

static bool is_address(const char *name)
{
    return is_word(name, "url") || is_word(name, "link") || is_word(name, "lien");
}

static void on_open(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    struct draft *draft = &document->draft;
    if (document->depth == 1) {
        xml_begin_article(document);
        document->body = true;
    }
    if (document->closed)
        xml_gap(document, GAP_LINE);
    if (document->field != NULL)
        return;
    if ((is_word(name, "title") || is_word(name, "titre")) && draft->title.size == 0 &&
        document->depth <= TITLE_DEEPEST)
        xml_to_field(document, &draft->title);
    else if ((is_date(name) && draft->published.precision == MOMENT_NONE) ||
             (is_address(name) && draft->url.size == 0))
        xml_to_field(document, &document->scratch);
}

/* Ends a date or address; if it does not parse as one, it stays in the text. */
static void close_field(struct xml_document *document, const char *name)
{
    struct text_span text = span_trim(span_of(&document->scratch));
    if (document->field != &document->scratch || document->depth != document->field_depth)
        return;
    document->field = NULL;
    if (is_date(name) && xml_date(text, &document->draft.published))
        return;
    if (is_address(name) && span_starts(text, "http"))
        buffer_append(&document->draft.url, text.bytes, text.size);
    else
        xml_text(document, text.bytes, text.size);
}

static void on_close(struct xml_document *document, const char *name)
{
    close_field(document, name);
    document->closed = true;
    if (document->depth == 1) {
        document->body = false;
        xml_end_article(document);
    }
}

const struct xml_dialect xml_plain = {knows, on_open, on_close, false};
