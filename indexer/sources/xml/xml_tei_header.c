#include "indexer/sources/xml/xml_tei_header.h"

#include "indexer/sources/article/span.h"

enum { TITLE_RANK, DATE_RANK, ADDRESS_RANK };

/* Contexts of dates, by what they say of the work; an element inherits that of the one around it.
 */
enum {
    DATE_OF_NOTHING = 1,
    DATE_OF_COPY,
    DATE_OF_DIGITAL_SOURCE,
    DATE_OF_TITLE_PAGE,
    DATE_OF_SOURCE,
    DATE_OF_FIRST_EDITION,
    DATE_OF_CREATION,
};

/* --- contexts --- */

/* Whether the value contains the word, letter case ignored. */
static bool contains_word(struct text_span value, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= value.size; i++)
        if (span_equals_ignore_case((struct text_span){value.bytes + i, size}, word))
            return true;
    return false;
}

static bool contains_one_of(struct text_span value, const char *const *words)
{
    for (; *words != NULL; words++)
        if (contains_word(value, *words))
            return true;
    return false;
}

/* What a description of a source is of: ELTeC's types, and what others write. */
static unsigned context_of_source(const struct xml_element *element, unsigned around)
{
    static const char *const first[] = {"first", "premier", "original", "princeps", NULL};
    static const char *const digital[] = {"digital", "electroni", "numeri", "num\xc3\xa9ri",
                                          "online",  "website",   NULL};
    struct text_span type = xml_attribute(element, "type");
    if (type.size == 0)
        type = xml_attribute(element, "subtype");
    if (contains_one_of(type, first))
        return DATE_OF_FIRST_EDITION;
    if (contains_one_of(type, digital))
        return DATE_OF_DIGITAL_SOURCE;
    return type.size > 0 && around > DATE_OF_COPY ? DATE_OF_SOURCE : around;
}

static unsigned context_of(const struct xml_element *element, unsigned around)
{
    static const char *const nothing[] = {"author",     "editor",       "respStmt",      "persName",
                                          "person",     "availability", "revisionDesc",  "title",
                                          "provenance", "acquisition",  "custodialHist", NULL};
    static const char *const sources[] = {"bibl",   "biblFull",  "biblStruct", "relatedItem",
                                          "msDesc", "recording", NULL};
    const char *name = element->name;
    if (xml_name_is_one_of(name, nothing))
        return DATE_OF_NOTHING;
    if (xml_name_is_one_of(name, sources) && around > DATE_OF_NOTHING)
        return context_of_source(element, around);
    if (xml_name_is(name, "sourceDesc"))
        return DATE_OF_SOURCE;
    if (xml_name_is(name, "creation"))
        return DATE_OF_CREATION;
    if (xml_name_is(name, "correspAction"))
        return span_equals(xml_attribute(element, "type"), "sent") ? DATE_OF_CREATION
                                                                   : DATE_OF_NOTHING;
    if (xml_name_is(name, "publicationStmt") && around == DATE_OF_NOTHING)
        return DATE_OF_COPY;
    return around;
}

/* --- dates --- */

static bool is_earlier(const struct moment *moment, const struct moment *other)
{
    return moment->day < other->day;
}

static bool set_published(struct xml_document *document, struct text_span text, unsigned context)
{
    struct moment moment, *published = &document->draft.published;
    if (context <= DATE_OF_NOTHING || !xml_parse_date(text, &moment))
        return false;
    bool same = document->ranks[DATE_RANK] == context;
    if (document->ranks[DATE_RANK] > context || (same && !is_earlier(&moment, published)))
        return true;
    document->ranks[DATE_RANK] = context;
    *published = moment;
    return true;
}

