#include "indexer/sources/xml/xml_layout.h"

#include <stdlib.h>

#include "common/base/ascii.h"
#include "indexer/sources/markup/html_tags.h"
#include "indexer/sources/xml/xml_body.h"

enum { NAME_SIZE_MAX = 20 };

/* Besides those of HTML. Sorted by name, in byte order. */
static const struct name {
    const char *name;
    enum xml_layout layout;
} names[] = {{"ab", XML_LAYOUT_BLOCK},
             {"abstract", XML_LAYOUT_BLOCK},
             {"ack", XML_LAYOUT_BLOCK},
             {"al", XML_LAYOUT_BLOCK},
             {"alinea", XML_LAYOUT_BLOCK},
             {"annexe", XML_LAYOUT_BLOCK},
             {"answer", XML_LAYOUT_BLOCK},
             {"auteur", XML_LAYOUT_BLOCK},
             {"author", XML_LAYOUT_BLOCK},
             {"bold", XML_LAYOUT_INLINE},
             {"boxed-text", XML_LAYOUT_BLOCK},
             {"bq", XML_LAYOUT_BLOCK},
             {"break", XML_LAYOUT_BREAK},
             {"bridgehead", XML_LAYOUT_BLOCK},
             {"byline", XML_LAYOUT_BLOCK},
             {"caps", XML_LAYOUT_INLINE},
             {"chapeau", XML_LAYOUT_BLOCK},
             {"chapitre", XML_LAYOUT_BLOCK},
             {"chapo", XML_LAYOUT_BLOCK},
             {"chapter", XML_LAYOUT_BLOCK},
             {"citation", XML_LAYOUT_BLOCK},
             {"content", XML_LAYOUT_BLOCK},
             {"contenu", XML_LAYOUT_BLOCK},
             {"corps", XML_LAYOUT_BLOCK},
             {"datation", XML_LAYOUT_BLOCK},
             {"date", XML_LAYOUT_BLOCK},
             {"dateline", XML_LAYOUT_BLOCK},
             {"def-item", XML_LAYOUT_BLOCK},
             {"def-list", XML_LAYOUT_BLOCK},
             {"disp-quote", XML_LAYOUT_BLOCK},
             {"document", XML_LAYOUT_BLOCK},
             {"emph", XML_LAYOUT_INLINE},
             {"emphasis", XML_LAYOUT_INLINE},
             {"entete", XML_LAYOUT_BLOCK},
             {"entree", XML_LAYOUT_BLOCK},
             {"entry", XML_LAYOUT_BLOCK},
             {"exposant", XML_LAYOUT_INLINE},
             {"ext-link", XML_LAYOUT_INLINE},
             {"fig", XML_LAYOUT_BLOCK},
             {"fn", XML_LAYOUT_BLOCK},
             {"footnote", XML_LAYOUT_BLOCK},
             {"glose", XML_LAYOUT_BLOCK},
             {"gras", XML_LAYOUT_INLINE},
             {"head", XML_LAYOUT_BLOCK},
             {"headline", XML_LAYOUT_BLOCK},
             {"hi", XML_LAYOUT_INLINE},
             {"hl", XML_LAYOUT_BLOCK},
             {"illustration", XML_LAYOUT_BLOCK},
             {"indice", XML_LAYOUT_INLINE},
             {"intertitre", XML_LAYOUT_BLOCK},
             {"intitule", XML_LAYOUT_BLOCK},
             {"ital", XML_LAYOUT_INLINE},
             {"italic", XML_LAYOUT_INLINE},
             {"italique", XML_LAYOUT_INLINE},
             {"item", XML_LAYOUT_BLOCK},
             {"l", XML_LAYOUT_BLOCK},
             {"lb", XML_LAYOUT_BREAK},
             {"lead", XML_LAYOUT_BLOCK},
             {"legende", XML_LAYOUT_BLOCK},
             {"lg", XML_LAYOUT_BLOCK},
             {"liensimple", XML_LAYOUT_INLINE},
             {"ligne", XML_LAYOUT_BLOCK},
             {"line", XML_LAYOUT_BLOCK},
             {"linebreak", XML_LAYOUT_BREAK},
             {"list", XML_LAYOUT_BLOCK},
             {"list-item", XML_LAYOUT_BLOCK},
             {"liste", XML_LAYOUT_BLOCK},
             {"mixed-citation", XML_LAYOUT_BLOCK},
             {"monospace", XML_LAYOUT_INLINE},
             {"newline", XML_LAYOUT_BREAK},
             {"note", XML_LAYOUT_BLOCK},
             {"notice", XML_LAYOUT_BLOCK},
             {"overline", XML_LAYOUT_INLINE},
             {"par", XML_LAYOUT_BLOCK},
             {"para", XML_LAYOUT_BLOCK},
             {"paragraph", XML_LAYOUT_BLOCK},
             {"paragraphe", XML_LAYOUT_BLOCK},
             {"part", XML_LAYOUT_BLOCK},
             {"partie", XML_LAYOUT_BLOCK},
             {"petitcap", XML_LAYOUT_INLINE},
             {"poem", XML_LAYOUT_BLOCK},
             {"poeme", XML_LAYOUT_BLOCK},
             {"question", XML_LAYOUT_BLOCK},
             {"quote", XML_LAYOUT_BLOCK},
             {"record", XML_LAYOUT_BLOCK},
             {"ref", XML_LAYOUT_BLOCK},
             {"resume", XML_LAYOUT_BLOCK},
             {"roman", XML_LAYOUT_INLINE},
             {"row", XML_LAYOUT_BLOCK},
             {"saut", XML_LAYOUT_BREAK},
             {"sc", XML_LAYOUT_INLINE},
             {"sec", XML_LAYOUT_BLOCK},
             {"signature", XML_LAYOUT_BLOCK},
             {"simpara", XML_LAYOUT_BLOCK},
             {"sommaire", XML_LAYOUT_BLOCK},
             {"sous-titre", XML_LAYOUT_BLOCK},
             {"soustitre", XML_LAYOUT_BLOCK},
             {"speech", XML_LAYOUT_BLOCK},
             {"stage", XML_LAYOUT_BLOCK},
             {"standfirst", XML_LAYOUT_BLOCK},
             {"stanza", XML_LAYOUT_BLOCK},
             {"strophe", XML_LAYOUT_BLOCK},
             {"styled-content", XML_LAYOUT_INLINE},
             {"subhead", XML_LAYOUT_BLOCK},
             {"subscript", XML_LAYOUT_INLINE},
             {"subtitle", XML_LAYOUT_BLOCK},
             {"superscript", XML_LAYOUT_INLINE},
             {"surtitre", XML_LAYOUT_BLOCK},
             {"table-wrap", XML_LAYOUT_BLOCK},
             {"term-list", XML_LAYOUT_BLOCK},
             {"texte", XML_LAYOUT_BLOCK},
             {"tgroup", XML_LAYOUT_BLOCK},
             {"title", XML_LAYOUT_BLOCK},
             {"titre", XML_LAYOUT_BLOCK},
             {"trans-title", XML_LAYOUT_BLOCK},
             {"underline", XML_LAYOUT_INLINE},
             {"vers", XML_LAYOUT_BLOCK},
             {"verse", XML_LAYOUT_BLOCK}};

