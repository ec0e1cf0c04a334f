#include "indexer/sources/xml/xml_tei.h"

#include "indexer/sources/article/span.h"
#include "indexer/sources/xml/xml_body.h"
#include "indexer/sources/xml/xml_tei_header.h"

/* Of the ranks, the header has the first three; whether the body is a transcription of the source.
 */
enum { OF_SOURCE = 3 };

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
        "p",          "ab",         "head",         "l",          "lg",         "div",
        "div1",       "div2",       "div3",         "div4",       "div5",       "div6",
        "div7",       "item",       "list",         "row",        "table",      "sp",
        "speaker",    "stage",      "byline",       "dateline",   "salute",     "signed",
        "closer",     "opener",     "argument",     "epigraph",   "titlePage",  "titlePart",
        "docTitle",   "docAuthor",  "docDate",      "docImprint", "front",      "body",
        "back",       "group",      "quote",        "cit",        "figure",     "figDesc",
        "trailer",    "bibl",       "listBibl",     "castItem",   "castList",   "u",
        "entry",      "sense",      "floatingText", "text",       "line",       "zone",
        "surface",    "postscript", "addrLine",     "address",    "listPerson", "person",
        "listPlace",  "place",      "biblStruct",   "set",        "prologue",   "epilogue",
        "imprimatur", "docEdition", "entryFree",    NULL};
    return xml_name_is_one_of(name, names);
}

/* Whether it is apart from a neighbour of this kind, even if nothing is between them. */
static bool is_part_of_entry(const char *name)
{
    static const char *const names[] = {
        "forename",  "surname", "roleName", "addName",  "genName",   "nameLink", "persName",
        "placeName", "author",  "editor",   "title",    "publisher", "pubPlace", "date",
        "biblScope", "idno",    "form",     "orth",     "gramGrp",   "pos",      "gen",
        "etym",      "def",     "usg",      "xr",       "label",     "term",     "settlement",
        "region",    "country", "street",   "postCode", "orgName",   "num",      NULL};
    return xml_name_is_one_of(name, names);
}

/* --- text --- */

/* Ranks of the variants of a passage. */
enum { VARIANT_REPLACED = 1, VARIANT_OTHER, VARIANT_CHOSEN };

/* Returns the rank of an element among the variants in the element around it; 0: it is none. */
static unsigned rank_of_variant(const char *name, const char *parent)
{
    static const char *const replaced[] = {"sic", "orig", "abbr", "rdg", "del", "rdgGrp", NULL};
    static const char *const chosen[] = {"corr", "reg", "expan", "lem", "add", NULL};
    bool is_choice = xml_name_is(parent, "choice") || xml_name_is(parent, "app");
    bool is_group = xml_name_is(parent, "rdgGrp");
    if (is_group && xml_name_is(name, "rdg"))
        return VARIANT_REPLACED;
    if (!is_choice)
        return 0;
    return xml_name_is_one_of(name, chosen)     ? VARIANT_CHOSEN
           : xml_name_is_one_of(name, replaced) ? VARIANT_REPLACED
                                                : VARIANT_OTHER;
}

/* Whether the element is no text: running heads, what the author struck out, notes of the
 * apparatus, annotations of TXM. */
static bool is_hidden(const char *name, const char *parent)
{
    static const char *const names[] = {"fw",        "teiHeader", "del",     "ana",     "interp",
                                        "interpGrp", "standOff",  "spanGrp", "linkGrp", NULL};
    static const char *const of_apparatus[] = {"note", "wit", "witDetail", NULL};
    return (xml_name_is_one_of(name, names) && !xml_name_is(parent, "choice")) ||
           (xml_name_is(parent, "app") && xml_name_is_one_of(name, of_apparatus));
}

static bool is_token(const char *name)
{
    return xml_name_is(name, "w") || xml_name_is(name, "pc") || xml_name_is(name, "tok");
}

/* Opens a word or a mark. What is written between two of them does not matter, unless it is a line
 * end, which may part a word. */
static void open_token(struct xml_document *document, const struct xml_element *element)
{
    struct text_span join = xml_attribute(element, "join"), part = xml_attribute(element, "part");
    xml_level(document, 0)->context = span_equals(join, "right") || span_equals(join, "both");
    if (span_equals(join, "left") || span_equals(join, "both") || span_equals(part, "M") ||
        span_equals(part, "F"))
        xml_glue(document);
    else if (document->closed != XML_CLOSED_NONE && document->gap <= XML_GAP_WRAP &&
             !document->glued)
        document->gap = XML_GAP_TOKEN;
}

