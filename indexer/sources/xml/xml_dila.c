#include "indexer/sources/xml/xml_dila.h"

#include "indexer/sources/article/span.h"
#include "indexer/sources/xml/xml_body.h"
#include "indexer/sources/xml/xml_layout.h"
#include "indexer/sources/xml/xml_plain.h"

enum { TITLE_RANK, DATE_RANK, BEGUN };
enum { TEXT_TITLE = 1, SHORT_TITLE, FULL_TITLE };

/* Dates by what they are of; higher ones win. */
static const struct {
    const char *name;
    unsigned rank;
} dates[] = {{"DATE_DEBUT", 2}, {"DATE_TEXTE", 3}, {"DATE_PUBLI", 4}, {"DATE_DEC", 5}};

enum { CONTEXT_DATE = 1 };

static bool is_dila_root(const struct xml_element *root)
{
    static const char *const names[] = {"ARTICLE",
                                        "TEXTE_VERSION",
                                        "TEXTELR",
                                        "TEXTEKALI",
                                        "SECTION_TA",
                                        "IDCC",
                                        "JO",
                                        "TEXTE_JURI_JUDI",
                                        "TEXTE_CNIL",
                                        "TEXTE_JURI_ADMIN",
                                        "TEXTE_JURI_CONSTIT",
                                        "DOSSIER_LEGISLATIF",
                                        "TEXTEBOCC",
                                        "TEXTE_ACCO",
                                        "TEXTE_CIRCULAIRE",
                                        "SECTION_TA_KALI",
                                        NULL};
    return xml_name_is_one_of(root->name, names);
}

static bool is_first_child(const char *name)
{
    static const char *const names[] = {"META", "CONTEXTE", "BLOC_TEXTUEL", "VERSIONS", NULL};
    return xml_name_is_one_of(name, names);
}

/* --- fields --- */

static unsigned rank_of_date(const char *name)
{
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (xml_name_is(name, dates[i].name))
            return dates[i].rank;
    return 0;
}

/* Parses a date that is one: 2999-01-01 and 2222-02-22 say that there is none. */
static bool parse_dila_date(struct text_span text, struct moment *moment)
{
    text = span_trim(text);
    return !span_starts_with(text, "2999") && !span_starts_with(text, "2222") &&
           xml_parse_date(text, moment);
}

static void set_published(struct xml_document *document, struct text_span text, unsigned rank)
{
    struct moment moment;
    if (rank <= document->ranks[DATE_RANK] || !parse_dila_date(text, &moment))
        return;
    document->ranks[DATE_RANK] = rank;
    document->draft.published = moment;
}

/* Takes a title, whose rank is that of its element; the one that it replaces becomes text. */
static void set_title(struct xml_document *document, unsigned rank)
{
    struct buffer *title = &document->draft.title;
    struct text_span text = span_trim(span_of(&document->scratch));
    if (text.size == 0)
        return;
    if (rank < document->ranks[TITLE_RANK]) {
        xml_append_line(document, text);
        return;
    }
    if (document->ranks[TITLE_RANK] == rank)
        xml_append_line(document, span_of(title));
    document->ranks[TITLE_RANK] = rank;
    buffer_clear(title);
    buffer_append(title, text.bytes, text.size);
}

static unsigned rank_of_title(const char *name)
{
    return xml_name_is(name, "TITREFULL")   ? FULL_TITLE
           : xml_name_is(name, "TITRE")     ? SHORT_TITLE
           : xml_name_is(name, "TITRE_TXT") ? TEXT_TITLE
                                            : 0;
}

/* What the document calls itself within its text: the number of an article, the title of a
 * section. */
static bool is_own_name(const struct xml_document *document, const char *name)
{
    const char *parent = xml_ancestor(document, 1);
    return (xml_name_is(name, "NUM") && xml_name_is(parent, "META_ARTICLE")) ||
           (xml_name_is(name, "TITRE_TA") && xml_name_is(parent, "SECTION_TA"));
}

/* Lines of the text, though META has them. */
static bool is_shown_metadata(const char *name)
{
    static const char *const names[] = {"NOR",
                                        "ECLI",
                                        "NUMERO_AFFAIRE",
                                        "NUMERO",
                                        "JURIDICTION",
                                        "FORMATION",
                                        "SOLUTION",
                                        "PRESIDENT",
                                        "AVOCATS",
                                        "AVOCAT_GL",
                                        "RAPPORTEUR",
                                        "COMMISSAIRE_GVT",
                                        "MINISTERE",
                                        "AUTORITE",
                                        "MC",
                                        "LIEN",
                                        "TITRE_JO",
                                        "DEMANDEUR",
                                        "DEFENDEUR",
                                        "TYPE_REC",
                                        "PUBLI_RECUEIL",
                                        "NATURE_DELIB",
                                        "TITRE_TEXTE",
                                        "LOI_DEF",
                                        NULL};
    return xml_name_is_one_of(name, names);
}