static int compare_names(const void *key, const void *name)
{
    return strcmp(key, ((const struct name *)name)->name);
}

static enum xml_layout layout_of_html(enum html_tag tag)
{
    switch (tag) {
    case HTML_BLOCK:
    case HTML_PRE:
        return XML_LAYOUT_BLOCK;
    case HTML_BREAK:
        return XML_LAYOUT_BREAK;
    case HTML_INLINE:
        return XML_LAYOUT_INLINE;
    default:
        return XML_LAYOUT_OTHER;
    }
}

enum xml_layout xml_layout_of(const char *name)
{
    char lower[NAME_SIZE_MAX + 1] = {0};
    size_t size = strlen(name);
    if (size > NAME_SIZE_MAX)
        return XML_LAYOUT_OTHER;
    for (size_t i = 0; i < size; i++)
        lower[i] = ascii_lower(name[i]);
    enum html_tag tag = html_tag_find((struct text_span){lower, size});
    while (size > 1 && ascii_is_digit(lower[size - 1]))
        lower[--size] = '\0';
    const struct name *found =
        bsearch(lower, names, sizeof names / sizeof *names, sizeof *names, compare_names);
    return found != NULL ? found->layout : layout_of_html(tag);
}

void xml_layout_open(struct xml_document *document, const char *name)
{
    enum xml_layout layout = xml_layout_of(name);
    bool sentence = layout == XML_LAYOUT_INLINE && document->closed == XML_CLOSED_INLINE;
    if (layout >= XML_LAYOUT_BREAK || (document->closed != XML_CLOSED_NONE && !sentence))
        xml_set_gap(document, XML_GAP_LINE);
}

void xml_layout_close(struct xml_document *document, const char *name)
{
    enum xml_layout layout = xml_layout_of(name);
    if (layout == XML_LAYOUT_BLOCK)
        xml_set_gap(document, XML_GAP_LINE);
    else if (document->opened)
        xml_set_gap(document, XML_GAP_SPACE);
    document->closed = layout == XML_LAYOUT_INLINE && document->closed != XML_CLOSED_OTHER
                           ? XML_CLOSED_INLINE
                           : XML_CLOSED_OTHER;
}