/* Opens the end of a line, a column or a page. In a word, or before break="no", it parts nothing.
 */
static void open_break(struct xml_document *document, const struct xml_element *element)
{
    document->closed = XML_CLOSED_NONE;
    if (span_equals(xml_attribute(element, "break"), "no") || xml_is_within(document, "w"))
        xml_glue(document);
    else
        xml_set_gap(document, XML_GAP_WRAP);
}

static void open_in_text(struct xml_document *document, const struct xml_element *element)
{
    static const char *const breaks[] = {"lb", "pb", "cb", "gb", "milestone", NULL};
    static const char *const apart[] = {"cell", "note", "s", "space", NULL};
    const char *name = element->name, *parent = xml_ancestor(document, 1);
    unsigned rank = rank_of_variant(name, parent);
    if (is_hidden(name, parent))
        document->hidden = document->depth;
    else if (rank > 0)
        xml_show_variant(document, rank);
    else if (is_token(name))
        open_token(document, element);
    else if (xml_name_is_one_of(name, breaks))
        open_break(document, element);
    else if (is_block(name))
        xml_set_gap(document, XML_GAP_LINE);
    else if (xml_name_is_one_of(name, apart) ||
             (is_part_of_entry(name) && document->closed != XML_CLOSED_NONE &&
              document->gap == XML_GAP_NONE))
        xml_set_gap(document, XML_GAP_SPACE);
    if (xml_name_is(name, "docDate"))
        xml_tei_open_title_page_date(document, element);
}

static void close_in_text(struct xml_document *document, const char *name)
{
    const struct xml_level *level = xml_level(document, 0);
    if (xml_name_is(name, "docDate"))
        xml_tei_close_title_page_date(document);
    if (is_block(name)) {
        xml_set_gap(document, XML_GAP_LINE);
    } else if (is_token(name)) {
        document->closed = XML_CLOSED_OTHER;
        if (level->context != 0)
            xml_glue(document);
    } else if (xml_name_is(name, "cell") || xml_name_is(name, "note") || xml_name_is(name, "s")) {
        xml_set_gap(document, XML_GAP_SPACE);
    } else if (is_part_of_entry(name)) {
        document->closed = XML_CLOSED_OTHER;
    }
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

/* Begins the text, which takes the place of a transcription of its source. */
static void begin_text(struct xml_document *document, const struct xml_element *element)
{
    struct draft *draft = &document->draft;
    struct text_span title = xml_attribute(element, "titre");
    bool is_source = xml_name_is(element->name, "sourceDoc");
    if (!is_source && document->ranks[OF_SOURCE])
        draft->body.size = 0;
    document->ranks[OF_SOURCE] = is_source;
    document->body = true;
    xml_set_gap(document, XML_GAP_LINE);
    if (title.size == 0)
        title = xml_attribute(element, "title");
    if (draft->title.size == 0)
        buffer_append(&draft->title, title.bytes, title.size);
    if (draft->published.precision == MOMENT_NONE)
        xml_parse_date(xml_attribute(element, "date"), &draft->published);
}

static bool is_header(const struct xml_document *document, const char *name)
{
    return xml_name_is(name, "teiHeader") || xml_is_within(document, "teiHeader");
}

static void open_tei_element(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    if (!document->in_article && is_tei_element(name))
        begin_tei_article(document, element);
    else if (!document->in_article)
        return;
    else if (document->body)
        open_in_text(document, element);
    else if (is_header(document, name) && xml_name_is(name, "abstract"))
        document->body = true;
    else if (is_header(document, name))
        xml_tei_header_open(document, element);
    else if (xml_name_is(name, "text") || xml_name_is(name, "sourceDoc"))
        begin_text(document, element);
}

/* Whether the element is the one whose contents are the body. */
static bool ends_body(const struct xml_document *document, const char *name)
{
    return (xml_name_is(name, "text") && !xml_is_within(document, "text")) ||
           xml_name_is(name, "sourceDoc") ||
           (xml_name_is(name, "abstract") && is_header(document, name));
}

static void close_tei_element(struct xml_document *document, const char *name)
{
    if (!document->in_article)
        return;
    if (document->depth == document->article_depth) {
        document->body = false;
        xml_end_article(document);
    } else if (document->body && ends_body(document, name)) {
        document->body = false;
        xml_set_gap(document, XML_GAP_LINE);
    } else if (document->body) {
        close_in_text(document, name);
    } else {
        xml_tei_header_close(document, name);
    }
}

const struct xml_dialect xml_tei = {is_tei_root, open_tei_element, close_tei_element, true};
