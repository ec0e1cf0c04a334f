#include "indexer/sources/xml/xml_plain.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_reader.h"
#include "indexer/sources/xml/xml_body.h"
#include "indexer/sources/xml/xml_layout.h"

enum { NAME_SIZE_MAX = 20 };
enum { DATE_RANK, HEADING_FOUND };
enum { CREATED = 1, PUBLISHED };
enum field { FIELD_NONE, FIELD_TITLE, FIELD_DATE, FIELD_ADDRESS };

/* Names without their letter case, signs and a final 1: date_publication is DatePublication. */
static void normalise_name(const char *name, char into[NAME_SIZE_MAX + 1])
{
    size_t size = 0;
    for (; *name != '\0' && size < NAME_SIZE_MAX; name++)
        if (strchr("-_.", *name) == NULL)
            into[size++] = ascii_lower(*name);
    if (size > 1 && into[size - 1] == '1')
        size--;
    into[*name == '\0' ? size : 0] = '\0';
}

static bool is_any_root(const struct xml_element *root)
{
    (void)root;
    return true;
}

static bool is_created(const char *name)
{
    static const char *const names[] = {
        "created",        "datecreated", "datecreation", "firstcreated", "contentcreated",
        "versioncreated", NULL};
    return xml_name_is_one_of(name, names);
}

/* What a name means; `name` is normalised. */
static enum field field_of(const char *name)
{
    static const char *const titles[] = {
        "title",     "titre",          "headline",     "hl",        "articletitle", "doctitle",
        "maintitle", "titreprincipal", "titrearticle", "booktitle", "titredoc",     "intitule",
        NULL};
    static const char *const dates[] = {
        "date",         "pubdate",   "published",  "datepublished", "datepublication",
        "publishedat",  "datepub",   "parution",   "dateparution",  "publicationdate",
        "datearticle",  "issued",    "dateissued", "dateissue",     "datetexte",
        "datedocument", "datepubli", NULL};
    static const char *const addresses[] = {"url",        "link",      "lien",      "uri",
                                            "adresse",    "permalink", "canonical", "canonicalurl",
                                            "identifier", "permalien", NULL};
    return xml_name_is_one_of(name, titles)                      ? FIELD_TITLE
           : xml_name_is_one_of(name, dates) || is_created(name) ? FIELD_DATE
           : xml_name_is_one_of(name, addresses)                 ? FIELD_ADDRESS
                                                                 : FIELD_NONE;
}

/* Whether titles in this element are not the document's. */
static bool is_part_of_document(const char *name)
{
    static const char *const names[] = {
        "sec",           "section",  "chapter", "chapitre", "part",  "partie",  "fig",
        "figure",        "table",    "tableau", "ref",      "bibl",  "biblio",  "note",
        "bibliographie", "appendix", "annexe",  "encadre",  "box",   "sidebar", "image",
        "photo",         "livre",    "journal", "source",   "media", "related", NULL};
    char normal[NAME_SIZE_MAX + 1];
    normalise_name(name, normal);
    for (size_t size = strlen(normal); size > 1 && ascii_is_digit(normal[size - 1]); size--)
        normal[size - 1] = '\0';
    return xml_name_is_one_of(normal, names);
}

static bool is_within_part(const struct xml_document *document)
{
    for (size_t i = 1; i + 1 < document->depth; i++)
        if (is_part_of_document(document->levels[i].name))
            return true;
    return false;
}

/* --- fields --- */

/* Returns whether the text is no more than the date. */
static bool set_date(struct xml_document *document, const char *name, struct text_span text)
{
    unsigned rank = is_created(name) ? CREATED : PUBLISHED;
    struct moment moment, whole;
    if (document->ranks[DATE_RANK] >= rank || !xml_parse_date(text, &moment))
        return false;
    document->ranks[DATE_RANK] = rank;
    document->draft.published = moment;
    return date_read(text, DATE_FIELD, &whole) == text.size;
}

static bool set_address(struct xml_document *document, struct text_span text)
{
    struct buffer *url = &document->draft.url;
    if (url->size > 0 || !span_starts_with(text, "http"))
        return false;
    buffer_append(url, text.bytes, text.size);
    return true;
}

static bool set_title(struct xml_document *document, struct text_span text)
{
    struct buffer *title = &document->draft.title;
    if (title->size > 0 || text.size == 0)
        return false;
    buffer_append(title, text.bytes, text.size);
    return true;
}

/* Takes a field's text. Returns whether it is one. */
static bool set_field(struct xml_document *document, const char *name, struct text_span text)
{
    char normal[NAME_SIZE_MAX + 1];
    normalise_name(name, normal);
    text = span_trim(text);
    switch (field_of(normal)) {
    case FIELD_TITLE:
        return set_title(document, text);
    case FIELD_DATE:
        return set_date(document, normal, text);
    case FIELD_ADDRESS:
        return set_address(document, text);
    default:
        return false;
    }
}

