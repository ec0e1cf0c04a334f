#include "indexer/sources/xml/xml_tei.h"

#include "indexer/sources/article/span.h"

enum { TITLE_RANK, DATE_RANK };

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (xml_name_is(name, *names))
            return true;
    return false;
}

static bool is_tei_element(const char *name)
{
    return xml_name_is(name, "TEI") || xml_name_is(name, "TEI.2");
}

static bool is_tei_root(const struct xml_element *root)
{
    return is_tei_element(root->name) || xml_name_is(root->name, "teiCorpus");
}

static bool is_block(const char *name)
{
    static const char *const names[] = {
        "p",        "ab",           "head",     "l",          "lg",        "div",
        "div1",     "div2",         "div3",     "div4",       "div5",      "div6",
        "div7",     "item",         "list",     "row",        "table",     "sp",
        "speaker",  "stage",        "byline",   "dateline",   "salute",    "signed",
        "closer",   "opener",       "argument", "epigraph",   "titlePage", "titlePart",
        "docTitle", "docAuthor",    "docDate",  "docImprint", "front",     "body",
        "back",     "group",        "quote",    "cit",        "figure",    "figDesc",
        "trailer",  "bibl",         "listBibl", "castItem",   "u",         "entry",
        "sense",    "floatingText", NULL};
    return is_one_of(name, names);
}

/* Handles a title in the title statement: main titles take precedence, subtitles come last. */
static void open_title(struct xml_document *document, const struct xml_element *element)
{
    struct text_span type = xml_attribute(element, "type");
    unsigned rank = span_equals(type, "sub") ? 1 : span_equals(type, "main") ? 3 : 2;
    if (!xml_name_is(xml_ancestor(document, 1), "titleStmt") || document->ranks[TITLE_RANK] >= rank)
        return;
    document->ranks[TITLE_RANK] = rank;
    xml_collect_field(document, &document->draft.title);
}

static void set_published(struct xml_document *document, struct text_span text, unsigned rank)
{
    struct moment moment;
    if (document->ranks[DATE_RANK] >= rank || !xml_parse_date(text, &moment))
        return;
    document->ranks[DATE_RANK] = rank;
    document->draft.published = moment;
}

static unsigned date_rank(const struct xml_document *document)
{
    return xml_is_within(document, "creation")          ? 3
           : xml_is_within(document, "sourceDesc")      ? 2
           : xml_is_within(document, "publicationStmt") ? 1
                                                        : 0;
}

static void open_date(struct xml_document *document, const struct xml_element *element)
{
    static const char *const names[] = {"when", "when-iso", "notBefore", "from", "value"};
    struct text_span value = {"", 0};
    for (size_t i = 0; i < sizeof names / sizeof *names && value.size == 0; i++)
        value = xml_attribute(element, names[i]);
    if (value.size > 0)
        set_published(document, value, date_rank(document));
    else
        xml_collect_field(document, &document->scratch);
}

static void open_in_header(struct xml_document *document, const struct xml_element *element)
{
    if (document->field != NULL)
        return;
    if (xml_name_is(element->name, "title"))
        open_title(document, element);
    else if (xml_name_is(element->name, "date"))
        open_date(document, element);
    else if (xml_name_is(element->name, "idno"))
        xml_collect_field(document, &document->scratch);
}

static bool is_hidden(const struct xml_document *document, const char *name)
{
    static const char *const replaced[] = {"sic", "orig", "abbr", NULL};
    return xml_name_is(name, "fw") || xml_name_is(name, "teiHeader") ||
           (xml_name_is(xml_ancestor(document, 1), "choice") && is_one_of(name, replaced));
}

static void open_in_text(struct xml_document *document, const struct xml_element *element)
{
    static const char *const breaks[] = {"lb", "pb", "cb", "gb", "milestone", NULL};
    const char *name = element->name;
    if (is_hidden(document, name))
        document->hidden = document->depth;
    else if (is_block(name))
        xml_set_gap(document, GAP_LINE);
    else if (xml_name_is(name, "cell") || xml_name_is(name, "note") ||
             (is_one_of(name, breaks) && !span_equals(xml_attribute(element, "break"), "no")))
        xml_set_gap(document, GAP_SPACE);
}

static void begin_tei_article(struct xml_document *document, const struct xml_element *element)
{
    xml_begin_article(document);
    if (document->depth == 1)
        return;
    struct text_span id = xml_attribute(element, "id");
    if (id.size == 0)
        id = xml_attribute(element, "n");
    if (id.size > 0)
        buffer_append(&document->id, id.bytes, id.size);
    else
        buffer_append_format(&document->id, "T%u", document->ordinal + 1);
}

static void open_tei_element(struct xml_document *document, const struct xml_element *element)
{
    if (!document->in_article && is_tei_element(element->name))
        begin_tei_article(document, element);
    else if (!document->in_article)
        return;
    else if (document->body)
        open_in_text(document, element);
    else if (xml_name_is(element->name, "text") && document->depth == document->article_depth + 1)
        document->body = true;
    else if (xml_is_within(document, "teiHeader"))
        open_in_header(document, element);
}

static void close_header_field(struct xml_document *document, const char *name)
{
    struct text_span text = span_trim(span_of(&document->scratch));
    if (document->field != &document->scratch || document->depth != document->field_depth)
        return;
    if (xml_name_is(name, "date"))
        set_published(document, text, date_rank(document));
    else if (span_starts_with(text, "http") && document->draft.url.size == 0)
        buffer_append(&document->draft.url, text.bytes, text.size);
}

static void close_tei_element(struct xml_document *document, const char *name)
{
    if (!document->in_article)
        return;
    if (document->depth == document->article_depth) {
        document->body = false;
        xml_end_article(document);
    } else if (document->depth == document->article_depth + 1) {
        document->body = false;
    } else if (document->body) {
        xml_set_gap(document, is_block(name)                                           ? GAP_LINE
                              : xml_name_is(name, "cell") || xml_name_is(name, "note") ? GAP_SPACE
                                                                                       : GAP_NONE);
    } else {
        close_header_field(document, name);
    }
}

const struct xml_dialect xml_tei = {is_tei_root, open_tei_element, close_tei_element, true};
