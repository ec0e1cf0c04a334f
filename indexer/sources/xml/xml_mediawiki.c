#include "indexer/sources/xml/xml_mediawiki.h"

#include <stdio.h>
#include <string.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/text/wikitext.h"

enum { LEFT_OUT_PAGE, LEFT_OUT_REVISION };

static bool is_mediawiki_root(const struct xml_element *root)
{
    return xml_name_is(root->name, "mediawiki");
}

static void open_page_element(struct xml_document *document, const char *name)
{
    bool in_page = document->depth == document->article_depth + 1;
    bool in_revision = xml_name_is(xml_ancestor(document, 1), "revision");
    if (in_page && xml_name_is(name, "title"))
        xml_collect_field(document, &document->draft.title);
    else if (in_page && xml_name_is(name, "id"))
        xml_collect_field(document, &document->id);
    else if (in_page && xml_name_is(name, "redirect"))
        document->ranks[LEFT_OUT_PAGE] = 1;
    else if (in_revision && xml_name_is(name, "text"))
        xml_collect_field(document, &document->markup);
    else if (in_revision && (xml_name_is(name, "timestamp") || xml_name_is(name, "model")))
        xml_collect_field(document, &document->scratch);
}

static void open_wiki_element(struct xml_document *document, const struct xml_element *element)
{
    if (document->in_article)
        open_page_element(document, element->name);
    else if (xml_name_is(element->name, "page"))
        xml_begin_article(document);
    else if (xml_name_is(element->name, "base") && xml_is_within(document, "siteinfo"))
        xml_collect_field(document, &document->base);
}

/* Cuts the name off the address of the main page, which leaves the prefix of all addresses. */
static void cut_base(struct xml_document *document)
{
    struct buffer *base = &document->base;
    while (base->size > 0 && base->data[base->size - 1] != '/')
        base->size--;
}

static void append_address(struct xml_document *document)
{
    struct buffer *url = &document->draft.url;
    const struct buffer *title = &document->draft.title, *base = &document->base;
    if (base->size == 0)
        return;
    buffer_append(url, base->data, base->size);
    for (size_t i = 0; i < title->size; i++) {
        unsigned char byte = (unsigned char)title->data[i];
        if (byte == ' ')
            buffer_append_byte(url, '_');
        else if (byte < 0x20 || byte == 0x7f || strchr("\"<>?#%\\^`{|}", byte) != NULL)
            buffer_append_format(url, "%%%02X", byte);
        else
            buffer_append_byte(url, byte);
    }
}

static void end_wiki_page(struct xml_document *document)
{
    document->in_article = false;
    document->field = NULL;
    if (document->ranks[LEFT_OUT_PAGE] != 0 || document->ranks[LEFT_OUT_REVISION] != 0)
        return;
    append_address(document);
    wikitext_read(span_of(&document->markup), &document->draft.body);
    xml_end_article(document);
}

static void close_revision_element(struct xml_document *document, const char *name)
{
    struct draft *draft = &document->draft;
    struct text_span text = span_trim(span_of(&document->scratch));
    struct moment moment;
    if (xml_name_is(name, "model"))
        document->ranks[LEFT_OUT_REVISION] = !span_equals(text, "wikitext");
    else if (xml_name_is(name, "timestamp") && xml_parse_date(text, &moment)) {
        if (draft->published.precision == MOMENT_NONE)
            draft->published = moment;
        draft->modified = moment;
    }
}

static void close_wiki_element(struct xml_document *document, const char *name)
{
    if (document->in_article && document->depth == document->article_depth)
        end_wiki_page(document);
    else if (document->in_article && xml_name_is(xml_ancestor(document, 1), "revision"))
        close_revision_element(document, name);
    else if (document->field == &document->base)
        cut_base(document);
}

const struct xml_dialect xml_mediawiki = {is_mediawiki_root, open_wiki_element, close_wiki_element,
                                          true};