static void begin_plain_article(struct xml_document *document, const struct xml_element *root)
{
    static const char *const names[] = {"title", "titre", "date", "datePublication",
                                        "url",   "uri",   "lien", "published"};
    xml_begin_article(document);
    document->body = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        set_field(document, names[i], xml_attribute(root, names[i]));
}

static bool wants_field(const struct xml_document *document, const char *name)
{
    char normal[NAME_SIZE_MAX + 1];
    normalise_name(name, normal);
    switch (field_of(normal)) {
    case FIELD_TITLE:
        return document->draft.title.size == 0 && !is_within_part(document);
    case FIELD_DATE:
        return document->ranks[DATE_RANK] < (is_created(normal) ? CREATED : PUBLISHED);
    case FIELD_ADDRESS:
        return document->draft.url.size == 0;
    default:
        return false;
    }
}

/* --- elements --- */

/* Opens an element in a field, which is none if it has elements, unless they are those of
 * typography, or within its text. Returns whether it still is one. */
static bool open_in_field(struct xml_document *document, const char *name)
{
    enum xml_layout layout = xml_layout_of(name);
    if (layout == XML_LAYOUT_BREAK)
        buffer_append_byte(&document->scratch, ' ');
    if (layout == XML_LAYOUT_BREAK || layout == XML_LAYOUT_INLINE)
        return true;
    if (layout == XML_LAYOUT_OTHER && span_trim(span_of(&document->scratch)).size > 0)
        return true;
    xml_give_up_field(document);
    return false;
}

/* Takes a date that is in an attribute: <date when="2022-06-15">mercredi</date>. */
static void set_date_of_attribute(struct xml_document *document, const struct xml_element *element)
{
    static const char *const names[] = {"when",          "norm",  "datetime", "iso",
                                        "iso-8601-date", "value", "date"};
    char normal[NAME_SIZE_MAX + 1];
    normalise_name(element->name, normal);
    for (size_t i = 0; i < sizeof names / sizeof *names && field_of(normal) == FIELD_DATE; i++)
        if (set_date(document, normal, xml_attribute(element, names[i])))
            return;
}

/* Whether the element is a script or a style of a page in XHTML. */
static bool is_script(const struct xml_document *document, const char *name)
{
    return xml_name_is(document->levels[0].name, "html") &&
           (xml_name_is(name, "script") || xml_name_is(name, "style"));
}

static void open_plain_element(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    if (is_script(document, name)) {
        document->hidden = document->depth;
        return;
    }
    if (document->depth == 1)
        begin_plain_article(document, element);
    if (document->field != NULL && open_in_field(document, name))
        return;
    xml_layout_open(document, name);
    if (document->depth > 1)
        xml_level(document, 1)->context |= xml_level(document, 0)->layout != XML_LAYOUT_INLINE;
    if (document->depth > 1 && element->attribute_count > 0)
        set_date_of_attribute(document, element);
    if (document->depth > 1 && wants_field(document, name))
        xml_collect_field(document, &document->scratch);
}

/* Keeps the title of a part of the document, which is its own for want of another. An element whose
 * `context` says that others are in it is no title. */
static void keep_heading(struct xml_document *document, const char *name)
{
    const struct buffer *body = &document->draft.body;
    size_t start = xml_level(document, 0)->start;
    char normal[NAME_SIZE_MAX + 1];
    normalise_name(name, normal);
    if (document->ranks[HEADING_FOUND] || xml_level(document, 0)->context != 0 ||
        field_of(normal) != FIELD_TITLE || start >= body->size ||
        body->size - start > XML_FIELD_MAX)
        return;
    document->ranks[HEADING_FOUND] = true;
    buffer_append(&document->heading, body->data + start, body->size - start);
}

static void close_plain_element(struct xml_document *document, const char *name)
{
    if (document->field != NULL && document->depth > document->field_depth)
        return;
    if (document->field != NULL) {
        bool is_field = set_field(document, name, span_of(&document->scratch));
        if (is_field)
            document->field = NULL;
        else
            xml_give_up_field(document);
    } else {
        keep_heading(document, name);
    }
    xml_layout_close(document);
    if (document->depth == 1) {
        document->body = false;
        set_title(document, span_trim(span_of(&document->heading)));
        xml_end_article(document);
    }
}

const struct xml_dialect xml_plain = {is_any_root, open_plain_element, close_plain_element, false};

void xml_plain_take_over(struct xml_document *document, const struct xml_element *element)
{
    document->dialect = &xml_plain;
    document->body = true;
    open_plain_element(document, element);
}