static bool is_address(const char *name)
{
    return xml_name_is(name, "ID_ELI") || xml_name_is(name, "ID_ELI_ALIAS");
}

/* --- elements --- */

static void open_metadata(struct xml_document *document, const char *name)
{
    document->body = is_shown_metadata(name);
    if (xml_name_is(name, "ID") && document->id.size == 0)
        xml_collect_field(document, &document->id);
    else if (rank_of_title(name) != 0 || rank_of_date(name) != 0 || is_address(name) ||
             xml_name_is(name, "DERNIERE_MODIFICATION"))
        xml_collect_field(document, &document->scratch);
    else if (document->body)
        xml_set_gap(document, XML_GAP_LINE);
}

/* Opens an element beside META. */
static void open_content(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    document->body = true;
    if (xml_name_is(name, "ID") && document->depth == 2)
        xml_collect_field(document, &document->id);
    else if (xml_name_is(name, "TITRE_TXT"))
        xml_collect_field(document, &document->scratch);
    else
        xml_layout_open(document, name);
    if (xml_name_is(name, "LIEN_TXT"))
        xml_append_line(document, xml_attribute(element, "titretxt"));
    if (xml_name_is(name, "TEXTE") && xml_name_is(xml_ancestor(document, 1), "CONTEXTE")) {
        set_published(document, xml_attribute(element, "date_publi"), CONTEXT_DATE);
        set_published(document, xml_attribute(element, "date_signature"), CONTEXT_DATE);
    }
}

static void open_dila_element(struct xml_document *document, const struct xml_element *element)
{
    const char *name = element->name;
    bool is_article = xml_name_is(document->levels[0].name, "ARTICLE");
    if (document->depth == 2 && is_article && !document->ranks[BEGUN] && !is_first_child(name)) {
        xml_plain_take_over(document, element);
        return;
    }
    document->ranks[BEGUN] = document->depth > 1;
    if (document->depth == 1) {
        xml_begin_article(document);
    } else if (document->field != NULL) {
        buffer_append_byte(document->field, ' ');
    } else if (is_own_name(document, name)) {
        xml_collect_field(document, &document->heading);
    } else if (xml_is_within(document, "META") || xml_name_is(name, "META")) {
        open_metadata(document, name);
    } else {
        open_content(document, element);
    }
}

static void close_field(struct xml_document *document, const char *name)
{
    struct draft *draft = &document->draft;
    struct text_span text = span_trim(span_of(&document->scratch));
    bool own = document->field == &document->scratch && document->field_depth == document->depth;
    if (document->field_depth == document->depth)
        document->field = NULL;
    if (!own)
        return;
    if (rank_of_title(name) != 0)
        set_title(document, rank_of_title(name));
    else if (rank_of_date(name) != 0)
        set_published(document, text, rank_of_date(name));
    else if (!is_address(name))
        parse_dila_date(text, &draft->modified);
    else if (draft->url.size == 0 && span_starts_with(text, "http"))
        buffer_append(&draft->url, text.bytes, text.size);
}

/* Completes the title by the number of the article, or the title of the section. */
static void complete_title(struct xml_document *document)
{
    struct buffer *title = &document->draft.title;
    struct text_span own = span_trim(span_of(&document->heading));
    if (own.size == 0)
        return;
    if (title->size > 0)
        buffer_append_string(title, ", ");
    if (xml_name_is(document->levels[0].name, "ARTICLE"))
        buffer_append_string(title, "article ");
    buffer_append(title, own.bytes, own.size);
}

static void close_dila_element(struct xml_document *document, const char *name)
{
    if (document->field != NULL) {
        close_field(document, name);
    } else if (document->depth == 1) {
        document->body = false;
        complete_title(document);
        xml_end_article(document);
    } else if (!xml_is_within(document, "META")) {
        xml_layout_close(document);
    } else if (document->body) {
        xml_set_gap(document, XML_GAP_LINE);
        document->body = false;
    }
}

const struct xml_dialect xml_dila = {is_dila_root, open_dila_element, close_dila_element, false};