/* Sets the date from an attribute. Returns whether there is one that is a date. */
static bool set_date_of_attributes(struct xml_document *document, const struct xml_element *element,
                                   unsigned context)
{
    static const char *const names[] = {"when", "when-iso", "when-custom", "notBefore",
                                        "from", "value",    "notAfter",    "to"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (set_published(document, xml_attribute(element, names[i]), context))
            return true;
    return false;
}

/* Whether a date is of the use of a text, not of the text. */
static bool is_date_of_use(const struct xml_element *element)
{
    static const char *const words[] = {"download", "access",  "retriev", "acqui", "consult",
                                        "crawl",    "harvest", "update",  "modif", NULL};
    return contains_one_of(xml_attribute(element, "type"), words);
}

static void open_date(struct xml_document *document, const struct xml_element *element)
{
    struct xml_level *level = xml_level(document, 0);
    if (is_date_of_use(element) || contains_word(xml_attribute(element, "type"), "birth") ||
        contains_word(xml_attribute(element, "type"), "death"))
        level->context = DATE_OF_NOTHING;
    if (contains_word(xml_attribute(element, "type"), "first"))
        level->context = DATE_OF_FIRST_EDITION;
    if (level->context > DATE_OF_NOTHING &&
        !set_date_of_attributes(document, element, level->context))
        xml_collect_field(document, &document->scratch);
}

void xml_tei_open_title_page_date(struct xml_document *document, const struct xml_element *element)
{
    bool found = set_date_of_attributes(document, element, DATE_OF_TITLE_PAGE);
    xml_level(document, 0)->context = !found;
}

void xml_tei_close_title_page_date(struct xml_document *document)
{
    const struct xml_level *level = xml_level(document, 0);
    const struct buffer *body = &document->draft.body;
    if (level->context != 0 && level->start < body->size)
        set_published(document,
                      (struct text_span){body->data + level->start, body->size - level->start},
                      DATE_OF_TITLE_PAGE);
}

/* --- title and address --- */

/* Handles a title in the title statement: main titles take precedence, subtitles come last. */
static void open_title(struct xml_document *document, const struct xml_element *element)
{
    struct text_span type = xml_attribute(element, "type");
    unsigned rank = span_equals(type, "sub") || span_equals(type, "alt") || span_equals(type, "sup")
                        ? 1
                    : span_equals(type, "main") ? 3
                                                : 2;
    if (!xml_name_is(xml_ancestor(document, 1), "titleStmt") ||
        xml_is_within(document, "biblFull") || document->ranks[TITLE_RANK] >= rank)
        return;
    document->ranks[TITLE_RANK] = rank;
    xml_collect_field(document, &document->draft.title);
}

enum { ADDRESS_OF_SOURCE = 1, ADDRESS_OF_POINTER, ADDRESS_OF_NUMBER };

static void set_address(struct xml_document *document, struct text_span text, unsigned rank)
{
    struct buffer *url = &document->draft.url;
    if (!span_starts_with(text, "http") || document->ranks[ADDRESS_RANK] >= rank)
        return;
    document->ranks[ADDRESS_RANK] = rank;
    buffer_clear(url);
    buffer_append(url, text.bytes, text.size);
}

static void open_pointer(struct xml_document *document, const struct xml_element *element)
{
    bool is_url = span_equals_ignore_case(xml_attribute(element, "type"), "url");
    if (xml_is_within(document, "sourceDesc"))
        set_address(document, xml_attribute(element, "target"),
                    is_url ? ADDRESS_OF_POINTER : ADDRESS_OF_SOURCE);
}

/* --- elements --- */

void xml_tei_header_open(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    unsigned around = document->depth > 1 ? xml_level(document, 1)->context : 0;
    xml_level(document, 0)->context =
        context_of(element, around > DATE_OF_NOTHING ? around : DATE_OF_NOTHING);
    if (document->field != NULL)
        return;
    if (xml_name_is(name, "title"))
        open_title(document, element);
    else if (xml_name_is(name, "date") || xml_name_is(name, "origDate"))
        open_date(document, element);
    else if (xml_name_is(name, "idno"))
        xml_collect_field(document, &document->scratch);
    else if (xml_name_is(name, "ptr") || xml_name_is(name, "ref"))
        open_pointer(document, element);
}

void xml_tei_header_close(struct xml_document *document, const char *name)
{
    struct text_span text = span_trim(span_of(&document->scratch));
    if (document->field != &document->scratch || document->depth != document->field_depth)
        return;
    if (xml_name_is(name, "idno"))
        set_address(document, text, ADDRESS_OF_NUMBER);
    else
        set_published(document, text, xml_level(document, 0)->context);
}
