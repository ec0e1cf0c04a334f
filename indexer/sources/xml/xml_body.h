/* The body of an article in XML, as elements and text are met: words, and what is between them.
 *
 * White space is one space, wherever the source has some; elements part words as their dialect
 * says. Where a hyphen ends a line of the source, the body has a newline after it, and what
 * analyses the body joins the halves of the word.
 */
#ifndef FOUILLE_XML_XML_BODY_H
#define FOUILLE_XML_XML_BODY_H

#include "indexer/sources/xml/xml_document.h"

/* Takes character data to where it belongs. */
void xml_append_text(struct xml_document *document, const char *bytes, size_t size);

/* Makes words of the body of what has been collected for a field. */
void xml_give_up_field(struct xml_document *document);

/* Appends words to the body, wherever text goes now. */
void xml_append_words(struct xml_document *document, struct text_span text);

/* The same, as a line. */
void xml_append_line(struct xml_document *document, struct text_span text);

/* Sets the separator between the body so far and the text to come, unless a stronger one is set. */
void xml_set_gap(struct xml_document *document, enum xml_gap gap);

/* Makes the text to come continue the last word, past white space; a hyphen that ends the body
 * then ends a line. */
void xml_glue(struct xml_document *document);

/* Takes back what the body has got since this element was opened. */
void xml_rewind(struct xml_document *document, const struct xml_level *level);

/* Shows the deepest element, and takes back its siblings, if its rank among the variants in its
 * parent is higher than that of all before it; else hides it. Ranks are positive. */
void xml_show_variant(struct xml_document *document, unsigned rank);

#endif
